#include "tests/style/text_scan.hpp"

#include <algorithm>
#include <cctype>

namespace swarmsim::style {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// The offset where the word ending just before `end` begins.
std::size_t word_start(std::string_view text, std::size_t end) {
  while (end > 0 && is_word(text[end - 1])) --end;
  return end;
}

/// One past the last character of a literal that opens with a quote at `begin`.
std::size_t quoted_end(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[begin] || text[i] == '\n') {
      return i + 1;
    }
  }
  return text.size();
}

/// The same for R"delimiter(...)delimiter", whose quote stands at `begin`.
std::size_t raw_string_end(std::string_view text, std::size_t begin) {
  const std::size_t open = text.find('(', begin);
  if (open == std::string_view::npos) return text.size();
  const std::string closing = ")" + std::string(text.substr(begin + 1, open - begin - 1)) + "\"";
  const std::size_t end = text.find(closing, open);
  return end == std::string_view::npos ? text.size() : end + closing.size();
}

bool opens_raw_string(std::string_view text, std::size_t quote) {
  const std::string_view prefix = text.substr(word_start(text, quote), quote - word_start(text, quote));
  return prefix == "R" || prefix == "LR" || prefix == "uR" || prefix == "UR" || prefix == "u8R";
}

/// Whether the apostrophe at `i` parts digits, as in 10'000.
bool parts_digits(std::string_view text, std::size_t i) {
  std::size_t begin = i;
  while (begin > 0 && (is_word(text[begin - 1]) || text[begin - 1] == '\'')) --begin;
  return begin < i && is_digit(text[begin]);
}

std::size_t comment_end(std::string_view text, std::size_t begin) {
  if (text[begin + 1] == '/') return std::min(text.find('\n', begin), text.size());
  const std::size_t close = text.find("*/", begin + 2);
  return close == std::string_view::npos ? text.size() : close + 2;
}

void blank(std::string& view, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < std::min(end, view.size()); ++i) {
    if (view[i] != '\n') view[i] = ' ';
  }
}

void blank_directives(std::string& view) {
  const std::string text = view;
  bool inside = false;
  std::size_t offset = 0;
  for (const std::string_view line : lines_of(text)) {
    const std::size_t first = line.find_first_not_of(" \t");
    inside = inside || (first != std::string_view::npos && line[first] == '#');
    const std::size_t size = line.size();
    const bool goes_on = !line.empty() && line.back() == '\\';
    if (inside) blank(view, offset, offset + size);
    inside = inside && goes_on;
    offset += size + 1;
  }
}

char last_visible(std::string_view text) {
  const std::size_t at = text.find_last_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : text[at];
}

/// One past the brace that closes the one at `open`.
std::size_t closing_brace(std::string_view code, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < code.size(); ++i) {
    if (code[i] == '{') ++depth;
    if (code[i] == '}' && --depth == 0) return i + 1;
  }
  return code.size();
}

/// What stands behind `template <...>` clauses.
std::string_view without_template_clause(std::string_view header) {
  for (;;) {
    const std::size_t word = header.find_first_not_of(" \t\r\n");
    if (word == std::string_view::npos || !header.substr(word).starts_with("template")) return header;
    std::size_t i = header.find('<', word);
    if (i == std::string_view::npos) return header;
    for (int depth = 0; i < header.size(); ++i) {
      if (header[i] == '<') ++depth;
      if (header[i] == '>' && --depth == 0) break;
    }
    header.remove_prefix(std::min(i + 1, header.size()));
  }
}

/// A single colon after the parameters: `Peer::Peer(int id) : id_`.
bool in_member_initialisers(std::string_view header) {
  const std::size_t parameters_end = header.find(')');
  if (parameters_end == std::string_view::npos || !is_word(last_visible(header))) return false;
  for (std::size_t i = parameters_end + 1; i + 1 < header.size(); ++i) {
    if (header[i] == ':' && header[i - 1] != ':' && header[i + 1] != ':') return true;
  }
  return false;
}

