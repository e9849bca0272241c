// swarmsim init: a scenario to begin with, on stdout or in a new file.

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/output_file.hpp"
#include "tools/swarmsim/templates.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

/// The sentence of the template's key "description".
std::string_view description_of(const Template& one) {
  constexpr std::string_view key = "\"description\": \"";
  const std::size_t begin = one.text.find(key);
  if (begin == std::string_view::npos) return "";
  const std::string_view rest = one.text.substr(begin + key.size());
  return rest.substr(0, rest.find('"'));
}

int list_templates() {
  std::string list;
  for (const Template& one : all_templates()) {
    list += fmt::format("{:<15} {}\n", one.name, description_of(one));
  }
  return print(list, exit_ok);
}

const Template* find_template(const std::string& name) {
  std::vector<std::string> names;
  for (const Template& one : all_templates()) {
    if (one.name == name) return &one;
    names.emplace_back(one.name);
  }
  complain(fmt::format("no template {}{} (templates: {})", in_quotes(name), did_you_mean(name, names),
                       comma_list(names)));
  return nullptr;
}

/// Writes a file that was not there, whole or not at all.
int create_file(const std::string& path, std::string_view text) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) {
    complain(fmt::format("{} is there already, and is not overwritten", in_quotes(path)));
    return exit_bad_input;
  }
  OutputFile file(path);
  file.write(text);
  const auto problem = file.commit();
  if (problem) complain(problem->message);
  return problem ? exit_bad_input : exit_ok;
}

}  // namespace

int init_main(int argc, char** argv) {
  const auto read = read_arguments(argc, argv);
  if (const int* status = std::get_if<int>(&read)) return *status;
  const auto& given = std::get<cxxopts::ParseResult>(read);
  const std::vector<std::string> names = positional(given);
  const bool to_file = given.count("output") > 0;
  if (names.size() > 1) {
    complain(fmt::format("init writes one template: {} is one too many", in_quotes(names[1])));
    return exit_bad_input;
  }
  if (names.empty() && to_file) {
    complain("which template? swarmsim init lists them");
    return exit_bad_input;
  }
  if (names.empty()) return list_templates();
  const Template* chosen = find_template(names[0]);
  if (chosen == nullptr) return exit_bad_input;
  if (!to_file) return print(chosen->text, exit_ok);
  return create_file(given["output"].as<std::string>(), chosen->text);
}

}  // namespace swarmsim
