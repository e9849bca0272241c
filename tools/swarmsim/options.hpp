#pragma once
// The options of one subcommand, read by cxxopts, with our own words for what is wrong.
//
// An option that contracts reserve for later is answered "not in this version"; a misspelt one gets a
// guess. Nothing is ignored. Options and scenarios may stand in any order.

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// By default cxxopts splits the values of repeatable options, and paths, at commas.
#define CXXOPTS_VECTOR_DELIMITER '\0'
#include <cxxopts.hpp>

namespace swarmsim {

struct UsageProblem {
  std::string message;
};

struct OptionNames {
  std::vector<std::string> known;  ///< with their dashes: "--seed"
  std::vector<std::string> later;
};

/// `options` with a positional list called "arguments" added to it, applied to the arguments.
std::variant<cxxopts::ParseResult, UsageProblem> parse_options(cxxopts::Options& options,
                                                               const OptionNames& names, int argc,
                                                               char** argv);

/// The value of --`name`, a whole number from `least` to `most`; absent if it is not given.
std::variant<std::optional<std::size_t>, UsageProblem> read_count(const cxxopts::ParseResult& given,
                                                                  const char* name, std::size_t least,
                                                                  std::size_t most);
/// Of `--jobs`.
std::variant<std::optional<std::size_t>, UsageProblem> read_jobs(const cxxopts::ParseResult& given);

}  // namespace swarmsim
