// The program: finds the subcommand and turns what nobody else caught into an exit code.

#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/help.hpp"
#include "tools/swarmsim/subcommands.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

int refuse(const std::string& name) {
  std::vector<std::string> known{"help"};
  for (const Subcommand& one : all_subcommands()) known.emplace_back(one.syntax.name);
  const std::string guess = did_you_mean(name, known);
  complain(fmt::format("no subcommand {}{}; see swarmsim --help", in_quotes(name), guess));
  return exit_bad_input;
}

int dispatch(int argc, char** argv) {
  if (argc < 2) {
    complain("which subcommand? see swarmsim --help");
    return exit_bad_input;
  }
  const std::string name = argv[1];
  if (name == "--version") return print(version_line(), exit_ok);
  if (name == "--help" || name == "-h" || name == "help") return print(main_help, exit_ok);
  const Subcommand* subcommand = find_subcommand(name);
  if (subcommand == nullptr) return refuse(name);
  if (subcommand->run != nullptr) return subcommand->run(argc - 1, argv + 1);
  complain(fmt::format("{} is not in this version", in_quotes(name)));
  return exit_bad_input;
}

}  // namespace

}  // namespace swarmsim

int main(int argc, char** argv) {
  swarmsim::prepare_streams();
  try {
    return swarmsim::dispatch(argc, argv);
  } catch (const std::bad_alloc&) {
    // The input's fault, as far as a program can tell: no bug of ours, and nothing to reproduce.
    swarmsim::complain(
        "not enough memory: `swarmsim check --resolved FILE` says what a scenario needs; fewer peers or "
        "connections, larger pieces or \"data\": \"none\" need less");
    return swarmsim::exit_bad_input;
  } catch (const std::exception& error) {
    std::string command = "swarmsim";
    for (int i = 1; i < argc; ++i) command += " " + swarmsim::shell_quoted(argv[i]);
    swarmsim::complain(fmt::format("internal error: {}\n  reproduce  {}", error.what(), command));
    return swarmsim::exit_internal;
  }
}
