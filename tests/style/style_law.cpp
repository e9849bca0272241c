#include "tests/style/style_law.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/command/grammar.hpp"
#include "tests/style/banned_names.hpp"
#include "tests/style/text_scan.hpp"

namespace swarmsim::style {
namespace {

/// A layer of the program. A file includes its own layer and those of lower height; layers of one height
/// are siblings and know nothing of each other. `readers_from` is the lowest height that may include it.
struct Layer {
  std::string_view directory;
  int height;
  int readers_from;
};

// clang-format off
constexpr Layer layers[] = {
    {"core/base/", 0, 1},
    {"core/engine/", 1, 2},    // knows no event type, so no protocol either
    {"core/protocol/", 1, 2},
    {"sim/model/", 2, 3},
    {"sim/net/", 3, 4},        // no choking, no pieces
    {"sim/peer/", 3, 4},       // no network, no other peer
    {"sim/tracker/", 3, 4},
    {"sim/trace/", 3, 6},      // written by the world, read above it
    {"sim/command/", 4, 5},
    {"sim/reference/", 4, 6},  // what the fast makes of sim/net and sim/peer are held against
    {"sim/scenario/", 5, 6},
    {"sim/world/", 6, 7},
    {"sim/report/", 7, 8},
    {"sim/console/", 8, 8},    // sessions and what people see of them, in the words of reports
    {"sim/fuzz/", 8, 8},       // judges worlds, by what reports know too
    {"tools/", 8, 9},
    {"tests/", 9, 10},
};
// clang-format on

constexpr std::string_view own_roots = "core/ sim/ tools/ tests/";

bool begins_with_any(std::string_view path, std::string_view prefixes) {
  while (!prefixes.empty()) {
    const std::size_t end = std::min(prefixes.find(' '), prefixes.size());
    if (path.starts_with(prefixes.substr(0, end))) return true;
    prefixes.remove_prefix(std::min(end + 1, prefixes.size()));
  }
  return false;
}

const Layer* layer_of(std::string_view path) {
  const auto found =
      std::ranges::find_if(layers, [path](const Layer& layer) { return path.starts_with(layer.directory); });
  return found == std::end(layers) ? nullptr : found;
}

/// What one file is made of, and the list that the rules write to.
struct Inspection {
  const SourceFile& file;
  Views views;
  std::vector<Violation> found;

  void report(std::size_t line, std::string_view rule, std::string message) {
    found.push_back({file.path, line, std::string(rule), std::move(message)});
  }
  void report_at(std::size_t offset, std::string_view rule, std::string message) {
    report(line_at(file.text, offset), rule, std::move(message));
  }
  bool is_header() const { return file.path.ends_with(".hpp"); }
};

struct Include {
  std::size_t line = 0;
  bool quoted = false;
  std::string_view target;
};

/// The names stand in `text`; that a line is a directive and no comment or literal is seen in `code`.
std::vector<Include> includes_in(std::string_view text, std::string_view code) {
  std::vector<Include> includes;
  const std::vector<std::string_view> lines = lines_of(text);
  const std::vector<std::string_view> code_lines = lines_of(code);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!code_lines[i].starts_with("#include")) continue;
    const std::size_t open = lines[i].find_first_of("<\"");
    if (open == std::string_view::npos) continue;
    const std::size_t close = lines[i].find_first_of(">\"", open + 1);
    includes.push_back({i + 1, lines[i][open] == '"', lines[i].substr(open + 1, close - open - 1)});
  }
  return includes;
}

void inspect_include(Inspection& in, const Include& include) {
  const bool own = begins_with_any(include.target, own_roots);
  if (include.quoted != own) {
    in.report(
        include.line, "include",
        fmt::format("'{}': own headers stand in quotes by their full path, others in <>", include.target));
    return;
  }
  for (const BannedInclude& banned : banned_includes) {
    if (include.target.starts_with(banned.prefix) && !begins_with_any(in.file.path, banned.allowed_in)) {
      in.report(include.line, "include",
                fmt::format("<{}> is banned here: {}", include.target, banned.instead));
    }
  }
  if (!own) return;
  const Layer* from = layer_of(in.file.path);
  const Layer* to = layer_of(include.target);
  if (from == nullptr || to == nullptr) {
    in.report(include.line, "layer", "this directory has no layer: give it one in tests/style/style_law.cpp");
  } else if (from != to && from->height < to->readers_from) {
    in.report(include.line, "layer", fmt::format("{} may not include {}", from->directory, to->directory));
  }
}

/// Whether `text` matches `pattern`, in which "*" is any run of characters.
bool matches(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() != '*') {
    return !text.empty() && text.front() == pattern.front() && matches(text.substr(1), pattern.substr(1));
  }
  return matches(text, pattern.substr(1)) || (!text.empty() && matches(text.substr(1), pattern));
}

bool is_banned(const Name& name, std::string_view pattern) {
  if (!pattern.ends_with('(')) return matches(name.text, pattern);
  if (!name.called || name.member || name.declared) return false;
  const std::string_view plain = name.text.starts_with("std::") ? name.text.substr(5) : name.text;
  return plain.find(':') == std::string_view::npos && matches(plain, pattern.substr(0, pattern.size() - 1));
}

void inspect_names(Inspection& in, std::span<const Name> names) {
  for (const Name& name : names) {
    for (const BannedName& banned : banned_names) {
      if (is_banned(name, banned.pattern) && !begins_with_any(in.file.path, banned.allowed_in)) {
        in.report_at(name.offset, "name", fmt::format("{} is banned here: {}", name.text, banned.instead));
        break;
      }
    }
  }
}

