#include <algorithm>
#include <charconv>

#include <fmt/format.h>

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

std::vector<ContentId> load_names(Reader& in, const JsonNode* node, const Scenario& so_far) {
  std::vector<ContentId> ids;
  std::vector<ContentId> taken;
  node = in.list(node, "content names");
  if (node == nullptr) return ids;
  for (const JsonNode& item : node->children) {
    const auto name = in.text(&item);
    const auto id = name ? find_content(in, item.at, *name, so_far.contents) : std::nullopt;
    if (id && is_new(in, item, *name, *id, taken)) ids.push_back(*id);
  }
  return ids;
}

/// "20.1.2.3", four numbers from 0 to 255.
std::optional<std::uint32_t> load_address(Reader& in, const JsonNode* node) {
  const auto text = in.text(node);
  if (!text) return std::nullopt;
  std::uint32_t address = 0;
  int numbers = 0;
  std::string_view rest = *text;
  for (bool more = true; more && numbers < 5; ++numbers) {
    const std::size_t dot = rest.find('.');
    const std::string_view digits = rest.substr(0, dot);
    std::uint32_t number = 256;
    const auto [stopped, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem != std::errc{} || stopped != digits.data() + digits.size() || number > 255) break;
    address = address * 256 + number;
    more = dot != std::string_view::npos;
    if (more) rest.remove_prefix(dot + 1);
    if (!more && numbers == 3) return address;
  }
  in.problem(node->at, fmt::format("{} is no IPv4 address such as \"20.0.0.1\"", describe(*node)));
  return std::nullopt;
}

std::optional<std::uint32_t> find_class(Reader& in, const JsonNode& weight, const Scenario& so_far) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < so_far.classes.size(); ++i) {
    if (so_far.classes[i].name == weight.key) return static_cast<std::uint32_t>(i);
    names.push_back(so_far.classes[i].name);
  }
  const auto is_unread = [](const std::string& each) { return each.empty(); };
  if (std::any_of(names.begin(), names.end(), is_unread)) return std::nullopt;
  std::string message = fmt::format("no class is called {}", in_quotes(weight.key));
  message += names.empty()
                 ? ": there are no \"classes\""
                 : fmt::format("{} (classes: {})", did_you_mean(weight.key, names), comma_list(names));
  in.problem(weight.key_at, std::move(message));
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

GroupSpec load_group(Reader& in, const JsonNode& item, const KnownNames& known, const Scenario& so_far,
                     const ClientSpec& client) {
  GroupSpec group;
  if (const auto count = in.whole(item.find("count"), 1, most_peers)) {
    group.count = static_cast<std::uint32_t>(*count);
  }
  group.link = load_link(in, item.find("link"), so_far.network.regions, so_far.network.link);
  group.classes = load_shares(in, item.find("class"), so_far);
  if (item.find("link") != nullptr && item.find("class") != nullptr) {
    in.problem(item.find("class")->key_at, "\"link\" and \"class\" exclude each other");
  }
  group.client = load_client(in, item.find("client"), known, client);
  group.has = load_holdings(in, item.find("has"), so_far.contents);
  group.send = load_names(in, item.find("send"), so_far);
  group.download = load_downloads(in, item.find("download"), so_far.contents, known, group.client);
  group.arrive = load_arrival(in, item.find("arrive"), group.count);
  group.leave = load_leave(in, item.find("leave"));
  group.corrupt = in.share(item.find("corrupt")).value_or(Share{});
  group.address = load_address(in, item.find("address"));
  if (group.address && group.count) {
    in.problem(item.find("address")->key_at,
               "\"address\" is of a single peer, and this group has a \"count\"");
  }
  return group;
}

/// Whether it says how many members it has, but that could not be read.
bool is_of_unknown_size(const JsonNode& item, const GroupSpec& group) {
  return !group.count && (item.find("count") != nullptr || group.arrive.kind == ArrivalKind::trace);
}

void check_address(Reader& in, const JsonNode& node, const std::string& id, std::uint32_t address,
                   std::map<std::uint32_t, std::string>& addresses) {
  const auto [other, is_new] = addresses.emplace(address, id);
  if (is_new) return;
  in.problem(node.at, fmt::format("{} is the address of {}", describe(node), in_quotes(other->second)));
}

}  // namespace

void check_id(Reader& in, TextPlace at, const std::string& id, std::string_view key) {
  const std::string shown = fmt::format("{}{}", key, in_quotes(id));
  if (id == "tracker" || id == "world" || id == "all") {
    in.problem(at, fmt::format("{} is reserved: no peer may be called so", shown));
  }
  if (id.find_first_not_of(id_characters) != std::string::npos) {
    in.problem(at, fmt::format("{} has a character other than A-Z a-z 0-9 _ . -", shown));
  }
  if (id.size() > longest_id) {
    in.problem(at, fmt::format("an id has at most {} characters, this one {}", longest_id, id.size()));
  }
}

LoadedPeers load_peers(Reader& in, const JsonNode* node, const KnownNames& known, const Scenario& so_far,
                       const ClientSpec& client) {
  LoadedPeers peers;
  node = in.list(node, "peers");
  if (node == nullptr || node->children.empty()) peers.names.lose();
  if (node == nullptr) return peers;
  std::map<std::uint32_t, std::string> addresses;
  if (node->children.empty()) in.problem(node->at, "\"peers\" is empty: a swarm needs at least one");
  std::int64_t total = 0;
  for (const JsonNode& item : node->children) {
    if (in.object(&item, schema::peer) == nullptr) {
      peers.names.lose();
      continue;
    }
    GroupSpec group = load_group(in, item, known, so_far, client);
    const bool was_small = total <= most_peers;
    total += group.count.value_or(1);
    if (was_small && total > most_peers) {
      in.problem(item.at, fmt::format("more than {} peers with this one", most_peers));
    }
    const auto id = in.name(item.find("id"));
    if (!id || is_of_unknown_size(item, group)) peers.names.lose();
    if (!id) continue;
    check_id(in, item.find("id")->at, *id, "\"id\": ");
    if (group.address) check_address(in, *item.find("address"), *id, *group.address, addresses);
    if (const auto clash = peers.names.add(*id, group.count)) in.problem(item.find("id")->at, *clash);
    group.id = *id;
    peers.groups.push_back(std::move(group));
  }
  return peers;
}

}  // namespace swarmsim
