#include "tools/swarmsim/trace_file.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

TraceFile::TraceFile(const std::string& path) : file_(path == "-" ? stdin : std::fopen(path.c_str(), "rb")) {
  if (file_ == nullptr) problem_ = fmt::format("cannot be read: {}", std::strerror(errno));
}

TraceFile::~TraceFile() {
  if (file_ != nullptr && file_ != stdin) std::fclose(file_);
}

std::string_view TraceFile::read() {
  if (problem_) return {};
  const std::size_t got = std::fread(buffer_.data(), 1, buffer_.size(), file_);
  if (std::ferror(file_) != 0) problem_ = fmt::format("cannot be read: {}", std::strerror(errno));
  return {buffer_.data(), got};
}

std::optional<std::string> problem_of(const std::string& path, const TraceFile& file,
                                      const TraceReader& reader) {
  const auto& problem = file.problem() ? file.problem() : reader.problem();
  if (!problem) return std::nullopt;
  return fmt::format("{}: {}", path == "-" ? "stdin" : path, *problem);
}

void LinePrinter::note_failure() {
  if (failure_ == 0) failure_ = errno;
}

bool LinePrinter::print_line(std::string_view line) {
  const bool all = std::fwrite(line.data(), 1, line.size(), stdout) == line.size();
  if (!all || std::fputc('\n', stdout) == EOF) note_failure();
  return failure_ == 0;
}

int LinePrinter::finish(int status) {
  if (failure_ == 0 && std::fflush(stdout) != 0) note_failure();
  if (failure_ == 0 || failure_ == EPIPE) return status;
  complain(fmt::format("cannot write to stdout: {}", std::strerror(failure_)));
  return exit_bad_input;
}

}  // namespace swarmsim
