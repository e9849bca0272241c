#pragma once
// What lies in a folder, for whoever looks for goldens or cases in it.
//
// In the order of names, so that nothing depends on the file system. Knows no format and no scenario.

#include <filesystem>
#include <vector>

namespace swarmsim {

/// Regular files directly in `folder`, by name; nothing if it cannot be read.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder);

}  // namespace swarmsim
