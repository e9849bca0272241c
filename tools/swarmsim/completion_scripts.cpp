#include "tools/swarmsim/completion_scripts.hpp"

#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tools/swarmsim/subcommands.hpp"
#include "tools/swarmsim/templates.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

/// A command line's words up to where its own arguments begin, and what it takes then.
struct CompletedCommand {
  std::string words;  ///< "run", "trace show"
  const Syntax* syntax = nullptr;
};

/// Every subcommand without verbs, and every verb.
std::vector<CompletedCommand> all_commands() {
  std::vector<CompletedCommand> commands;
  for (const Subcommand* one : offered_subcommands()) {
    if (one->verbs.empty()) commands.push_back({std::string(one->syntax.name), &one->syntax});
    for (const Syntax& verb : one->verbs) {
      commands.push_back({fmt::format("{} {}", one->syntax.name, verb.name), &verb});
    }
  }
  return commands;
}

std::string names_of(std::span<const Syntax> list) {
  std::string names;
  for (const Syntax& one : list) names += fmt::format("{}{}", names.empty() ? "" : " ", one.name);
  return names;
}

/// The words that may stand as the argument, if they are known.
std::string argument_words(ArgumentKind argument) {
  std::string words;
  const auto add = [&words](std::string_view word) {
    words += fmt::format("{}{}", words.empty() ? "" : " ", word);
  };
  if (argument == ArgumentKind::shell) {
    for (const std::string_view shell : shells) add(shell);
  } else if (argument == ArgumentKind::template_name) {
    for (const Template& one : all_templates()) add(one.name);
  }
  return words;
}

bool takes_any_file(ArgumentKind argument) {
  return argument == ArgumentKind::trace || argument == ArgumentKind::file;
}

/// "--quiet", and "-q" where there is one.
std::vector<std::string> spellings(const OptionSpec& option) {
  std::vector<std::string> all{fmt::format("--{}", option.name)};
  if (option.letter != 0) all.push_back(fmt::format("-{}", option.letter));
  return all;
}

std::string option_words(const Syntax& syntax) {
  std::string words;
  for (const OptionSpec& option : syntax.options) {
    for (const std::string& spelling : spellings(option)) words += (words.empty() ? "" : " ") + spelling;
  }
  return words;
}

// --- bash ---------------------------------------------------------------------------------------------

