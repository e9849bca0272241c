#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::style::mutants_test {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// What a hunk of a patch expects to find, and where.
struct Hunk {
  std::string file;
  std::string before;
};

std::vector<Hunk> hunks_in(const std::filesystem::path& patch) {
  std::vector<Hunk> hunks;
  std::string file;
  std::ifstream in(patch);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("--- a/")) {
      file = line.substr(6);
    } else if (line.starts_with("@@ ")) {
      hunks.push_back({file, ""});
    } else if (!hunks.empty() && (line.starts_with(' ') || line.starts_with('-'))) {
      hunks.back().before += line.substr(1) + "\n";
    }
  }
  return hunks;
}

/// The first hunk of `patch` whose lines are not in its file any more.
std::optional<Hunk> stale_hunk(const std::filesystem::path& root, const std::filesystem::path& patch) {
  for (const Hunk& hunk : hunks_in(patch)) {
    if (("\n" + text_of(root / hunk.file)).find("\n" + hunk.before) == std::string::npos) return hunk;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("every patch of tests/mutants still applies: its lines are in the code", "[style][mutants]") {
  const std::filesystem::path root = source_dir();
  int patches = 0;
  for (const auto& entry : std::filesystem::directory_iterator(root / "tests/mutants")) {
    if (entry.path().extension() != ".patch") continue;
    ++patches;
    INFO("draw it anew as the same bug in today's code: " << entry.path().filename());
    CHECK_FALSE(hunks_in(entry.path()).empty());
    const auto stale = stale_hunk(root, entry.path());
    INFO((stale ? stale->file + " has no lines\n" + stale->before : ""));
    CHECK_FALSE(stale);
  }
  CHECK(patches >= 13);
}

TEST_CASE("a patch whose lines have changed is noticed", "[style][mutants]") {
  const Scratch scratch;
  scratch.write("a.cpp", "one();\ntwo();\nthree();\n");
  const std::string fits = "--- a/a.cpp\n+++ b/a.cpp\n@@ -1,3 +1,2 @@\n one();\n-two();\n three();\n";
  const std::filesystem::path good = scratch.write("fits.patch", fits);
  const std::filesystem::path bad =
      scratch.write("stale.patch", "--- a/a.cpp\n@@ -1,2 +1 @@\n one();\n-too();\n");
  const std::filesystem::path root = good.parent_path();
  CHECK_FALSE(stale_hunk(root, good));
  const auto stale = stale_hunk(root, bad);
  REQUIRE(stale);
  CHECK(stale->before == "one();\ntoo();\n");
}

}  // namespace swarmsim::style::mutants_test
