// swarmsim trace diff: the first difference of two traces.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "sim/trace/trace_diff.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/options.hpp"
#include "tools/swarmsim/terminal.hpp"
#include "tools/swarmsim/trace_commands.hpp"
#include "tools/swarmsim/trace_file.hpp"

namespace swarmsim {

namespace {

struct DiffRequest {
  std::string a;
  std::string b;
  std::size_t context = trace_diff_context;
};

std::variant<DiffRequest, UsageProblem> read_diff(const cxxopts::ParseResult& given) {
  const std::vector<std::string> paths = positional(given);
  if (paths.size() != 2) return UsageProblem{"trace diff needs two traces; see swarmsim trace diff --help"};
  if (paths[0] == "-" && paths[1] == "-") return UsageProblem{"only one of two traces can be stdin"};
  DiffRequest request{paths[0], paths[1]};
  const auto context = read_count(given, "context", 0, trace_diff_context_max);
  if (const auto* problem = std::get_if<UsageProblem>(&context)) return *problem;
  request.context = std::get<std::optional<std::size_t>>(context).value_or(request.context);
  return request;
}

std::string report(const DiffRequest& request, const TraceDiff& found, const TraceTotals& totals) {
  const std::string text = diff_text(found, "a", "b");
  if (!found.is_same_run()) return fmt::format("a is {}, b is {}\n{}", request.a, request.b, text);
  return fmt::format("{}the same run: {} records, fingerprint {}\n", text, totals.records,
                     totals.fingerprint);
}

int diff(const DiffRequest& request) {
  TraceFile a_file(request.a);
  TraceFile b_file(request.b);
  TraceReader a(a_file);
  TraceReader b(b_file);
  const TraceDiff found = diff_traces(a, b, request.context);
  const auto a_problem = problem_of(request.a, a_file, a);
  const auto b_problem = problem_of(request.b, b_file, b);
  const bool is_damaged = a_problem || b_problem;
  int status = exit_bad_input;
  if (found.divergence || !is_damaged) status = print(report(request, found, a.totals()), exit_ok);
  for (const auto& problem : {a_problem, b_problem}) {
    if (problem) complain(*problem);
  }
  if (is_damaged || status != exit_ok) return exit_bad_input;
  return found.is_same_run() ? exit_ok : exit_unmet;
}

}  // namespace

int trace_diff_main(int argc, char** argv) {
  const auto given = read_verb_arguments("trace", trace_diff_help, argc, argv);
  if (const int* status = std::get_if<int>(&given)) return *status;
  const auto request = read_diff(std::get<cxxopts::ParseResult>(given));
  if (const auto* problem = std::get_if<UsageProblem>(&request)) {
    complain(problem->message);
    return exit_bad_input;
  }
  return diff(std::get<DiffRequest>(request));
}

}  // namespace swarmsim
