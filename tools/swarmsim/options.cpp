#include "tools/swarmsim/options.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/base/words.hpp"

namespace swarmsim {

namespace {

/// More threads than any machine has a use for; each costs memory before it does anything.
constexpr std::size_t jobs_max = 1'024;

UsageProblem explain_unknown(const std::string& argument, const OptionNames& names) {
  const std::string option = argument.substr(0, argument.find('='));
  if (std::find(names.later.begin(), names.later.end(), option) != names.later.end()) {
    return {fmt::format("{} is not in this version", in_quotes(option))};
  }
  return {fmt::format("no option {}{}", in_quotes(option), did_you_mean(option, names.known))};
}

}  // namespace

std::variant<cxxopts::ParseResult, UsageProblem> parse_options(cxxopts::Options& options,
                                                               const OptionNames& names, int argc,
                                                               char** argv) {
  options.add_options()("arguments", "", cxxopts::value<std::vector<std::string>>());
  options.parse_positional({"arguments"});
  options.allow_unrecognised_options();
  try {
    cxxopts::ParseResult result = options.parse(argc, argv);
    if (!result.unmatched().empty()) return explain_unknown(result.unmatched().front(), names);
    return result;
  } catch (const cxxopts::exceptions::exception& problem) {
    return UsageProblem{problem.what()};
  }
}

std::variant<std::optional<std::size_t>, UsageProblem> read_count(const cxxopts::ParseResult& given,
                                                                  const char* name, std::size_t least,
                                                                  std::size_t most) {
  if (given.count(name) == 0) return std::nullopt;
  const std::string text = given[name].as<std::string>();
  std::size_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, count);
  if (problem == std::errc{} && stopped == end && count >= least && count <= most) return count;
  return UsageProblem{
      fmt::format("--{} {}: expected a whole number from {} to {}", name, in_quotes(text), least, most)};
}

std::variant<std::optional<std::size_t>, UsageProblem> read_jobs(const cxxopts::ParseResult& given) {
  return read_count(given, "jobs", 1, jobs_max);
}

}  // namespace swarmsim
