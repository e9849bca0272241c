#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

/// The node's text if it is one of `names`; `what` is the word for one of them.
std::optional<std::string> known_name(Reader& in, const JsonNode* node, std::string_view what,
                                      const std::vector<std::string>& names) {
  const std::optional<std::string> name = in.text(node);
  if (!name || check_known(in, node->at, *name, what, names)) return name;
  return std::nullopt;
}

/// The versions of real clients that are not modelled are known by their names.
std::optional<std::string> profile_name(Reader& in, const JsonNode* node, const KnownNames& known) {
  if (node == nullptr || node->kind != JsonKind::text || is_one_of(known.profiles, node->text)) {
    return known_name(in, node, "profile", known.profiles);
  }
  const std::size_t dash = node->text.find('-');
  if (dash != std::string::npos && is_one_of(known.profiles, node->text.substr(0, dash))) {
    in.problem(node->at, fmt::format("{} is not in this version", in_quotes(node->text)));
    return std::nullopt;
  }
  return known_name(in, node, "profile", known.profiles);
}

std::optional<std::string> strategy_name(Reader& in, const JsonNode* node, std::string_view what,
                                         const std::vector<std::string>& names) {
  if (node != nullptr && node->kind == JsonKind::object) {
    in.object(node, schema::strategy);
    node = node->find("use");
  }
  return known_name(in, node, what, names);
}

bool begins_with_digit(const std::string& text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

void load_slots(Reader& in, const JsonNode* node, ClientSpec& spec) {
  if (node == nullptr) return;
  if (node->kind == JsonKind::integer) {
    spec.unchoke_slots = in.count(node, 0);
    return;
  }
  if (node->kind != JsonKind::object) {
    return in.wrong_type(*node, R"(a whole number or { "per": "session", "slots": N })");
  }
  in.object(node, schema::unchoke_slots);
  if (const auto per = in.choice(node->find("per"), {"torrent", "session"}, {})) {
    spec.slots_per_session = *per == 1;
  }
  if (const auto slots = in.count(node->find("slots"), 0)) spec.unchoke_slots = *slots;
}

/// `base` with the keys of `node` laid over it, the profile excepted.
ClientSpec laid_over(Reader& in, const JsonNode& node, const KnownNames& known, ClientSpec base) {
  load_slots(in, node.find("unchoke_slots"), base);
  if (const auto value = in.positive_duration(node.find("choke_interval"))) base.choke_interval = value;
  if (auto value = strategy_name(in, node.find("choker"), "choker", known.chokers)) base.choker = value;
  if (auto value = strategy_name(in, node.find("seed_choker"), "choker", known.chokers)) {
    base.seed_choker = value;
  }
  if (auto value = strategy_name(in, node.find("picker"), "picker", known.pickers)) base.picker = value;
  if (const auto value = in.count(node.find("numwant"), 0)) base.numwant = value;
  if (const auto value = in.count(node.find("connections"), 1)) base.connections = value;
  if (const auto value = in.count(node.find("request_queue"), 1, request_queue_most)) {
    base.request_queue = value;
  }
  if (const auto value = in.count(node.find("allowed_fast"), 0, allowed_fast_most)) base.allowed_fast = value;
  if (const auto value = in.boolean(node.find("pex"))) base.pex = value;
  if (const auto value = in.boolean(node.find("pulses"))) base.pulses = value;
  if (const auto value = in.positive_duration(node.find("contact_every"))) base.contact_every = value;
  if (const auto phase = in.choice(node.find("start_phase"), {"at_arrival", "random"}, {})) {
    base.start_phase = *phase == 0 ? StartPhase::at_arrival : StartPhase::random;
  }
  if (const auto value = in.count(node.find("owners"), 1)) base.owners = value;
  if (const auto value = in.boolean(node.find("serve_after_download"))) base.serve_after_download = value;
  if (const JsonNode* retry = node.find("retry"); retry != nullptr && retry->text == "off") {
    base.retry = std::optional<Duration>{};
  } else if (retry != nullptr && retry->kind == JsonKind::text && !begins_with_digit(retry->text)) {
    in.problem(retry->at, fmt::format("{} must be {} or \"off\"", describe(*retry), duration_example));
  } else if (const auto value = in.positive_duration(retry)) {
    base.retry = value;
  }
  return base;
}

/// Keys that the client of `spec` would never look at.
void check_protocol(Reader& in, const JsonNode& node, const KnownNames& known, const ClientSpec& spec) {
  static constexpr std::array<std::string_view, 8> wire_keys{"unchoke_slots", "choke_interval", "choker",
                                                             "seed_choker",   "picker",         "numwant",
                                                             "request_queue", "start_phase"};
  // The other keys, each with the profiles to which it means something.
  const std::array<std::pair<std::string_view, const std::vector<std::string>*>, 7> owners{
      {{"owners", &known.range_profiles},
       {"serve_after_download", &known.range_profiles},
       {"retry", &known.range_profiles},
       {"contact_every", &known.contact_profiles},
       {"allowed_fast", &known.fast_profiles},
       {"pex", &known.exchanging_profiles},
       {"pulses", &known.pulsing_profiles}}};
  if (spec.profile.empty()) return;  // a profile that is unknown, which has been reported
  const bool speaks_wire =
      !is_one_of(known.range_profiles, spec.profile) && !is_one_of(known.contact_profiles, spec.profile);
  for (const JsonNode& child : node.children) {
    const bool is_wire_key = std::find(wire_keys.begin(), wire_keys.end(), child.key) != wire_keys.end();
    const auto owner =
        std::find_if(owners.begin(), owners.end(), [&](const auto& one) { return one.first == child.key; });
    const bool foreign =
        (is_wire_key && !speaks_wire) || (owner != owners.end() && !is_one_of(*owner->second, spec.profile));
    if (foreign) refuse_for_client(in, child, spec);
  }
}

}  // namespace

bool is_one_of(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void refuse_for_client(Reader& in, const JsonNode& key, const ClientSpec& client) {
  in.problem(key.key_at,
             fmt::format("{} means nothing to the client {}", in_quotes(key.key), in_quotes(client.profile)));
}

bool check_known(Reader& in, TextPlace at, const std::string& name, std::string_view what,
                 const std::vector<std::string>& names) {
  if (is_one_of(names, name)) return true;
  in.problem(at, fmt::format("unknown {} {}{} ({}s: {})", what, in_quotes(name), did_you_mean(name, names),
                             what, comma_list(names)));
  return false;
}

ClientSpec load_client(Reader& in, const JsonNode* node, const KnownNames& known, const ClientSpec& base) {
  if (node == nullptr) return base;
  ClientSpec fresh;
  if (node->kind == JsonKind::text) {
    fresh.profile = profile_name(in, node, known).value_or("");
    return fresh;
  }
  if (node->kind != JsonKind::object) {
    in.wrong_type(*node, "a profile's name or an object");
    return base;
  }
  in.object(node, schema::client);
  const JsonNode* profile = node->find("profile");
  if (profile == nullptr) fresh = base;
  if (profile != nullptr) fresh.profile = profile_name(in, profile, known).value_or("");
  check_protocol(in, *node, known, fresh);
  return laid_over(in, *node, known, fresh);
}

}  // namespace swarmsim
