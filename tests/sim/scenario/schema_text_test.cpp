// docs/scenario-format.md lists exactly what the loader checks against.
//
// To write the page anew: SWARMSIM_WRITE_DOCS=1 build/release/swarmsim_tests "[docs]".

#include "sim/scenario/schema_text.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/catch.hpp"

namespace swarmsim {

namespace {

const std::string page_path = std::string(SWARMSIM_SOURCE_DIR) + "/docs/scenario-format.md";
const std::string begin_marker = "a test compares -->\n";
const std::string end_marker = "<!-- end -->";

std::string read_page() {
  std::ifstream file(page_path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the page of the scenario format holds the table that parses", "[scenario][docs]") {
  std::string page = read_page();
  const std::size_t begin = page.find(begin_marker);
  const std::size_t end = page.find(end_marker);
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  const std::size_t first = begin + begin_marker.size();
  if (std::getenv("SWARMSIM_WRITE_DOCS") != nullptr) {
    page.replace(first, end - first, scenario_format_markdown() + "\n");
    std::ofstream(page_path, std::ios::binary) << page;
  }
  CHECK(read_page().substr(first, read_page().find(end_marker) - first) == scenario_format_markdown() + "\n");
}

}  // namespace swarmsim
