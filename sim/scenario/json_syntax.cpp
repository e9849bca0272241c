#include "sim/scenario/json_syntax.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "core/base/words.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view structure = "{}[]:,\"/ \t\r\n";

std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }

/// Length of the UTF-8 sequence at `i`, or 0 if it is malformed (table 3-7 of the Unicode standard).
std::size_t utf8_length(std::string_view text, std::size_t i) {
  const std::uint8_t lead = byte_at(text, i);
  if (lead < 0x80) return 1;
  std::size_t length = 0;
  std::uint8_t lowest = 0x80;
  std::uint8_t highest = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  if (lead == 0xE0) lowest = 0xA0;
  if (lead == 0xED) highest = 0x9F;
  if (lead == 0xF0) lowest = 0x90;
  if (lead == 0xF4) highest = 0x8F;
  if (length == 0 || i + length > text.size()) return 0;
  for (std::size_t k = 1; k < length; ++k) {
    const std::uint8_t next = byte_at(text, i + k);
    if (next < lowest || next > highest) return 0;
    lowest = 0x80;
    highest = 0xBF;
  }
  return length;
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// What is wrong inside the text whose quote stands at `start`.
TextProblem explain_text(std::string_view text, std::size_t start) {
  for (std::size_t i = start + 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      return {start, R"(this text holds half a surrogate pair: \ud800 to \udfff come in pairs)"};
    }
    if (text[i] == '\n' || text[i] == '\r') return {start, "this text is not closed before its line ends"};
    if (byte_at(text, i) < 0x20) {
      return {i, fmt::format("a text holds control character 0x{:02x}: write it as an escape",
                             unsigned{byte_at(text, i)})};
    }
    if (text[i] != '\\') continue;
    const std::string_view rest = text.substr(i + 1);
    if (rest.empty()) break;
    const bool is_unicode = rest[0] == 'u';
    if (!is_unicode && std::string_view("\"\\/bfnrt").find(rest[0]) == std::string_view::npos) {
      return {i, R"(unknown escape in a text: after \ comes one of " \ / b f n r t u)"};
    }
    if (is_unicode && (rest.size() < 5 || !std::all_of(rest.begin() + 1, rest.begin() + 5, is_hex))) {
      return {i, R"(\u needs four hexadecimal digits)"};
    }
    i += 1;
  }
  return {start, "this text is never closed"};
}

std::string found_at(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return "the end of the file";
  const std::size_t end = std::max(token_end(text, offset), offset + 1);
  if (text[offset] == '"') return in_quotes(text.substr(offset + 1, end - offset - 2));
  const std::string token = in_quotes(text.substr(offset, end - offset));
  return fmt::format("'{}'", token.substr(1, token.size() - 2));
}

std::optional<TextProblem> explain_comment(std::string_view text, std::size_t offset) {
  if (offset < text.size() && text[offset] == '#') {
    return TextProblem{offset, "a comment begins with //: # is not part of the format"};
  }
  if (!text.substr(std::min(offset, text.size())).starts_with("/*")) return std::nullopt;
  return TextProblem{offset, "a comment begins with // and ends with its line: /* is not part of the format"};
}

TextProblem explain_value(std::string_view text, std::size_t offset) {
  if (const auto comment = explain_comment(text, offset)) return *comment;
  if (offset >= text.size() || std::string_view("}],:").find(text[offset]) != std::string_view::npos) {
    return {offset, fmt::format("expected a value, found {}", found_at(text, offset))};
  }
  if (text[offset] == '"') return explain_text(text, offset);
  if (text[offset] == '\'') return {offset, "texts stand in double quotes, not in single ones"};
  const std::string_view token = text.substr(offset, token_end(text, offset) - offset);
  if (is_number(token)) return {offset, fmt::format("{} is too large a number", found_at(text, offset))};
  const std::string hint = did_you_mean(std::string(token), {"true", "false", "null"});
  const bool is_word = hint.empty() && is_ascii_letter(text[offset]);
  return {offset, fmt::format("{} is not a JSON value{}{}", found_at(text, offset), hint,
                              is_word ? ": texts stand in double quotes" : "")};
}

