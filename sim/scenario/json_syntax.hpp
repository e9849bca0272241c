#pragma once
// The lexical side of our JSON: where tokens begin and end, and what is wrong where parsing stopped.
//
// Offsets are bytes into the text. Blanks are JSON's and `//` comments. Explains errors in our own
// words, because the parser's own positions are off by a token. Knows no scenario.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace swarmsim {

struct TextProblem {
  std::size_t offset = 0;
  std::string message;
};

/// The first byte that is not valid UTF-8 (RFC 3629: no surrogates, no overlong forms), or is zero.
std::optional<TextProblem> find_bad_utf8(std::string_view text);

/// The offset of the first byte at or behind `offset` that is neither blank nor in a // comment.
std::size_t skip_blanks(std::string_view text, std::size_t offset);

/// The end of the scalar token (text, number or word) that begins at `offset`.
std::size_t token_end(std::string_view text, std::size_t offset);

/// Whether the whole of `token` is a number by JSON's grammar (RFC 8259, section 6).
bool is_number(std::string_view token);

/// What the grammar awaits behind the last good token.
enum class Awaited { value, key_or_close, value_or_close, colon, comma_or_close, end };

/// Names the fault behind `offset`, the end of the last good token. `closer` is '}', ']' or 0.
TextProblem explain_syntax(std::string_view text, std::size_t offset, Awaited awaited, char closer);

}  // namespace swarmsim
