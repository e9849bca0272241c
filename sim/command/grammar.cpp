#include "sim/command/grammar.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/model/quantity.hpp"

namespace swarmsim {

namespace {

/// What stands behind the word.
enum class Arguments { none, file, peer, link, tracker };

struct CommandRule {
  std::string_view word;
  CommandKind kind;
  Arguments arguments;
};

constexpr std::array<CommandRule, 10> rules{{
    {"send", CommandKind::send, Arguments::file},
    {"download", CommandKind::download, Arguments::file},
    {"scrape", CommandKind::scrape, Arguments::file},
    {"exit", CommandKind::exit, Arguments::none},
    {"list", CommandKind::list, Arguments::none},
    {"fileinfo", CommandKind::fileinfo, Arguments::file},
    {"peerinfo", CommandKind::peerinfo, Arguments::none},
    {"crash", CommandKind::crash, Arguments::peer},
    {"link", CommandKind::link, Arguments::link},
    {"tracker", CommandKind::tracker_fail, Arguments::tracker},  // or tracker_recover
}};

constexpr std::array<std::string_view, 2> later_words{"peer", "set"};
constexpr std::array<std::string_view, 3> faults{"refuse", "silent", "error"};  // as TrackerFault

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

std::vector<std::string> command_words() {
  std::vector<std::string> words;
  for (const CommandRule& rule : rules) words.emplace_back(rule.word);
  return words;
}

std::string form_of(const CommandRule& rule) {
  const std::string word(rule.word);
  switch (rule.arguments) {
    case Arguments::none: return word;
    case Arguments::file: return word + " FILE";
    case Arguments::peer: return word + " ID";
    case Arguments::link: return word + " ID up=RATE down=RATE latency=TIME";
    case Arguments::tracker: return word + " fail|recover";
  }
  return word;
}

std::string usage() {
  std::vector<std::string> forms;
  for (const CommandRule& rule : rules) {
    forms.push_back(form_of(rule));
  }
  return comma_list(forms);
}

using Word = std::variant<std::string, CommandProblem>;
using Words = std::variant<std::vector<std::string>, CommandProblem>;

/// The word in quotes that begins `rest`, which is moved behind it.
Word take_quoted(std::string_view& rest) {
  std::string word;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      if (!rest.empty() && !is_blank(rest.front())) {
        return CommandProblem{fmt::format("a blank is missing behind the quoted {}", in_quotes(word))};
      }
      return word;
    }
    if (rest[i] == '\\') {
      ++i;
      if (i < rest.size() && rest[i] != '"' && rest[i] != '\\') {
        return CommandProblem{R"(in quotes \ stands only before " or \: write \\ for one \)"};
      }
    }
    if (i < rest.size()) word += rest[i];
  }
  return CommandProblem{fmt::format("the quote before {} is never closed", in_quotes(word))};
}

Words split(std::string_view rest) {
  std::vector<std::string> words;
  for (;;) {
    rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
    if (rest.empty()) return words;
    if (rest.front() == '"') {
      Word word = take_quoted(rest);
      if (const auto* problem = std::get_if<CommandProblem>(&word)) return *problem;
      words.push_back(std::get<std::string>(word));
    } else {
      const std::size_t length = std::min(rest.find_first_of(blanks), rest.size());
      words.emplace_back(rest.substr(0, length));
      rest.remove_prefix(length);
    }
  }
}

CommandProblem unknown_word(const std::string& word) {
  if (std::find(later_words.begin(), later_words.end(), word) != later_words.end()) {
    return {fmt::format("{} is not in this version", in_quotes(word))};
  }
  return {fmt::format("unknown command {}{} (commands: {})", in_quotes(word),
                      did_you_mean(word, command_words()), usage())};
}

using Parsed = std::variant<Command, CommandProblem>;

Command of_kind(CommandKind kind) {
  Command command;
  command.kind = kind;
  return command;
}

Parsed file_command(const CommandRule& rule, const std::vector<std::string>& words) {
  if (words.size() == 1) return CommandProblem{fmt::format("\"{0}\" needs a file: {0} FILE", rule.word)};
  if (words.size() > 2) {
    return CommandProblem{
        fmt::format("\"{}\" takes one file, found also {} (a name with blanks stands in double quotes)",
                    rule.word, in_quotes(words[2]))};
  }
  if (words[1].empty()) return CommandProblem{fmt::format("\"{}\" has an empty file name", rule.word)};
  Command command = of_kind(rule.kind);
  command.file = words[1];
  return command;
}

Parsed crash_command(const CommandRule& rule, const std::vector<std::string>& words) {
  if (words.size() != 2 || words[1].empty()) {
    return CommandProblem{fmt::format("\"{}\" takes one peer: {}", rule.word, form_of(rule))};
  }
  Command command = of_kind(rule.kind);
  command.peer = words[1];
  return command;
}

/// Reads "KEY=VALUE" into the link of `command`; the problem if there is one.
std::optional<CommandProblem> read_change(const std::string& word, Command& command) {
  const std::size_t equals = word.find('=');
  const std::string key = word.substr(0, equals);
  const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
  if (equals == std::string::npos || (key != "up" && key != "down" && key != "latency")) {
    return CommandProblem{fmt::format("\"link\" changes up=RATE, down=RATE or latency=TIME, found {}{}",
                                      in_quotes(word), did_you_mean(key, {"up", "down", "latency"}))};
  }
  if (key == "latency") {
    const auto parsed = parse_duration(value);
    if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) {
      return CommandProblem{fmt::format("{}: {}", in_quotes(key), problem->message)};
    }
    command.latency = std::get<Duration>(parsed);
    return std::nullopt;
  }
  const auto parsed = parse_rate(value);
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) {
    return CommandProblem{fmt::format("{}: {}", in_quotes(key), problem->message)};
  }
  if (std::get<Rate>(parsed) == Rate{0}) return CommandProblem{"the rate of a link must be more than 0"};
  (key == "up" ? command.up : command.down) = std::get<Rate>(parsed);
  return std::nullopt;
}

