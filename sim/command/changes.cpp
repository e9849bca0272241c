#include "sim/command/changes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/model/quantity.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

namespace {

struct Change {
  std::string_view key;
  std::string_view value;
  std::array<CommandKind, 2> commands;
};

constexpr std::array<Change, 7> changes{{
    {"up", "RATE", {CommandKind::link, CommandKind::peer}},
    {"down", "RATE", {CommandKind::link, CommandKind::peer}},
    {"latency", "TIME", {CommandKind::link, CommandKind::peer}},
    {"client", "NAME", {CommandKind::peer, CommandKind::peer}},
    {"has", "FILE", {CommandKind::peer, CommandKind::peer}},
    {"unchoke_slots", "N", {CommandKind::set, CommandKind::set}},
    {"request_queue", "N", {CommandKind::set, CommandKind::set}},
}};

/// Slots and requests are counted in bytes of memory each: beyond this a slip is likelier than a wish.
constexpr std::uint32_t most_slots = 1'000'000;

bool belongs_to(const Change& change, CommandKind kind) {
  return std::find(change.commands.begin(), change.commands.end(), kind) != change.commands.end();
}

std::string word_of(CommandKind kind) {
  return kind == CommandKind::link ? "link" : kind == CommandKind::peer ? "peer" : "set";
}

CommandProblem wrong_key(const std::string& word, const std::string& key, CommandKind kind) {
  std::vector<std::string> keys;
  std::string shown;
  for (const Change& change : changes) {
    if (!belongs_to(change, kind)) continue;
    if (!keys.empty()) shown += ", ";
    keys.emplace_back(change.key);
    shown += fmt::format("{}={}", change.key, change.value);
  }
  if (const std::size_t last = shown.rfind(", "); last != std::string::npos) shown.replace(last, 2, " or ");
  const std::string_view verb = kind == CommandKind::peer ? "takes" : "changes";
  return {fmt::format("\"{}\" {} {}, found {}{}", word_of(kind), verb, shown, in_quotes(word),
                      did_you_mean(key, keys))};
}

std::optional<CommandProblem> read_rate(const std::string& key, const std::string& value,
                                        std::optional<Rate>& rate) {
  const auto parsed = parse_rate(value);
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) {
    return CommandProblem{fmt::format("{}: {}", in_quotes(key), problem->message)};
  }
  if (std::get<Rate>(parsed) == Rate{0}) return CommandProblem{"the rate of a link must be more than 0"};
  rate = std::get<Rate>(parsed);
  return std::nullopt;
}

std::optional<CommandProblem> read_latency(const std::string& value, Command& command) {
  const auto parsed = parse_duration(value);
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) {
    return CommandProblem{fmt::format("\"latency\": {}", problem->message)};
  }
  command.latency = std::get<Duration>(parsed);
  return std::nullopt;
}

std::optional<CommandProblem> read_setting(const std::string& key, const std::string& value,
                                           Command& command) {
  const bool slots = key == "unchoke_slots";
  const std::uint32_t least = slots ? 0 : 1;
  const std::uint32_t most = slots ? most_slots : request_queue_most;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size() || number < least || number > most) {
    return CommandProblem{fmt::format("{}: {} must be a whole number from {} to {}", in_quotes(key),
                                      in_quotes(value), least, most)};
  }
  const SettingKey which = slots ? SettingKey::unchoke_slots : SettingKey::request_queue;
  const bool again = std::any_of(command.settings.begin(), command.settings.end(),
                                 [which](const Setting& one) { return one.key == which; });
  if (again) return CommandProblem{fmt::format("{} is given twice", in_quotes(key))};
  command.settings.push_back({which, number});
  return std::nullopt;
}

std::optional<CommandProblem> read_name(const std::string& key, const std::string& value, Command& command) {
  if (value.empty()) return CommandProblem{fmt::format("{} is empty", in_quotes(key + "="))};
  if (key == "client") {
    command.client = value;
    return std::nullopt;
  }
  if (std::find(command.has.begin(), command.has.end(), value) != command.has.end()) {
    return CommandProblem{fmt::format("\"has\": {} is given twice", in_quotes(value))};
  }
  command.has.push_back(value);
  return std::nullopt;
}

bool needs_quotes(std::string_view name) {
  return name.empty() || name.front() == '"' || name.find_first_of(" \t\r\n") != std::string_view::npos;
}

}  // namespace

std::optional<CommandProblem> read_change(const std::string& word, Command& command) {
  const std::size_t equals = word.find('=');
  const std::string key = word.substr(0, equals);
  const auto change =
      std::find_if(changes.begin(), changes.end(), [&](const Change& one) { return one.key == key; });
  if (equals == std::string::npos || change == changes.end() || !belongs_to(*change, command.kind)) {
    return wrong_key(word, key, command.kind);
  }
  const std::string value = word.substr(equals + 1);
  if (key == "up") return read_rate(key, value, command.up);
  if (key == "down") return read_rate(key, value, command.down);
  if (key == "latency") return read_latency(value, command);
  if (change->value == "N") return read_setting(key, value, command);
  return read_name(key, value, command);
}

std::string format_name(const std::string& name) {
  if (!needs_quotes(name)) return name;
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string format_changes(const Command& command) {
  std::string line;
  const auto rate = [](Rate value) {
    return value.is_unlimited() ? std::string("unlimited") : fmt::format("{}B/s", value.bytes_per_second);
  };
  if (command.up) line += " up=" + rate(*command.up);
  if (command.down) line += " down=" + rate(*command.down);
  if (command.latency) line += fmt::format(" latency={}ns", command.latency->count());
  if (command.client) line += " " + format_name("client=" + *command.client);
  for (const std::string& file : command.has) line += " " + format_name("has=" + file);
  for (const Setting& setting : command.settings) {
    line +=
        fmt::format(" {}={}", setting.key == SettingKey::unchoke_slots ? "unchoke_slots" : "request_queue",
                    setting.value);
  }
  return line;
}

std::vector<std::string> change_keys(CommandKind kind) {
  std::vector<std::string> keys;
  for (const Change& change : changes) {
    if (belongs_to(change, kind)) keys.push_back(fmt::format("{}=", change.key));
  }
  return keys;
}

}  // namespace swarmsim
