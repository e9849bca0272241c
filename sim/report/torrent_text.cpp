#include "sim/report/torrent_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/columns.hpp"

namespace swarmsim {

namespace {

using Json = nlohmann::ordered_json;

/// "97.7 KiB"; "" below 1 KiB, where the bytes say it all.
std::string in_binary_units(std::int64_t bytes) {
  constexpr std::array<const char*, 6> units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes < 1'024) return "";
  double value = static_cast<double>(bytes) / 1'024;
  std::size_t unit = 0;
  // 1,023.95 would be printed as 1,024.0.
  for (; value >= 1'023.95 && unit + 1 < units.size(); ++unit) value /= 1'024;
  return fmt::format("{:.1f} {}", value, units[unit]);
}

std::string sized(std::int64_t bytes) {
  const std::string binary = in_binary_units(bytes);
  const std::string exact = fmt::format("{} B", format_count(static_cast<std::uint64_t>(bytes)));
  return binary.empty() ? exact : fmt::format("{} ({})", exact, binary);
}

/// 16,384 as "16 KiB", 20,000 as "20,000 B".
std::string piece_words(std::uint32_t bytes) {
  if (bytes % (1U << 20) == 0) return fmt::format("{} MiB", bytes >> 20);
  if (bytes % (1U << 10) == 0) return fmt::format("{} KiB", bytes >> 10);
  return fmt::format("{} B", format_count(bytes));
}

void add_line(std::string& text, std::string_view label, std::string_view value) {
  text += fmt::format("{:<12} {}\n", label, value);
}

/// A line for each; those behind the first without the label.
void add_lines(std::string& text, std::string_view label, const std::vector<std::string>& values) {
  for (const std::string& value : values)
    add_line(text, &value == &values.front() ? label : "", printable(value));
}

}  // namespace

Magnet magnet_of(const Metainfo& torrent) {
  Magnet magnet{torrent.info_hash, torrent.name, {}};
  for (const auto& tier : torrent.trackers) {
    magnet.trackers.insert(magnet.trackers.end(), tier.begin(), tier.end());
  }
  return magnet;
}

std::string format_torrent(const Metainfo& torrent) {
  std::string text;
  add_line(text, "name", printable(torrent.name));
  add_line(text, "info-hash", to_hex(torrent.info_hash));
  add_line(text, "size", sized(torrent.size));
  add_line(text, "pieces",
           fmt::format("{} of {}", format_count(torrent.pieces.size()), piece_words(torrent.piece_size)));
  add_line(text, "private", torrent.is_private ? "yes" : "no");
  if (torrent.is_hybrid) add_line(text, "version", "1 and 2; only what is of version 1 is shown");
  if (!torrent.comment.empty()) add_line(text, "comment", printable(torrent.comment));
  if (!torrent.created_by.empty()) add_line(text, "created by", printable(torrent.created_by));
  if (torrent.created_at)
    add_line(text, "created", fmt::format("{} s after 1970 began", *torrent.created_at));
  for (std::size_t tier = 0; tier < torrent.trackers.size(); ++tier) {
    add_lines(text, torrent.trackers.size() == 1 ? "tracker" : fmt::format("tracker {}", tier + 1),
              torrent.trackers[tier]);
  }
  add_line(text, "files", format_count(torrent.files.size()));
  std::size_t width = 0;
  for (const TorrentFile& file : torrent.files) {
    width = std::max(width, format_count(static_cast<std::uint64_t>(file.size)).size());
  }
  for (const TorrentFile& file : torrent.files) {
    text += fmt::format("  {:>{}}  {}{}\n", format_count(static_cast<std::uint64_t>(file.size)), width,
                        printable(shown_path(torrent, file)), file.is_padding ? " (padding)" : "");
  }
  return text;
}

std::string torrent_json(const Metainfo& torrent) {
  Json root;
  root["format"] = "swarmsim/torrent/1";
  root["name"] = torrent.name;
  root["info_hash"] = to_hex(torrent.info_hash);
  root["size"] = torrent.size;
  root["piece_size"] = torrent.piece_size;
  root["pieces"] = torrent.pieces.size();
  root["private"] = torrent.is_private;
  root["hybrid"] = torrent.is_hybrid;
  root["comment"] = torrent.comment.empty() ? Json(nullptr) : Json(torrent.comment);
  root["created_by"] = torrent.created_by.empty() ? Json(nullptr) : Json(torrent.created_by);
  root["created_s"] = torrent.created_at ? Json(*torrent.created_at) : Json(nullptr);
  root["trackers"] = torrent.trackers;
  root["magnet"] = write_magnet(magnet_of(torrent));
  root["files"] = Json::array();
  for (const TorrentFile& file : torrent.files) {
    Json one;
    one["path"] = shown_path(torrent, file);
    one["size"] = file.size;
    if (file.is_padding) one["padding"] = true;
    root["files"].push_back(std::move(one));
  }
  return root.dump(2) + "\n";
}

std::string format_magnet(const Magnet& magnet) {
  std::string text;
  if (!magnet.name.empty()) add_line(text, "name", printable(magnet.name));
  add_line(text, "info-hash", to_hex(magnet.info_hash));
  add_lines(text, "tracker", magnet.trackers);
  return text;
}

std::string magnet_json(const Magnet& magnet) {
  Json root;
  root["format"] = "swarmsim/magnet/1";
  root["info_hash"] = to_hex(magnet.info_hash);
  root["name"] = magnet.name.empty() ? Json(nullptr) : Json(magnet.name);
  root["trackers"] = magnet.trackers;
  return root.dump(2) + "\n";
}

}  // namespace swarmsim
