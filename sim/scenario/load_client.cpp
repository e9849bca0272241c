#include <algorithm>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

/// Whether `profile` is one of a later version: the bare name or one with a version behind a dash.
bool is_later_profile(const std::string& profile) {
  const std::string bare = profile.substr(0, profile.find('-'));
  const std::vector<std::string> later{"libtorrent", "transmission", "aria2", "vbittorrent"};
  return std::find(later.begin(), later.end(), bare) != later.end();
}

/// The node's text if it is one of `names`; `what` is the word for one of them.
std::optional<std::string> known_name(Reader& in, const JsonNode* node, std::string_view what,
                                      const std::vector<std::string>& names) {
  const std::optional<std::string> name = in.text(node);
  if (!name || std::find(names.begin(), names.end(), *name) != names.end()) return name;
  in.problem(node->at, fmt::format("unknown {} {}{} ({}s: {})", what, in_quotes(*name),
                                   did_you_mean(*name, names), what, comma_list(names)));
  return std::nullopt;
}

std::optional<std::string> profile_name(Reader& in, const JsonNode* node, const KnownNames& known) {
  const auto& names = known.profiles;
  const bool is_known = node != nullptr && std::find(names.begin(), names.end(), node->text) != names.end();
  if (node != nullptr && node->kind == JsonKind::text && !is_known && is_later_profile(node->text)) {
    in.problem(node->at, fmt::format("{} is not in this version", in_quotes(node->text)));
    return std::nullopt;
  }
  return known_name(in, node, "profile", names);
}

std::optional<std::string> strategy_name(Reader& in, const JsonNode* node, std::string_view what,
                                         const std::vector<std::string>& names) {
  if (node != nullptr && node->kind == JsonKind::object) {
    in.later_object(*node, schema::strategy, "a name");
    return std::nullopt;
  }
  return known_name(in, node, what, names);
}

std::optional<std::uint32_t> unchoke_slots(Reader& in, const JsonNode* node) {
  if (node == nullptr || node->kind == JsonKind::integer) return in.count(node, 0);
  if (node->kind != JsonKind::object) {
    in.wrong_type(*node, R"(a whole number or { "per": "torrent", "slots": N })");
    return std::nullopt;
  }
  in.object(node, schema::unchoke_slots);
  in.choice(node->find("per"), {"torrent"}, {"session"});
  return in.count(node->find("slots"), 0);
}

/// `base` with the keys of `node` laid over it, the profile excepted.
ClientSpec laid_over(Reader& in, const JsonNode& node, const KnownNames& known, ClientSpec base) {
  if (const auto value = unchoke_slots(in, node.find("unchoke_slots"))) base.unchoke_slots = value;
  if (const auto value = in.positive_duration(node.find("choke_interval"))) base.choke_interval = value;
  if (auto value = strategy_name(in, node.find("choker"), "choker", known.chokers)) base.choker = value;
  if (auto value = strategy_name(in, node.find("seed_choker"), "choker", known.chokers)) {
    base.seed_choker = value;
  }
  if (auto value = strategy_name(in, node.find("picker"), "picker", known.pickers)) base.picker = value;
  if (const auto value = in.count(node.find("numwant"), 0)) base.numwant = value;
  if (const auto value = in.count(node.find("connections"), 1)) base.connections = value;
  if (const auto value = in.count(node.find("request_queue"), 1)) base.request_queue = value;
  return base;
}

}  // namespace

ClientSpec load_client(Reader& in, const JsonNode* node, const KnownNames& known, const ClientSpec& base) {
  if (node == nullptr) return base;
  ClientSpec fresh;
  if (node->kind == JsonKind::text) {
    if (auto name = profile_name(in, node, known)) fresh.profile = *name;
    return fresh;
  }
  if (node->kind != JsonKind::object) {
    in.wrong_type(*node, "a profile's name or an object");
    return base;
  }
  in.object(node, schema::client);
  const JsonNode* profile = node->find("profile");
  if (profile == nullptr) return laid_over(in, *node, known, base);
  if (auto name = profile_name(in, profile, known)) fresh.profile = *name;
  return laid_over(in, *node, known, fresh);
}

}  // namespace swarmsim
