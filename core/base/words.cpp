#include "core/base/words.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include <fmt/format.h>

namespace swarmsim {

namespace {

// Long enough for any name the format allows, short enough for one terminal line.
constexpr std::size_t longest_quoted = 80;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_but_for_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Insertions, deletions and replacements between two words (Levenshtein), one row at a time.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row[b.size()];
}

/// The largest distance at which a word of this length still looks like a slip of the finger.
std::size_t near_miss_limit(std::size_t length) {
  if (length >= 4) return 2;
  return length >= 2 ? 1 : 0;
}

}  // namespace

std::string did_you_mean(const std::string& found, const std::vector<std::string>& allowed) {
  const std::string* nearest = nullptr;
  std::size_t nearest_distance = near_miss_limit(found.size()) + 1;
  for (const std::string& word : allowed) {
    const std::size_t gap = std::max(word.size(), found.size()) - std::min(word.size(), found.size());
    if (gap >= nearest_distance) continue;
    const std::size_t distance = same_but_for_case(found, word) ? 0 : edit_distance(found, word);
    if (distance < nearest_distance) {
      nearest = &word;
      nearest_distance = distance;
    }
  }
  return nearest == nullptr ? "" : fmt::format("; did you mean {}?", in_quotes(*nearest));
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  std::size_t length = std::min(text.size(), longest_quoted);
  while (length < text.size() && length > 0 && continues_character(text[length])) --length;
  for (const char c : text.substr(0, length)) {
    if (is_control(c)) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  if (length < text.size()) out += "...";
  return out + '"';
}

std::string comma_list(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string_view trimmed(std::string_view text, std::string_view blanks) {
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

}  // namespace swarmsim
