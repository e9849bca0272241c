#pragma once
// The terminal as an interactive session needs it: lines with history and completion, keys, Ctrl-C, its size.
//
// The only place that knows libedit and the settings of a terminal. Ctrl-C at the prompt throws the line
// away; while a command runs it sets a flag that the command looks at. Knows nothing of swarms.

#include <csignal>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace swarmsim {

struct TerminalSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

TerminalSize size_of_terminal();

/// From now on Ctrl-C only sets a flag, until it is forgotten.
void catch_interrupts();
bool interrupt_seen();
void forget_interrupt();

/// What may stand where the last word of a line stands.
class Completer {
 public:
  virtual ~Completer() = default;
  virtual std::vector<std::string> completions(std::string_view line) const = 0;
};

/// Reads lines as a person types them. History is kept in a file across sessions where one can be written.
class LineEditor {
 public:
  /// `completer` outlives it.
  explicit LineEditor(const Completer& completer);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  /// The next line without its newline; nothing at Ctrl-D.
  std::optional<std::string> read(const std::string& prompt);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// While it lives keys are there as soon as they are pressed, and are not shown.
class RawKeys {
 public:
  RawKeys();
  ~RawKeys();
  RawKeys(const RawKeys&) = delete;
  RawKeys& operator=(const RawKeys&) = delete;

  /// Whether a key is pressed within `milliseconds`; it is taken.
  bool pressed_within(int milliseconds);

 private:
  struct Saved;
  std::unique_ptr<Saved> saved_;
};

}  // namespace swarmsim
