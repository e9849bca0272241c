#pragma once
// What `swarmsim run --seeds` prints: a table of means, or the document `swarmsim/seeds/1`.
//
// The text shows the main metrics, the JSON all of them. Everything but `run` is a function of scenario,
// seeds and version. Decides nothing: all numbers are those of SeedsReport.

#include <cstddef>
#include <string>

#include "sim/report/seeds.hpp"
#include "sim/report/summary.hpp"
#include "sim/report/text.hpp"

namespace swarmsim {

std::string format_seeds(const SeedsReport& report, const TextOptions& options);

/// `threads`: how many ran at once.
std::string seeds_json(const SeedsReport& report, const RunStats& run, std::size_t threads);

}  // namespace swarmsim
