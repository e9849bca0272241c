#include "tests/support/paths.hpp"

namespace swarmsim {

std::string source_dir() { return SWARMSIM_SOURCE_DIR; }
std::string program_path() { return SWARMSIM_PROGRAM; }

}  // namespace swarmsim
