// swarmsim examples: a first hour, as command lines that work one after the other in an empty folder.

#include <string>

#include <fmt/format.h>

#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

struct Example {
  std::string_view sentence;
  std::string_view command;
};

constexpr Example examples[] = {
    {"Begin with a crowd that comes at once: a commented scenario of your own.",
     "swarmsim init flash-crowd -o crowd.json"},
    {"Find every mistake in it without running it, and see how large it is with all defaults filled in.",
     "swarmsim check --resolved crowd.json"},
    {"Run it: who finished when, and which expectations hold.", "swarmsim run crowd.json"},
    {"Run it under ten seeds and another latency: means, and how far they spread.",
     "swarmsim run crowd.json --seeds 1..10 --set network.latency='40 ms'"},
    {"Write down what happens in the first minute, and look at one peer of it.",
     "swarmsim run crowd.json --until '1 min' --trace crowd.jsonl -q || true\n"
     "swarmsim trace show crowd.jsonl --peer crowd-3 --limit 20"},
    {"Keep everything that was measured, of every peer, for a program of your own.",
     "swarmsim run crowd.json --json --peers > summary.json"},
    {"Let your editor check and complete scenarios: name this file in \"$schema\".",
     "swarmsim schema > scenario.schema.json"},
    {"Let your shell complete subcommands, options and files.",
     "swarmsim completions bash > swarmsim-completion.bash"},
};

}  // namespace

int examples_main(int argc, char** argv) {
  const auto read = read_arguments(argc, argv);
  if (const int* status = std::get_if<int>(&read)) return *status;
  if (!positional(std::get<cxxopts::ParseResult>(read)).empty()) {
    complain("examples takes no argument; see swarmsim examples --help");
    return exit_bad_input;
  }
  std::string text;
  for (const Example& example : examples) {
    text += fmt::format("{}# {}\n{}\n", text.empty() ? "" : "\n", example.sentence, example.command);
  }
  return print(text, exit_ok);
}

}  // namespace swarmsim
