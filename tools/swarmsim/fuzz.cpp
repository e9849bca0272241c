// swarmsim fuzz: random swarms, judged; what fails is made small and saved.

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/fuzz/fuzz_case.hpp"
#include "sim/fuzz/made_files.hpp"
#include "sim/model/quantity.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/rounding.hpp"
#include "sim/scenario/resolved.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/file_list.hpp"
#include "tools/swarmsim/fuzz_batch.hpp"
#include "tools/swarmsim/output_file.hpp"
#include "tools/swarmsim/parallel.hpp"
#include "tools/swarmsim/run.hpp"
#include "tools/swarmsim/scenario_file.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

constexpr SeedRange default_seeds{1, 200};

struct FuzzRequest {
  SeedRange seeds = default_seeds;
  std::optional<std::size_t> jobs;
  std::string until_text;
  FuzzOptions options;
  std::optional<std::string> save;      ///< a directory
  std::optional<std::string> scenario;  ///< a file to judge instead of random ones
  std::size_t failures_max = 10;        ///< more of the same is no news: something is badly broken
  bool quiet = false;
  bool verbose = false;
};

using Problem = std::optional<UsageProblem>;

Problem read_seeds(const std::string& text, FuzzRequest& request) {
  const auto parsed = parse_seeds(text, true);
  if (const auto* problem = std::get_if<UsageProblem>(&parsed)) return *problem;
  request.seeds = std::get<SeedRange>(parsed);
  return std::nullopt;
}

Problem read_until(const std::string& text, FuzzRequest& request) {
  const auto parsed = parse_duration(text);
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed)) {
    return UsageProblem{"--until " + problem->message};
  }
  request.options.until = std::get<Duration>(parsed);
  request.until_text = text;
  if (request.options.until > Duration::zero()) return std::nullopt;
  return UsageProblem{fmt::format("--until {}: must be more than 0", in_quotes(text))};
}

Problem read_save(const std::string& text, FuzzRequest& request) {
  request.save = text;
  return text.empty() ? Problem(UsageProblem{"--save needs the name of a folder"}) : std::nullopt;
}

Problem read_profile(const std::string& text, FuzzRequest& request) {
  const Profile* found = Registry::standard().find_profile(text);
  if (found != nullptr) request.options.profile = found->name;
  if (found != nullptr) return std::nullopt;
  const std::vector<std::string> names = Registry::standard().profile_names();
  return UsageProblem{fmt::format("--profile {}: unknown profile (profiles: {}){}", in_quotes(text),
                                  comma_list(names), did_you_mean(text, names))};
}

Problem read_scenario_path(const std::string& text, FuzzRequest& request) {
  request.scenario = text;
  return text.empty() ? Problem(UsageProblem{"--scenario needs the name of a file"}) : std::nullopt;
}

constexpr std::pair<const char*, Problem (*)(const std::string&, FuzzRequest&)> fuzz_options_with_value[] = {
    {"seeds", read_seeds},
    {"until", read_until},
    {"save", read_save},
    {"profile", read_profile},
    {"scenario", read_scenario_path}};

std::variant<FuzzRequest, UsageProblem> read_fuzz_request(const cxxopts::ParseResult& given) {
  FuzzRequest request;
  request.quiet = given.count("quiet") > 0;
  request.verbose = given.count("verbose") > 0;
  if (given.count("first") > 0) {
    request.failures_max = 1;
    request.options.shrink_tries_max = 0;
  }
  for (const auto& [name, read] : fuzz_options_with_value) {
    if (given.count(name) == 0) continue;
    if (given.count(name) > 1) return UsageProblem{fmt::format("--{} is given more than once", name)};
    if (auto problem = read(given[name].as<std::string>(), request)) return *problem;
  }
  const auto jobs = read_jobs(given);
  if (const auto* problem = std::get_if<UsageProblem>(&jobs)) return *problem;
  request.jobs = std::get<std::optional<std::size_t>>(jobs);
  if (request.quiet && request.verbose) return UsageProblem{"-q and -v contradict each other"};
  if (request.scenario && given.count("seeds") > 0) {
    return UsageProblem{"--scenario has a seed of its own: not with --seeds"};
  }
  if (request.scenario && given.count("profile") > 0) {
    return UsageProblem{"--scenario has clients of its own: not with --profile"};
  }
  return request;
}

