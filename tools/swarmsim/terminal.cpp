#include "tools/swarmsim/terminal.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <unistd.h>

#include <fmt/format.h>

#include "tools/swarmsim/commands.hpp"

namespace swarmsim {

namespace {

volatile std::sig_atomic_t interrupted = 0;

extern "C" void on_interrupt(int) { interrupted = 1; }

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

FileProblem unreadable() { return {fmt::format("cannot be read: {}", std::strerror(errno))}; }

}  // namespace

std::variant<std::string, FileProblem> read_file(const std::string& path) {
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return unreadable();
  std::string text;
  std::array<char, 65'536> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    text.append(buffer.data(), got);
  }
  if (std::ferror(file.get()) != 0) return unreadable();
  return text;
}

int print(std::string_view text, int status) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error to report, not a reason to die
  const bool all = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (all && std::fflush(stdout) == 0) return status;
  complain(fmt::format("cannot write to stdout: {}", std::strerror(errno)));
  return exit_bad_input;
}

void complain(std::string_view message) {
  const std::string line = fmt::format("swarmsim: {}\n", message);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

bool wants_colour(ColourChoice choice) {
  if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
  const char* const no_color = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty
  const char* const term = std::getenv("TERM");
  const bool refused = no_color != nullptr && *no_color != '\0';
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return isatty(STDOUT_FILENO) != 0 && !refused && !dumb;
}

std::string shell_quoted(std::string_view word) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

void watch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
}

bool is_interrupted() { return interrupted != 0; }

}  // namespace swarmsim
