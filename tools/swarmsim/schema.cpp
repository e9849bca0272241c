// swarmsim schema: the JSON Schema of scenarios, for editors.

#include "sim/scenario/json_schema.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

int schema_main(int argc, char** argv) {
  const auto read = read_arguments(argc, argv);
  if (const int* status = std::get_if<int>(&read)) return *status;
  if (!positional(std::get<cxxopts::ParseResult>(read)).empty()) {
    complain("schema takes no argument; see swarmsim schema --help");
    return exit_bad_input;
  }
  return print(scenario_json_schema(), exit_ok);
}

}  // namespace swarmsim
