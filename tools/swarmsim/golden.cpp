// swarmsim golden: its subcommands, their options, and the threads that share the scenarios.

#include "tools/swarmsim/golden.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/help.hpp"
#include "tools/swarmsim/options.hpp"
#include "tools/swarmsim/parallel.hpp"
#include "tools/swarmsim/status_line.hpp"

namespace swarmsim {

namespace {

/// What golden test and golden accept have in common.
struct GoldenRequest {
  GoldenOptions options;
  GoldenPlaces places;
  std::optional<std::size_t> jobs;
  std::string junit;  ///< file; empty for none
  bool quiet = false;
};

using DoOne = GoldenResult (*)(const GoldenPlace&, const GoldenOptions&);

/// Every scenario, by several threads; results in the order of the scenarios.
class GoldenBatch final : public ParallelWork {
 public:
  GoldenBatch(const GoldenRequest& request, DoOne do_one)
      : request_(request), do_one_(do_one), line_(request.quiet, ColourChoice::automatic) {}

  std::vector<GoldenResult> run() {
    const std::size_t count = request_.places.scenarios.size();
    results_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      results_[i].scenario = request_.places.scenarios[i].scenario;
      results_[i].verdict = GoldenVerdict::interrupted;  // until it is not
    }
    work_parallel(*this, count, threads_for(count, request_.jobs));
    line_.clear();
    return std::move(results_);
  }

 private:
  bool wants_more() const override { return !is_interrupted(); }
  void work(std::size_t index) override {
    results_[index] = do_one_(request_.places.scenarios[index], request_.options);
  }
  void look(std::size_t done) override {
    if (line_.is_due()) line_.show(fmt::format("{}/{} scenarios", done, results_.size()));
  }

  const GoldenRequest& request_;
  DoOne do_one_;
  std::vector<GoldenResult> results_;
  StatusLine line_;
};

bool is_set_to(const char* name, std::initializer_list<std::string_view> words) {
  const char* const value = std::getenv(name);
  if (value == nullptr) return false;
  std::string lower(value);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(words.begin(), words.end(), lower) != words.end();
}

/// A bug goes before bad input, and bad input before a difference.
int exit_code_of(const std::vector<GoldenResult>& results) {
  constexpr std::array<std::pair<GoldenVerdict, int>, 4> by_weight{
      {{GoldenVerdict::broken, exit_internal},
       {GoldenVerdict::interrupted, exit_interrupted},
       {GoldenVerdict::bad_input, exit_bad_input},
       {GoldenVerdict::unmet, exit_unmet}}};
  for (const auto& [verdict, code] : by_weight) {
    for (const GoldenResult& result : results) {
      if (result.verdict == verdict) return code;
    }
  }
  return exit_ok;
}

/// Errors go to stderr in full, as those of every subcommand.
void complain_about_errors(const std::vector<GoldenResult>& results) {
  for (const GoldenResult& result : results) {
    if (result.verdict != GoldenVerdict::bad_input && result.verdict != GoldenVerdict::broken) continue;
    std::fwrite(result.text.data(), 1, result.text.size(), stderr);
  }
}

std::size_t count_of(const std::vector<GoldenResult>& results, GoldenVerdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(),
                    [verdict](const GoldenResult& result) { return result.verdict == verdict; }));
}

int test(const GoldenRequest& request) {
  std::vector<GoldenResult> results = GoldenBatch(request, test_golden).run();
  for (const std::string& path : request.places.stale) results.push_back(stale_golden(path));
  complain_about_errors(results);
  std::string text = golden_lines(results, request.quiet);
  if (!request.quiet) {
    text +=
        fmt::format("{} of {} as their goldens\n", count_of(results, GoldenVerdict::good), results.size());
  }
  if (is_set_to("GITHUB_ACTIONS", {"true"})) text += golden_annotations(results);
  const int status = print(text, exit_code_of(results));
  if (request.junit.empty()) return status;
  OutputFile junit(request.junit);
  junit.write(golden_junit(results));
  const auto problem = junit.commit();
  if (!problem) return status;
  complain(problem->message);
  return exit_bad_input;
}

