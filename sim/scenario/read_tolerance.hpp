#pragma once
// Shares in percent and tolerances, as expectations and metrics goldens write them.
//
// A tolerance is a share of what is wanted ("2 %", "1 in 50") or a number in the metric's unit. Knows the
// reader, which collects problems, and not what is compared.

#include <optional>

#include "sim/model/scenario.hpp"
#include "sim/scenario/reader.hpp"

namespace swarmsim {

/// "5 %" and "1 in 20" as 5; absent after a problem was reported. `node` is a text.
std::optional<double> read_percent(Reader& in, const JsonNode& node, double least, double most);

/// "5 %", or a number of 0 or more; absent after a problem was reported.
std::optional<Tolerance> read_tolerance(Reader& in, const JsonNode& node);

}  // namespace swarmsim