constexpr std::string_view bash_begin = R"(# bash completion for swarmsim, made by `swarmsim completions bash`
# shellcheck shell=bash
_swarmsim_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$word"); }
_swarmsim_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -X "$1" -- "$word"; [[ -z $1 ]] || compgen -d -- "$word")
}
_swarmsim() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]-}
  COMPREPLY=()
  # --color=al is three words to bash.
  if [[ $word == '=' ]]; then
    word=''
  elif [[ $previous == '=' ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
)";

void add_bash_verbs(std::string& script) {
  auto out = std::back_inserter(script);
  fmt::format_to(out, "  case $command in\n");
  for (const Subcommand* one : offered_subcommands()) {
    if (one->verbs.empty()) continue;
    fmt::format_to(out,
                   "    {})\n      if ((COMP_CWORD == 2)); then _swarmsim_words '{} --help'; return; fi\n"
                   "      command+=\" ${{COMP_WORDS[2]}}\" ;;\n",
                   one->syntax.name, names_of(one->verbs));
  }
  fmt::format_to(out, "  esac\n");
}

void add_bash_values(std::string& script) {
  auto out = std::back_inserter(script);
  fmt::format_to(out, "  case \"$command $previous\" in\n");
  for (const CompletedCommand& command : all_commands()) {
    for (const OptionSpec& option : command.syntax->options) {
      if (option.value == ValueKind::none) continue;
      std::string pattern;
      for (const std::string& spelling : spellings(option)) {
        pattern += fmt::format("{}'{} {}'", pattern.empty() ? "" : " | ", command.words, spelling);
      }
      std::string action;
      if (option.value == ValueKind::choice) action = fmt::format("_swarmsim_words '{}'; ", option.shown);
      if (option.value == ValueKind::file) action = "_swarmsim_files ''; ";
      fmt::format_to(out, "    {}) {}return ;;\n", pattern, action);
    }
  }
  fmt::format_to(out, "  esac\n");
}

void add_bash_arguments(std::string& script) {
  auto out = std::back_inserter(script);
  fmt::format_to(out, "  case $command in\n");
  for (const CompletedCommand& command : all_commands()) {
    const std::string options = option_words(*command.syntax);
    const ArgumentKind argument = command.syntax->argument;
    fmt::format_to(out, "    '{}')\n      if [[ $word == -* ]]; then _swarmsim_words '{}'; ", command.words,
                   options);
    if (argument == ArgumentKind::scenario) fmt::format_to(out, "else _swarmsim_files '!*.json'; ");
    if (takes_any_file(argument)) fmt::format_to(out, "else _swarmsim_files ''; ");
    const std::string words = argument_words(argument);
    if (!words.empty()) fmt::format_to(out, "else _swarmsim_words '{}'; ", words);
    fmt::format_to(out, "fi ;;\n");
  }
  fmt::format_to(out, "  esac\n");
}

// --- zsh ----------------------------------------------------------------------------------------------

/// The words of a description that zsh reads in brackets, or before a colon.
std::string zsh_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string zsh_option(const OptionSpec& option) {
  std::string action;
  if (option.value == ValueKind::text) action = fmt::format(":{}: ", zsh_escaped(option.shown));
  if (option.value == ValueKind::file) action = fmt::format(":{}:_files", zsh_escaped(option.shown));
  if (option.value == ValueKind::choice) action = fmt::format(":{}:({})", option.name, option.shown);
  std::string specs;
  for (const std::string& spelling : spellings(option)) {
    const std::string_view equals = action.empty() ? "" : (spelling.starts_with("--") ? "=" : "+");
    specs += fmt::format(" {}", shell_quoted(fmt::format("{}{}[{}]{}", spelling, equals,
                                                         zsh_escaped(option.meaning), action)));
  }
  return specs;
}

std::string zsh_arguments(const Syntax& syntax) {
  std::string line = "_arguments -S";
  for (const OptionSpec& option : syntax.options) line += zsh_option(option);
  if (syntax.argument == ArgumentKind::scenario) line += R"( '*:scenario:_files -g "*.json"')";
  if (syntax.argument == ArgumentKind::trace) line += " '*:trace:_files'";
  if (syntax.argument == ArgumentKind::file) line += " '*:file:_files'";
  const std::string words = argument_words(syntax.argument);
  if (!words.empty()) line += fmt::format(" '1:word:({})'", words);
  return line;
}

std::string zsh_described(const Syntax& syntax) {
  return shell_quoted(fmt::format("{}:{}", syntax.name, zsh_escaped(syntax.meaning)));
}

// --- fish ---------------------------------------------------------------------------------------------

std::string fish_condition(const std::string& words) {
  const std::size_t blank = words.find(' ');
  std::string condition = fmt::format("__fish_seen_subcommand_from {}", words.substr(0, blank));
  if (blank != std::string::npos) {
    condition += fmt::format("; and __fish_seen_subcommand_from {}", words.substr(blank + 1));
  }
  return condition;
}

std::string fish_option(const OptionSpec& option) {
  std::string flags = fmt::format(" -l {}", option.name);
  if (option.letter != 0) flags += fmt::format(" -s {}", option.letter);
  if (option.value == ValueKind::text) flags += " -x";
  if (option.value == ValueKind::file) flags += " -r -F";
  if (option.value == ValueKind::choice) flags += fmt::format(" -x -a {}", shell_quoted(option.shown));
  return flags + fmt::format(" -d {}", shell_quoted(option.meaning));
}

std::string fish_argument(ArgumentKind argument) {
  if (argument == ArgumentKind::scenario) return " -k -a '(__fish_complete_suffix .json)'";
  if (takes_any_file(argument)) return " -F";
  const std::string words = argument_words(argument);
  return words.empty() ? "" : fmt::format(" -a '{}'", words);
}

}  // namespace

