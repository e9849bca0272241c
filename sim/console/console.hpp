#pragma once
// The console: one line of text in, one reply out, over a session.
//
// Its own commands stand in one table (console_commands.cpp); every other line is the one grammar's, said at
// the place to which it is attached. Files are written by whoever gives it a writer; live commands (play,
// watch) are answered with what to do, because only the caller has a terminal and a clock. Every line is
// answered, whatever it holds.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/console/look.hpp"
#include "sim/console/session.hpp"

namespace swarmsim {

/// What the caller is to do after a reply.
enum class Next : std::uint8_t { nothing, leave, play };

struct Live {
  std::uint32_t speed = 1;      ///< simulated seconds in one of the clock on the wall
  std::optional<PeerId> watch;  ///< whose view is shown meanwhile; none: one line with the time
};

struct Reply {
  bool ok = true;
  std::string text;  ///< lines, each with its newline
  Next next = Next::nothing;
  Live live;
};

/// Where recordings go. The console has no files of its own.
class RecordingFiles {
 public:
  virtual ~RecordingFiles() = default;
  /// Writes a whole file or none; what went wrong, or "".
  virtual std::string write(const std::string& path, const std::string& text) = 0;
};

struct ConsoleOptions {
  RecordingFiles* files = nullptr;  ///< outlives the console; null: nothing can be written
  std::string record;               ///< where the recording goes at the end; empty: nowhere
  bool live = false;                ///< somebody watches at a terminal
  View view;
};

class Console {
 public:
  Console(Session session, ConsoleOptions options);

  Reply execute(std::string_view line);
  /// "2 @ 5.000s> "
  std::string prompt() const;
  /// Attaches to a peer or "tracker", as the command does.
  Reply attach(const std::string& place);
  /// Writes the recording there at the end, as the command does; it is tried at once.
  Reply record(const std::string& path);
  /// At the end: the fingerprint, and the recording is written if there is to be one.
  Reply farewell();

  /// Runs `time` on while the caller shows it; false if something stopped it.
  bool run_live(Duration time);
  /// After that: what was said meanwhile, and where time stands.
  std::string live_news() const;
  /// What is shown of `live` now.
  std::string live_view(const Live& live) const;

  /// What may stand where the last word of `line` stands: whole words.
  std::vector<std::string> completions(std::string_view line) const;

  void set_view(const View& view) { options_.view = view; }
  const Session& session() const { return session_; }

 private:
  using Words = std::span<const std::string>;
  struct OwnCommand {
    std::string_view word;
    std::string_view form;
    std::string_view meaning;
    std::array<std::string_view, 2> examples;
    Reply (Console::*run)(Words);
  };
  /// What had been answered before time moved.
  struct Heard {
    std::size_t lines = 0;
    bool answered = false;
  };

  static const std::array<OwnCommand, 22> own_commands;  ///< own_commands.cpp, in the order of help
  static const OwnCommand* find_own(std::string_view word);

  Reply answer(std::string_view line);
  Reply dispatch(const std::string& line, const std::vector<std::string>& words);
  Reply unknown(const std::string& word) const;
  Reply intervene(const std::string& line);
  Reply say_at(std::string_view place, const std::string& line);

  // console_commands.cpp: each is given the words behind its own.
  Reply do_attach(Words words);
  Reply do_detach(Words words);
  Reply do_status(Words words);
  Reply do_peers(Words words);
  Reply do_peer(Words words);
  Reply do_pieces(Words words);
  Reply do_links(Words words);
  Reply do_events(Words words);
  Reply do_trace(Words words);
  Reply do_why(Words words);
  Reply do_record(Words words);
  Reply do_save(Words words);
  Reply do_undo(Words words);
  Reply do_help(Words words);
  Reply do_quit(Words words);

  // console_time.cpp
  Reply do_step(Words words);
  Reply do_run(Words words);
  Reply do_play(Words words);
  Reply do_watch(Words words);
  Reply do_back(Words words);
  Reply do_goto(Words words);
  Reply do_break(Words words);
  Reply run_until(Until until);
  std::string stop_text(const Stop& stop, std::span<const Condition> conditions) const;
  std::vector<Heard> heard() const;
  std::string news_since(const std::vector<Heard>& before, std::uint32_t but = no_index) const;
  Reply live_reply(Words words, std::optional<PeerId> watch);

  std::string save_to(const std::string& path);

  Session session_;
  ConsoleOptions options_;
  std::string place_;  ///< a peer's name or "tracker"; empty: attached to nothing
  std::vector<Condition> breaks_;
  std::vector<Heard> live_before_;
  Stop live_stop_;
};

}  // namespace swarmsim
