// Any bytes as a .torrent. What must hold beyond "it ends, and no sanitizer speaks":
//
//  1. a problem is one plain line;
//  2. no name of what was read leaves the folder it would be written to;
//  3. sizes add up, and the pieces are as many as they need;
//  4. what was read and written again reads the same.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/protocol/metainfo.hpp"
#include "core/protocol/safe_name.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/target.hpp"

namespace swarmsim {

namespace {

void look_at(const Metainfo& torrent) {
  promise(unsafe_name(torrent.name).empty(), "its name is a plain one", torrent.name);
  std::int64_t size = 0;
  for (const TorrentFile& file : torrent.files) {
    promise(file.size >= 0, "no file has less than no bytes");
    size += file.size;
    for (const std::string& part : file.path)
      promise(unsafe_name(part).empty(), "paths are plain names", part);
    promise(shown_path(torrent, file).find("/../") == std::string::npos, "no path leads up");
  }
  promise(size == torrent.size && size > 0, "the sizes of its files add up");
  promise(torrent.piece_size > 0 && torrent.piece_size <= largest_piece, "a piece has a size");
  const auto pieces = static_cast<std::int64_t>(torrent.pieces.size());
  promise(pieces == (size + torrent.piece_size - 1) / torrent.piece_size, "there is a hash for each piece");
}

}  // namespace

void run_input(std::string bytes) {
  const auto read = read_metainfo(bytes);
  if (const auto* problem = std::get_if<MetainfoProblem>(&read)) {
    return promise(is_one_plain_line(problem->message), "a problem is one plain line", problem->message);
  }
  const auto& torrent = std::get<Metainfo>(read);
  look_at(torrent);
  const std::string written = write_metainfo(torrent);
  const auto again = read_metainfo(written);
  promise(std::holds_alternative<Metainfo>(again), "what was written is read", written);
  const auto& twin = std::get<Metainfo>(again);
  promise(twin.files == torrent.files && twin.pieces == torrent.pieces && twin.name == torrent.name &&
              twin.trackers == torrent.trackers && twin.comment == torrent.comment,
          "what was written reads the same", written);
  promise(write_metainfo(twin) == written, "writing is a function of what is written");
}

}  // namespace swarmsim
