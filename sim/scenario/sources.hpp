#pragma once
// All texts that one scenario is made of: its file, what that includes, CSV files, --set arguments.
//
// Owns the texts, numbers them (TextPlace::file) and turns a place into a message. Reads files only
// through the reader it is given. Texts stay where they are when this is moved.

#include <deque>
#include <optional>
#include <string>

#include "core/base/file_text.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/source_text.hpp"

namespace swarmsim {

class Sources {
 public:
  explicit Sources(FileReader read = nullptr) : read_(read) {}

  /// Takes a text under a path for messages.
  const SourceText& add(std::string text, std::string path);
  /// Reads `path`, as it stands in the text `from`; a problem's message names the path.
  std::variant<const SourceText*, FileProblem> open(const std::string& path, int from);
  /// `path`, as it stands in the text `from`, seen from where the program runs.
  std::string resolved(const std::string& path, int from) const;

  /// Every text, one behind the other: what a hash of the scenario is taken of.
  std::string all_text() const;

  Diagnostic diagnose(TextPlace at, std::string message) const;

 private:
  FileReader read_ = nullptr;
  std::deque<std::string> texts_;
  std::deque<SourceText> sources_;
};

}  // namespace swarmsim
