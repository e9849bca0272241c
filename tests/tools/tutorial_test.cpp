// docs/tutorial.md: every output in it is what the program answers.
//
// A block that begins with ```console holds lines said at a prompt, or after "$ " to a shell, and what was
// answered; one that begins with ```json NAME is a file. One session goes through the whole page. With
// SWARMSIM_WRITE_DOCS=1 the answers are written anew.

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/console/console.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/docs_page.hpp"
#include "tests/support/swarm.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::tutorial_test {

namespace {

constexpr const char* page = "docs/tutorial.md";
constexpr std::string_view file_block = "```json ";

/// The command of a line that begins with a prompt; nothing if it is an answer.
std::optional<std::string> said_in(const std::string& line) {
  if (line.starts_with("$ ")) return line.substr(2);
  const std::size_t at = line.find(" @ ");
  const std::size_t end = line.find("s> ");
  if (at == std::string::npos || end == std::string::npos || end < at) return std::nullopt;
  return line.substr(end + 3);
}

/// Recordings of the lesson go to where its shell looks for them.
class PlaceFiles final : public RecordingFiles {
 public:
  explicit PlaceFiles(const Place& place) : place_(place) {}
  std::string write(const std::string& path, const std::string& text) override {
    place_.write(path, text);
    return "";
  }

 private:
  const Place& place_;
};

class Lesson {
 public:
  std::string told_again(const std::string& text) {
    std::string told;
    bool in_block = false;
    std::string file;  // the name of the one that is being read, or nothing
    std::string file_text;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (!file.empty() && line == "```") {
        place_.write(std::exchange(file, {}), std::exchange(file_text, {}));
      } else if (!file.empty()) {
        file_text += line + "\n";
      } else if (line.starts_with(file_block)) {
        file = line.substr(file_block.size());
      }
      if (in_block && line != "```") {
        if (const auto command = said_in(line)) told += answered(line, *command);
        continue;  // an old answer
      }
      in_block = line == "```console";
      told += line + "\n";
    }
    return told;
  }

 private:
  std::string answered(const std::string& line, const std::string& command) {
    if (line.starts_with("$ ")) {
      const Outcome outcome = place_.run("swarmsim() { \"$P\" \"$@\"; }; " + command);
      return line + "\n" + outcome.out + outcome.err;
    }
    const std::string prompt = console_.prompt();
    const Reply reply = console_.execute(command);
    return prompt + command + "\n" + reply.text;
  }

  static Console fresh(PlaceFiles& files) {
    const Scenario scenario = load_swarm(read_source_file("scenarios/basic.json"));
    ConsoleOptions options;
    options.files = &files;
    options.view.width = 100;
    return Console(Session(scenario, scenario.seed, Registry::standard()), std::move(options));
  }

  Place place_;
  PlaceFiles files_{place_};
  Console console_ = fresh(files_);
};

}  // namespace

TEST_CASE("the tutorial shows what the program answers", "[docs][console]") {
  const std::string written = read_source_file(page);
  REQUIRE_FALSE(written.empty());
  const std::string told = Lesson().told_again(written);
  if (writes_docs()) write_source_file(page, told);
  const std::string now = read_source_file(page);
  std::istringstream before(now);
  std::istringstream after(told);
  std::string one;
  std::string other;
  for (int line = 1; std::getline(before, one) && std::getline(after, other); ++line) {
    CAPTURE(line);
    REQUIRE(one == other);
  }
  CHECK(now.size() == told.size());
  CHECK(told.find("error: ") == std::string::npos);
}

}  // namespace swarmsim::tutorial_test
