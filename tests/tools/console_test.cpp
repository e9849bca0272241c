// The console as a program: scripts, a real terminal, and what it leaves behind.

#include <fstream>
#include <string>

#include "core/base/sanitizers.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/docs_page.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::console_test {

TEST_CASE("a script speaks to the console without prompts; a command that fails makes exit code 1",
          "[program][console]") {
  const Outcome good = shell("printf 'run 10s\\npeers\\nquit\\n' | \"$P\" console '" + basic + "'");
  CHECK(good.status == 0);
  CHECK(good.err.empty());
  CHECK(has(good.out, "now at 10.000s\n"));
  CHECK_FALSE(has(good.out, "> \n"));
  CHECK(has(last_line(good.out), "fingerprint   "));
  const Outcome bad = shell("printf 'downlaod x\\nrun 1s\\n' | \"$P\" console '" + basic + "'");
  CHECK(bad.status == 1);
  CHECK(has(bad.out, "did you mean \"download\"?"));
  CHECK(has(bad.out, "now at 1.000s\n"));
}

TEST_CASE("console says what is wrong with its arguments", "[program][console]") {
  CHECK(swarmsim("console").status == 2);
  CHECK(has(swarmsim("console").err, "console needs a scenario"));
  CHECK(swarmsim("console nowhere.json </dev/null").status == 2);
  CHECK(has(swarmsim("console '" + basic + "' --attach 7 </dev/null").err,
            "--attach: no peer is called \"7\""));
  CHECK(has(swarmsim("console '" + basic + "' --sede 7 </dev/null").err, "did you mean"));
}

TEST_CASE(
    "a script ends when nobody reads its answers, and a recording that cannot be written is refused first",
    "[program][console]") {
  const Outcome unread = shell("yes status | { \"$P\" console '" + basic + "'; echo $? >&2; } | head -1");
  CHECK(has(unread.out, "basic at 0.000s"));
  CHECK(has(unread.err, "cannot write to stdout"));
  CHECK(has(unread.err, "2\n"));
  const Outcome nowhere = swarmsim("console '" + basic + "' --record /nowhere/x.json </dev/null");
  CHECK(nowhere.status == 2);
  CHECK(has(nowhere.err, "--record: /nowhere/x.json cannot be written"));
}

TEST_CASE("a recorded script replays to the fingerprint that the console shows", "[program][console]") {
  const Place place;
  const Outcome session = place.run(
      "printf 'attach 2\\nrun 6s\\nlink 1 up=50kB/s\\nrun 20s\\n' | \"$P\" console \"$S\" --record "
      "mine.json");
  CHECK(session.status == 0);
  CHECK(has(session.out, "recorded      mine.json"));
  const Outcome run = place.run("\"$P\" run -q mine.json");
  CHECK(run.status == 0);
  const std::string fingerprint = run.out.substr(run.out.rfind(' ') + 1);
  CHECK(has(session.out, "fingerprint   " + fingerprint));
}

TEST_CASE("a session at a real terminal looks as it did", "[console][docs][terminal]") {
  const std::string folder = source_dir() + "/tests/console/";
  if (has_address_sanitizer) return;  // ten times as slow: it lags behind the keys
  const Outcome outcome =
      shell("bash '" + folder + "transcript.sh' \"$P\" '" + basic + "' '" + folder + "typed.txt'");
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  if (writes_docs()) write_source_file("tests/console/transcript.txt", outcome.out);
  CHECK(outcome.out == read_source_file("tests/console/transcript.txt"));
}

}  // namespace swarmsim::console_test
