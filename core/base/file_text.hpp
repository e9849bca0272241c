#pragma once
// The text of a file, the files of a folder, or why there are none: how files reach code that must not open
// any itself.
//
// The program hands in a reader that opens files; a test hands in one that knows a few texts. Paths are
// as the user wrote them, joined with the folder of the file in which they stand.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace swarmsim {

struct FileProblem {
  std::string message;  ///< "cannot be read: No such file or directory"
};

using FileText = std::variant<std::string, FileProblem>;
using FileReader = FileText (*)(const std::string& path);

/// A file below the place that was asked about.
struct ListedFile {
  std::vector<std::string> path;  ///< folders and name; empty where the place is the file itself
  std::int64_t size = 0;
};

/// The path of `parts`, folders and a name, below `folder`: the folder itself where there are none.
inline std::string path_below(std::string folder, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) folder += "/" + part;
  return folder;
}

/// All files of a folder, sorted by their paths, or the one file.
using FileList = std::variant<std::vector<ListedFile>, FileProblem>;
using FileLister = FileList (*)(const std::string& path);

}  // namespace swarmsim
