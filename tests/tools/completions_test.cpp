// What shells are offered: the scripts are valid, and complete what they should.

#include <sstream>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::completions_test {

namespace {

struct Row {
  std::string line;   ///< words in single quotes, the last one the word to complete
  std::string reply;  ///< what is offered, parted by blanks
};

/// Runs a script of bash, in a folder of its own, in which $P is the program.
Outcome bash(const std::string& script) {
  const Scratch folder;
  const std::string path = folder.write("script", "cd '" + folder.path("") + "'\n" + script);
  return shell("export P; bash '" + path + "'");
}

bool is_installed(const std::string& name) { return shell("command -v " + name).status == 0; }

/// What bash offers for the words of `line`, in a folder of two scenarios, a text and a folder.
std::string bash_reply(const std::string& line) {
  return bash(
             "source <(\"$P\" completions bash); mkdir empty; cd empty; mkdir sub; touch one.json 'two "
             "words.json' "
             "trace.txt; COMP_WORDS=(" +
             line +
             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _swarmsim; "
             "printf '%s\\n' \"${COMPREPLY[@]}\" | LC_ALL=C sort | paste -sd, | tr -d '\\n'")
      .out;
}

}  // namespace

TEST_CASE("bash completes subcommands, options, their values and files", "[program]") {
  const auto row = GENERATE(values<Row>({
      {"swarmsim ''",
       "--help,--version,check,completions,console,examples,fidelity,fuzz,golden,init,run,schema,torrent,"
       "trace"},
      {"swarmsim 'ru'", "run"},
      {"swarmsim 'nothing'", ""},
      {"swarmsim run '--tr'", "--trace,--trace-level"},
      {"swarmsim run '-q'", "-q"},
      {"swarmsim run ''", "one.json,sub,two words.json"},
      {"swarmsim run 'tw'", "two words.json"},
      {"swarmsim run one.json --color ''", "always,auto,never"},
      {"swarmsim run one.json --color = 'n'", "never"},
      {"swarmsim run one.json --color '='", "always,auto,never"},
      {"swarmsim run one.json --seed ''", ""},
      {"swarmsim run one.json --series 't'", "trace.txt,two words.json"},
      {"swarmsim check --resolved 'o'", "one.json"},
      {"swarmsim check '--'", "--help,--resolved"},
      {"swarmsim init 'two'", "two-classes"},
      {"swarmsim init minimal -o 'tr'", "trace.txt"},
      {"swarmsim completions ''", "bash,fish,zsh"},
      {"swarmsim schema ''", ""},
      {"swarmsim trace ''", "--help,diff,show,stats"},
      {"swarmsim torrent ''", "--help,create,magnet,show"},
      {"swarmsim trace show '--p'", "--peer"},
      {"swarmsim trace diff '--c'", "--context"},
      {"swarmsim fidelity --ablate ''", "one.json,sub,two words.json"},
      {"swarmsim fidelity '--s'", "--seeds,--set"},
      {"swarmsim console ''", "one.json,sub,two words.json"},
      {"swarmsim console --attach ''", ""},
      {"swarmsim console --record 'tr'", "trace.txt"},
      {"swarmsim golden ''", "--help,accept,test"},
      {"swarmsim golden test 'o'", "one.json"},
      {"swarmsim golden accept '--m'", "--metrics"},
      {"swarmsim golden test --junit 'tr'", "trace.txt"},
      {"swarmsim trace stats 'tr'", "trace.txt"},
      {"swarmsim trace show --kind ''", ""},
      {"swarmsim trace stats '--'", "--help"},
  }));
  CAPTURE(row.line);
  CHECK(bash_reply(row.line) == row.reply);
}

TEST_CASE("the completion scripts are valid where their shell can say so", "[program]") {
  for (const std::string name : {"bash", "zsh", "fish"}) {
    CAPTURE(name);
    const Outcome script = swarmsim("completions " + name);
    CHECK(script.status == 0);
    CHECK(has(script.out, "trace-level"));
    CHECK(has(script.out, "flash-crowd"));
    CHECK(has(script.out, "auto always never"));
    if (!is_installed(name)) continue;
    const Outcome verdict = bash("\"$P\" completions " + name + " > made; " + name + " -n made");
    CHECK(verdict.status == 0);
    CHECK(verdict.err == "");
  }
}

TEST_CASE("fish completes what bash does", "[program]") {
  if (!is_installed("fish")) return;
  const auto row = GENERATE(values<Row>({
      {"swarmsim ru", "run"},
      {"swarmsim run --col", "--color"},
      {"swarmsim run --color al", "always"},
      {"swarmsim init min", "minimal"},
      {"swarmsim trace s", "show stats"},
      {"swarmsim trace show --pe", "--peer"},
      {"swarmsim schema --r", ""},
  }));
  CAPTURE(row.line);
  const Outcome outcome =
      bash("\"$P\" completions fish > made; export LINE='" + row.line +
           "'; fish -c 'source made; complete -C \"$LINE\"' | cut -f 1 | sort | paste -sd ' '");
  CHECK(outcome.out == row.reply + "\n");
}

TEST_CASE("zsh knows the function that completes", "[program]") {
  if (!is_installed("zsh")) return;
  const Outcome outcome = bash(
      "\"$P\" completions zsh > made; "
      "zsh -fc 'autoload -U compinit; compinit -u -D; source ./made; echo $_comps[swarmsim]'");
  CHECK(outcome.out == "_swarmsim\n");
  CHECK(outcome.err == "");
}

TEST_CASE("completions refuses what is no shell", "[program]") {
  const auto row = GENERATE(values<Row>({
      {"completions", "completions needs one shell: bash, zsh, fish"},
      {"completions bash zsh", "completions needs one shell: bash, zsh, fish"},
      {"completions bsh", R"(no completions for "bsh"; did you mean "bash"? (shells: bash, zsh, fish))"},
      {"completions bash --hlep", R"(no option "--hlep"; did you mean "--help"?)"},
  }));
  CAPTURE(row.line);
  const Outcome outcome = swarmsim(row.line);
  CHECK(outcome.status == 2);
  CHECK(outcome.out == "");
  CHECK(outcome.err == "swarmsim: " + row.reply + "\n");
}

}  // namespace swarmsim::completions_test