/// Writes the files at or below `path`, made out of it, below `folder`.
std::optional<FileProblem> save_made_files(const std::string& path, const std::string& folder) {
  const FileList listed = list_made_files(path);
  const auto* files = std::get_if<std::vector<ListedFile>>(&listed);
  if (files == nullptr) return std::nullopt;  // of the user's own disk
  for (const ListedFile& one : *files) {
    const std::string made = path_below(path, one.path);
    const std::string place = folder + "/" + made;
    std::error_code error;  // what is not there is told by who writes into it
    std::filesystem::create_directories(std::filesystem::path(place).parent_path(), error);
    OutputFile file(place);
    file.write(std::get<std::string>(read_made_file(made)));
    if (auto problem = file.commit()) return problem;
  }
  return std::nullopt;
}

/// Writes the small scenario, and its files beside it; where it is, or an empty string after a message.
std::string save(const Scenario& scenario, const std::string& folder) {
  std::string path = folder + (folder.ends_with('/') ? "" : "/") + scenario.name + ".json";
  OutputFile file(path);
  file.write(resolved_scenario(scenario, Registry::standard()));
  auto problem = file.commit();
  for (const ContentSpec& content : scenario.contents) {
    for (const std::string& made : {content.path, content.torrent}) {
      if (!problem && !made.empty()) problem = save_made_files(made, folder.empty() ? "." : folder);
    }
  }
  if (!problem) return path;
  complain(problem->message);
  return "";
}

std::size_t count_peers(const Scenario& scenario) {
  std::size_t peers = 0;
  for (const GroupSpec& group : scenario.groups) peers += group.count.value_or(1);
  return peers;
}

std::string describe(const Violation& violation) {
  return fmt::format("  oracle     {}\n  message    {}\n  version    {} ({})\n", violation.oracle,
                     violation.message, SWARMSIM_VERSION, SWARMSIM_BUILD);
}

/// Prints failures as they come and counts what there was.
class Report final : public FuzzReader {
 public:
  explicit Report(const FuzzRequest& request) : request_(request) {}

  bool on_case(std::uint64_t seed, const TimedCase& one) override {
    took_.push_back(one.took);
    for (std::size_t i = 0; i < feature_count; ++i) features_[i] += one.found.features.test(i) ? 1 : 0;
    events_ += one.found.judgement.events;
    promised_ += one.found.judgement.liveness ? 1 : 0;
    if (!one.found.judgement.violation) return true;
    ++failures_;
    status_ = print(text_of(seed, one.found), status_ == exit_bad_input ? status_ : exit_unmet);
    return failures_ < request_.failures_max && status_ == exit_unmet;
  }

  int finish(const Stopwatch& watch) {
    if (status_ == exit_bad_input) return status_;
    std::string text;
    if (failures_ >= request_.failures_max) {
      text += fmt::format("stopped after {} failure{}\n", failures_, failures_ == 1 ? "" : "s");
    }
    if (request_.verbose) text += text_of_features();
    const Duration total = watch.total();
    text += fmt::format(
        "{} swarms, {} failures, {:.1f} s, {:.1f} ms each in the median, {:.1f} ms on average\n",
        format_count(took_.size()), failures_, rounded_seconds(total), 1e3 * median(), 1e3 * mean());
    const bool partial = is_interrupted() && took_.size() < request_.seeds.size();
    return print(text, partial ? exit_interrupted : status_);
  }

