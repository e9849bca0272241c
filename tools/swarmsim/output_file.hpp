#pragma once
// A file that is there whole or not at all: written beside its target, renamed when it is complete.
//
// What fails is remembered and told by commit(); writing after that does nothing. A target that is no
// regular file (a pipe, /dev/null) is written directly: a rename would replace it.

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

class OutputFile {
 public:
  /// Opens the temporary file; see problem().
  explicit OutputFile(std::string path);
  /// Removes the temporary file unless commit() renamed it.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view text);
  /// Hands what was written so far to the system; it can be looked at beside the target.
  void flush();
  /// Where that is until commit().
  const std::string& temporary_path() const { return temporary_; }
  /// Flushes, closes and renames. The first thing that went wrong since the start, or nothing.
  std::optional<FileProblem> commit();
  /// What went wrong so far: "FILE: cannot be written: No space left on device".
  const std::optional<FileProblem>& problem() const { return problem_; }

 private:
  void note_failure();

  std::string path_;
  std::string temporary_;  ///< equals path_ where there is none
  std::FILE* file_ = nullptr;
  std::optional<FileProblem> problem_;
};

}  // namespace swarmsim
