#include <algorithm>

#include <fmt/format.h>

#include "core/base/int128.hpp"
#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

// Ten times the largest swarm the design promises: beyond it a slip is likelier than a wish.
constexpr std::int64_t most_peers = 10'000'000;
constexpr std::size_t longest_id = 64;
constexpr std::int64_t heaviest_class = 1'000'000'000;
constexpr std::string_view id_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";

void check_id(Reader& in, const JsonNode& node) {
  const std::string& id = node.text;
  if (id == "tracker" || id == "world" || id == "all") {
    in.problem(node.at, fmt::format("{} is reserved: no peer may be called so", describe(node)));
  }
  if (id.find_first_not_of(id_characters) != std::string::npos) {
    in.problem(node.at, fmt::format("{} has a character other than A-Z a-z 0-9 _ . -", describe(node)));
  }
  if (id.size() > longest_id) {
    in.problem(node.at, fmt::format("an id has at most {} characters, this one {}", longest_id, id.size()));
  }
}

/// A list of content names; `later_item` is what an item will be in a later version.
std::vector<ContentId> load_names(Reader& in, const JsonNode* node, const Scenario& so_far,
                                  const ObjectSpec* later_item) {
  std::vector<ContentId> ids;
  node = in.list(node, "content names");
  if (node == nullptr) return ids;
  for (const JsonNode& item : node->children) {
    if (item.kind == JsonKind::object && later_item != nullptr) {
      in.later_object(item, *later_item, "the name of a content");
      continue;
    }
    const auto name = in.text(&item);
    const auto id = name ? find_content(in, item.at, *name, so_far.contents) : std::nullopt;
    if (!id) continue;
    if (std::find(ids.begin(), ids.end(), *id) != ids.end()) {
      in.problem(item.at, fmt::format("{} is in this list already", in_quotes(*name)));
    } else {
      ids.push_back(*id);
    }
  }
  return ids;
}

std::optional<std::uint32_t> find_class(Reader& in, const JsonNode& weight, const Scenario& so_far) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < so_far.classes.size(); ++i) {
    if (so_far.classes[i].name == weight.key) return static_cast<std::uint32_t>(i);
    names.push_back(so_far.classes[i].name);
  }
  in.problem(weight.key_at, fmt::format("no class is called {}{}", in_quotes(weight.key),
                                        did_you_mean(weight.key, names)));
  return std::nullopt;
}

std::vector<ClassShare> load_shares(Reader& in, const JsonNode* node, const Scenario& so_far) {
  std::vector<ClassShare> shares;
  if (node == nullptr) return shares;
  if (node->kind != JsonKind::object) {
    in.wrong_type(*node, R"(an object of weights such as { "dsl": 3, "fibre": 1 })");
    return shares;
  }
  std::int64_t sum = 0;
  bool is_complete = true;
  for (const JsonNode& child : node->children) {
    const auto index = find_class(in, child, so_far);
    const auto weight = in.whole(&child, 0, heaviest_class);
    is_complete = is_complete && weight.has_value();
    sum += weight.value_or(0);
    if (index && weight) shares.push_back({*index, *weight});
  }
  if (is_complete && sum == 0) in.problem(node->at, "the weights of \"class\" add up to 0");
  return shares;
}

ArrivalSpec load_arrival(Reader& in, const JsonNode* node, std::optional<std::uint32_t> count) {
  ArrivalSpec arrive;
  node = in.object(node, schema::arrive);
  if (node == nullptr) return arrive;
  if (const auto at = in.duration(node->find("at"))) arrive.at = *at;
  if (const auto every = in.duration(node->find("every"))) arrive.every = *every;
  const auto last = static_cast<Int128>(arrive.at.count()) +
                    static_cast<Int128>(arrive.every.value_or(Duration{}).count()) * (count.value_or(1) - 1);
  if (last > longest_duration.count()) {
    in.problem(node->at, "the last member arrives after more than a hundred years");
    return {};
  }
  return arrive;
}

LeaveRule load_leave(Reader& in, const JsonNode* node) {
  if (node != nullptr && node->kind == JsonKind::object) {
    in.later_object(*node, schema::leave, "\"never\" or \"on_complete\"");
    return LeaveRule::never;
  }
  const auto rule = in.choice(node, {"never", "on_complete"}, {});
  return rule == std::size_t{1} ? LeaveRule::on_complete : LeaveRule::never;
}

GroupSpec load_group(Reader& in, const JsonNode& item, const KnownNames& known, const Scenario& so_far,
                     const ClientSpec& client) {
  GroupSpec group;
  if (const auto count = in.whole(item.find("count"), 1, most_peers)) {
    group.count = static_cast<std::uint32_t>(*count);
  }
  group.link = load_link(in, item.find("link"), so_far.network.link);
  group.classes = load_shares(in, item.find("class"), so_far);
  if (item.find("link") != nullptr && item.find("class") != nullptr) {
    in.problem(item.find("class")->key_at, "\"link\" and \"class\" exclude each other");
  }
  group.client = load_client(in, item.find("client"), known, client);
  group.has = load_names(in, item.find("has"), so_far, &schema::has_item);
  group.send = load_names(in, item.find("send"), so_far, nullptr);
  group.download = load_names(in, item.find("download"), so_far, &schema::download_item);
  group.arrive = load_arrival(in, item.find("arrive"), group.count);
  group.leave = load_leave(in, item.find("leave"));
  return group;
}

}  // namespace

LoadedPeers load_peers(Reader& in, const JsonNode* node, const KnownNames& known,
                       const Scenario& so_far, const ClientSpec& client) {
  LoadedPeers peers;
  node = in.list(node, "peers");
  if (node == nullptr) return peers;
  if (node->children.empty()) in.problem(node->at, "\"peers\" is empty: a swarm needs at least one");
  std::int64_t total = 0;
  for (const JsonNode& item : node->children) {
    if (in.object(&item, schema::peer) == nullptr) continue;
    GroupSpec group = load_group(in, item, known, so_far, client);
    const bool was_small = total <= most_peers;
    total += group.count.value_or(1);
    if (was_small && total > most_peers) {
      in.problem(item.at, fmt::format("more than {} peers with this one", most_peers));
    }
    const auto id = in.name(item.find("id"));
    if (!id) continue;
    check_id(in, *item.find("id"));
    if (const auto clash = peers.names.add(*id, group.count)) in.problem(item.find("id")->at, *clash);
    group.id = *id;
    peers.groups.push_back(std::move(group));
  }
  return peers;
}

}  // namespace swarmsim
