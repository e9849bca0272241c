// The entry that libFuzzer calls, for every target.

#include "tests/fuzz/target.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swarmsim::run_input(std::string(data, data + size));
  return 0;
}
