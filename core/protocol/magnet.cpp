#include "core/protocol/magnet.hpp"

#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "core/protocol/safe_name.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view scheme = "magnet:?";
constexpr std::string_view v1_topic = "urn:btih:";
constexpr std::string_view v2_topic = "urn:btmh:";
/// Longer than any with a hundred trackers; what is longer was not meant as a link.
constexpr std::size_t longest_magnet = std::size_t{64} << 10;

std::optional<std::uint32_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
  return std::nullopt;
}

/// RFC 4648.
std::optional<std::uint32_t> base32_digit(char c) {
  if (c >= '2' && c <= '7') return static_cast<std::uint32_t>(c - '2' + 26);
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  return std::nullopt;
}

/// 160 bits, `bits` in each digit.
std::optional<InfoHash> read_digits(std::string_view digits, std::uint32_t bits) {
  InfoHash hash;
  std::uint32_t held = 0;
  std::uint32_t held_bits = 0;
  std::size_t at = 0;
  for (const char c : digits) {
    const auto digit = bits == 4 ? hex_digit(c) : base32_digit(c);
    if (!digit) return std::nullopt;
    held = held << bits | *digit;
    held_bits += bits;
    if (held_bits < 8) continue;
    held_bits -= 8;
    hash[at++] = static_cast<std::byte>(held >> held_bits & 0xFFU);
  }
  return hash;
}

std::optional<InfoHash> read_hash(std::string_view digits) {
  if (digits.size() == 40) return read_digits(digits, 4);
  if (digits.size() == 32) return read_digits(digits, 5);
  return std::nullopt;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      plain += text[at] == '+' ? ' ' : text[at];
      continue;
    }
    const auto high = at + 2 < text.size() ? hex_digit(text[at + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[at + 2]) : std::nullopt;
    if (!low) return std::nullopt;
    plain += static_cast<char>(*high << 4 | *low);
    at += 2;
  }
  return is_utf8(plain) ? std::optional(plain) : std::nullopt;
}

std::string escaped(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
    }
  }
  return out;
}

}  // namespace

std::variant<Magnet, MagnetProblem> read_magnet(std::string_view uri) {
  if (!uri.starts_with(scheme)) return MagnetProblem{"does not begin with \"magnet:?\""};
  if (uri.size() > longest_magnet)
    return MagnetProblem{fmt::format("is longer than {} bytes", longest_magnet)};
  Magnet magnet;
  bool has_hash = false;
  bool is_v2 = false;
  for (std::string_view rest = uri.substr(scheme.size()); !rest.empty();) {
    const std::size_t end = rest.find('&');
    const std::string_view one = rest.substr(0, end);
    rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
    const std::size_t equals = one.find('=');
    const std::string_view key = one.substr(0, equals);
    const auto value = unescaped(equals == std::string_view::npos ? "" : one.substr(equals + 1));
    if (!value) return MagnetProblem{fmt::format("the value of {} is not escaped UTF-8", in_quotes(key))};
    if ((key == "xt" || key.starts_with("xt.")) && value->starts_with(v1_topic)) {
      const auto hash = read_hash(value->substr(v1_topic.size()));
      if (!hash)
        return MagnetProblem{
            fmt::format("{} holds no hash of 40 hex or 32 base32 digits", in_quotes(*value))};
      if (has_hash && *hash != magnet.info_hash) return MagnetProblem{"names two torrents"};
      magnet.info_hash = *hash;
      has_hash = true;
    } else if ((key == "xt" || key.starts_with("xt.")) && value->starts_with(v2_topic)) {
      is_v2 = true;
    } else if (key == "dn") {
      magnet.name = *value;
    } else if ((key == "tr" || key.starts_with("tr.")) && !value->empty()) {
      magnet.trackers.push_back(*value);
    }
  }
  if (!has_hash && is_v2)
    return MagnetProblem{"names a v2 torrent (BEP 52) alone: such are not in this version"};
  if (!has_hash) return MagnetProblem{"has no \"xt=urn:btih:HASH\": it names no torrent"};
  return magnet;
}

std::string write_magnet(const Magnet& magnet) {
  std::string uri = fmt::format("{}xt={}{}", scheme, v1_topic, to_hex(magnet.info_hash));
  if (!magnet.name.empty()) uri += "&dn=" + escaped(magnet.name);
  for (const std::string& url : magnet.trackers) uri += "&tr=" + escaped(url);
  return uri;
}

}  // namespace swarmsim
