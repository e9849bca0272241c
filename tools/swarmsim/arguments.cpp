#include "tools/swarmsim/arguments.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/subcommands.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

std::variant<cxxopts::ParseResult, int> read(const Syntax& syntax, const std::string& title,
                                             std::string_view help, int argc, char** argv) {
  cxxopts::Options options(title);
  OptionNames names;
  for (const OptionSpec& option : syntax.options) {
    std::string spelling(option.name);
    names.known.push_back("--" + spelling);
    if (option.letter != 0) {
      names.known.push_back(fmt::format("-{}", option.letter));
      spelling = fmt::format("{},{}", option.letter, option.name);
    }
    if (option.value == ValueKind::none) {
      options.add_options()(spelling, "");
    } else if (option.repeats) {
      options.add_options()(spelling, "", cxxopts::value<std::vector<std::string>>());
    } else {
      options.add_options()(spelling, "", cxxopts::value<std::string>());
    }
  }
  auto parsed = parse_options(options, names, argc, argv);
  if (const auto* problem = std::get_if<UsageProblem>(&parsed)) {
    complain(problem->message);
    return exit_bad_input;
  }
  auto& given = std::get<cxxopts::ParseResult>(parsed);
  if (given.count("help") > 0) return print(help, exit_ok);
  return given;
}

}  // namespace

std::variant<cxxopts::ParseResult, int> read_arguments(int argc, char** argv) {
  const Subcommand* subcommand = find_subcommand(argv[0]);
  check(subcommand != nullptr, "arguments: a subcommand reads its own");
  return read(subcommand->syntax, fmt::format("swarmsim {}", argv[0]), *subcommand->help, argc, argv);
}

std::variant<cxxopts::ParseResult, int> read_verb_arguments(std::string_view subcommand,
                                                            std::string_view help, int argc, char** argv) {
  const std::span<const Syntax> verbs = find_subcommand(subcommand)->verbs;
  const auto verb =
      std::find_if(verbs.begin(), verbs.end(), [argv](const Syntax& one) { return one.name == argv[0]; });
  check(verb != verbs.end(), "arguments: a verb reads its own");
  return read(*verb, fmt::format("swarmsim {} {}", subcommand, argv[0]), help, argc, argv);
}

std::vector<std::string> positional(const cxxopts::ParseResult& given) {
  if (given.count("arguments") == 0) return {};
  return given["arguments"].as<std::vector<std::string>>();
}

}  // namespace swarmsim
