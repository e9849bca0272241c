// `swarmsim console`: a session at a terminal, or one that a script speaks to.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "core/base/check.hpp"
#include "core/base/words.hpp"
#include "sim/console/console.hpp"
#include "sim/report/expected_size.hpp"
#include "sim/report/text.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/console_terminal.hpp"
#include "tools/swarmsim/output_file.hpp"
#include "tools/swarmsim/scenario_file.hpp"
#include "tools/swarmsim/seed_range.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

/// Memory that copied worlds may take together, by the estimate of `check --resolved`.
constexpr std::uint64_t memory_for_copies = std::uint64_t{1} << 30;
constexpr std::size_t most_copies = 24;

class WholeFiles final : public RecordingFiles {
 public:
  std::string write(const std::string& path, const std::string& text) override {
    OutputFile file(path);
    file.write(text);
    const auto problem = file.commit();
    return problem ? problem->message : "";
  }
};

class ConsoleWords final : public Completer {
 public:
  explicit ConsoleWords(const Console& console) : console_(console) {}
  std::vector<std::string> completions(std::string_view line) const override {
    return console_.completions(line);
  }

 private:
  const Console& console_;
};

View view_of_terminal(bool live) {
  if (!live) return {.width = 100, .colour = false, .whole_lines = true};
  return {std::max<std::size_t>(size_of_terminal().columns, 40), wants_colour(ColourChoice::automatic)};
}

/// Everything a person sees goes through here.
void show(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

/// A screen that is drawn over itself, no higher and no wider than the terminal: longer lines are not broken,
/// which would make it higher than it is counted.
class LiveScreen {
 public:
  LiveScreen() { show("\x1b[?7l\x1b[?25l"); }  // no wrapping, no cursor
  ~LiveScreen() { show("\x1b[?7h\x1b[?25h"); }
  LiveScreen(const LiveScreen&) = delete;
  LiveScreen& operator=(const LiveScreen&) = delete;

  void draw(const std::string& text) {
    std::string shown;
    std::size_t lines = 0;
    const std::size_t most = std::max<std::size_t>(size_of_terminal().rows, 3) - 1;
    for (std::size_t at = 0; at < text.size() && lines < most; ++lines) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      shown += text.substr(at, end - at) + "\x1b[K\n";
      at = end + 1;
    }
    show(fmt::format("{}{}\x1b[J", lines_ == 0 ? "" : fmt::format("\x1b[{}A\r", lines_), shown));
    lines_ = lines;
  }

 private:
  std::size_t lines_ = 0;
};

/// Lets time run by the clock on the wall until a key, Ctrl-C or something in the swarm stops it.
void play(Console& console, const Live& live) {
  using Wall = std::chrono::steady_clock;
  constexpr int frame_ms = 50;
  constexpr auto longest_frame = std::chrono::milliseconds(250);
  LiveScreen screen;
  RawKeys keys;
  auto last = Wall::now();
  Duration most = longest_frame * live.speed;  // less where the machine cannot follow: keys are looked at
  bool goes_on = true;
  screen.draw(console.live_view(live));
  while (goes_on && !interrupt_seen() && !keys.pressed_within(frame_ms)) {
    const auto now = Wall::now();
    const Duration wanted = std::min<Duration>((now - last) * live.speed, most);
    last = now;
    goes_on = console.run_live(wanted);
    if (Wall::now() - now > longest_frame) most = std::max(wanted / 2, Duration{1});
    screen.draw(console.live_view(live));
  }
}

/// Lines typed at a terminal; Ctrl-D or quit ends it.
void converse(Console& console) {
  const ConsoleWords words(console);
  LineEditor editor(words);
  for (;;) {
    console.set_view(view_of_terminal(true));
    const auto line = editor.read(console.prompt());
    if (!line) {
      show("\n");
      return;
    }
    forget_interrupt();
    const Reply reply = console.execute(*line);
    show(interrupt_seen() ? "\n" + reply.text : reply.text);  // behind the ^C of the terminal
    if (reply.next == Next::leave) return;
    if (reply.next == Next::play) {
      play(console, reply.live);
      show(console.live_news());
    }
  }
}

