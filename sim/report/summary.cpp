#include "sim/report/summary.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/hash.hpp"
#include "core/protocol/message.hpp"
#include "sim/report/rounding.hpp"
#include "sim/report/summary_json.hpp"

namespace swarmsim {

namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json seconds_or_null(const std::optional<SimTime>& at) { return at ? Json(rounded_seconds(*at)) : Json(); }

Json json_of(const CompletionMeasure& completion) {
  return {{"count", completion.count},
          {"mean_s", or_null(completion.mean_s)},
          {"p50_s", or_null(completion.p50_s)},
          {"p95_s", or_null(completion.p95_s)},
          {"max_s", or_null(completion.max_s)}};
}

Json json_of(const UnfinishedMeasure& unfinished) {
  return {{"count", unfinished.count}, {"progress_min", or_null(unfinished.progress_min)}};
}

Json json_of(const GroupMeasure& group) {
  return {{"client", group.client},
          {"peers", group.peers},
          {"started", group.started},
          {"completion", json_of(group.completion)},
          {"unfinished", json_of(group.unfinished)},
          {"first_piece_p50_s", or_null(group.first_piece_p50_s)},
          {"uplink_utilisation", or_null(group.uplink_utilisation)},
          {"share_ratio_mean", or_null(group.share_ratio_mean)}};
}

Json json_of(const ContentMeasure& content) {
  return {{"copies_min", content.copies_min},
          {"seed_upload_copies", content.seed_upload_copies},
          {"duplicate_share", or_null(content.duplicate_share)},
          {"first_copy_out_s", or_null(content.first_copy_out_s)}};
}

Json all_completions(const Measures& measures) {
  Json completion = json_of(measures.all.completion);
  completion["bound_s"] = measures.bound ? Json(floored_seconds(measures.bound->at_least)) : Json();
  completion["bound_by"] = measures.bound ? Json(measures.bound->by) : Json();
  return completion;
}

Json messages_of(const World& world) {
  Json messages = Json::object();
  for (std::size_t kind = 0; kind < world.counters().messages.size(); ++kind) {
    messages[std::string(name_of(static_cast<MessageKind>(kind)))] = world.counters().messages[kind];
  }
  return messages;
}

Json matrix_of(const World& world) {
  const std::size_t groups = world.scenario().groups.size();
  Json rows = Json::array();
  for (std::size_t row = 0; row < groups; ++row) {
    rows.push_back(Json(world.bytes_between_groups().subspan(row * groups, groups)));
  }
  return rows;
}

Json bytes_of(const World& world, const ByteMeasure& bytes) {
  return {
      {"payload", bytes.payload}, {"protocol", bytes.protocol}, {"headers_and_acks", bytes.headers_and_acks},
      {"resent", bytes.resent},   {"wasted", bytes.wasted},     {"matrix_by_group", matrix_of(world)}};
}

Json download_of(const World& world, const Participation& part) {
  const SimTime started = *part.download_started;
  Json duration;
  if (part.completed) duration = rounded_seconds(*part.completed - started);
  Json download{{"content", world.contents()[index_of(part.torrent->content())].name},
                {"started_s", rounded_seconds(started)},
                {"completed_s", seconds_or_null(part.completed)},
                {"duration_s", std::move(duration)},
                {"wasted_bytes", part.torrent->totals().wasted}};
  if (part.metadata_completed) download["metadata_s"] = rounded_seconds(*part.metadata_completed);
  return download;
}

Json peer_of(const World& world, const Participant& peer) {
  std::int64_t uploaded = 0;
  std::int64_t downloaded = 0;
  Json downloads = Json::array();
  for (const Participation& part : peer.torrents) {
    uploaded += part.torrent->totals().uploaded;
    downloaded += part.torrent->totals().downloaded;
    if (part.download_started) downloads.push_back(download_of(world, part));
  }
  const bool arrived = peer.presence != Presence::expected;
  const bool left = peer.presence == Presence::gone;
  return {{"id", peer.name},
          {"group", world.scenario().groups[peer.group].id},
          {"arrived_s", arrived ? Json(rounded_seconds(peer.arrives)) : Json()},
          {"left_s", left ? Json(rounded_seconds(peer.left)) : Json()},
          {"uploaded_bytes", uploaded},
          {"downloaded_bytes", downloaded},
          {"downloads", std::move(downloads)}};
}

bool reads_peers(const Expression& expression) {
  return std::any_of(expression.begin(), expression.end(),
                     [](const ExpressionStep& step) { return step.metric.starts_with("peers."); });
}

bool lists_peers(const World& world, bool with_all_peers) {
  const auto& expect = world.scenario().expect;
  return with_all_peers || world.participants().size() <= listed_peers_max ||
         std::any_of(expect.begin(), expect.end(), [](const ExpectSpec& spec) {
           return reads_peers(spec.left) || reads_peers(spec.right);
         });
}

void add_results(const World& world, const Measures& measures, Json& root) {
  root["end"] = {{"time_s", rounded_seconds(world.now())}, {"reason", name_of(world.end_reason())}};
  root["completed"] = world.counters().completed;
  root["aborted"] = world.counters().aborted;
  root["content_matches"] = measures.content_matches;
  root["completion"] = all_completions(measures);
  root["unfinished"] = json_of(measures.all.unfinished);
  Json& groups = root["groups"] = Json::object();
  for (const GroupMeasure& group : measures.groups) groups[group.name] = json_of(group);
  Json& contents = root["contents"] = Json::object();
  for (const ContentMeasure& content : measures.contents) contents[content.name] = json_of(content);
  root["blocks"] = {{"delivered", measures.blocks.delivered}, {"wasted", measures.blocks.wasted}};
  root["messages"] = messages_of(world);
  root["chokes"] = {{"rounds", world.counters().choke_rounds},
                    {"unchokes", world.counters().unchokes},
                    {"optimistic", world.counters().optimistic}};
  root["bytes"] = bytes_of(world, measures.bytes);
  root["corruption"] = {{"blocks", world.counters().corrupted_blocks},
                        {"failed_pieces", world.counters().failed_pieces},
                        {"bans", world.counters().bans}};
  root["uplink_utilisation"] = or_null(measures.all.uplink_utilisation);
  root["tracker"] = {{"announces", world.counters().announces},
                     {"failed", world.counters().failed_announces}};
}

void add_lists(const World& world, bool with_all_peers, Json& root) {
  if (lists_peers(world, with_all_peers)) {
    Json& peers = root["peers"] = Json::array();
    for (const Participant& peer : world.participants()) peers.push_back(peer_of(world, peer));
  }
  for (const TimelineEntry& entry : world.scenario().timeline) {
    if (!entry.save.empty()) root["saved"][entry.save] = saved_json(world.saved(entry.save));
  }
  Json& commands = root["commands"] = Json::array();
  for (const CommandResult& result : world.results()) commands.push_back(command_json(result));
}

/// An element of a list by its `id`, a member of an object by its key.
const Json* child(const Json& node, std::string_view key) {
  if (node.is_object()) {
    const auto found = node.find(std::string(key));
    return found == node.end() ? nullptr : &*found;
  }
  if (!node.is_array()) return nullptr;
  const auto found = std::find_if(node.begin(), node.end(), [key](const Json& element) {
    const auto id = element.is_object() ? element.find("id") : element.end();
    return element.is_object() && id != element.end() && *id == key;
  });
  return found == node.end() ? nullptr : &*found;
}

/// The longest key first: `contents.ubuntu.iso.copies_min` has a key with a dot.
const Json* resolve(const Json& node, std::string_view path) {
  for (std::size_t end = path.size(); end != std::string_view::npos;
       end = end == 0 ? std::string_view::npos : path.rfind('.', end - 1)) {
    const Json* found = child(node, path.substr(0, end));
    if (found == nullptr) continue;
    if (end == path.size()) return found;
    if (const Json* deeper = resolve(*found, path.substr(end + 1))) return deeper;
  }
  return nullptr;
}

void list_paths(const Json& node, const std::string& path, std::vector<std::string>& paths) {
  if (node.is_primitive()) {
    paths.push_back(path);
    return;
  }
  const std::string prefix = path.empty() ? "" : path + ".";
  if (node.is_object()) {
    for (const auto& [key, value] : node.items()) list_paths(value, prefix + key, paths);
    return;
  }
  for (const Json& element : node) {
    if (!element.is_object() || !element.contains("id")) continue;
    list_paths(element, prefix + element["id"].get<std::string>(), paths);
  }
}

}  // namespace

