#pragma once
// The files below a path, as torrents and scenarios take them: regular files in one order on every machine.
//
// What is neither a file nor a folder (a link, a device) is a problem and not left out. Reads no file.

#include <string>

#include "core/base/file_text.hpp"

namespace swarmsim {

/// The file at `path`, or every file below the folder at it, sorted by the bytes of their names, folder by
/// folder. A folder without files is a problem.
FileList list_files(const std::string& path);

}  // namespace swarmsim