 private:
  std::string text_of(std::uint64_t seed, const FuzzCase& found) {
    const std::string until =
        request_.until_text.empty() ? "" : " --until " + shell_quoted(request_.until_text);
    std::string text =
        fmt::format("failure\n  seed       {}\n{}", seed, describe(*found.judgement.violation));
    const std::string profile =
        request_.options.profile.empty() ? "" : " --profile " + request_.options.profile;
    text += fmt::format("  reproduce  swarmsim fuzz --seeds {}{}{}\n", seed, profile, until);
    const Scenario& small = found.shrunk->scenario;
    const std::string path = save(small, request_.save.value_or("."));
    if (path.empty()) status_ = exit_bad_input;
    if (path.empty()) return text;
    return text + fmt::format("  saved      {} ({} peers, {} tries{})\n", path, count_peers(small),
                              found.shrunk->tries, found.shrunk->finished ? "" : ", not all");
  }

  std::string text_of_features() const {
    std::string text = fmt::format("{} events a run in all; {} swarms had to finish\n", format_count(events_),
                                   format_count(promised_));
    for (std::size_t i = 0; i < feature_count; ++i) {
      text += fmt::format("{:>6.1f} %  {}\n", 100.0 * static_cast<double>(features_[i]) / cases(),
                          name_of(static_cast<Feature>(i)));
    }
    return text;
  }

  double cases() const { return static_cast<double>(std::max<std::size_t>(took_.size(), 1)); }
  double mean() const {
    Duration sum{};
    for (const Duration one : took_) sum += one;
    return rounded_seconds(sum) / cases();
  }
  double median() const {
    if (took_.empty()) return 0;
    std::vector<Duration> sorted = took_;
    std::sort(sorted.begin(), sorted.end());
    return rounded_seconds(sorted[(sorted.size() - 1) / 2]);
  }

  const FuzzRequest& request_;
  std::vector<Duration> took_;
  std::array<std::uint64_t, feature_count> features_{};
  std::uint64_t events_ = 0;
  std::uint64_t promised_ = 0;
  std::size_t failures_ = 0;
  int status_ = exit_ok;
};

/// Judges one scenario file as if it had been drawn, after every instant.
int judge_file(const FuzzRequest& request) {
  ScenarioFile file = read_scenario(*request.scenario);
  complain_about(file.problems);
  if (!file.problems.empty()) return exit_bad_input;
  Scenario& scenario = file.scenario;
  if (request.options.until) {
    scenario.stop_at = std::min(scenario.stop_at, sim_start + *request.options.until);
  }
  const Registry& registry = Registry::standard();
  const Judgement judgement = judge(scenario, registry, {true, read_file, list_files});
  const auto& violation = judgement.violation;
  if (!violation) return print(fmt::format("no failure, {} events a run\n", judgement.events), exit_ok);
  std::string text = fmt::format("failure\n  scenario   {}\n{}", *request.scenario, describe(*violation));
  if (request.save) {
    const Shrunk small = shrink_failure(scenario, *violation, registry, request.options.shrink_tries_max,
                                        {false, read_file, list_files});
    const std::string path = save(small.scenario, *request.save);
    if (path.empty()) return exit_bad_input;
    text +=
        fmt::format("  saved      {} ({} peers, {} tries)\n", path, count_peers(small.scenario), small.tries);
  }
  return print(text, exit_unmet);
}

int fuzz(const FuzzRequest& request) {
  Stopwatch watch;
  watch_interrupts();
  if (request.scenario) return judge_file(request);
  Report report(request);
  run_fuzz_batch(request.seeds, request.options, threads_for(request.seeds.size(), request.jobs),
                 request.quiet, report);
  return report.finish(watch);
}

}  // namespace

int fuzz_main(int argc, char** argv) {
  const auto given = read_arguments(argc, argv);
  if (const int* status = std::get_if<int>(&given)) return *status;
  const auto& options = std::get<cxxopts::ParseResult>(given);
  if (const auto extra = positional(options); !extra.empty()) {
    complain(fmt::format("fuzz makes its own scenarios: {} is one too many (a file is judged by --scenario)",
                         in_quotes(extra.front())));
    return exit_bad_input;
  }
  const auto request = read_fuzz_request(options);
  if (const auto* problem = std::get_if<UsageProblem>(&request)) {
    complain(problem->message);
    return exit_bad_input;
  }
  return fuzz(std::get<FuzzRequest>(request));
}

}  // namespace swarmsim
