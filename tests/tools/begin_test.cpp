// The subcommands for somebody's first hour: init, examples, schema, help and the manual page.

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/support/docs_page.hpp"
#include "tests/support/paths.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::begin_test {

namespace {

const std::vector<std::string> templates{"flash-crowd", "leaving-seed",   "minimal",
                                         "seedless",    "tracker-outage", "two-classes"};

struct Row {
  std::string arguments;
  std::string message;
};

/// What the shells are told of one subcommand, or of one verb of it.
struct OfferedCommand {
  std::string words;
  std::vector<std::string> options;  ///< with their dashes
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), {}};
}

/// The text between the first two quotes at or behind `at`.
std::string quoted(const std::string& text, std::size_t at) {
  const std::size_t begin = text.find('\'', at) + 1;
  return text.substr(begin, text.find('\'', begin) - begin);
}

std::vector<OfferedCommand> offered_commands() {
  const std::string script = swarmsim("completions bash").out;
  std::vector<OfferedCommand> commands;
  const std::string marker = "_swarmsim_words '-";
  for (std::size_t at = script.find(marker); at != std::string::npos; at = script.find(marker, at + 1)) {
    const std::size_t line = script.rfind("\n    '", at);
    if (line != std::string::npos) commands.push_back({quoted(script, line), words_of(quoted(script, at))});
  }
  return commands;
}

/// The long options that a help text explains.
std::vector<std::string> options_in(const std::string& help) {
  std::vector<std::string> options;
  for (std::size_t at = help.find("\n  -"); at != std::string::npos; at = help.find("\n  -", at + 1)) {
    const std::size_t begin = help.find("--", at);
    options.push_back(help.substr(begin, help.find_first_of(" ,=\n", begin) - begin));
  }
  return options;
}

}  // namespace

TEST_CASE("init lists its templates with a sentence each", "[program]") {
  const Outcome outcome = swarmsim("init");
  CHECK(outcome.status == 0);
  std::istringstream lines(outcome.out);
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    names.push_back(line.substr(0, line.find(' ')));
    CHECK(line.size() > 30);
  }
  CHECK(names == templates);
}

TEST_CASE("every template is printed as it was written, passes check and holds when run", "[program]") {
  const auto name = GENERATE(from_range(templates));
  CAPTURE(name);
  const Scratch folder;
  const std::string path = folder.path("made.json");
  CHECK(swarmsim("init " + name).out == read_source_file("tools/swarmsim/templates/" + name + ".json"));
  CHECK(swarmsim("init " + name + " -o '" + path + "'").status == 0);
  CHECK(read(path) == swarmsim("init " + name).out);
  const Outcome check = swarmsim("check '" + path + "'");
  CHECK(check.status == 0);
  CHECK(check.err == "");
  const Outcome run = swarmsim("run '" + path + "'");
  CAPTURE(run.out, run.err);
  CHECK(run.status == 0);
  CHECK(has(run.out, "\nok      "));
}

TEST_CASE("init never overwrites, and leaves nothing behind where it cannot write", "[program]") {
  const Scratch folder;
  const std::string path = folder.write("mine.json", "mine");
  const Outcome there = swarmsim("init minimal -o '" + path + "'");
  CHECK(there.status == 2);
  CHECK(has(there.err, "is there already, and is not overwritten"));
  CHECK(read(path) == "mine");
  const Outcome nowhere = swarmsim("init minimal -o '" + folder.path("no/where.json") + "'");
  CHECK(nowhere.status == 2);
  CHECK(has(nowhere.err, "cannot be written: No such file or directory"));
  CHECK(shell("cd '" + folder.path("") + "'; ls -A").out == "mine.json\n");
}

TEST_CASE("init, examples and schema refuse what they do not know", "[program]") {
  const auto row = GENERATE(values<Row>({
      {"init minmal", R"(no template "minmal"; did you mean "minimal"? (templates: flash-crowd, )"},
      {"init minimal seedless", R"(init writes one template: "seedless" is one too many)"},
      {"init -o f.json", "which template? swarmsim init lists them"},
      {"init minimal --out f.json", R"(no option "--out")"},
      {"examples more", "examples takes no argument"},
      {"schema draft-07", "schema takes no argument"},
      {"exmaples", R"(no subcommand "exmaples"; did you mean "examples"?)"},
  }));
  CAPTURE(row.arguments);
  const Outcome outcome = swarmsim(row.arguments);
  CHECK(outcome.status == 2);
  CHECK(outcome.out == "");
  CAPTURE(outcome.err);
  CHECK(has(outcome.err, row.message));
}

TEST_CASE("the examples work, one after the other in an empty folder", "[program]") {
  const Outcome outcome = swarmsim("examples");
  CHECK(outcome.status == 0);
  const Scratch folder;
  std::istringstream lines(outcome.out);
  int commands = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with("# ")) continue;
    CAPTURE(line);
    CHECK(line.starts_with("swarmsim "));
    const Outcome one = shell("swarmsim() { \"$P\" \"$@\"; }; cd '" + folder.path("") + "'\n" + line);
    CAPTURE(one.err);
    CHECK(one.status == 0);
    ++commands;
  }
  CHECK(commands >= 5);
  CHECK(commands <= 9);
  CHECK(nlohmann::json::parse(read(folder.path("summary.json")))["peers"].size() == 81);
}

TEST_CASE("schema prints the committed JSON Schema", "[program]") {
  const Outcome outcome = swarmsim("schema");
  CHECK(outcome.status == 0);
  CHECK(outcome.out == read_source_file("docs/scenario.schema.json"));
}

TEST_CASE("completions, help texts and the manual page name the same options", "[program]") {
  const std::string manual = shell("sed 's/\\\\-/-/g' '" + source_dir() + "/docs/swarmsim.1'").out;
  const std::string main = swarmsim("--help").out;
  const std::vector<OfferedCommand> commands = offered_commands();
  CHECK(commands.size() >= 8);
  for (const OfferedCommand& command : commands) {
    CAPTURE(command.words);
    CHECK(has(main, "\n  " + command.words.substr(0, command.words.find(' ')) + " "));
    CHECK(has(manual, ".SS " + command.words));
    for (const std::string& option : command.options) CHECK(has(manual, option));
    const Outcome outcome = swarmsim(command.words + " --help");
    if (outcome.status == 2 && has(outcome.err, "not in this version")) continue;
    CHECK(outcome.out.starts_with("examples:\n  "));
    for (const std::string& option : options_in(outcome.out)) {
      CAPTURE(option);
      CHECK(std::find(command.options.begin(), command.options.end(), option) != command.options.end());
    }
    if (command.words == "run") continue;  // its help text may be behind the table, never ahead of it
    for (const std::string& option : command.options) {
      if (option.starts_with("--")) CHECK(has(outcome.out, option));
    }
  }
}

TEST_CASE("the manual page renders without warnings", "[program]") {
  if (shell("command -v groff && command -v man").status != 0) return;
  const Outcome outcome =
      shell("LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l '" + source_dir() + "/docs/swarmsim.1'");
  CHECK(outcome.status == 0);
  CHECK(outcome.err == "");
  CHECK(has(outcome.out, "--resolved"));
}

}  // namespace swarmsim::begin_test
