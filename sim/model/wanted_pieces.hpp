#pragma once
// Which pieces of a content somebody needs who wants only some of its files.
//
// Pieces run across the borders of files (BEP 3), so the first and the last piece of a wanted file bring
// bytes of its neighbours along. Padding (BEP 47) is wanted by nobody.

#include <cstdint>
#include <span>

#include "core/base/bitfield.hpp"
#include "core/protocol/geometry.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

/// The pieces that hold a byte of one of `files` that is not among `unwanted`, indices in ascending order.
/// Everything where nothing is unwanted.
Bitfield wanted_pieces(const Geometry& geometry, std::span<const ContentFile> files,
                       std::span<const std::uint32_t> unwanted);
/// The same of a download of `content`.
inline Bitfield wanted_pieces(const ContentSpec& content, const DownloadSpec& download) {
  return wanted_pieces(content.geometry, content.files, download.unwanted);
}
/// How many blocks these are: without a look at the pieces where all are wanted.
std::uint32_t wanted_blocks(const ContentSpec& content, const DownloadSpec& download);

}  // namespace swarmsim
