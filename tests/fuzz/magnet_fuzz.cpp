// Any bytes as a magnet link. What must hold beyond "it ends, and no sanitizer speaks":
//
//  1. a problem is one plain line;
//  2. a link that was read, written again, reads the same.

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/protocol/magnet.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/target.hpp"

namespace swarmsim {

void run_input(std::string uri) {
  const auto read = read_magnet(uri);
  if (const auto* problem = std::get_if<MagnetProblem>(&read)) {
    return promise(is_one_plain_line(problem->message), "a problem is one plain line", problem->message);
  }
  const auto& magnet = std::get<Magnet>(read);
  const std::string written = write_magnet(magnet);
  const auto again = read_magnet(written);
  promise(std::holds_alternative<Magnet>(again), "what was written is read", written);
  promise(std::get<Magnet>(again) == magnet, "what was written reads the same", written);
}

}  // namespace swarmsim
