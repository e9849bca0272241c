// The console's own commands: where one stands, what one sees, help, and recordings.

#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/command/grammar.hpp"
#include "sim/console/lookup.hpp"
#include "sim/console/replies.hpp"
#include "sim/console/why.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/page.hpp"

namespace swarmsim {

namespace {

constexpr std::size_t listed_at_first = 12;

}  // namespace

Reply Console::attach(const std::string& place) {
  if (place != "tracker") {
    const auto peer = peer_called(place, session_.world(), {"tracker"});
    if (const auto* problem = std::get_if<ConditionProblem>(&peer)) return refused(problem->message);
  }
  place_ = place;
  return said(fmt::format("attached to {}\n", place));
}

Reply Console::do_attach(Words words) {
  return words.size() == 1 ? attach(words[0]) : refused("attach takes a peer, or tracker");
}

Reply Console::do_detach(Words words) {
  if (!words.empty()) return refused("detach takes nothing");
  place_.clear();
  return said("attached to nothing\n");
}

Reply Console::do_status(Words words) {
  return words.empty() ? said(status_text(session_, options_.view)) : refused("status takes nothing");
}

Reply Console::do_peers(Words words) {
  if (!words.empty()) return refused("peers takes nothing; peer ID shows one");
  return said(peers_text(session_.world(), session_.now(), options_.view));
}

Reply Console::do_peer(Words words) {
  const std::string name = words.empty() ? place_ : words[0];
  if (words.size() > 1 || name.empty() || name == "tracker") return refused("peer takes a peer: peer ID");
  const auto peer = peer_called(name, session_.world());
  if (const auto* problem = std::get_if<ConditionProblem>(&peer)) {
    return refused(problem->message + " (a new one comes with KEY=VALUE behind its name: help peer)");
  }
  return said(peer_text(session_.world(), std::get<PeerId>(peer), session_.now(), options_.view));
}

Reply Console::do_pieces(Words words) {
  return words.empty() ? said(pieces_text(session_.world(), options_.view)) : refused("pieces takes nothing");
}

Reply Console::do_links(Words words) {
  if (!words.empty()) return refused("links takes nothing");
  return said(links_text(session_.world(), session_.now(), options_.view));
}

Reply Console::do_events(Words words) {
  const auto count =
      words.empty() ? std::optional<std::uint64_t>(listed_at_first) : count_in(words[0], 10'000);
  if (!count || words.size() > 1) return refused("events takes a number from 1 to 10000");
  return said(events_text(session_.world(), *count, options_.view));
}

Reply Console::do_trace(Words words) {
  const bool messages = !words.empty() && words[0] == "messages";
  words = words.subspan(messages ? 1 : 0);
  const auto count =
      words.empty() ? std::optional<std::uint64_t>(listed_at_first) : count_in(words[0], Recent::kept_max);
  if (!count || words.size() > 1) {
    return refused(
        fmt::format("trace takes a number from 1 to {}, and perhaps messages before it", Recent::kept_max));
  }
  return said(trace_text(session_, *count, messages, options_.view));
}

Reply Console::do_why(Words words) {
  auto answer = explain(words, session_.world(), session_.now(), options_.view);
  if (const auto* problem = std::get_if<ConditionProblem>(&answer)) return refused(problem->message);
  return said(std::get<std::string>(std::move(answer)));
}

Reply Console::do_undo(Words words) {
  if (!words.empty()) return refused("undo takes nothing");
  const auto line = session_.undo();
  if (!line) return refused("there is no intervention to take back");
  return said(fmt::format("taken back: {}\nnow at {}\n", printable(*line), shown_time(session_.now())));
}

Reply Console::record(const std::string& path) {
  // Now, so that a file that cannot be written is no surprise at the end.
  const std::string problem = save_to(path);
  if (!problem.empty()) return refused(problem);
  options_.record = path;
  return said(fmt::format("recording to {}: save writes it as it is, and so does the end of the session\n",
                          printable(path)));
}

Reply Console::do_record(Words words) {
  if (words.size() != 1 || words[0].empty()) return refused("record takes the name of a file");
  return record(words[0]);
}

Reply Console::do_save(Words words) {
  if (words.size() > 1) return refused("save takes one file at most");
  const std::string path = words.empty() ? options_.record : words[0];
  if (path.empty()) return refused("save where? save FILE, or record FILE before");
  const std::string problem = save_to(path);
  if (!problem.empty()) return refused(problem);
  return said(fmt::format("saved {}\nfingerprint   {}\n", printable(path), to_hex(session_.fingerprint())));
}

Reply Console::do_quit(Words words) {
  if (!words.empty()) return refused("quit takes nothing");
  Reply reply;
  reply.next = Next::leave;
  return reply;
}

Reply Console::do_help(Words words) {
  if (words.size() > 1) return refused("help takes one command");
  const auto forms = command_forms();
  if (words.empty()) {
    const Page page(options_.view.colour);
    const auto row = [&page](std::string_view word, std::string_view meaning) {
      return fmt::format("  {} {}\n", page.strong(fmt::format("{:<9}", word)), meaning);
    };
    std::string text = "Commands of the console:\n";
    for (const OwnCommand& command : own_commands) text += row(command.word, command.meaning);
    text += "Said at a peer, at the tracker or to the world, as the first thing of the next instant:\n";
    for (const CommandForm& form : forms) text += row(form.word, form.meaning);
    return said(text +
                fmt::format("CONDITION: {}\nQUESTION: {}\nhelp COMMAND shows its forms and examples.\n",
                            condition_forms, why_forms));
  }
  std::string text;
  if (const OwnCommand* own = find_own(words[0])) {
    text = fmt::format("{}\n  {}\n", own->form, own->meaning);
    for (const std::string_view example : own->examples) {
      if (!example.empty()) text += fmt::format("  example: {}\n", example);
    }
  }
  for (const CommandForm& form : forms) {
    if (form.word != words[0]) continue;
    const std::string_view place = is_world_command(form.kind) ? "anywhere"
                                   : is_peer_command(form.kind) && is_tracker_command(form.kind)
                                       ? "at a peer or at the tracker"
                                   : is_peer_command(form.kind) ? "at a peer"
                                                                : "at the tracker";
    text +=
        fmt::format("{}\n  {} (said {})\n  example: {}\n", form_of(form), form.meaning, place, form.example);
  }
  return text.empty() ? unknown(words[0]) : said(text);
}

}  // namespace swarmsim
