#include "sim/command/grammar.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"

namespace swarmsim {

namespace {

struct CommandRule {
  std::string_view word;
  CommandKind kind;
  bool takes_file;
};

constexpr std::array<CommandRule, 7> rules{{
    {"send", CommandKind::send, true},
    {"download", CommandKind::download, true},
    {"scrape", CommandKind::scrape, true},
    {"exit", CommandKind::exit, false},
    {"list", CommandKind::list, false},
    {"fileinfo", CommandKind::fileinfo, true},
    {"peerinfo", CommandKind::peerinfo, false},
}};

constexpr std::array<std::string_view, 5> later_words{"peer", "crash", "link", "set", "tracker"};

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

std::vector<std::string> command_words() {
  std::vector<std::string> words;
  for (const CommandRule& rule : rules) words.emplace_back(rule.word);
  return words;
}

std::string usage() {
  std::vector<std::string> forms;
  for (const CommandRule& rule : rules) {
    forms.push_back(fmt::format("{}{}", rule.word, rule.takes_file ? " FILE" : ""));
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

std::variant<Command, CommandProblem> command_from(const std::vector<std::string>& words) {
  const std::string& word = words.front();
  const auto* rule = std::find_if(rules.begin(), rules.end(),
                                  [&word](const CommandRule& each) { return each.word == word; });
  if (rule == rules.end()) return unknown_word(word);
  if (!rule->takes_file) {
    if (words.size() == 1) return Command{rule->kind, ""};
    return CommandProblem{fmt::format("\"{}\" takes no argument, found {}", word, in_quotes(words[1]))};
  }
  if (words.size() == 1) return CommandProblem{fmt::format("\"{0}\" needs a file: {0} FILE", word)};
  if (words.size() > 2) {
    return CommandProblem{fmt::format(
        "\"{}\" takes one file, found also {} (a name with blanks stands in double quotes)", word,
        in_quotes(words[2]))};
  }
  if (words[1].empty()) return CommandProblem{fmt::format("\"{}\" has an empty file name", word)};
  return Command{rule->kind, words[1]};
}

bool needs_quotes(std::string_view name) {
  return name.empty() || name.front() == '"' || name.find_first_of(blanks) != std::string_view::npos;
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
  const auto* rule = std::find_if(rules.begin(), rules.end(), [&command](const CommandRule& each) {
    return each.kind == command.kind;
  });
  if (!rule->takes_file) return std::string(rule->word);
  if (!needs_quotes(command.file)) return fmt::format("{} {}", rule->word, command.file);
  std::string name;
  for (const char c : command.file) {
    if (c == '"' || c == '\\') name += '\\';
    name += c;
  }
  return fmt::format("{} \"{}\"", rule->word, name);
}

bool is_tracker_command(CommandKind kind) {
  return kind == CommandKind::list || kind == CommandKind::fileinfo ||
         kind == CommandKind::peerinfo || kind == CommandKind::scrape;
}

bool is_peer_command(CommandKind kind) {
  return kind == CommandKind::send || kind == CommandKind::download ||
         kind == CommandKind::scrape || kind == CommandKind::exit;
}

}  // namespace swarmsim
