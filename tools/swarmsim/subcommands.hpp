#pragma once
// Every subcommand and option in one table: what main finds, what guesses know, what shells complete.
//
// Contracts reserve names for later versions; they stand here without a function and are answered "not in
// this version". Facts only: nothing here reads an argument or prints.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace swarmsim {

enum class ValueKind : std::uint8_t { none, text, file, choice };

struct OptionSpec {
  std::string_view name;  ///< without dashes: "seed"
  char letter = 0;        ///< of its short form; 0: it has none
  ValueKind value = ValueKind::none;
  std::string_view shown;    ///< the value in help texts: "N"; of a choice its words, parted by blanks
  std::string_view meaning;  ///< a few words, for shells that show them
  bool repeats = false;      ///< may be given more than once; read as a list
};

/// What stands behind a subcommand that is no option.
enum class ArgumentKind : std::uint8_t { none, scenario, trace, file, template_name, shell };

struct Syntax {
  std::string_view name;
  std::string_view meaning;
  ArgumentKind argument = ArgumentKind::none;
  std::span<const OptionSpec> options;
};

struct Subcommand {
  Syntax syntax;
  int (*run)(int argc, char** argv) = nullptr;  ///< null: not in this version
  const std::string_view* help = nullptr;       ///< its help text
  std::span<const Syntax> verbs;                ///< of `trace`, `golden` and `torrent`; else none
};

std::span<const Subcommand> all_subcommands();
/// The subcommand called `name`, or nullptr.
const Subcommand* find_subcommand(std::string_view name);
/// Those that are offered: what has a meaning, in the order of help.
std::vector<const Subcommand*> offered_subcommands();

/// The shells that completions exist for.
inline constexpr std::string_view shells[] = {"bash", "zsh", "fish"};

}  // namespace swarmsim
