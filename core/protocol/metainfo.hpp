#pragma once
// A .torrent (BEP 3): what it holds, read strictly and written the same way every time.
//
// Reading trusts nothing: sizes, counts, names and their sum are checked, and a name that could leave the
// folder of the download is refused (core/protocol/safe_name.hpp). Hybrid files are read as far as they carry
// v1 data; written is v1 alone. Opens no file and hashes no content: bytes come in, bytes go out.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/sha1.hpp"
#include "core/protocol/allowed_fast.hpp"

namespace swarmsim {

/// A .torrent that lists three million pieces; libtorrent stops at 10 MB unless told otherwise.
inline constexpr std::size_t largest_torrent = std::size_t{64} << 20;
/// Offsets within a piece have 32 bits, and so must a sum of two pieces.
inline constexpr std::int64_t largest_piece = std::int64_t{1} << 30;

/// One file of a torrent. They lie one behind the other, in this order, and pieces run across their borders.
struct TorrentFile {
  std::vector<std::string> path;  ///< below the torrent's name; empty where the torrent is one file
  std::int64_t size = 0;
  bool is_padding = false;  ///< BEP 47: zeros that nobody writes to a disk

  friend bool operator==(const TorrentFile&, const TorrentFile&) = default;
};

struct Metainfo {
  std::string name;  ///< of the file, or of the folder
  std::uint32_t piece_size = 0;
  std::int64_t size = 0;  ///< of all files, above 0
  std::vector<Sha1> pieces;
  std::vector<TorrentFile> files;  ///< at least one
  bool is_private = false;
  std::vector<std::vector<std::string>> trackers;  ///< in tiers (BEP 12)
  std::string comment;
  std::string created_by;
  std::optional<std::int64_t> created_at;  ///< seconds since 1970
  bool is_hybrid = false;                  ///< carries v2 data too, which is not read
  // What reading gives; writing computes it.
  InfoHash info_hash{};
  std::string info;  ///< the info dictionary's own bytes

  bool is_folder() const { return files.size() != 1 || !files.front().path.empty(); }
};

/// What is wrong, with the place in words: `info.files[2].path[0] is ".."`.
struct MetainfoProblem {
  std::string message;
};

std::variant<Metainfo, MetainfoProblem> read_metainfo(std::string_view bytes);

/// The .torrent of `torrent`; what reads back as the same, and the same bytes for the same input.
std::string write_metainfo(const Metainfo& torrent);

/// Bytes of the info dictionary that `torrent`, which has no hashes yet, would have with those of `pieces`.
std::uint32_t info_size(const Metainfo& torrent, std::uint32_t pieces);

/// "name/sub/file", or "name" where the torrent is one file.
std::string shown_path(const Metainfo& torrent, const TorrentFile& file);

/// The smallest power of two from 16 KiB to 16 MiB that cuts `size` into at most 2,048 pieces, if there is
/// one.
std::uint32_t usual_piece_size(std::int64_t size);

}  // namespace swarmsim
