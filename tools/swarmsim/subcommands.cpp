#include "tools/swarmsim/subcommands.hpp"

#include <algorithm>

#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/help.hpp"

namespace swarmsim {

namespace {

constexpr OptionSpec help_option{"help", 'h', ValueKind::none, "", "print what it does"};

constexpr OptionSpec run_options[] = {
    {"seed", 0, ValueKind::text, "N", "this seed instead of the scenario's"},
    {"seeds", 0, ValueKind::text, "A..B", "one run for each of these seeds"},
    {"set", 0, ValueKind::text, "PATH=VALUE", "change one value of the scenario"},
    {"until", 0, ValueKind::text, "TIME", "stop at this simulated time"},
    {"json", 0, ValueKind::none, "", "print the summary as JSON"},
    {"peers", 0, ValueKind::none, "", "list every peer"},
    {"series", 0, ValueKind::file, "FILE.csv", "write samples over time"},
    {"files-out", 0, ValueKind::file, "DIR", "write the files that peers completed"},
    {"trace", 0, ValueKind::file, "FILE", "write what happened, a record a line"},
    {"trace-level", 0, ValueKind::choice, "app wire", "how much of it"},
    {"reference", 0, ValueKind::none, "", "run the plain and slow simulator"},
    {"color", 0, ValueKind::choice, "auto always never", "colours on a terminal"},
    {"quiet", 'q', ValueKind::none, "", "print failures and the fingerprint"},
    {"verbose", 'v', ValueKind::none, "", "tell seed, phases and messages"},
    help_option,
};
constexpr OptionSpec check_options[] = {
    {"resolved", 0, ValueKind::none, "", "print the scenario with every default, and its size"},
    help_option,
};
constexpr OptionSpec console_options[] = {
    {"attach", 0, ValueKind::text, "ID|tracker", "stand there from the start"},
    {"record", 0, ValueKind::file, "FILE", "write the session as a scenario when it ends"},
    {"seed", 0, ValueKind::text, "N", "this seed instead of the scenario's"},
    help_option,
};
constexpr OptionSpec show_options[] = {
    {"peer", 0, ValueKind::text, "ID", "records from or to this peer"},
    {"kind", 0, ValueKind::text, "KIND", "records of this kind"},
    {"content", 0, ValueKind::text, "NAME", "records of this content"},
    {"from", 0, ValueKind::text, "TIME", "from this simulated time on"},
    {"to", 0, ValueKind::text, "TIME", "up to this simulated time"},
    {"limit", 0, ValueKind::text, "N", "stop after so many lines"},
    {"json", 0, ValueKind::none, "", "lines as they stand in the file"},
    help_option,
};
constexpr OptionSpec init_options[] = {
    {"output", 'o', ValueKind::file, "FILE", "write this file, which must not exist"},
    help_option,
};
constexpr OptionSpec fuzz_options[] = {
    {"seeds", 0, ValueKind::text, "A..B", "one random swarm for each of these seeds"},
    {"jobs", 0, ValueKind::text, "N", "on so many threads"},
    {"until", 0, ValueKind::text, "TIME", "stop each world at this simulated time"},
    {"save", 0, ValueKind::file, "DIR", "where the scenarios that fail go"},
    {"profile", 0, ValueKind::text, "NAME", "let everybody run this client"},
    {"first", 0, ValueKind::none, "", "stop at the first failure"},
    {"scenario", 0, ValueKind::file, "FILE", "judge this scenario instead"},
    {"quiet", 'q', ValueKind::none, "", "no progress"},
    {"verbose", 'v', ValueKind::none, "", "tell how often each feature was on"},
    help_option,
};
constexpr OptionSpec fidelity_options[] = {
    {"seeds", 0, ValueKind::text, "N", "each case under the seeds 1 to N"},
    {"set", 0, ValueKind::text, "PATH=VALUE", "change one value of every case's scenario"},
    {"ablate", 0, ValueKind::none, "", "switch each step of the model off in turn"},
    {"jobs", 0, ValueKind::text, "N", "threads instead of all cores"},
    {"json", 0, ValueKind::none, "", "print the report as JSON"},
    {"quiet", 'q', ValueKind::none, "", "print what misses, and no progress"},
    help_option,
};
constexpr OptionSpec diff_options[] = {
    {"context", 0, ValueKind::text, "N", "records shown on either side of the difference"},
    help_option,
};
constexpr OptionSpec golden_test_options[] = {
    {"fingerprints", 0, ValueKind::none, "", "compare no records"},
    {"context", 0, ValueKind::text, "N", "records shown on either side of a difference"},
    {"jobs", 0, ValueKind::text, "N", "threads instead of all cores"},
    {"junit", 0, ValueKind::file, "FILE", "write the results as JUnit XML too"},
    {"quiet", 'q', ValueKind::none, "", "print failures alone"},
    help_option,
};
constexpr OptionSpec golden_accept_options[] = {
    {"metrics", 0, ValueKind::none, "", "metrics goldens alone"},
    {"traces", 0, ValueKind::none, "", "traces alone"},
    {"jobs", 0, ValueKind::text, "N", "threads instead of all cores"},
    {"quiet", 'q', ValueKind::none, "", "only what is wrong"},
    help_option,
};
constexpr OptionSpec only_help[] = {help_option};

constexpr Syntax trace_verbs[] = {
    {"show", "print records, all or some", ArgumentKind::trace, show_options},
    {"stats", "count what a trace holds", ArgumentKind::trace, only_help},
    {"diff", "find where two traces differ first", ArgumentKind::trace, diff_options},
};

constexpr Syntax golden_verbs[] = {
    {"test", "compare runs with their goldens", ArgumentKind::scenario, golden_test_options},
    {"accept", "make what runs do now their goldens", ArgumentKind::scenario, golden_accept_options},
};

constexpr OptionSpec torrent_create_options[] = {
    {"output", 'o', ValueKind::file, "FILE", "the .torrent to write"},
    {"piece", 0, ValueKind::text, "SIZE", "bytes of a piece"},
    {"tracker", 0, ValueKind::text, "URL", "announce there", true},
    {"name", 0, ValueKind::text, "NAME", "instead of the name on disk"},
    {"comment", 0, ValueKind::text, "TEXT", "for whoever reads it"},
    {"private", 0, ValueKind::none, "", "peers from its trackers alone"},
    {"created", 0, ValueKind::text, "SECONDS", "creation date, in seconds since 1970"},
    help_option,
};
constexpr OptionSpec torrent_show_options[] = {
    {"json", 0, ValueKind::none, "", "print it as JSON"},
    help_option,
};

constexpr Syntax torrent_verbs[] = {
    {"create", "make a .torrent of a file or folder", ArgumentKind::file, torrent_create_options},
    {"show", "print what a .torrent or magnet link says", ArgumentKind::file, torrent_show_options},
    {"magnet", "print the magnet link of a .torrent", ArgumentKind::file, only_help},
};

const Subcommand subcommands[] = {
    {{"run", "simulate one scenario", ArgumentKind::scenario, run_options}, run_main, &run_help, {}},
    {{"check", "find every problem of scenarios", ArgumentKind::scenario, check_options},
     check_main,
     &check_help,
     {}},
    {{"console", "sit before a swarm and ask it why", ArgumentKind::scenario, console_options},
     console_main,
     &console_help,
     {}},
    {{"init", "write a scenario to begin with", ArgumentKind::template_name, init_options},
     init_main,
     &init_help,
     {}},
    {{"examples", "print command lines to try", ArgumentKind::none, only_help},
     examples_main,
     &examples_help,
     {}},
    {{"schema", "print the JSON Schema of scenarios", ArgumentKind::none, only_help},
     schema_main,
     &schema_help,
     {}},
    {{"completions", "print completions for a shell", ArgumentKind::shell, only_help},
     completions_main,
     &completions_help,
     {}},
    {{"trace", "show, summarise and compare traces", ArgumentKind::none, only_help},
     trace_main,
     &trace_help,
     trace_verbs},
    {{"golden", "compare runs with what they were", ArgumentKind::none, only_help},
     golden_main,
     &golden_help,
     golden_verbs},
    {{"fidelity", "hold virtual swarms against measured ones", ArgumentKind::scenario, fidelity_options},
     fidelity_main,
     &fidelity_help,
     {}},
    {{"fuzz", "judge random swarms", ArgumentKind::none, fuzz_options}, fuzz_main, &fuzz_help, {}},
    {{"torrent", "make and read .torrent files", ArgumentKind::none, only_help},
     torrent_main,
     &torrent_help,
     torrent_verbs},
    {{"report", "", {}, {}}, nullptr, nullptr, {}},
    {{"sweep", "", {}, {}}, nullptr, nullptr, {}},
};

}  // namespace

std::span<const Subcommand> all_subcommands() { return subcommands; }

const Subcommand* find_subcommand(std::string_view name) {
  const auto found = std::find_if(std::begin(subcommands), std::end(subcommands),
                                  [name](const Subcommand& one) { return one.syntax.name == name; });
  return found == std::end(subcommands) ? nullptr : found;
}

std::vector<const Subcommand*> offered_subcommands() {
  std::vector<const Subcommand*> offered;
  for (const Subcommand& one : subcommands) {
    if (!one.syntax.meaning.empty()) offered.push_back(&one);
  }
  return offered;
}

}  // namespace swarmsim
