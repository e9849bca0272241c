// The readers of real contents: files and folders that a scenario names.

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "core/base/file_text.hpp"
#include "core/base/words.hpp"
#include "core/protocol/metainfo.hpp"
#include "core/protocol/piece_hasher.hpp"
#include "sim/scenario/reader.hpp"

namespace swarmsim {

namespace {

// Contents are kept in memory, and every peer that holds one has a copy of its own.
constexpr std::int64_t largest_on_disk = std::int64_t{4} << 30;

std::string too_large(const std::string& path) {
  return fmt::format("{} has more than {} bytes: contents are kept in memory", in_quotes(path),
                     largest_on_disk);
}

}  // namespace

std::optional<std::string> Reader::path(const JsonNode* node) {
  const auto written = name(node);
  if (!written) return std::nullopt;
  return sources_.resolved(*written, node->at.file);
}

std::optional<std::vector<ContentFile>> Reader::content_files(const JsonNode* node) {
  const auto full = path(node);
  return full ? content_files(*node, *full) : std::nullopt;
}

std::optional<std::vector<ContentFile>> Reader::content_files(const JsonNode& node, const std::string& path) {
  FileList listed = sources_.list(path);
  if (const auto* unreadable = std::get_if<FileProblem>(&listed)) {
    problem(node.at, unreadable->message);
    return std::nullopt;
  }
  std::int64_t size = 0;
  std::vector<ContentFile> files;
  for (ListedFile& file : std::get<std::vector<ListedFile>>(listed)) {
    size += file.size;
    if (size > largest_on_disk) {
      problem(node.at, too_large(path));
      return std::nullopt;
    }
    const auto bytes = file_bytes(node, path_below(path, file.path), file.size);
    if (!bytes) return std::nullopt;
    files.push_back({std::move(file.path), file.size, *bytes});
  }
  return files;
}

std::optional<std::string_view> Reader::file_bytes(const JsonNode& node, const std::string& path,
                                                   std::int64_t size) {
  const auto bytes = sources_.bytes(path, size);
  if (const auto* unreadable = std::get_if<FileProblem>(&bytes)) {
    problem(node.at, unreadable->message);
    return std::nullopt;
  }
  return std::get<std::string_view>(bytes);
}

std::optional<Metainfo> Reader::torrent(const JsonNode* node) {
  const auto full = path(node);
  if (!full) return std::nullopt;
  const FileList listed = sources_.list(*full);
  if (const auto* unreadable = std::get_if<FileProblem>(&listed)) {
    problem(node->at, unreadable->message);
    return std::nullopt;
  }
  const auto& files = std::get<std::vector<ListedFile>>(listed);
  if (!files.front().path.empty()) {
    problem(node->at, fmt::format("{} is a folder and no .torrent", in_quotes(*full)));
    return std::nullopt;
  }
  if (std::cmp_greater(files.front().size, largest_torrent)) {
    problem(node->at, fmt::format("{} has more than {} bytes", in_quotes(*full), largest_torrent));
    return std::nullopt;
  }
  const auto bytes = file_bytes(*node, *full, files.front().size);
  if (!bytes) return std::nullopt;
  auto read = read_metainfo(*bytes);
  if (const auto* wrong = std::get_if<MetainfoProblem>(&read)) {
    problem(node->at, fmt::format("{} {}", in_quotes(*full), wrong->message));
    return std::nullopt;
  }
  return std::get<Metainfo>(std::move(read));
}

std::optional<std::vector<ContentFile>> Reader::torrent_files(const Metainfo& torrent,
                                                              const JsonNode* path_node) {
  const auto full = path_node == nullptr ? std::optional(std::string()) : path(path_node);
  if (!full) return std::nullopt;
  if (path_node != nullptr && torrent.size > largest_on_disk) {
    problem(path_node->at, too_large(*full));
    return std::nullopt;
  }
  PieceHasher hasher(torrent.piece_size);
  std::vector<ContentFile> files;
  for (const TorrentFile& file : torrent.files) {
    ContentFile one{file.path, file.size, {}, file.is_padding};
    if (path_node != nullptr && file.is_padding) {
      const std::vector<std::byte> zeros(static_cast<std::size_t>(file.size));
      hasher.add(zeros);
    } else if (path_node != nullptr) {
      const auto bytes = file_bytes(*path_node, path_below(*full, file.path), file.size);
      if (!bytes) return std::nullopt;
      one.bytes = *bytes;
      hasher.add(std::as_bytes(std::span(*bytes)));
    }
    files.push_back(std::move(one));
  }
  if (path_node == nullptr) return files;
  const std::vector<Sha1> hashes = hasher.finish();
  const auto [ours, theirs] =
      std::mismatch(hashes.begin(), hashes.end(), torrent.pieces.begin(), torrent.pieces.end());
  if (ours == hashes.end()) return files;
  problem(path_node->at, fmt::format("{} is not what the .torrent describes: piece {} has another hash",
                                     in_quotes(*full), ours - hashes.begin()));
  return std::nullopt;
}

}  // namespace swarmsim