/// All or nothing: a scenario that cannot be accepted keeps every golden as it is.
int accept(const GoldenRequest& request) {
  if (is_set_to("CI", {"true", "1"})) {
    complain("golden accept is refused where CI is set: people accept goldens, and say why in the commit");
    return exit_bad_input;
  }
  const std::vector<GoldenResult> results = GoldenBatch(request, accept_golden).run();
  complain_about_errors(results);
  for (const std::string& path : request.places.stale) complain(path + ": has no scenario, remove it");
  const int status = print(golden_lines(results, request.quiet), exit_code_of(results));
  if (status != exit_ok) {
    complain("nothing was accepted");
    return status;
  }
  for (const GoldenResult& result : results) {
    for (const auto& file : result.accepted) {
      if (const auto problem = file->commit()) {
        complain(problem->message);
        return exit_bad_input;
      }
    }
  }
  return exit_ok;
}

using Given = cxxopts::ParseResult;

std::variant<GoldenRequest, UsageProblem> read_common(const Given& given) {
  GoldenRequest request;
  request.quiet = given.count("quiet") > 0;
  const auto jobs = read_jobs(given);
  if (const auto* problem = std::get_if<UsageProblem>(&jobs)) return *problem;
  request.jobs = std::get<std::optional<std::size_t>>(jobs);
  auto places = find_goldens(positional(given));
  if (const auto* problem = std::get_if<UsageProblem>(&places)) return *problem;
  request.places = std::get<GoldenPlaces>(std::move(places));
  return request;
}

std::variant<GoldenRequest, UsageProblem> read_test(const Given& given) {
  auto read = read_common(given);
  auto* request = std::get_if<GoldenRequest>(&read);
  if (request == nullptr) return read;
  request->options.only_fingerprints = given.count("fingerprints") > 0;
  if (given.count("junit") > 0) request->junit = given["junit"].as<std::string>();
  if (given.count("junit") > 0 && request->junit.empty())
    return UsageProblem{"--junit \"\": expected a file"};
  const auto context = read_count(given, "context", 0, trace_diff_context_max);
  if (const auto* problem = std::get_if<UsageProblem>(&context)) return *problem;
  request->options.context = std::get<std::optional<std::size_t>>(context).value_or(request->options.context);
  return read;
}

std::variant<GoldenRequest, UsageProblem> read_accept(const Given& given) {
  auto read = read_common(given);
  if (auto* request = std::get_if<GoldenRequest>(&read)) {
    request->options.metrics = given.count("metrics") > 0;
    request->options.traces = given.count("traces") > 0;
  }
  return read;
}

/// What `golden VERB` is: how its options are read, and what is done then.
struct GoldenVerb {
  std::string_view help;
  std::variant<GoldenRequest, UsageProblem> (*read)(const Given& given);
  int (*act)(const GoldenRequest& request);
};

int act(const GoldenVerb& verb, int argc, char** argv) {
  const auto given = read_verb_arguments("golden", verb.help, argc, argv);
  if (const int* status = std::get_if<int>(&given)) return *status;
  const auto request = verb.read(std::get<Given>(given));
  if (const auto* problem = std::get_if<UsageProblem>(&request)) {
    complain(problem->message);
    return exit_bad_input;
  }
  watch_interrupts();
  return verb.act(std::get<GoldenRequest>(request));
}

}  // namespace

int golden_main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "test") return act({golden_test_help, read_test, test}, argc - 1, argv + 1);
  if (name == "accept") return act({golden_accept_help, read_accept, accept}, argc - 1, argv + 1);
  if (name == "--help" || name == "-h" || name == "help") return print(golden_help, exit_ok);
  if (name.empty()) {
    complain("golden what? see swarmsim golden --help");
  } else {
    complain(fmt::format("no subcommand {} of golden{}; see swarmsim golden --help", in_quotes(name),
                         did_you_mean(name, {"test", "accept"})));
  }
  return exit_bad_input;
}

}  // namespace swarmsim
