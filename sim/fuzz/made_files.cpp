#include "sim/fuzz/made_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/base/rng.hpp"
#include "core/protocol/metainfo.hpp"
#include "core/protocol/piece_hasher.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view made_prefix = "made/";
constexpr std::string_view torrent_ending = ".torrent";

struct MadePath {
  MadeFiles made;
  std::optional<std::uint32_t> member;
};

/// Takes a number and the `stop` behind it off `text`; `stop` 0: the end.
template <typename T>
bool take_number(std::string_view& text, char stop, T& into) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), into);
  if (problem != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (stop == '\0') return text.empty();
  if (!text.starts_with(stop)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<MadePath> parse(std::string_view text) {
  MadePath path;
  if (!text.starts_with(made_prefix)) return std::nullopt;
  text.remove_prefix(made_prefix.size());
  if (!take_number(text, '-', path.made.key) || !take_number(text, '-', path.made.size)) return std::nullopt;
  if (text.ends_with(torrent_ending)) {
    text.remove_suffix(torrent_ending.size());
    if (!take_number(text, '-', path.made.files)) return std::nullopt;
    return take_number(text, '\0', path.made.piece_size) ? std::optional(path) : std::nullopt;
  }
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    std::string_view number = text.substr(slash + 1);
    path.member.emplace();
    if (!take_number(number, '\0', *path.member)) return std::nullopt;
    text = text.substr(0, slash);
  }
  return take_number(text, '\0', path.made.files) ? std::optional(path) : std::nullopt;
}

/// Where file `i` begins: each is larger than the one before, and in a tiny folder the first are empty.
std::int64_t begin_of(const MadeFiles& made, std::int64_t i) {
  const std::int64_t files = made.files;
  return made.size * i * i / (files * files);
}

std::int64_t size_of(const MadeFiles& made, std::int64_t i) {
  return begin_of(made, i + 1) - begin_of(made, i);
}

std::string bytes_of(const MadeFiles& made, std::uint32_t i) {
  std::string bytes(static_cast<std::size_t>(size_of(made, i)), '\0');
  Rng luck = Rng(made.key, "made", "").fork(i);
  for (char& byte : bytes) byte = static_cast<char>(luck.below(256));
  return bytes;
}

std::vector<ListedFile> files_of(const MadeFiles& made) {
  if (made.files == 1) return {{{}, made.size}};
  std::vector<ListedFile> files;
  for (std::uint32_t i = 0; i < made.files; ++i) files.push_back({{std::to_string(i)}, size_of(made, i)});
  return files;
}

std::string torrent_of(const MadeFiles& made) {
  Metainfo torrent;
  torrent.name = "made";
  torrent.piece_size = made.piece_size;
  torrent.size = made.size;
  PieceHasher hasher(made.piece_size);
  for (const ListedFile& file : files_of(made)) {
    const std::string bytes = bytes_of(made, static_cast<std::uint32_t>(torrent.files.size()));
    hasher.add(std::as_bytes(std::span(bytes)));
    torrent.files.push_back({file.path, file.size});
  }
  torrent.pieces = hasher.finish();
  return write_metainfo(torrent);
}

}  // namespace

std::string MadeFiles::path() const {
  const std::string folder = fmt::format("{}{}-{}-{}", made_prefix, key, size, files);
  return piece_size == 0 ? folder : fmt::format("{}-{}{}", folder, piece_size, torrent_ending);
}

FileText read_made_file(const std::string& path) {
  const auto found = parse(path);
  if (!found) return FileProblem{"is no path of a made file"};
  if (found->made.piece_size > 0) return torrent_of(found->made);
  return bytes_of(found->made, found->member.value_or(0));
}

FileList list_made_files(const std::string& path) {
  const auto found = parse(path);
  if (!found) return FileProblem{"is no path of a made file"};
  if (found->made.piece_size > 0) {
    return std::vector<ListedFile>{{{}, static_cast<std::int64_t>(torrent_of(found->made).size())}};
  }
  if (found->member) return std::vector<ListedFile>{{{}, size_of(found->made, *found->member)}};
  return files_of(found->made);
}

}  // namespace swarmsim
