// Slips of the finger: single tokens of the shipped scenarios, damaged at random.
//
// Whatever a slip makes of a scenario, loading it ends, in a scenario or in problems, and the first problem
// is said of the line that was damaged. Where a bracket is gone its right place may be anybody's guess, and
// a definition that was renamed is found where its old name is used: both count as misses here.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <variant>
#include <vector>

#include "core/base/rng.hpp"
#include "sim/peer/registry.hpp"
#include "sim/report/expect.hpp"
#include "sim/scenario/json_syntax.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"
#include "sim/world/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

namespace swarmsim::mutation_test {

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> shipped_scenarios() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() + "/scenarios")) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Token> tokens_of(const std::string& text) {
  std::vector<Token> tokens;
  for (std::size_t at = skip_blanks(text, 0); at < text.size(); at = skip_blanks(text, at)) {
    tokens.push_back({at, std::max(token_end(text, at), at + 1)});
    at = tokens.back().end;
  }
  return tokens;
}

int line_at(const std::string& text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(offset);
  return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

struct Mutation {
  std::string what;
  std::string text;
  int first_line = 0;  ///< the lines that the slip touched
  int last_line = 0;
};

std::string pick(Rng& rng, const std::vector<std::string>& list) { return list[rng.below(list.size())]; }

/// `token` with one of its letters or digits replaced; punctuation becomes other punctuation.
std::string other_character(std::string token, Rng& rng) {
  const bool is_text = token.front() == '"' && token.size() > 2;
  const std::size_t first = is_text ? 1 : 0;
  const std::size_t at = first + rng.below(token.size() - 2 * first);
  const std::string from = token.size() == 1 ? "{}[]:,0123456789" : "abcdefghijklmnopqrstuvwxyz0123456789";
  token[at] = from[rng.below(from.size())];
  return token;
}

/// `token` with its last word replaced by another unit.
std::string other_unit(const std::string& token, Rng& rng) {
  const std::size_t blank = token.rfind(' ');
  const bool has_number = token.size() > 3 && token[1] >= '0' && token[1] <= '9';
  const bool is_quantity = has_number && blank != std::string::npos;
  if (!is_quantity) return other_character(token, rng);
  const std::string unit = pick(rng, {"s", "ms", "MiB", "mib", "Mbit/s", "kB/s", "minutes", "%", ""});
  return token.substr(0, blank + 1) + unit + '"';
}

/// What becomes of one token, by the kind of slip.
std::string slipped(const std::string& token, int kind, Rng& rng) {
  switch (kind) {
    case 0: return "";
    case 1: return token + ' ' + token;
    case 2: return other_unit(token, rng);
    case 3: return pick(rng, {"7", "\"x\"", "true", "null", "[]", "{}", "-1", "1.5", "\"\""});
    case 4: return token.front() == '"' ? token.substr(rng.below(2), token.size() - 1) : std::string();
    default: return other_character(token, rng);
  }
}

Mutation mutate(const std::string& text, Rng& rng) {
  const std::vector<Token> tokens = tokens_of(text);
  const std::size_t index = rng.below(tokens.size());
  const Token token = tokens[index];
  const std::string old = text.substr(token.begin, token.end - token.begin);
  const int kind = static_cast<int>(rng.below(8));
  Mutation mutation;
  mutation.first_line = mutation.last_line = line_at(text, token.begin);
  if (kind == 7 && index + 1 < tokens.size()) {
    const Token next = tokens[index + 1];
    const std::string between = text.substr(token.end, next.begin - token.end);
    const std::string other = text.substr(next.begin, next.end - next.begin);
    mutation.what = "swapped " + old + " with " + other;
    mutation.text = text.substr(0, token.begin) + other + between + old + text.substr(next.end);
    mutation.last_line = line_at(text, next.begin);
    return mutation;
  }
  const std::string changed = slipped(old, kind, rng);
  mutation.what = "made " + old + " to " + changed;
  mutation.text = text.substr(0, token.begin) + changed + text.substr(token.end);
  return mutation;
}

/// Includes and CSV files stand beside the shipped scenarios.
FileText read_beside(const std::string& path) {
  const std::filesystem::path full = std::filesystem::path(source_dir()) / "scenarios" / path;
  if (!std::filesystem::is_regular_file(full)) return FileProblem{"cannot be read"};
  return text_of(full);
}

/// What check says of `text`: of its expectations only if the rest is good.
std::vector<Diagnostic> problems_of(const std::string& text) {
  LoadResult loaded =
      load_scenario(text, "mutated.json", known_names(Registry::standard()), {read_beside, {}});
  if (!loaded.problems.empty()) return loaded.problems;
  for (ContentSpec& content : loaded.scenario.contents) content.data = DataKind::none;
  return check_expectations(World(loaded.scenario, loaded.scenario.seed, Registry::standard()));
}

}  // namespace

TEST_CASE("slips in the shipped scenarios are answered, and at their line", "[scenario][mutation]") {
  constexpr int slips_in_all = 500;
  const auto files = static_cast<int>(shipped_scenarios().size());
  const int slips = slips_in_all / files + 1;  // of each file
  constexpr int percent_min = 95;
  int answered = 0;
  int right = 0;
  std::string misses;
  for (const std::filesystem::path& path : shipped_scenarios()) {
    const std::string text = text_of(path);
    REQUIRE(problems_of(text).empty());
    for (int i = 0; i < slips; ++i) {
      Rng rng(static_cast<std::uint64_t>(i), "slip", path.filename().string());
      const Mutation mutation = mutate(text, rng);
      INFO(path.filename().string() << ", slip " << i << ": " << mutation.what);
      std::vector<Diagnostic> problems;
      REQUIRE_NOTHROW(problems = problems_of(mutation.text));
      if (problems.empty()) continue;
      ++answered;
      const Diagnostic& first = problems.front();
      const bool is_right = first.line >= mutation.first_line && first.line <= mutation.last_line;
      if (is_right) ++right;
      if (is_right) continue;
      misses += path.filename().string() + ":" + std::to_string(mutation.first_line) + " " + mutation.what +
                "\n    " + std::to_string(first.line) + ": " + first.message + "\n";
    }
  }
  INFO(right << " of " << answered << " slips that were answered were answered at their line; the others:\n"
             << misses);
  CHECK(answered >= slips_in_all / 2);
  CHECK(right * 100 >= answered * percent_min);
}

}  // namespace swarmsim::mutation_test
