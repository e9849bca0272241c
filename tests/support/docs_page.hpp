#pragma once
// Files that are generated and committed: a test reads them, and writes them anew when it is asked to.
//
// To write them all: SWARMSIM_WRITE_DOCS=1 build/release/swarmsim_tests "[docs]". Knows paths from the
// root of the source tree, and nothing of what the files hold.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/paths.hpp"

namespace swarmsim {

inline std::string read_source_file(const std::string& path) {
  std::ifstream file(source_dir() + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline bool writes_docs() { return std::getenv("SWARMSIM_WRITE_DOCS") != nullptr; }

inline void write_source_file(const std::string& path, const std::string& text) {
  std::ofstream(source_dir() + "/" + path, std::ios::binary) << text;
}

}  // namespace swarmsim
