#include "tools/swarmsim/options.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/base/words.hpp"

namespace swarmsim {

namespace {

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
  options.add_options()("scenario", "", cxxopts::value<std::vector<std::string>>());
  options.parse_positional({"scenario"});
  options.allow_unrecognised_options();
  try {
    cxxopts::ParseResult result = options.parse(argc, argv);
    if (!result.unmatched().empty()) return explain_unknown(result.unmatched().front(), names);
    return result;
  } catch (const cxxopts::exceptions::exception& problem) {
    return UsageProblem{problem.what()};
  }
}

}  // namespace swarmsim
