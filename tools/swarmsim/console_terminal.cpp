#include "tools/swarmsim/console_terminal.hpp"

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <histedit.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace swarmsim {

namespace {

constexpr int history_lines = 1'000;

volatile std::sig_atomic_t interrupted = 0;
extern "C" void on_console_interrupt(int) { interrupted = 1; }

/// $XDG_STATE_HOME/swarmsim/history, which is in ~/.local/state by default; "" where there is no home.
std::string history_path() {
  const char* const state = std::getenv("XDG_STATE_HOME");
  const char* const home = std::getenv("HOME");
  std::filesystem::path folder;
  if (state != nullptr && *state == '/') {
    folder = state;
  } else if (home != nullptr && *home == '/') {
    folder = std::filesystem::path(home) / ".local" / "state";
  } else {
    return "";
  }
  std::error_code error;
  std::filesystem::create_directories(folder / "swarmsim", error);
  return error ? "" : (folder / "swarmsim" / "history").string();
}

std::string common_prefix(const std::vector<std::string>& words) {
  std::string prefix = words.front();
  for (const std::string& word : words) {
    const auto end = std::mismatch(prefix.begin(), prefix.end(), word.begin(), word.end()).first;
    prefix.erase(end, prefix.end());
  }
  return prefix;
}

/// The words in columns that fit the terminal.
void print_choices(const std::vector<std::string>& words) {
  std::size_t widest = 0;
  for (const std::string& word : words) widest = std::max(widest, word.size() + 2);
  const std::size_t per_line = std::max<std::size_t>(1, size_of_terminal().columns / widest);
  std::string text = "\n";
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool ends = (i + 1) % per_line == 0 || i + 1 == words.size();
    text += words[i] + (ends ? "\n" : std::string(widest - words[i].size(), ' '));
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace

TerminalSize size_of_terminal() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_console_interrupt;
  sigaction(SIGINT, &action, nullptr);
}

bool interrupt_seen() { return interrupted != 0; }
void forget_interrupt() { interrupted = 0; }

struct LineEditor::State {
  EditLine* editor = nullptr;
  History* history = nullptr;
  HistEvent event{};
  std::string file;
  std::string prompt;
  const Completer* completer = nullptr;

  static State& of(EditLine* editor) {
    void* data = nullptr;
    el_get(editor, EL_CLIENTDATA, &data);
    return *static_cast<State*>(data);
  }
  static char* show_prompt(EditLine* editor) { return of(editor).prompt.data(); }
  static unsigned char complete_word(EditLine* editor, int) {
    const LineInfo* info = el_line(editor);
    const std::string before(info->buffer, info->cursor);
    const std::vector<std::string> words = of(editor).completer->completions(before);
    if (words.empty()) return CC_REFRESH_BEEP;
    const std::size_t blank = before.find_last_of(' ');
    const std::size_t typed = before.size() - (blank == std::string::npos ? 0 : blank + 1);
    std::string rest = common_prefix(words).substr(typed);
    if (words.size() == 1 && !words.front().ends_with('=')) rest += ' ';
    if (!rest.empty()) {
      el_insertstr(editor, rest.c_str());
      return CC_REFRESH;
    }
    print_choices(words);
    return CC_REDISPLAY;
  }
};

LineEditor::LineEditor(const Completer& completer) : state_(std::make_unique<State>()) {
  std::setlocale(LC_CTYPE, "");
  state_->completer = &completer;
  state_->file = history_path();
  state_->editor = el_init("swarmsim", stdin, stdout, stderr);
  state_->history = history_init();
  history(state_->history, &state_->event, H_SETSIZE, history_lines);
  history(state_->history, &state_->event, H_SETUNIQUE, 1);
  if (!state_->file.empty()) history(state_->history, &state_->event, H_LOAD, state_->file.c_str());
  EditLine* const editor = state_->editor;
  el_set(editor, EL_CLIENTDATA, state_.get());
  el_set(editor, EL_PROMPT, &State::show_prompt);
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_HIST, history, state_->history);
  el_set(editor, EL_ADDFN, "complete-word", "completes a word", &State::complete_word);
  el_set(editor, EL_BIND, "^I", "complete-word", nullptr);
  el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
}

LineEditor::~LineEditor() {
  history_end(state_->history);
  el_end(state_->editor);
}

std::optional<std::string> LineEditor::read(const std::string& prompt) {
  state_->prompt = prompt;
  forget_interrupt();
  el_resize(state_->editor);  // the window may have changed
  int length = 0;
  const char* const line = el_gets(state_->editor, &length);
  if (interrupt_seen()) {  // Ctrl-C: the read ended, and with it the line
    forget_interrupt();
    el_reset(state_->editor);
    std::fputs("^C\n", stdout);
    std::fflush(stdout);
    return "";
  }
  if (line == nullptr || length <= 0) return std::nullopt;
  std::string text(line, static_cast<std::size_t>(length));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty()) return text;
  history(state_->history, &state_->event, H_ENTER, text.c_str());
  // At once: a window that is closed ends the session without a word.
  if (!state_->file.empty()) history(state_->history, &state_->event, H_SAVE, state_->file.c_str());
  return text;
}

struct RawKeys::Saved {
  termios settings{};
};

RawKeys::RawKeys() : saved_(std::make_unique<Saved>()) {
  tcgetattr(STDIN_FILENO, &saved_->settings);
  termios raw = saved_->settings;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

RawKeys::~RawKeys() { tcsetattr(STDIN_FILENO, TCSANOW, &saved_->settings); }

bool RawKeys::pressed_within(int milliseconds) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  if (poll(&input, 1, milliseconds) <= 0) return false;
  char key = 0;
  return ::read(STDIN_FILENO, &key, 1) >= 0;
}

}  // namespace swarmsim