/// In a header it would reach every reader; in a .cpp it belongs inside our own namespace or a function.
void inspect_using(Inspection& in, std::span<const Name> names) {
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i - 1].text != "using" || names[i].text != "namespace") continue;
    const std::string_view before = std::string_view(in.views.statements).substr(0, names[i].offset);
    const bool at_file_scope = std::ranges::count(before, '{') == std::ranges::count(before, '}');
    if (in.is_header() || at_file_scope) {
      in.report_at(names[i].offset, "name", "`using namespace` is banned here: name what you use");
    }
  }
}

bool is_draw(const Name& name) {
  if (!name.called || name.declared) return false;
  if (name.text == "draw" || name.text == "sample") return true;
  return name.member && (name.text == "next" || name.text == "below" || name.text == "unit");
}

/// The order in which operands and arguments are evaluated differs between compilers.
void inspect_draws(Inspection& in, std::span<const Name> names) {
  const std::string_view code = in.views.statements;
  std::size_t last = std::string_view::npos;  // Where the draw before this one stands.
  for (const Name& name : names) {
    if (!is_draw(name)) continue;
    const bool same_statement =
        last != std::string_view::npos &&
        code.substr(last, name.offset - last).find_first_of(";{}") == std::string_view::npos;
    if (same_statement) {
      in.report_at(name.offset, "draw", "two draws in one statement: store the first in a constant");
    }
    last = name.offset;
  }
}

void inspect_lengths(Inspection& in) {
  const std::vector<std::string_view> lines = lines_of(in.file.text);
  if (lines.size() > file_lines_max) {
    in.report(file_lines_max + 1, "length",
              fmt::format("{} lines: a noun is missing, split it", lines.size()));
  }
  for (const FunctionSpan& span : functions_in(in.views.statements)) {
    const std::size_t size = span.last_line - span.first_line + 1;
    if (size > function_lines_max) {
      in.report(span.first_line, "length", fmt::format("a function of {} lines: split it", size));
    }
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto columns = std::ranges::count_if(lines[i], [](char c) { return (c & 0xC0) != 0x80; });
    if (static_cast<std::size_t>(columns) > columns_max) {
      in.report(i + 1, "column", fmt::format("{} columns, {} at most", columns, columns_max));
    }
  }
}

/// Reports `text` wherever it stands outside of comments.
void forbid(Inspection& in, const std::string& text, const std::string& message) {
  for (std::size_t at = in.file.text.find(text); at != std::string::npos;
       at = in.file.text.find(text, at + 1)) {
    if (in.views.comments[at] == ' ') in.report_at(at, "grammar", message);
  }
}

/// The console knows of the grammar's commands what the grammar tells it, and writes none of them down.
void inspect_console(Inspection& in) {
  if (!in.file.path.starts_with("sim/console/")) return;
  for (const CommandForm& form : command_forms()) {
    // "peer" is a command of the console's own as well, and "tracker" a place.
    if (form.word == "peer" || form.word == "tracker") continue;
    for (const char behind : {'"', ' '}) {
      forbid(in, fmt::format("\"{}{}", form.word, behind),
             fmt::format("\"{}\" is a command of sim/command: ask command_forms()", form.word));
    }
  }
  forbid(in, "CommandKind::", "which commands there are is sim/command's: ask it what you want to know");
}

void inspect_opening(Inspection& in) {
  if (!in.is_header()) return;
  const std::vector<std::string_view> lines = lines_of(in.file.text);
  if (lines.empty() || lines.front() != "#pragma once") {
    in.report(1, "header", "a header starts with #pragma once");
    return;
  }
  std::size_t comment_lines = 0;
  while (comment_lines + 1 < lines.size() && lines[comment_lines + 1].starts_with("//")) ++comment_lines;
  if (comment_lines < header_comment_lines_min) {
    in.report(2, "header",
              fmt::format("{} lines of comment behind #pragma once, {} at least: what it is, what it keeps, "
                          "what it must not know",
                          comment_lines, header_comment_lines_min));
  }
}

void inspect_comments(Inspection& in) {
  for (const Name& name : names_in(in.views.comments)) {
    if (name.text == "TODO" || name.text == "FIXME" || name.text == "XXX") {
      in.report_at(name.offset, "comment", fmt::format("{}: do it, or write it into docs/", name.text));
    }
  }
}

}  // namespace

std::vector<Violation> violations_in(const SourceFile& file) {
  Inspection in{file, separate(file.text), {}};
  inspect_opening(in);
  for (const Include& include : includes_in(file.text, in.views.code)) inspect_include(in, include);
  const std::vector<Name> names = names_in(in.views.statements);
  inspect_names(in, names);
  inspect_using(in, names);
  inspect_draws(in, names);
  inspect_lengths(in);
  inspect_console(in);
  inspect_comments(in);
  std::ranges::stable_sort(in.found, {}, &Violation::line);
  return in.found;
}

std::vector<Violation> dead_headers(std::span<const SourceFile> files) {
  std::set<std::string> included;
  for (const SourceFile& file : files) {
    for (const Include& include : includes_in(file.text, separate(file.text).code)) {
      if (include.target != file.path) included.emplace(include.target);
    }
  }
  std::vector<Violation> found;
  for (const SourceFile& file : files) {
    if (file.path.ends_with(".hpp") && begins_with_any(file.path, "core/ sim/") &&
        !included.contains(file.path)) {
      found.push_back({file.path, 1, "dead", "nobody includes this header: remove it"});
    }
  }
  return found;
}

std::string to_string(const Violation& violation) {
  return fmt::format("{}:{}: [{}] {}", violation.path, violation.line, violation.rule, violation.message);
}

}  // namespace swarmsim::style