Parsed link_command(const CommandRule& rule, const std::vector<std::string>& words) {
  if (words.size() < 3 || words[1].empty()) {
    return CommandProblem{fmt::format("\"{}\" takes a peer and what changes: {}", rule.word, form_of(rule))};
  }
  Command command = of_kind(rule.kind);
  command.peer = words[1];
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (auto problem = read_change(words[i], command)) return *problem;
  }
  return command;
}

Parsed tracker_command(const CommandRule& rule, const std::vector<std::string>& words) {
  const std::vector<std::string> modes(faults.begin(), faults.end());
  if (words.size() == 2 && words[1] == "recover") return of_kind(CommandKind::tracker_recover);
  if (words.size() < 2 || words[1] != "fail") {
    return CommandProblem{"\"tracker\" is followed by fail [refuse|silent|error] [forget], or by recover"};
  }
  Command command = of_kind(rule.kind);
  std::size_t next = 2;
  if (next < words.size() && words[next] != "forget") {
    const auto mode = std::find(modes.begin(), modes.end(), words[next]);
    if (mode == modes.end()) {
      return CommandProblem{fmt::format("the tracker cannot fail by {}{} (one of {}; then perhaps forget)",
                                        in_quotes(words[next]), did_you_mean(words[next], modes),
                                        comma_list(modes))};
    }
    command.fault = static_cast<TrackerFault>(mode - modes.begin());
    ++next;
  }
  if (next < words.size() && words[next] == "forget") {
    command.forget = true;
    ++next;
  }
  if (next == words.size()) return command;
  return CommandProblem{fmt::format("\"tracker fail\" takes no {}", in_quotes(words[next]))};
}

Parsed command_from(const std::vector<std::string>& words) {
  const std::string& word = words.front();
  const auto* rule = std::find_if(rules.begin(), rules.end(),
                                  [&word](const CommandRule& each) { return each.word == word; });
  if (rule == rules.end()) return unknown_word(word);
  switch (rule->arguments) {
    case Arguments::none: break;
    case Arguments::file: return file_command(*rule, words);
    case Arguments::peer: return crash_command(*rule, words);
    case Arguments::link: return link_command(*rule, words);
    case Arguments::tracker: return tracker_command(*rule, words);
  }
  if (words.size() == 1) return of_kind(rule->kind);
  return CommandProblem{fmt::format("\"{}\" takes no argument, found {}", word, in_quotes(words[1]))};
}

bool needs_quotes(std::string_view name) {
  return name.empty() || name.front() == '"' || name.find_first_of(blanks) != std::string_view::npos;
}

/// `name` as one word.
std::string format_name(const std::string& name) {
  if (!needs_quotes(name)) return name;
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string format_link(const Command& command) {
  std::string line = "link " + format_name(command.peer);
  const auto rate = [](Rate value) {
    return value.is_unlimited() ? std::string("unlimited") : fmt::format("{}B/s", value.bytes_per_second);
  };
  if (command.up) line += " up=" + rate(*command.up);
  if (command.down) line += " down=" + rate(*command.down);
  if (command.latency) line += fmt::format(" latency={}ns", command.latency->count());
  return line;
}

}  // namespace

std::variant<Command, CommandProblem> parse_command(std::string_view line) {
  Words split_words = split(line);
  if (const auto* problem = std::get_if<CommandProblem>(&split_words)) return *problem;
  auto words = std::get<std::vector<std::string>>(std::move(split_words));
  if (!words.empty() && words.front() == "torrent") {
    if (words.size() < 2 || words[1] != "-mode") {
      return CommandProblem{"\"torrent\" must be followed by -mode and a command"};
    }
    words.erase(words.begin(), words.begin() + 2);
  }
  if (words.empty()) return CommandProblem{fmt::format("no command: write one of {}", usage())};
  return command_from(words);
}

std::string format_command(const Command& command) {
  if (command.kind == CommandKind::tracker_recover) return "tracker recover";
  if (command.kind == CommandKind::tracker_fail) {
    return fmt::format("tracker fail {}{}", faults[static_cast<std::size_t>(command.fault)],
                       command.forget ? " forget" : "");
  }
  const auto* rule = std::find_if(rules.begin(), rules.end(),
                                  [&command](const CommandRule& each) { return each.kind == command.kind; });
  if (rule->arguments == Arguments::peer) return fmt::format("{} {}", rule->word, format_name(command.peer));
  if (rule->arguments == Arguments::link) return format_link(command);
  if (rule->arguments == Arguments::none) return std::string(rule->word);
  return fmt::format("{} {}", rule->word, format_name(command.file));
}

bool is_tracker_command(CommandKind kind) {
  return kind == CommandKind::list || kind == CommandKind::fileinfo || kind == CommandKind::peerinfo ||
         kind == CommandKind::scrape;
}

bool is_peer_command(CommandKind kind) {
  return kind == CommandKind::send || kind == CommandKind::download || kind == CommandKind::scrape ||
         kind == CommandKind::exit;
}

bool is_world_command(CommandKind kind) {
  return kind == CommandKind::crash || kind == CommandKind::link || kind == CommandKind::tracker_fail ||
         kind == CommandKind::tracker_recover;
}

}  // namespace swarmsim
