// When peers come and go: the keys `arrive` and `leave`.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/base/int128.hpp"
#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

constexpr std::array<std::string_view, 5> processes{"every", "poisson", "decay", "flash", "trace"};

/// The one key that says how members follow each other, or nullptr; a second one is a problem.
const JsonNode* process_of(Reader& in, const JsonNode& arrive) {
  const JsonNode* process = nullptr;
  for (const JsonNode& child : arrive.children) {
    if (std::find(processes.begin(), processes.end(), child.key) == processes.end()) continue;
    if (process != nullptr) {
      in.problem(child.key_at,
                 fmt::format("{} and {} exclude each other", in_quotes(process->key), in_quotes(child.key)));
    } else {
      process = &child;
    }
  }
  return process;
}

void load_trace(Reader& in, const JsonNode& node, std::optional<std::uint32_t>& count, ArrivalSpec& arrive) {
  const auto times = in.duration_file(&node);
  if (!times) return;
  if (!count) count = static_cast<std::uint32_t>(times->size());
  if (*count > times->size()) {
    in.problem(node.at,
               fmt::format("{} holds {} times for {} members", describe(node), times->size(), *count));
    return;
  }
  arrive.times = *times;
}

void load_process(Reader& in, const JsonNode& node, std::optional<std::uint32_t>& count,
                  ArrivalSpec& arrive) {
  if (node.key == "every") {
    arrive.gap = in.duration(&node).value_or(Duration{});
  } else if (node.key == "poisson") {
    arrive.kind = ArrivalKind::poisson;
    if (in.object(&node, schema::poisson) == nullptr) return;
    arrive.gap = in.positive_duration(node.find("mean_gap")).value_or(Duration{1});
  } else if (node.key == "decay") {
    arrive.kind = ArrivalKind::decay;
    if (in.object(&node, schema::decay) == nullptr) return;
    arrive.gap = in.positive_duration(node.find("first_gap")).value_or(Duration{1});
    arrive.tau = in.positive_duration(node.find("tau")).value_or(Duration{1});
  } else if (node.key == "flash") {
    arrive.kind = ArrivalKind::flash;
    if (in.object(&node, schema::flash) == nullptr) return;
    arrive.gap = in.positive_duration(node.find("over")).value_or(Duration{1});
  } else {
    arrive.kind = ArrivalKind::trace;
    load_trace(in, node, count, arrive);
  }
}

}  // namespace

ArrivalSpec load_arrival(Reader& in, const JsonNode* node, std::optional<std::uint32_t>& count) {
  ArrivalSpec arrive;
  node = in.object(node, schema::arrive);
  if (node == nullptr) return arrive;
  if (const auto at = in.duration(node->find("at"))) arrive.at = *at;
  if (const JsonNode* process = process_of(in, *node)) load_process(in, *process, count, arrive);
  const Int128 members = arrive.kind == ArrivalKind::every ? count.value_or(1) - 1 : 1;
  const auto last = static_cast<Int128>(arrive.at.count()) + members * arrive.gap.count();
  if (last > longest_duration.count()) {
    in.problem(node->at, "the last member arrives after more than a hundred years");
    return {};
  }
  return arrive;
}

LeaveSpec load_leave(Reader& in, const JsonNode* node) {
  LeaveSpec leave;
  if (node == nullptr) return leave;
  if (node->kind != JsonKind::object && node->kind != JsonKind::text) {
    in.wrong_type(*node, R"("never", "on_complete" or an object such as { "after_copies": 1.2 })");
    return leave;
  }
  if (node->kind == JsonKind::text) {
    leave.on_complete = in.choice(node, {"never", "on_complete"}, {}) == std::size_t{1};
    return leave;
  }
  in.object(node, schema::leave);
  leave.after_complete = in.durations(node->find("after_complete"));
  leave.after_copies = in.decimal(node->find("after_copies"));
  if (node->children.empty()) in.problem(node->at, "\"leave\" needs after_complete, after_copies or both");
  return leave;
}

}  // namespace swarmsim