bool begins_function(std::string_view header) {
  header = without_template_clause(header);
  const std::size_t open = header.find('(');
  if (open == std::string_view::npos || last_visible(header) == '=') return false;
  const std::vector<Name> names = names_in(header.substr(0, open));
  return std::none_of(names.begin(), names.end(), [](const Name& name) {
    return name.text == "class" || name.text == "struct" || name.text == "union" || name.text == "enum" ||
           name.text == "namespace";
  });
}

bool is_access_label(std::string_view code, std::size_t colon) {
  const std::size_t begin = word_start(code, colon);
  const std::string_view word = code.substr(begin, colon - begin);
  return word == "public" || word == "private" || word == "protected";
}

}  // namespace

Views separate(std::string_view text) {
  Views views{std::string(text), {}, std::string(text)};
  std::size_t code_from = 0;  // Everything since the last comment.
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '/' && i + 1 < text.size() && (text[i + 1] == '/' || text[i + 1] == '*')) {
      const std::size_t end = comment_end(text, i);
      blank(views.code, i, end);
      blank(views.comments, code_from, i);
      code_from = i = end;
    } else if (c == '"' || (c == '\'' && !parts_digits(text, i))) {
      const std::size_t end =
          c == '"' && opens_raw_string(text, i) ? raw_string_end(text, i) : quoted_end(text, i);
      blank(views.code, i + 1, end - 1);
      i = end;
    } else {
      ++i;
    }
  }
  blank(views.comments, code_from, text.size());
  views.statements = views.code;
  blank_directives(views.statements);
  return views;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t line_at(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

std::vector<Name> names_in(std::string_view code) {
  std::vector<Name> names;
  std::size_t last_end = 0;  // One past the name before this one.
  for (std::size_t i = 0; i < code.size();) {
    if (!is_word(code[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    const bool number = is_digit(code[i]);
    while (i < code.size() && (is_word(code[i]) || (number && (code[i] == '\'' || code[i] == '.')))) ++i;
    if (number) continue;
    while (i + 2 < code.size() && code.substr(i, 2) == "::" && is_word(code[i + 2])) {
      for (i += 2; i < code.size() && is_word(code[i]);) ++i;
    }
    const std::string_view before = code.substr(0, begin);
    const std::size_t next = code.find_first_not_of(" \t\r\n", i);
    const std::string_view gap = code.substr(last_end, begin - last_end);
    Name name{.offset = begin, .text = code.substr(begin, i - begin)};
    name.called = next != std::string_view::npos && code[next] == '(';
    name.member = before.ends_with('.') || before.ends_with("->");
    name.declared = !names.empty() && std::ranges::all_of(gap, is_blank) && names.back().text != "return" &&
                    names.back().text != "else";
    names.push_back(name);
    last_end = i;
  }
  return names;
}

std::vector<FunctionSpan> functions_in(std::string_view code) {
  std::vector<FunctionSpan> spans;
  std::size_t start = 0;  // Of the declaration being read.
  int parentheses = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '(') ++parentheses;
    if (c == ')') --parentheses;
    if (c == '}' || (c == ';' && parentheses == 0) || (c == ':' && is_access_label(code, i))) {
      start = i + 1;
      parentheses = 0;
    }
    if (c != '{') continue;
    const std::string_view header = code.substr(start, i - start);
    if (parentheses > 0 || in_member_initialisers(header)) {
      i = closing_brace(code, i) - 1;  // A default argument or `id_{id}`: the declaration goes on.
    } else if (begins_function(header)) {
      const std::size_t end = closing_brace(code, i);
      const std::size_t first = code.find_first_not_of(" \t\r\n", start);
      spans.push_back({line_at(code, first), line_at(code, end - 1)});
      start = end;
      i = end - 1;
    } else {
      start = i + 1;  // A namespace, a class or a table: look inside.
    }
  }
  return spans;
}

}  // namespace swarmsim::style