TextProblem explain_key(std::string_view text, std::size_t offset) {
  if (const auto comment = explain_comment(text, offset)) return *comment;
  if (offset < text.size() && text[offset] == '"') return explain_text(text, offset);
  if (offset < text.size() && text[offset] == '\'') {
    return {offset, "keys stand in double quotes, not in single ones"};
  }
  return {offset, fmt::format("expected a key in double quotes, found {}", found_at(text, offset))};
}

/// Behind a value inside an object or array: the comma is missing, or what follows the comma is bad.
TextProblem explain_next(std::string_view text, std::size_t last_end, char closer) {
  const std::size_t offset = skip_blanks(text, last_end);
  if (offset >= text.size() || text[offset] != ',') {
    // What is missing at the end of a line is missing there, and not where the next line begins.
    const bool is_line_over = text.substr(last_end, offset - last_end).find('\n') != std::string_view::npos;
    const bool is_good_begin =
        offset < text.size() && std::string_view("\"{}[]").find(text[offset]) != std::string_view::npos;
    return {is_line_over && is_good_begin ? last_end : offset,
            fmt::format("expected ',' or '{}', found {}", closer, found_at(text, offset))};
  }
  const std::size_t next = skip_blanks(text, offset + 1);
  if (next < text.size() && text[next] == closer) {
    return {offset, fmt::format("a comma before '{}': remove it", closer)};
  }
  if (next < text.size() && closer == '}' && text[next] == '{') {
    return {offset, "expected '}' in front of this comma, because '{' follows it, and not a key"};
  }
  return closer == '}' ? explain_key(text, next) : explain_value(text, next);
}

}  // namespace

std::optional<TextProblem> find_bad_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    // The library takes a zero for the end of a comment, and no text has one.
    if (text[i] == '\0') return TextProblem{i, "byte 0x00 is no text: save the file as UTF-8"};
    if (length == 0) {
      return TextProblem{i, fmt::format("byte 0x{:02x} is not valid UTF-8: save the file as UTF-8",
                                        unsigned{byte_at(text, i)})};
    }
    i += length;
  }
  return std::nullopt;
}

std::size_t skip_blanks(std::string_view text, std::size_t offset) {
  for (;;) {
    offset = std::min(text.find_first_not_of(" \t\r\n", offset), text.size());
    if (!text.substr(offset).starts_with("//")) return offset;
    offset = std::min(text.find_first_of("\r\n", offset), text.size());
  }
}

std::size_t token_end(std::string_view text, std::size_t offset) {
  if (offset >= text.size() || text[offset] != '"') {
    return std::min(text.find_first_of(structure, offset), text.size());
  }
  for (std::size_t i = offset + 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') ++i;
  }
  return text.size();
}

bool is_number(std::string_view token) {
  constexpr std::string_view digits = "0123456789";
  if (token.starts_with('-')) token.remove_prefix(1);
  std::size_t run = std::min(token.find_first_not_of(digits), token.size());
  if (run == 0 || (run > 1 && token.front() == '0')) return false;
  token.remove_prefix(run);
  if (token.starts_with('.')) {
    run = std::min(token.find_first_not_of(digits, 1), token.size());
    if (run == 1) return false;
    token.remove_prefix(run);
  }
  if (token.starts_with('e') || token.starts_with('E')) {
    token.remove_prefix(1);
    if (token.starts_with('+') || token.starts_with('-')) token.remove_prefix(1);
    return !token.empty() && token.find_first_not_of(digits) == std::string_view::npos;
  }
  return token.empty();
}

TextProblem explain_syntax(std::string_view text, std::size_t offset, Awaited awaited, char closer) {
  const std::size_t at = skip_blanks(text, offset);
  if (const auto comment = explain_comment(text, at)) return *comment;
  switch (awaited) {
    case Awaited::value:
    case Awaited::value_or_close: return explain_value(text, at);
    case Awaited::key_or_close: return explain_key(text, at);
    case Awaited::colon:
      if (at < text.size() && text[at] == ':') return explain_value(text, skip_blanks(text, at + 1));
      return {at, fmt::format("expected ':' behind the key, found {}", found_at(text, at))};
    case Awaited::comma_or_close: return explain_next(text, offset, closer);
    case Awaited::end: break;
  }
  return {at, fmt::format("expected the end of the file, found {}", found_at(text, at))};
}

}  // namespace swarmsim
