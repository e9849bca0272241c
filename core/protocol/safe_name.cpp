#include "core/protocol/safe_name.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace swarmsim {

namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

/// Bytes of the character that begins at `at`; 0 if none does.
std::size_t character_length(std::string_view text, std::size_t at) {
  const std::uint8_t first = byte_at(text, at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(text, at + i) & 0xC0U) != 0x80U) return 0;
  }
  const std::uint8_t second = byte_at(text, at + 1);
  // Overlong forms, halves of surrogate pairs, and what lies beyond U+10FFFF.
  const bool is_wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                        (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return is_wrong ? 0 : length;
}

bool is_device(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "con" || lower == "prn" || lower == "aux" || lower == "nul") return true;
  const bool is_port = lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
  return is_port && lower[3] >= '1' && lower[3] <= '9';
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string_view unsafe_name(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name == ".") return "is \".\"";
  if (name == "..") return "is \"..\"";
  if (name.size() > longest_file_name) return "is longer than 255 bytes";
  if (name.find('/') != std::string_view::npos) return "has a \"/\"";
  const auto is_control = [](char c) { return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(name.begin(), name.end(), is_control)) return "has a control character";
  if (!is_utf8(name)) return "is not UTF-8";
  if (is_device(name)) return "is a device's name on Windows";
  return "";
}

}  // namespace swarmsim
