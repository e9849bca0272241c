#include "tools/swarmsim/terminal.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <limits>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "tools/swarmsim/commands.hpp"

namespace swarmsim {

namespace {

/// When the first signal came, in milliseconds of the system's clock; 0 before. Lock-free, so a handler may
/// set it, and every thread may look.
std::atomic<std::int64_t> interrupted_at = 0;
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

/// timeout(1) signals the process and then its group: the same interruption, twice.
constexpr std::int64_t one_interruption_ms = 300;

extern "C" void on_interrupt(int signal) {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const std::int64_t now_ms = std::int64_t{now.tv_sec} * 1'000 + now.tv_nsec / 1'000'000 + 1;
  std::int64_t first = 0;
  if (interrupted_at.compare_exchange_strong(first, now_ms) || now_ms - first < one_interruption_ms) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

FileProblem unreadable() { return {fmt::format("cannot be read: {}", std::strerror(errno))}; }

}  // namespace

FileText read_file(const std::string& path) {
  return read_file_up_to(path, std::numeric_limits<std::size_t>::max());
}

FileText read_file_up_to(const std::string& path, std::size_t most) {
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return unreadable();
  std::string text;
  std::array<char, 65'536> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    text.append(buffer.data(), got);
    if (text.size() > most) return FileProblem{fmt::format("has more than {} bytes", most)};
  }
  if (std::ferror(file.get()) != 0) return unreadable();
  return text;
}

void prepare_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    // In the wrong direction: reading and writing fail, as they would have. It gets the lowest free number.
    open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

int print(std::string_view text, int status) {
  const bool all = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (all && std::fflush(stdout) == 0) return status;
  complain(fmt::format("cannot write to stdout: {}", std::strerror(errno)));
  return exit_bad_input;
}

void complain(std::string_view message) {
  const std::string line = fmt::format("swarmsim: {}\n", message);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

bool is_terminal(Stream stream) {
  const char* const term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return isatty(stream == Stream::out ? STDOUT_FILENO : STDERR_FILENO) != 0 && !dumb;
}

bool wants_colour(ColourChoice choice, Stream stream) {
  if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
  const char* const no_color = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty
  const bool refused = no_color != nullptr && *no_color != '\0';
  return is_terminal(stream) && !refused;
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
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool is_interrupted() { return interrupted_at.load(std::memory_order_relaxed) != 0; }

}  // namespace swarmsim
