// The console's commands that move time.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/console/lines.hpp"
#include "sim/console/lookup.hpp"
#include "sim/console/replies.hpp"
#include "sim/report/columns.hpp"
#include "sim/trace/seconds.hpp"

namespace swarmsim {

namespace {

constexpr std::uint64_t most_steps = 1'000'000'000;
constexpr std::uint64_t fastest = 1'000'000;
constexpr std::size_t news_max = 30;

/// Something that was said while time ran.
struct News {
  SimTime at{};
  std::string line;
};

News news_of(const CommandResult& result, SimTime at, const std::string& line) {
  return {at, fmt::format("{:>12}  {}: {}\n", shown_time(at), result.on, printable(line))};
}

/// "x10" as 10.
std::optional<std::uint32_t> speed_in(const std::string& word) {
  if (!word.starts_with("x")) return std::nullopt;
  const auto speed = count_in(word.substr(1), fastest);
  return speed ? std::optional(static_cast<std::uint32_t>(*speed)) : std::nullopt;
}

/// When the `nth` line of a result was said: what a download says at its end comes then.
SimTime said_at(const World& world, std::size_t index, std::size_t nth) {
  const CommandResult& result = world.results()[index];
  if (nth == 0) return result.answered;
  for (const Participant& peer : world.participants()) {
    for (const Participation& part : peer.torrents) {
      if (part.result == index && peer.name == result.on) return part.completed.value_or(result.answered);
    }
  }
  return result.answered;
}

}  // namespace

std::vector<Console::Heard> Console::heard() const {
  std::vector<Heard> heard;
  for (const CommandResult& result : session_.world().results()) {
    heard.push_back({result.answer.lines.size(), result.is_answered});
  }
  return heard;
}

std::string Console::news_since(const std::vector<Heard>& before, std::uint32_t but) const {
  const std::vector<CommandResult>& results = session_.world().results();
  std::vector<News> news;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const CommandResult& result = results[i];
    if (result.entry == but) continue;
    const bool is_new = i >= before.size();
    if (is_new) news.push_back(news_of(result, result.at, "> " + result.text));
    const std::size_t known = is_new || !before[i].answered ? 0 : before[i].lines;
    for (std::size_t line = known; line < result.answer.lines.size(); ++line) {
      news.push_back(news_of(result, said_at(session_.world(), i, line), result.answer.lines[line]));
    }
  }
  std::stable_sort(news.begin(), news.end(), [](const News& a, const News& b) { return a.at < b.at; });
  std::string text;
  const std::size_t shown = std::min(news.size(), news_max);
  for (std::size_t i = 0; i < shown; ++i) text += news[i].line;
  if (news.size() > shown)
    text += fmt::format("... and {} more lines: trace shows the last ones\n", news.size() - shown);
  return text;
}

std::string Console::stop_text(const Stop& stop, std::span<const Condition> conditions) const {
  const std::string at = shown_time(session_.now());
  switch (stop.why) {
    case Stopped::there: return fmt::format("now at {}\n", at);
    case Stopped::condition:
      return fmt::format("stopped at {}: {}\n", at, printable(conditions[stop.condition].text));
    case Stopped::by_rule:
      return fmt::format(
          "stopped at {}: a run of the scenario ends here ({}); run goes on\n", at,
          session_.end_here() == EndReason::idle ? "nothing is left to do" : "all downloads are complete");
    case Stopped::at_end: return fmt::format("stopped at {}: the scenario's time is over\n", at);
    case Stopped::interrupted: return fmt::format("interrupted at {}\n", at);
  }
  return "";
}

Reply Console::run_until(Until until) {
  std::vector<Condition> conditions(until.conditions.begin(), until.conditions.end());
  conditions.insert(conditions.end(), breaks_.begin(), breaks_.end());
  until.conditions = conditions;
  const std::vector<Heard> before = heard();
  const Stop stop = session_.run(until);
  return said(news_since(before) + stop_text(stop, conditions));
}

Reply Console::do_run(Words words) {
  if (words.empty()) return run_until({.time = sim_never, .conditions = {}, .by_rule = true});
  const bool until = words[0] == "until";
  const auto time = duration_in(words.subspan(until ? 1 : 0));
  if (const auto* amount = std::get_if<Duration>(&time)) {
    const SimTime target = until ? sim_start + *amount : session_.now() + *amount;
    if (target < session_.now())
      return refused(fmt::format("{} is past: goto goes back", shown_time(target)));
    return run_until({.time = target, .conditions = {}});
  }
  if (!until) {
    return refused(
        fmt::format("run takes a time such as 10s, or until: {}", std::get<QuantityProblem>(time).message));
  }
  const auto condition = parse_condition(words.subspan(1), session_.world());
  if (const auto* problem = std::get_if<ConditionProblem>(&condition)) {
    const bool looks_like_time = words.size() == 2 && words[1].find_first_of("0123456789.-+") == 0;
    const bool is_peer = words.size() == 2 && session_.world().find_peer(words[1]).has_value();
    return refused(looks_like_time && !is_peer ? std::get<QuantityProblem>(time).message : problem->message);
  }
  const auto& wanted = std::get<Condition>(condition);
  if (holds(wanted, session_.world())) {
    return said(
        fmt::format("it is so already at {}: {}\n", shown_time(session_.now()), printable(wanted.text)));
  }
  return run_until({.time = sim_never, .conditions = std::span(&wanted, 1), .by_rule = true});
}