struct Summary::Document {
  Json root = Json::object();
  std::int64_t events = 0;
  std::int64_t blocks = 0;
};

Summary::Summary(const World& world, const Measures& measures, bool with_all_peers)
    : document_(std::make_unique<Document>()) {
  Json& root = document_->root;
  root["format"] = "swarmsim/summary/1";
  root["swarmsim"] = SWARMSIM_VERSION;
  if (world.end_reason() == EndReason::interrupted) root["partial"] = true;
  root["scenario"] = world.scenario().name;
  root["seed"] = world.seed();
  root["fingerprint"] = to_hex(world.fingerprint());
  add_results(world, measures, root);
  add_lists(world, with_all_peers, root);
  document_->events = static_cast<std::int64_t>(world.counters().events);
  document_->blocks = measures.blocks.delivered;
}

Summary::~Summary() = default;

std::optional<Metric> Summary::find(std::string_view path) const {
  const Json* found = resolve(document_->root, path);
  if (found == nullptr || !found->is_primitive()) return std::nullopt;
  if (found->is_null()) return Metric{std::monostate{}, "null"};
  if (found->is_boolean()) return Metric{found->get<bool>(), found->dump()};
  if (found->is_number()) return Metric{found->get<double>(), found->dump()};
  return Metric{found->get<std::string>(), found->get<std::string>()};
}

std::vector<std::string> Summary::paths() const {
  std::vector<std::string> paths;
  list_paths(document_->root, "", paths);
  return paths;
}

std::string Summary::to_json(std::span<const ExpectResult> expect, const RunStats& run) {
  Json& root = document_->root;
  Json& results = root["expect"] = Json::array();
  for (const ExpectResult& one : expect) {
    results.push_back({{"that", one.that}, {"is", one.is}, {"actual", one.actual}, {"ok", one.ok}});
    if (!one.wanted.empty()) results.back()["wanted"] = one.wanted;
  }
  root["run"] = run_json(run, document_->events, document_->blocks);
  return root.dump(2) + "\n";
}

}  // namespace swarmsim
