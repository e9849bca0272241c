// The table of kinds is whole, and docs/trace-format.md holds it.
//
// To write the page anew: SWARMSIM_WRITE_DOCS=1 build/release/swarmsim_tests "[docs]".

#include "sim/trace/kinds.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

namespace swarmsim::kinds_test {

namespace {

const std::string page_path = source_dir() + "/docs/trace-format.md";
const std::string begin_marker = "which a test compares -->\n";
const std::string end_marker = "<!-- end -->";

std::string read_page() {
  std::ifstream file(page_path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("the page of the trace format holds the table that writes", "[trace][docs]") {
  std::string page = read_page();
  const std::size_t begin = page.find(begin_marker);
  const std::size_t end = page.find(end_marker);
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  const std::size_t first = begin + begin_marker.size();
  const std::string expected = trace_format_markdown() + "\n";
  if (std::getenv("SWARMSIM_WRITE_DOCS") != nullptr) {
    page.replace(first, end - first, expected);
    std::ofstream(page_path, std::ios::binary) << page;
  }
  page = read_page();
  CHECK(page.substr(first, page.find(end_marker) - first) == expected);
}

TEST_CASE("every message has a row under its own name", "[trace]") {
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(MessageKind::goodbye); ++i) {
    const auto message = static_cast<MessageKind>(i);
    CHECK(name_of(record_kind(message)) == name_of(message));
    CHECK(spec_of(record_kind(message)).level() == TraceLevel::wire);
  }
}

TEST_CASE("kinds keep their numbers and names", "[trace]") {
  const auto numbered = [](unsigned number) { return name_of(static_cast<RecordKind>(number)); };
  const std::vector<std::string_view> names{"arrived",
                                            "left",
                                            "connected",
                                            "refused",
                                            "disconnected",
                                            "announced",
                                            "answered",
                                            "scraped",
                                            "expired",
                                            "commanded",
                                            "piece_completed",
                                            "piece_failed",
                                            "download_completed",
                                            "choke_round",
                                            "snubbed"};
  for (std::size_t i = 0; i < names.size(); ++i) CHECK(numbered(32 + static_cast<unsigned>(i)) == names[i]);
  CHECK(numbered(128) == "choked");
  CHECK(numbered(129) == "unchoked");
  CHECK(numbered(130) == "sample");
}

TEST_CASE("rows are sorted by number, names and the fields of one kind are distinct", "[trace]") {
  std::set<std::string_view> names{"end"};  // the last line's
  for (const KindSpec& kind : all_kinds()) {
    CHECK(names.insert(kind.name).second);
    CHECK(find_kind(kind.name) == &kind);
    CHECK(&spec_of(kind.kind) == &kind);
    std::set<std::string_view> fields{"t", "kind", "peer", "from", "to", "content"};
    for (const FieldSpec& field : kind.fields) CHECK(fields.insert(field.name).second);
    CHECK(kind.is_hashed() == (static_cast<unsigned>(kind.kind) < 128));
  }
  CHECK(std::ranges::is_sorted(all_kinds(), {}, &KindSpec::kind));
  CHECK(find_kind("blok") == nullptr);
}

}  // namespace swarmsim::kinds_test
