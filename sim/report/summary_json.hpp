#pragma once
// The parts of the summary that stand alone: a command's answer, what `save` kept of it, and `run`.
//
// Only sim/report includes this: whoever else wants values takes them from the summary by path.

#include <cstdint>

#include <nlohmann/json.hpp>

#include "sim/model/answer.hpp"
#include "sim/report/summary.hpp"

namespace swarmsim {

/// One element of `commands`.
nlohmann::ordered_json command_json(const CommandResult& result);

/// One value of `saved`: at_s, ok, seeders, leechers, completed, count; null where the command answers no
/// such thing, all null where it was never said (`result` is null). `count` is the length of a list.
nlohmann::ordered_json saved_json(const CommandResult* result);

/// The object `run`, of a run of so many events and delivered blocks.
nlohmann::ordered_json run_json(const RunStats& run, std::int64_t events, std::int64_t blocks);

}  // namespace swarmsim