Reply Console::do_step(Words words) {
  const bool one_event = words.size() == 1 && words[0] == "event";
  const auto count = words.empty() ? std::optional<std::uint64_t>(1) : count_in(words[0], most_steps);
  if (words.size() > 1 || (!one_event && !count)) return refused("step takes a number of instants, or event");
  const std::uint64_t records = session_.recent().count();
  Stop stop;
  if (one_event) {
    if (!session_.step_event()) stop = session_.run({});
  } else {
    stop = session_.step(*count);
  }
  return said(records_since(session_, records, options_.view) + stop_text(stop, {}));
}

Reply Console::do_back(Words words) {
  const auto amount = duration_in(words);
  if (words.empty() || std::holds_alternative<QuantityProblem>(amount)) {
    return refused(words.empty() ? "back takes a time such as 10s"
                                 : std::get<QuantityProblem>(amount).message);
  }
  const Duration back = std::min(std::get<Duration>(amount), session_.now() - sim_start);
  return said(stop_text(session_.go_to(session_.now() - back), {}));
}

Reply Console::do_goto(Words words) {
  const auto time = duration_in(words);
  if (words.empty() || std::holds_alternative<QuantityProblem>(time)) {
    return refused(words.empty() ? "goto takes a time such as 90s" : std::get<QuantityProblem>(time).message);
  }
  return said(stop_text(session_.go_to(sim_start + std::get<Duration>(time)), {}));
}

Reply Console::do_break(Words words) {
  if (words.empty()) {
    std::string text;
    for (std::size_t i = 0; i < breaks_.size(); ++i) {
      text += fmt::format("{:>3}  {}\n", i + 1, printable(breaks_[i].text));
    }
    return said(text.empty() ? "no breaks\n" : text);
  }
  if (words[0] == "off" && words.size() <= 2) {
    const auto which = words.size() == 2 ? count_in(words[1], breaks_.size()) : std::nullopt;
    if (words.size() == 2 && !which) return refused(fmt::format("there is no break {}", in_quotes(words[1])));
    if (!which) breaks_.clear();
    if (which) breaks_.erase(breaks_.begin() + static_cast<std::ptrdiff_t>(*which - 1));
    return said(fmt::format("{} break{} left\n", breaks_.size(), breaks_.size() == 1 ? "" : "s"));
  }
  if (words[0] != "when") return refused(fmt::format("break when {}; break off [N]", condition_forms));
  constexpr std::size_t most = 20;  // each is asked after every event
  if (breaks_.size() >= most)
    return refused(fmt::format("there are {} breaks: break off removes some", most));
  const auto condition = parse_condition(words.subspan(1), session_.world());
  if (const auto* problem = std::get_if<ConditionProblem>(&condition)) return refused(problem->message);
  breaks_.push_back(std::get<Condition>(condition));
  return said(fmt::format("break {}: {}\n", breaks_.size(), printable(breaks_.back().text)));
}

Reply Console::live_reply(Words words, std::optional<PeerId> watch) {
  Reply reply;
  if (words.size() > 1 || (words.size() == 1 && !speed_in(words[0]))) {
    return refused("the speed is written like x10: ten simulated seconds in one");
  }
  if (!options_.live) return refused("this needs a terminal: use run");
  reply.live.speed = words.empty() ? 1 : *speed_in(words[0]);
  reply.live.watch = watch;
  reply.next = Next::play;
  live_before_ = heard();
  live_stop_ = {};
  return reply;
}

Reply Console::do_play(Words words) { return live_reply(words, std::nullopt); }

Reply Console::do_watch(Words words) {
  const bool names = !words.empty() && !speed_in(words[0]);
  const std::string name = names ? words[0] : place_;
  if (name.empty() || name == "tracker") return refused("watch takes a peer: watch ID [x10]");
  const auto peer = peer_called(name, session_.world());
  if (const auto* problem = std::get_if<ConditionProblem>(&peer)) return refused(problem->message);
  return live_reply(words.subspan(names ? 1 : 0), std::get<PeerId>(peer));
}

bool Console::run_live(Duration time) {
  const bool was_at_end = session_.end_here() != EndReason::running;
  live_stop_ = session_.run({.time = session_.now() + time, .conditions = breaks_, .by_rule = !was_at_end});
  return live_stop_.why == Stopped::there;
}

std::string Console::live_news() const {
  const std::string news = news_since(live_before_) + stop_text(live_stop_, breaks_);
  return options_.view.whole_lines ? news : wrapped(news, options_.view.width);
}

std::string Console::live_view(const Live& live) const {
  if (!live.watch) return fmt::format("{}   x{}   any key stops\n", shown_time(session_.now()), live.speed);
  return fmt::format("{}   x{}   any key stops\n{}", shown_time(session_.now()), live.speed,
                     peer_text(session_.world(), *live.watch, session_.now(), options_.view));
}

}  // namespace swarmsim
