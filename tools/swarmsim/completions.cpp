// swarmsim completions: what a shell needs to complete our command lines.

#include <algorithm>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/completion_scripts.hpp"
#include "tools/swarmsim/subcommands.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

int completions_main(int argc, char** argv) {
  const auto read = read_arguments(argc, argv);
  if (const int* status = std::get_if<int>(&read)) return *status;
  const std::vector<std::string> given = positional(std::get<cxxopts::ParseResult>(read));
  const std::vector<std::string> known(std::begin(shells), std::end(shells));
  if (given.size() != 1) {
    complain(fmt::format("completions needs one shell: {}", comma_list(known)));
    return exit_bad_input;
  }
  if (given[0] == "bash") return print(bash_completions(), exit_ok);
  if (given[0] == "zsh") return print(zsh_completions(), exit_ok);
  if (given[0] == "fish") return print(fish_completions(), exit_ok);
  complain(fmt::format("no completions for {}{} (shells: {})", in_quotes(given[0]),
                       did_you_mean(given[0], known), comma_list(known)));
  return exit_bad_input;
}

}  // namespace swarmsim