std::optional<std::string> next_line() {
  std::string line;
  int c = 0;
  while ((c = std::getc(stdin)) != EOF && c != '\n') line += static_cast<char>(c);
  if (c == EOF && line.empty()) return std::nullopt;
  return line;
}

/// Lines of a script: no prompts. The exit code: whether every command was obeyed, and its answer written.
int follow_script(Console& console) {
  int status = exit_ok;
  while (const auto line = next_line()) {
    const Reply reply = console.execute(*line);
    if (print(reply.text, exit_ok) != exit_ok) return exit_bad_input;
    if (!reply.ok) status = exit_unmet;
    if (reply.next == Next::leave || interrupt_seen()) break;
  }
  return status;
}

struct Wish {
  std::string path;
  std::string attach;
  std::string record;
  std::optional<std::uint64_t> seed;
};

SessionOptions session_options(const Scenario& scenario, std::uint64_t seed) {
  SessionOptions options;
  const std::uint64_t memory = static_cast<std::uint64_t>(
      std::max<std::int64_t>(expected_size(scenario, seed, Registry::standard()).memory, 1));
  options.copies_max =
      static_cast<std::size_t>(std::clamp<std::uint64_t>(memory_for_copies / memory, 2, most_copies));
  options.is_interrupted = interrupt_seen;
  return options;
}

/// The recording is written whatever `status` the session came to.
int end_with(Console& console, int status) {
  const Reply farewell = console.farewell();
  if (status != exit_bad_input) status = print(farewell.text, status);
  if (interrupt_seen() && isatty(STDIN_FILENO) == 0) return exit_interrupted;
  return status == exit_ok && !farewell.ok ? exit_unmet : status;
}

int hold_session(const Wish& wish) {
  const ScenarioFile file = read_scenario(wish.path);
  complain_about(file.problems);
  if (!file.problems.empty()) return exit_bad_input;
  const std::uint64_t seed = wish.seed.value_or(file.scenario.seed);
  const bool live = isatty(STDIN_FILENO) != 0;
  catch_interrupts();
  Session session(file.scenario, seed, Registry::standard(), session_options(file.scenario, seed));
  WholeFiles files;
  Console console(std::move(session), {&files, "", live && is_terminal(Stream::out), view_of_terminal(live)});
  if (!wish.attach.empty()) {
    const Reply attached = console.attach(wish.attach);
    if (!attached.ok) {
      complain(fmt::format("--attach: no peer is called {}", in_quotes(wish.attach)));
      return exit_bad_input;
    }
  }
  if (!wish.record.empty() && !console.record(wish.record).ok) {
    complain(fmt::format("--record: {} cannot be written", wish.record));
    return exit_bad_input;
  }
  try {
    if (!live) return end_with(console, follow_script(console));
    show(fmt::format("{}: {} peers, paused at 0s. help lists the commands, Ctrl-D leaves.\n",
                     file.scenario.name, console.session().world().participants().size()));
    converse(console);
    return end_with(console, exit_ok);
  } catch (const InvariantError& error) {
    complain(format_internal_error(console.session().world(), error.what(),
                                   fmt::format("swarmsim console {}", shell_quoted(wish.path))));
    return exit_internal;
  }
}

}  // namespace

int console_main(int argc, char** argv) {
  const auto arguments = read_arguments(argc, argv);
  if (const auto* status = std::get_if<int>(&arguments)) return *status;
  const auto& given = std::get<cxxopts::ParseResult>(arguments);
  const std::vector<std::string> paths = positional(given);
  if (paths.size() != 1) {
    complain(paths.empty()
                 ? "console needs a scenario; see swarmsim console --help"
                 : fmt::format("console takes one scenario: {} is one too many", in_quotes(paths[1])));
    return exit_bad_input;
  }
  Wish wish{paths[0], {}, {}, {}};
  if (given.count("attach") > 0) wish.attach = given["attach"].as<std::string>();
  if (given.count("record") > 0) wish.record = given["record"].as<std::string>();
  const auto seed = read_count(given, "seed", 0, std::numeric_limits<std::int64_t>::max());
  if (const auto* problem = std::get_if<UsageProblem>(&seed)) {
    complain(problem->message);
    return exit_bad_input;
  }
  if (const auto& number = std::get<std::optional<std::size_t>>(seed)) wish.seed = *number;
  return hold_session(wish);
}

}  // namespace swarmsim
