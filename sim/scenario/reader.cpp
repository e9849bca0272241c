#include "sim/scenario/reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"

namespace swarmsim {

namespace {

std::string kind_of(const JsonNode& node) {
  switch (node.kind) {
    case JsonKind::integer:
    case JsonKind::real: return fmt::format("the number {}", node.text);
    case JsonKind::text: return fmt::format("the text {}", in_quotes(node.text));
    case JsonKind::list: return "a list";
    case JsonKind::object: return "an object";
    case JsonKind::boolean:
    case JsonKind::null: break;
  }
  return node.text;
}

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
}

}  // namespace

std::string subject(const JsonNode& node) {
  return node.key.empty() ? std::string("this item") : in_quotes(node.key);
}

std::string describe(const JsonNode& node) {
  const std::string value = node.kind == JsonKind::text ? in_quotes(node.text) : node.text;
  return node.key.empty() ? value : fmt::format("{}: {}", in_quotes(node.key), value);
}

void Reader::problem(TextPlace at, std::string message) {
  if (std::find(blamed_.begin(), blamed_.end(), at) != blamed_.end()) return;
  problems_.push_back(sources_.diagnose(at, std::move(message)));
}

void Reader::wrong_type(const JsonNode& node, std::string_view expected) {
  problem(node.at, fmt::format("{} must be {}, not {}", subject(node), expected, kind_of(node)));
}

const JsonNode* Reader::object(const JsonNode* node, const ObjectSpec& spec) {
  if (node == nullptr) return nullptr;
  if (node->kind != JsonKind::object) {
    wrong_type(*node, "an object");
    return nullptr;
  }
  check_keys(*node, spec);
  if (spec.one_key && node->children.size() != 1) {
    std::vector<std::string> keys;
    for (const KeySpec& key : spec.keys) keys.emplace_back(key.key);
    problem(node->at,
            fmt::format("{} must have exactly one of the keys {}", subject(*node), comma_list(keys)));
    return nullptr;
  }
  return node;
}

void Reader::check_keys(const JsonNode& node, const ObjectSpec& spec) {
  std::vector<std::string> allowed;
  std::vector<std::string> missing;
  for (const KeySpec& key : spec.keys) {
    if (key.state != KeyState::later) allowed.emplace_back(key.key);
    const std::vector<std::string> others = split_words(key.unless);
    const bool is_replaced = std::any_of(
        others.begin(), others.end(), [&](const std::string& other) { return node.find(other) != nullptr; });
    if (key.state != KeyState::required || is_replaced || node.find(key.key) != nullptr) continue;
    missing.emplace_back(key.key);
  }
  for (const JsonNode& child : node.children) {
    const auto known = std::find_if(spec.keys.begin(), spec.keys.end(),
                                    [&child](const KeySpec& key) { return key.key == child.key; });
    if (known == spec.keys.end()) {
      unknown_key(child, allowed, missing);
    } else if (known->state == KeyState::later) {
      problem(child.key_at, fmt::format("{} is not in this version", in_quotes(child.key)));
    }
  }
  for (const std::string& key : missing) {
    problem(node.at, fmt::format("missing key {}", in_quotes(key)));
  }
}

void Reader::unknown_key(const JsonNode& node, const std::vector<std::string>& allowed,
                         std::vector<std::string>& missing) {
  // A key that is misspelt is one slip, not two: under its right name it is not missed as well.
  const auto meant = std::find_if(missing.begin(), missing.end(), [&node](const std::string& key) {
    return !did_you_mean(node.key, {key}).empty();
  });
  const bool is_missed = meant != missing.end();
  problem(node.key_at, fmt::format("unknown key {}{} (keys: {})", in_quotes(node.key),
                                   did_you_mean(node.key, is_missed ? std::vector{*meant} : allowed),
                                   comma_list(allowed)));
  if (is_missed) missing.erase(meant);
}

void Reader::later_object(const JsonNode& node, const ObjectSpec& spec, std::string_view expected) {
  if (node.kind == JsonKind::object && !node.children.empty()) return check_keys(node, spec);
  wrong_type(node, expected);
}

const JsonNode* Reader::list(const JsonNode* node, std::string_view of_what) {
  if (node == nullptr) return nullptr;
  if (node->kind == JsonKind::list) return node;
  wrong_type(*node, fmt::format("a list of {}", of_what));
  return nullptr;
}

std::optional<std::string> Reader::text(const JsonNode* node) {
  if (node == nullptr) return std::nullopt;
  if (node->kind == JsonKind::text) return node->text;
  if (node->kind == JsonKind::integer || node->kind == JsonKind::real) {
    problem(node->at, fmt::format("{} must be text, not the number {}: write \"{}\"", subject(*node),
                                  node->text, node->text));
  } else {
    wrong_type(*node, "text");
  }
  return std::nullopt;
}

std::optional<std::string> Reader::name(const JsonNode* node) {
  std::optional<std::string> value = text(node);
  if (!value) return std::nullopt;
  if (value->empty()) {
    problem(node->at, fmt::format("{} is empty", subject(*node)));
    return std::nullopt;
  }
  if (has_control_characters(*value)) {
    problem(node->at, fmt::format("{} holds a control character", describe(*node)));
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> Reader::whole(const JsonNode* node, std::int64_t least, std::int64_t most) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != JsonKind::integer) {
    wrong_type(*node, "a whole number");
    return std::nullopt;
  }
  std::int64_t value = 0;
  const char* const end = node->text.data() + node->text.size();
  const std::from_chars_result parsed = std::from_chars(node->text.data(), end, value);
  if (parsed.ec != std::errc{} || value < least || value > most) {
    problem(node->at, fmt::format("{} must be from {} to {}", describe(*node), least, most));
    return std::nullopt;
  }
  return value;
}

