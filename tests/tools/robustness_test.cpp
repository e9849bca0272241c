// The program where the system fails it: no space, no rights, no memory, no reader, a sudden death.
//
// Each case wants a clear message, the exit code of bad input or output, and never half a file under the name
// that was asked for. All of it works as root too, who may write nearly everywhere and read everything, and
// uses nothing but a shell and what every Debian has.

#include <string>
#include <vector>

#include "core/base/sanitizers.hpp"
#include "tests/support/catch.hpp"
#include "tests/tools/program.hpp"

namespace swarmsim::robustness_test {

namespace {

using Names = std::vector<std::string>;

struct Row {
  std::string command;
  std::string message;
};

/// A run that outlives every test, with much to write.
std::string endless() { return tiny(R"(, "seed": 3)", "50 GiB"); }

}  // namespace

TEST_CASE("a full disk is a message, exit code 2, and no report of what was not written", "[robust]") {
  const Place place;
  place.run("$P run -q $S --trace t.jsonl");
  const auto row = GENERATE(values<Row>({
      {"$P run $S --trace /dev/full", "/dev/full: cannot be written: No space left on device"},
      {"$P run $S --trace /dev/full --trace-level wire",
       "/dev/full: cannot be written: No space left on device"},
      {"$P run $S --series /dev/full", "/dev/full: cannot be written: No space left on device"},
      {"$P run $S >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P run --json $S >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P run -q $S --seeds 1..2 >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P check $S >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P schema >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P init minimal >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P examples >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P completions bash >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P trace show t.jsonl >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P trace stats t.jsonl >/dev/full", "cannot write to stdout: No space left on device"},
      {"$P run $S >&-", "cannot write to stdout: Bad file descriptor"},
      {"$P schema >&-", "cannot write to stdout: Bad file descriptor"},
  }));
  CAPTURE(row.command);
  const Outcome outcome = place.run(row.command);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "swarmsim: " + row.message + "\n");
  CHECK(place.files() == Names{"t.jsonl"});
}

TEST_CASE("check --resolved on a full disk says so behind the expected size", "[robust]") {
  const Outcome outcome = Place().run("$P check --resolved $S >/dev/full");
  CHECK(outcome.status == 2);
  CHECK(has(outcome.err, "swarmsim: cannot write to stdout: No space left on device\n"));
}

TEST_CASE("a file system that fills up during the run keeps nothing of it", "[robust]") {
  const Place place;
  place.write("long.json", endless());
  // A file system of our own, seen by this command alone; where the system forbids it there is /dev/full
  // above.
  const Outcome outcome = place.run(
      "unshare -m sh -c 'mkdir -p small && mount -t tmpfs -o size=256k none small || exit 77; "
      "\"$0\" run -q long.json --trace small/a.jsonl --trace-level wire --until \"1 min\"; "
      "echo $?; ls small' \"$P\" 2>&1");
  if (outcome.status == 77 || has(outcome.out, "unshare: ")) return;
  CHECK(outcome.out == "swarmsim: small/a.jsonl: cannot be written: No space left on device\n2\n");
}

TEST_CASE("a place where nothing can be made is a message, exit code 2, and no file", "[robust]") {
  const Place place;
  place.run("mkdir shut && chmod 555 shut");
  const std::string target =
      GENERATE(as<std::string>{}, "/proc/x.jsonl", "nowhere/x.jsonl", "shut/x.jsonl", ".");
  const std::string option =
      GENERATE(as<std::string>{}, "run -q $S --trace ", "run -q $S --series ", "init minimal -o ");
  CAPTURE(target, option);
  if (target.starts_with("shut") && place.run("test -w shut").status == 0) return;  // root may
  const Outcome outcome = place.run("$P " + option + target);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  const bool is_told = has(outcome.err, "swarmsim: " + target + ": cannot be written: ") ||
                       has(outcome.err, "\" is there already, and is not overwritten\n");
  CAPTURE(outcome.err);
  CHECK(is_told);
  CHECK(place.files() == Names{"shut"});
}

