#include "sim/report/summary_json.hpp"

#include <string>
#include <variant>
#include <vector>

#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

using Json = nlohmann::ordered_json;

/// The structured value of an answer, alternative by alternative.
struct ValueWriter {
  Json operator()(std::monostate) const { return {}; }
  Json operator()(const ScrapeCounts& counts) const {
    return {{"seeders", counts.seeders},
            {"leechers", counts.leechers},
            {"completed", counts.completed},
            {"downloaders", counts.downloaders}};
  }
  Json operator()(const std::vector<std::string>& names) const { return Json(names); }
  Json operator()(const std::vector<HolderInfo>& holders) const {
    Json list = Json::array();
    for (const HolderInfo& one : holders) {
      list.push_back({{"peer_id", one.peer},
                      {"ip", one.ip},
                      {"port", one.port},
                      {"status", one.seeder ? "seeder" : "leecher"}});
    }
    return list;
  }
  Json operator()(const std::vector<PeerInfo>& peers) const {
    Json list = Json::array();
    for (const PeerInfo& one : peers) {
      list.push_back({{"peer_id", one.peer}, {"ip", one.ip}, {"port", one.port}, {"score", one.score}});
    }
    return list;
  }
};

Json rate_per_second(std::int64_t count, Duration time) {
  if (time <= Duration::zero()) return {};
  return rounded_ratio(static_cast<Int128>(count) * nanoseconds_per_second, time.count());
}

}  // namespace

Json command_json(const CommandResult& result) {
  return {{"at_s", rounded_seconds(result.at)},
          {"answered_s", result.is_answered ? Json(rounded_seconds(result.answered)) : Json()},
          {"on", result.on},
          {"do", result.text},
          {"ok", result.answer.ok},
          {"lines", result.answer.lines},
          {"value", std::visit(ValueWriter{}, result.answer.value)}};
}

Json saved_json(const CommandResult* result) {
  Json saved = {{"at_s", nullptr},     {"ok", nullptr},        {"seeders", nullptr},
                {"leechers", nullptr}, {"completed", nullptr}, {"count", nullptr}};
  if (result == nullptr) return saved;
  saved["at_s"] = rounded_seconds(result->at);
  if (!result->is_answered) return saved;
  saved["ok"] = result->answer.ok;
  const Json value = std::visit(ValueWriter{}, result->answer.value);
  if (value.is_array()) saved["count"] = value.size();
  for (auto& [key, number] : saved.items()) {
    if (value.is_object() && value.contains(key)) number = value[key];
  }
  return saved;
}

Json run_json(const RunStats& run, std::int64_t events, std::int64_t blocks) {
  return {{"wall_s", rounded_seconds(run.wall)},
          {"cpu_s", rounded_seconds(run.cpu)},
          {"events", events},
          {"events_per_s", rate_per_second(events, run.loop_cpu)},
          {"blocks_per_s", rate_per_second(blocks, run.loop_cpu)},
          {"peak_rss_bytes", run.peak_rss_bytes},
          {"build", run.build}};
}

}  // namespace swarmsim