std::optional<std::uint32_t> Reader::count(const JsonNode* node, std::uint32_t least) {
  // Counts are limits of one client or of an answer: a billion is already "no limit".
  return count(node, least, 1'000'000'000);
}

std::optional<std::uint32_t> Reader::count(const JsonNode* node, std::uint32_t least, std::uint32_t most) {
  const std::optional<std::int64_t> value = whole(node, least, most);
  if (!value) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

const std::string* Reader::quantity(const JsonNode& node, std::string_view example) {
  switch (node.kind) {
    case JsonKind::text: return &node.text;
    case JsonKind::integer:
    case JsonKind::real:
      problem(node.at, fmt::format("{} has no unit: write {}", describe(node), example));
      return nullptr;
    case JsonKind::object:
    case JsonKind::list:
    case JsonKind::boolean:
    case JsonKind::null: break;
  }
  wrong_type(node, example);
  return nullptr;
}

template <typename T>
std::optional<T> Reader::parsed(const JsonNode* node, std::string_view example,
                                std::variant<T, QuantityProblem> (*parse)(std::string_view)) {
  const std::string* source = node == nullptr ? nullptr : quantity(*node, example);
  if (source == nullptr) return std::nullopt;
  const std::variant<T, QuantityProblem> value = parse(*source);
  if (const auto* wrong = std::get_if<QuantityProblem>(&value)) {
    problem(node->at, fmt::format("{}: {}", subject(*node), wrong->message));
    return std::nullopt;
  }
  return std::get<T>(value);
}

std::optional<bool> Reader::boolean(const JsonNode* node) {
  if (node == nullptr) return std::nullopt;
  if (node->kind == JsonKind::boolean) return node->text == "true";
  wrong_type(*node, "true or false");
  return std::nullopt;
}

std::optional<double> Reader::number(const JsonNode* node, double least, double most) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != JsonKind::integer && node->kind != JsonKind::real) {
    wrong_type(*node, "a number");
    return std::nullopt;
  }
  double value = 0;
  const char* const end = node->text.data() + node->text.size();
  const std::from_chars_result parsed = std::from_chars(node->text.data(), end, value);
  if (parsed.ec == std::errc{} && parsed.ptr == end && value >= least && value <= most) return value;
  problem(node->at, fmt::format("{} must be from {} to {}", describe(*node), least, most));
  return std::nullopt;
}

std::optional<Share> Reader::decimal(const JsonNode* node) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != JsonKind::integer && node->kind != JsonKind::real) {
    wrong_type(*node, "a number such as 1.5");
    return std::nullopt;
  }
  const auto value = parse_decimal(node->text);
  if (value && value->part > 0) return value;
  problem(node->at, fmt::format("{} must be above 0, with at most nine digits on either side of the point",
                                describe(*node)));
  return std::nullopt;
}

std::optional<Share> Reader::share(const JsonNode* node) {
  return parsed<Share>(node, share_example, parse_share);
}

std::optional<Bytes> Reader::bytes(const JsonNode* node, Bytes least, Bytes most) {
  const std::optional<Bytes> value = parsed<Bytes>(node, size_example, parse_bytes);
  if (value && (*value < least || *value > most)) {
    problem(node->at, fmt::format("{} must be from {} B to {} B", describe(*node), least.value, most.value));
    return std::nullopt;
  }
  return value;
}

std::optional<Rate> Reader::rate(const JsonNode* node) {
  const std::optional<Rate> value = parsed<Rate>(node, rate_example, parse_rate);
  if (value && *value == Rate{0}) {
    problem(node->at, fmt::format("{} must be more than 0", describe(*node)));
    return std::nullopt;
  }
  return value;
}

std::optional<Duration> Reader::duration(const JsonNode* node) {
  return parsed<Duration>(node, duration_example, parse_duration);
}

std::optional<Duration> Reader::positive_duration(const JsonNode* node) {
  const std::optional<Duration> value = duration(node);
  if (value && *value == Duration::zero()) {
    problem(node->at, fmt::format("{} must be more than 0", describe(*node)));
    return std::nullopt;
  }
  return value;
}

std::optional<std::size_t> Reader::choice(const JsonNode* node, const std::vector<std::string>& allowed,
                                          const std::vector<std::string>& later) {
  if (node == nullptr) return std::nullopt;
  if (node->kind != JsonKind::text) {
    wrong_type(*node, fmt::format("one of {}", comma_list(allowed)));
    return std::nullopt;
  }
  const auto found = std::find(allowed.begin(), allowed.end(), node->text);
  if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
  if (std::find(later.begin(), later.end(), node->text) != later.end()) {
    problem(node->at, fmt::format("{} is not in this version", in_quotes(node->text)));
  } else {
    problem(node->at, fmt::format("{} is unknown{} (one of {})", describe(*node),
                                  did_you_mean(node->text, allowed), comma_list(allowed)));
  }
  return std::nullopt;
}

std::vector<Diagnostic> Reader::take_problems() {
  std::stable_sort(problems_.begin(), problems_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return TextPlace{a.line, a.column, a.source} < TextPlace{b.line, b.column, b.source};
  });
  return std::move(problems_);
}

}  // namespace swarmsim