TEST_CASE("a killed run leaves no file under the name that was asked for", "[robust]") {
  const Place place;
  place.write("long.json", endless());
  const std::string name = GENERATE(as<std::string>{}, "a.jsonl", "a.zst");
  // Killed when the temporary file is there and has grown.
  const Outcome outcome = place.run("$P run -q long.json --trace " + name +
                                    " --trace-level wire & for i in $(seq 600); do sleep 0.1; "
                                    "test -s " +
                                    name + ".$!.part && break; done; kill -9 $!; wait $!");
  CHECK(outcome.status == 128 + 9);
  const Names files = place.files();
  REQUIRE(files.size() == 2);
  CHECK(files[0].starts_with(name + "."));
  CHECK(files[0].ends_with(".part"));
  // What is left can be looked at: it is a trace that ends too early.
  const Outcome stats = place.run("$P trace stats " + files[0]);
  CHECK(stats.status == 2);
  if (name == "a.jsonl") CHECK(has(stats.err, "truncated"));
}

TEST_CASE("too little memory is a message and exit code 2, and leaves no file", "[robust]") {
  const Place place;
  if (has_address_sanitizer) return;  // they reserve terabytes of addresses
  place.write("large.json", R"({ "format": "swarmsim/scenario/1", "name": "large", "stop": { "at": "1 h" },
    "content": [{ "name": "f", "size": "16 MiB", "data": "none" }],
    "peers": [{ "id": "s", "has": ["f"], "send": ["f"] },
              { "id": "l", "count": 1000000, "download": ["f"] }]})");
  const std::string command = GENERATE(as<std::string>{}, "run large.json --trace a.jsonl",
                                       "run large.json --series a.csv", "run large.json --seeds 1..4");
  CAPTURE(command);
  const Outcome outcome = place.run("ulimit -v 300000; $P " + command);
  CAPTURE(outcome.err);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.starts_with("swarmsim: not enough memory: "));
  CHECK(place.files() == Names{"large.json"});
}

TEST_CASE("a closed stderr keeps messages out of the files that are written", "[robust]") {
  const Place place;
  CHECK(place.run("$P run -v $S --trace a.jsonl >/dev/null 2>&-").status == 0);
  CHECK(place.run("$P run -v $S --trace b.jsonl >/dev/null 2>&- <&-").status == 0);
  CHECK(place.run("$P run -v $S --trace c.jsonl >&- 2>&- <&-").status == 2);  // whole, but not reported
  for (const std::string name : {"a.jsonl", "b.jsonl", "c.jsonl"}) {
    CAPTURE(name);
    CHECK(place.run("$P trace stats " + name).status == 0);
  }
  CHECK(place.run("$P check nowhere.json 2>&-").status == 2);
}

TEST_CASE("a reader that leaves early kills nobody", "[robust]") {
  const Place place;
  place.run("$P run -q $S --trace t.jsonl --trace-level wire");
  const std::string command = GENERATE(as<std::string>{}, "run --json $S", "schema", "check --resolved $S",
                                       "trace show t.jsonl", "run $S --series /dev/stdout");
  CAPTURE(command);
  const Outcome outcome = place.run("{ $P " + command + " 2>err; echo $? >status; } | head -1 >/dev/null; " +
                                    "cat status; grep '^swarmsim: ' err | grep -v 'Broken pipe'");
  CHECK((outcome.out == "0\n" || outcome.out == "2\n"));
}

TEST_CASE("input that cannot be read says why, and a pipe is as good as a file", "[robust]") {
  const Place place;
  const auto row = GENERATE(values<Row>({
      {"$P run nowhere.json", "nowhere.json: error: cannot be read: No such file or directory\n"},
      {"$P run .", ".: error: cannot be read: Is a directory\n"},
      {"$P check /proc/self/mem", "/proc/self/mem: error: cannot be read: Input/output error\n"},
      {"$P trace show /proc/self/mem", "swarmsim: /proc/self/mem: cannot be read: Input/output error\n"},
      {"$P trace stats .", "swarmsim: .: cannot be read: Is a directory\n"},
      {"$P trace show - <&-", "swarmsim: stdin: cannot be read: Bad file descriptor\n"},
  }));
  CAPTURE(row.command);
  const Outcome outcome = place.run(row.command);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK(has(outcome.err, row.message));
  const Outcome piped = place.run("mkfifo pipe; cat $S >pipe & $P run -q pipe; rm pipe");
  CHECK(piped.out == place.run("$P run -q $S").out);
  CHECK(has(piped.out, "fingerprint  "));
}

}  // namespace swarmsim::robustness_test
