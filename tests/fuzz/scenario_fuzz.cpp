// Any bytes as a scenario. What must hold beyond "it ends, and no sanitizer speaks":
//
//  1. loading returns; it throws nothing, not even for want of memory;
//  2. every problem is one plain line and lies in a text that there is;
//  3. a scenario without problems resolves to a text that loads without problems;
//  4. and that text resolves to itself.
//
// Two files exist beside it: "again.json", which is the same text, and "list.csv".

#include <cstddef>
#include <cstdint>
#include <string>

#include "sim/peer/registry.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/resolved.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/target.hpp"

namespace swarmsim {

namespace {

std::string input;

FileText read_beside(const std::string& path) {
  if (path == "again.json") return input;
  if (path == "list.csv") return std::string("1 s\n2 s\n5 s\n");
  return FileProblem{"cannot be read"};
}

const KnownNames& registered_names() {
  static const KnownNames names = known_names(Registry::standard());
  return names;
}

void check_problems(const LoadResult& loaded) {
  for (const Diagnostic& problem : loaded.problems) {
    promise(is_one_plain_line(problem.message), "a problem is one plain line", problem.message);
    promise(problem.line >= 1 && problem.column >= 1, "a problem has a place", problem.message);
  }
}

std::string resolve(const LoadResult& loaded) {
  return resolved_scenario(loaded.scenario, Registry::standard());
}

}  // namespace

void run_input(std::string text) {
  input = std::move(text);
  const LoadResult loaded = load_scenario(input, "fuzz.json", registered_names(), {read_beside, {}});
  check_problems(loaded);
  if (!loaded.problems.empty()) return;
  const std::string resolved = resolve(loaded);
  const LoadResult again = load_scenario(resolved, "resolved.json", registered_names());
  if (!again.problems.empty()) {
    promise(false, "a resolved scenario loads", format_diagnostic(again.problems.front()) + "\n" + resolved);
  }
  promise(resolve(again) == resolved, "a resolved scenario resolves to itself", resolved);
}

}  // namespace swarmsim
