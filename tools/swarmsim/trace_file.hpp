#pragma once
// Files behind `swarmsim trace`: a trace as a source of bytes, and lines to stdout.
//
// "-" is stdin. A reader of stdout that has gone (`| head`) is no error: what would follow is not wanted.
// Knows nothing of what a trace holds.

#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "sim/trace/trace_reader.hpp"

namespace swarmsim {

class TraceFile final : public ByteSource {
 public:
  explicit TraceFile(const std::string& path);
  ~TraceFile() override;
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;

  std::string_view read() override;
  /// "cannot be read: ...", as soon as that is so.
  const std::optional<std::string>& problem() const { return problem_; }

 private:
  std::FILE* file_ = nullptr;
  std::optional<std::string> problem_;
  std::array<char, 65'536> buffer_{};
};

/// The message for a trace that did not read to its end, with its file; nothing if it did.
std::optional<std::string> problem_of(const std::string& path, const TraceFile& file,
                                      const TraceReader& reader);

/// stdout, line by line.
class LinePrinter {
 public:
  /// Whether there is a use in further lines.
  bool print_line(std::string_view line);
  /// Returns `status`, or, after a message, exit_bad_input if not all could be written.
  int finish(int status);

 private:
  void note_failure();

  int failure_ = 0;  ///< errno of the first
};

}  // namespace swarmsim
