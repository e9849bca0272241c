// docs/scenario-format.md lists exactly what the loader checks against.
//
// To write the page anew: SWARMSIM_WRITE_DOCS=1 build/release/swarmsim_tests "[docs]".

#include "sim/scenario/schema_text.hpp"

#include <cctype>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/docs_page.hpp"

namespace swarmsim::schema_text_test {

namespace {

const std::string page_path = "docs/scenario-format.md";
const std::string begin_marker = "a test compares -->\n";
const std::string end_marker = "<!-- end -->";

/// The heading's anchor by GitHub's rule: lower case, blanks to hyphens, no punctuation.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0 || c == '-' || c == '_') anchor += static_cast<char>(std::tolower(letter));
    if (c == ' ') anchor += '-';
  }
  return anchor;
}

}  // namespace

TEST_CASE("the page of the scenario format holds the table that parses", "[scenario][docs]") {
  std::string page = read_source_file(page_path);
  const std::size_t begin = page.find(begin_marker);
  const std::size_t end = page.find(end_marker);
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  const std::size_t first = begin + begin_marker.size();
  if (writes_docs()) {
    page.replace(first, end - first, scenario_format_markdown() + "\n");
    write_source_file(page_path, page);
  }
  page = read_source_file(page_path);
  CHECK(page.substr(first, page.find(end_marker) - first) == scenario_format_markdown() + "\n");
}

TEST_CASE("every link within the page of the scenario format leads to one heading", "[scenario][docs]") {
  const std::string page = read_source_file(page_path);
  std::set<std::string> anchors;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("#")) continue;
    const std::string heading = line.substr(line.find(' ') + 1);
    CAPTURE(heading);
    CHECK(anchors.insert(anchor_of(heading)).second);
  }
  std::size_t links = 0;
  for (std::size_t at = page.find("](#"); at != std::string::npos; at = page.find("](#", at + 1)) {
    const std::string anchor = page.substr(at + 3, page.find(')', at) - at - 3);
    CAPTURE(anchor);
    CHECK(anchors.contains(anchor));
    ++links;
  }
  CHECK(links > 20);
}

}  // namespace swarmsim::schema_text_test
