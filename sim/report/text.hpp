#pragma once
// What `swarmsim run` tells a person: answers, tables, expectations, the bound and the fingerprint.
//
// Plain text of at most about 100 columns; the last line is always the fingerprint. Whoever prints it
// knows whether the reader sees colours. Decides nothing: all numbers are those of Measures.

#include <span>
#include <string>
#include <string_view>

#include "sim/report/measures.hpp"
#include "sim/report/summary.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

struct TextOptions {
  bool colour = false;
  bool quiet = false;  ///< only expectations that failed, and the fingerprint
};

/// The report of a run; "interrupted (partial)" where a user ended it.
std::string format_report(const World& world, const Measures& measures, std::span<const ExpectResult> expect,
                          const TextOptions& options);

/// The report of a broken invariant: what a developer needs to see it again. `command` reproduces it.
std::string format_internal_error(const World& world, std::string_view rule, std::string_view command);

}  // namespace swarmsim
