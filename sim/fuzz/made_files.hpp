#pragma once
// Files that are nowhere: what random swarms share where they share files, made out of their paths.
//
// "made/7-40000-3" is a folder of three files with 40,000 bytes in all, drawn from the key 7;
// "made/7-40000-1" one file; "made/7-40000-3-8192.torrent" the .torrent of the first, in pieces of 8,192
// bytes. A function of the path alone, so that the text of a scenario is all of it. Knows no scenario.

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/file_text.hpp"

namespace swarmsim {

struct MadeFiles {
  std::uint64_t key = 0;
  std::int64_t size = 0;       ///< of all together, above 0
  std::uint32_t files = 1;     ///< more than one: a folder
  std::uint32_t piece_size{};  ///< 0: the files themselves, else their .torrent

  std::string path() const;
};

/// The bytes of the file at a path of that kind; other paths are problems.
FileText read_made_file(const std::string& path);
/// The files at or below such a path.
FileList list_made_files(const std::string& path);

}  // namespace swarmsim
