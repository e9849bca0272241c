#pragma once
// The text of a file, or why there is none: how files reach code that must not open any itself.
//
// The program hands in a reader that opens files; a test hands in one that knows a few texts. Paths are
// as the user wrote them, joined with the folder of the file in which they stand.

#include <string>
#include <variant>

namespace swarmsim {

struct FileProblem {
  std::string message;  ///< "cannot be read: No such file or directory"
};

using FileText = std::variant<std::string, FileProblem>;
using FileReader = FileText (*)(const std::string& path);

}  // namespace swarmsim
