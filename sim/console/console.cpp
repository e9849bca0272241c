#include "sim/console/console.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/command/grammar.hpp"
#include "sim/console/lines.hpp"
#include "sim/console/replies.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/page.hpp"
#include "sim/scenario/json_syntax.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t longest_line = 4'096;  ///< a slip or a paste of something else

/// What keeps a line from being text at all.
std::optional<std::string> trouble_with(const std::string& line) {
  if (line.size() > longest_line) {
    return fmt::format("a line has at most {} characters, this one {}", longest_line, line.size());
  }
  if (find_bad_utf8(line)) return "the line is no text (UTF-8)";
  for (const char c : line) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t') return "the line has a control character";
  }
  return std::nullopt;
}

}  // namespace

Console::Console(Session session, ConsoleOptions options)
    : session_(std::move(session)), options_(std::move(options)) {}

Reply Console::execute(std::string_view line) {
  Reply reply = answer(line);
  const View& view = options_.view;
  if (!view.whole_lines) reply.text = wrapped(reply.text, view.width);
  if (!reply.ok) reply.text = Page(view.colour).verdict(false, reply.text);
  return reply;
}

Reply Console::answer(std::string_view line) {
  const std::string text(trimmed(line, blanks));
  if (text.empty() || text.front() == '#') return {};
  if (const auto trouble = trouble_with(text)) return refused(*trouble);
  const auto split = words_of_line(text);
  if (const auto* problem = std::get_if<CommandProblem>(&split)) return refused(problem->message);
  return dispatch(text, std::get<std::vector<std::string>>(split));
}

const Console::OwnCommand* Console::find_own(std::string_view word) {
  for (const OwnCommand& command : own_commands) {
    if (command.word == word) return &command;
  }
  return nullptr;
}

Reply Console::dispatch(const std::string& line, const std::vector<std::string>& words) {
  if (words.empty()) return refused("a command is missing: help lists them");
  const auto has_word = [&](const CommandForm& form) { return form.word == words[0]; };
  const auto forms = command_forms();
  const bool in_grammar = std::any_of(forms.begin(), forms.end(), has_word);
  const OwnCommand* own = find_own(words[0]);
  // A word that both know is ours as long as it changes nothing.
  const bool changes = words.size() > 2 || !line.starts_with(words[0]);
  if (own != nullptr && !(in_grammar && changes)) return (this->*own->run)(Words(words).subspan(1));
  return in_grammar ? intervene(line) : unknown(words[0]);
}

Reply Console::unknown(const std::string& word) const {
  std::vector<std::string> known;
  for (const OwnCommand& command : own_commands) known.emplace_back(command.word);
  for (const CommandForm& form : command_forms()) known.emplace_back(form.word);
  return refused(
      fmt::format("unknown command {}{} (help lists them)", in_quotes(word), did_you_mean(word, known)));
}

Reply Console::intervene(const std::string& line) {
  const auto parsed = parse_command(line);
  if (const auto* problem = std::get_if<CommandProblem>(&parsed)) return refused(problem->message);
  const CommandKind kind = std::get<Command>(parsed).kind;
  if (is_world_command(kind)) return say_at("world", line);
  const bool at_tracker = place_ == "tracker";
  if (at_tracker ? is_tracker_command(kind) : !place_.empty() && is_peer_command(kind)) {
    return say_at(place_, line);
  }
  const std::string command = format_command(std::get<Command>(parsed));
  const std::string word = command.substr(0, command.find(' '));
  if (!is_peer_command(kind)) return refused(fmt::format("{} is said at the tracker: attach tracker", word));
  return refused(fmt::format("{} is said at a peer: attach to one first (quit leaves the console)", word));
}

Reply Console::say_at(std::string_view place, const std::string& line) {
  const std::vector<Heard> before = heard();
  const auto done = session_.intervene(place, line);
  if (const auto* problem = std::get_if<SessionProblem>(&done)) return refused(problem->message);
  const auto& intervened = std::get<Intervened>(done);
  Reply reply;
  for (const std::string& dropped : intervened.dropped) {
    reply.text += fmt::format("dropped, because it came later: {}\n", printable(dropped));
  }
  for (const CommandResult& result : session_.world().results()) {
    if (result.entry != intervened.entry) continue;
    reply.ok = reply.ok && result.answer.ok;
    for (const std::string& answer : result.answer.lines) reply.text += printable(answer) + "\n";
    if (!result.is_answered) reply.text += "asked; the answer comes while time runs\n";
    if (result.is_answered && result.answer.lines.empty()) reply.text += "(nothing)\n";
  }
  reply.text = news_since(before, intervened.entry) + reply.text;
  return reply;
}

std::string Console::prompt() const {
  return fmt::format("{} @ {}> ", place_.empty() ? "swarm" : place_, shown_time(session_.now()));
}

std::string Console::save_to(const std::string& path) {
  if (options_.files == nullptr) return "nothing can be written here";
  return options_.files->write(path, session_.recording());
}

Reply Console::farewell() {
  Reply reply = said(fmt::format("fingerprint   {}\n", to_hex(session_.fingerprint())));
  if (options_.record.empty()) return reply;
  const std::string problem = save_to(options_.record);
  if (!problem.empty()) return refused(problem);
  reply.text += fmt::format("recorded      {}\n", printable(options_.record));
  return reply;
}

}  // namespace swarmsim
