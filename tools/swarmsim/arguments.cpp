#include "tools/swarmsim/arguments.hpp"

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/subcommands.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

std::variant<cxxopts::ParseResult, int> read_arguments(int argc, char** argv) {
  const Subcommand* subcommand = find_subcommand(argv[0]);
  check(subcommand != nullptr, "arguments: a subcommand reads its own");
  cxxopts::Options options(fmt::format("swarmsim {}", subcommand->syntax.name));
  OptionNames names;
  for (const OptionSpec& option : subcommand->syntax.options) {
    std::string spelling(option.name);
    names.known.push_back("--" + spelling);
    if (option.letter != 0) {
      names.known.push_back(fmt::format("-{}", option.letter));
      spelling = fmt::format("{},{}", option.letter, option.name);
    }
    if (option.value == ValueKind::none) {
      options.add_options()(spelling, "");
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
  if (given.count("help") > 0) return print(*subcommand->help, exit_ok);
  return given;
}

std::vector<std::string> positional(const cxxopts::ParseResult& given) {
  if (given.count("arguments") == 0) return {};
  return given["arguments"].as<std::vector<std::string>>();
}

}  // namespace swarmsim
