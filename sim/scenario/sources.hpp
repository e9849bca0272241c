#pragma once
// All files that one scenario is made of: its own, what that includes, CSV files, --set arguments, contents.
//
// Owns the texts, numbers them (TextPlace::file) and turns a place into a message; owns the bytes of
// contents. Reads files only through the readers it is given. What it owns stays where it is when this is
// moved.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/file_text.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/source_text.hpp"

namespace swarmsim {

class Sources {
 public:
  explicit Sources(FileReader reader = nullptr, FileLister lister = nullptr) : read_(reader), list_(lister) {}

  /// Takes a text under a path for messages.
  const SourceText& add(std::string text, std::string path);
  /// Reads `path`, as it stands in the text `from`; a problem's message names the path.
  std::variant<const SourceText*, FileProblem> open(const std::string& path, int from);
  /// `path`, as it stands in the text `from`, seen from where the program runs.
  std::string resolved(const std::string& path, int from) const;

  /// The files at or below `path`, as it is seen from where the program runs; a problem's message names it.
  FileList list(const std::string& path) const;
  /// The bytes of the file at `path`, as list() saw it, which belong to this.
  std::variant<std::string_view, FileProblem> bytes(const std::string& path, std::int64_t size);

  /// Every text, one behind the other, and a digest of every file of bytes: what a hash of the scenario is
  /// taken of.
  std::string all_text() const;

  Diagnostic diagnose(TextPlace at, std::string message) const;

 private:
  FileReader read_ = nullptr;
  FileLister list_ = nullptr;
  std::deque<std::string> texts_;
  std::deque<SourceText> sources_;
  std::deque<std::string> bytes_;
};

}  // namespace swarmsim
