#include "tools/swarmsim/output_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace swarmsim {

namespace {

bool is_special(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/// Beside `path`; of a long name so much that the ending still fits.
std::string temporary_beside(const std::string& path) {
  constexpr std::size_t most = 200;
  const std::size_t slash = path.rfind('/');
  const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
  return fmt::format("{}.{}.part", path.substr(0, std::min(path.size(), begin + most)), getpid());
}

}  // namespace

OutputFile::OutputFile(std::string path)
    : path_(std::move(path)), temporary_(is_special(path_) ? path_ : temporary_beside(path_)) {
  struct stat status {};
  if (stat(path_.c_str(), &status) == 0 && S_ISDIR(status.st_mode))
    errno = EISDIR;
  else
    file_ = std::fopen(temporary_.c_str(), "wb");
  if (file_ == nullptr) note_failure();
}

OutputFile::~OutputFile() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  if (temporary_ != path_) std::remove(temporary_.c_str());
}

void OutputFile::note_failure() {
  if (!problem_)
    problem_ = FileProblem{fmt::format("{}: cannot be written: {}", path_, std::strerror(errno))};
}

void OutputFile::write(std::string_view text) {
  if (problem_) return;
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) note_failure();
}

void OutputFile::flush() {
  if (!problem_ && std::fflush(file_) != 0) note_failure();
}

std::optional<FileProblem> OutputFile::commit() {
  flush();
  if (problem_) return problem_;
  if (std::fclose(std::exchange(file_, nullptr)) != 0) note_failure();
  if (!problem_ && temporary_ != path_ && std::rename(temporary_.c_str(), path_.c_str()) != 0) note_failure();
  if (problem_ && temporary_ != path_) std::remove(temporary_.c_str());
  return problem_;
}

}  // namespace swarmsim
