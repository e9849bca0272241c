#include "sim/command/grammar.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/command/changes.hpp"

namespace swarmsim {

namespace {

constexpr std::array<CommandForm, 12> rules{{
    {"send", CommandKind::send, Arguments::file, "announces a file it owns, and serves it",
     "send ubuntu.iso"},
    {"download", CommandKind::download, Arguments::file, "fetches a file, then serves it",
     "torrent -mode download ubuntu.iso"},
    {"scrape", CommandKind::scrape, Arguments::file, "asks the tracker how many seed and want a file",
     "scrape ubuntu.iso"},
    {"exit", CommandKind::exit, Arguments::none, "leaves the swarm, politely", "exit"},
    {"list", CommandKind::list, Arguments::none, "the files that the tracker knows", "list"},
    {"fileinfo", CommandKind::fileinfo, Arguments::file, "who is registered for a file",
     "fileinfo ubuntu.iso"},
    {"peerinfo", CommandKind::peerinfo, Arguments::none, "who is registered, and what each has uploaded",
     "peerinfo"},
    {"peer", CommandKind::peer, Arguments::newcomer, "brings a new peer", "peer 9 up=1Mbit/s down=8Mbit/s"},
    {"crash", CommandKind::crash, Arguments::peer, "cuts a peer off without a word", "crash 2"},
    {"link", CommandKind::link, Arguments::link, "changes a peer's access from now on",
     "link 2 down=100kB/s"},
    {"set", CommandKind::set, Arguments::settings, "changes a value of a peer's client",
     "set 2 unchoke_slots=2"},
    {"tracker", CommandKind::tracker_fail, Arguments::tracker, "the tracker fails, or works again",
     "tracker fail silent"},
}};

constexpr std::array<std::string_view, 3> faults{"refuse", "silent", "error"};  // as TrackerFault

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

std::vector<std::string> command_words() {
  std::vector<std::string> words;
  for (const CommandForm& rule : rules) words.emplace_back(rule.word);
  return words;
}

std::string usage() {
  std::vector<std::string> forms;
  for (const CommandForm& rule : rules) {
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
  return {fmt::format("unknown command {}{} (commands: {})", in_quotes(word),
                      did_you_mean(word, command_words()), usage())};
}

using Parsed = std::variant<Command, CommandProblem>;

Command of_kind(CommandKind kind) {
  Command command;
  command.kind = kind;
  return command;
}

Parsed file_command(const CommandForm& rule, const std::vector<std::string>& words) {
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

Parsed crash_command(const CommandForm& rule, const std::vector<std::string>& words) {
  if (words.size() != 2 || words[1].empty()) {
    return CommandProblem{fmt::format("\"{}\" takes one peer: {}", rule.word, form_of(rule))};
  }
  Command command = of_kind(rule.kind);
  command.peer = words[1];
  return command;
}

Parsed changing_command(const CommandForm& rule, const std::vector<std::string>& words) {
  // A peer may come as the scenario's network and client have it; the others change something.
  const std::size_t least = rule.arguments == Arguments::newcomer ? 2 : 3;
  if (words.size() < least || words[1].empty()) {
    return CommandProblem{fmt::format("\"{}\" takes a peer and what {}: {}", rule.word,
                                      least == 2 ? "differs" : "changes", form_of(rule))};
  }
  Command command = of_kind(rule.kind);
  command.peer = words[1];
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (auto problem = read_change(words[i], command)) return *problem;
  }
  return command;
}

Parsed tracker_command(const CommandForm& rule, const std::vector<std::string>& words) {
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
                                  [&word](const CommandForm& each) { return each.word == word; });
  if (rule == rules.end()) return unknown_word(word);
  switch (rule->arguments) {
    case Arguments::none: break;
    case Arguments::file: return file_command(*rule, words);
    case Arguments::peer: return crash_command(*rule, words);
    case Arguments::link:
    case Arguments::newcomer:
    case Arguments::settings: return changing_command(*rule, words);
    case Arguments::tracker: return tracker_command(*rule, words);
  }
  if (words.size() == 1) return of_kind(rule->kind);
  return CommandProblem{fmt::format("\"{}\" takes no argument, found {}", word, in_quotes(words[1]))};
}

}  // namespace

std::span<const CommandForm> command_forms() { return rules; }

std::string form_of(const CommandForm& form) {
  const std::string word(form.word);
  switch (form.arguments) {
    case Arguments::none: return word;
    case Arguments::file: return word + " FILE";
    case Arguments::peer: return word + " ID";
    case Arguments::link: return word + " ID up=RATE down=RATE latency=TIME";
    case Arguments::tracker: return word + " fail|recover";
    case Arguments::newcomer: return word + " ID up=RATE down=RATE latency=TIME client=NAME has=FILE";
    case Arguments::settings: return word + " ID unchoke_slots=N request_queue=N";
  }
  return word;
}

std::vector<std::string> argument_words(const CommandForm& form) {
  if (form.arguments == Arguments::tracker) return {"fail", "recover"};
  return change_keys(form.kind);
}

std::variant<std::vector<std::string>, CommandProblem> words_of_line(std::string_view line) {
  Words result = split(line);
  if (std::holds_alternative<CommandProblem>(result)) return result;
  auto words = std::get<std::vector<std::string>>(std::move(result));
  if (!words.empty() && words.front() == "torrent") {
    if (words.size() < 2 || words[1] != "-mode") {
      return CommandProblem{"\"torrent\" must be followed by -mode and a command"};
    }
    words.erase(words.begin(), words.begin() + 2);
  }
  return words;
}

std::variant<Command, CommandProblem> parse_command(std::string_view line) {
  const auto split = words_of_line(line);
  if (const auto* problem = std::get_if<CommandProblem>(&split)) return *problem;
  const auto& words = std::get<std::vector<std::string>>(split);
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
                                  [&command](const CommandForm& each) { return each.kind == command.kind; });
  if (rule->arguments == Arguments::peer) return fmt::format("{} {}", rule->word, format_name(command.peer));
  if (!command.peer.empty()) {
    return fmt::format("{} {}{}", rule->word, format_name(command.peer), format_changes(command));
  }
  if (rule->arguments == Arguments::none) return std::string(rule->word);
  return fmt::format("{} {}", rule->word, format_name(command.file));
}

bool may_begin_download(CommandKind kind) { return kind == CommandKind::download; }

bool is_tracker_command(CommandKind kind) {
  return kind == CommandKind::list || kind == CommandKind::fileinfo || kind == CommandKind::peerinfo ||
         kind == CommandKind::scrape;
}

bool is_peer_command(CommandKind kind) {
  return kind == CommandKind::send || kind == CommandKind::download || kind == CommandKind::scrape ||
         kind == CommandKind::exit;
}

bool is_world_command(CommandKind kind) {
  return kind == CommandKind::peer || kind == CommandKind::crash || kind == CommandKind::link ||
         kind == CommandKind::set || kind == CommandKind::tracker_fail ||
         kind == CommandKind::tracker_recover;
}

}  // namespace swarmsim