std::string bash_completions() {
  std::string script(bash_begin);
  std::string words = "--help --version";
  for (const Subcommand* one : offered_subcommands()) words += fmt::format(" {}", one->syntax.name);
  script += fmt::format("  if ((COMP_CWORD == 1)); then _swarmsim_words '{}'; return; fi\n", words);
  add_bash_verbs(script);
  add_bash_values(script);
  add_bash_arguments(script);
  script += "}\ncomplete -F _swarmsim swarmsim\n";
  return script;
}

std::string zsh_completions() {
  std::string script = "#compdef swarmsim\n# Made by `swarmsim completions zsh`.\n_swarmsim() {\n";
  auto out = std::back_inserter(script);
  fmt::format_to(out, "  local -a names\n  if ((CURRENT == 2)); then\n    names=(--help --version");
  for (const Subcommand* one : offered_subcommands()) fmt::format_to(out, " {}", zsh_described(one->syntax));
  fmt::format_to(out,
                 ")\n    _describe subcommand names\n    return\n  fi\n"
                 "  local command=$words[2]\n  shift words\n  ((CURRENT--))\n");
  for (const Subcommand* one : offered_subcommands()) {
    if (one->verbs.empty()) continue;
    fmt::format_to(out, "  if [[ $command == {} ]]; then\n    if ((CURRENT == 2)); then\n      names=(",
                   one->syntax.name);
    for (const Syntax& verb : one->verbs) fmt::format_to(out, "{} ", zsh_described(verb));
    fmt::format_to(out,
                   "--help)\n      _describe verb names\n      return\n    fi\n"
                   "    command+=\" $words[2]\"\n    shift words\n    ((CURRENT--))\n  fi\n");
  }
  fmt::format_to(out, "  case $command in\n");
  for (const CompletedCommand& command : all_commands()) {
    fmt::format_to(out, "    '{}') {} ;;\n", command.words, zsh_arguments(*command.syntax));
  }
  fmt::format_to(out,
                 "  esac\n}}\nif [[ $funcstack[1] == _swarmsim ]]; then _swarmsim \"$@\"\n"
                 "else compdef _swarmsim swarmsim; fi\n");
  return script;
}

std::string fish_completions() {
  std::string script = "# Made by `swarmsim completions fish`.\ncomplete -c swarmsim -f\n";
  auto out = std::back_inserter(script);
  const auto complete = [&out](const std::string& condition, const std::string& rest) {
    fmt::format_to(out, "complete -c swarmsim -n {}{}\n", shell_quoted(condition), rest);
  };
  complete("__fish_use_subcommand", " -l help -d 'print what it does'");
  complete("__fish_use_subcommand", " -l version -d 'print version and build'");
  for (const Subcommand* one : offered_subcommands()) {
    const Syntax& syntax = one->syntax;
    complete("__fish_use_subcommand", fmt::format(" -a {} -d {}", syntax.name, shell_quoted(syntax.meaning)));
    for (const Syntax& verb : one->verbs) {
      complete(fmt::format("__fish_seen_subcommand_from {}; and not __fish_seen_subcommand_from {}",
                           syntax.name, names_of(one->verbs)),
               fmt::format(" -a {} -d {}", verb.name, shell_quoted(verb.meaning)));
    }
  }
  for (const CompletedCommand& command : all_commands()) {
    const std::string condition = fish_condition(command.words);
    for (const OptionSpec& option : command.syntax->options) complete(condition, fish_option(option));
    const std::string argument = fish_argument(command.syntax->argument);
    if (!argument.empty()) complete(condition, argument);
  }
  return script;
}

}  // namespace swarmsim
