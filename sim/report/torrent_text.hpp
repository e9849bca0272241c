#pragma once
// A .torrent or a magnet link as text for people, aligned, or as one JSON document.
//
// Values in, text out; what was read and what it means is the reader's business (core/protocol/metainfo.hpp).

#include <string>

#include "core/protocol/magnet.hpp"
#include "core/protocol/metainfo.hpp"

namespace swarmsim {

std::string format_torrent(const Metainfo& torrent);
std::string torrent_json(const Metainfo& torrent);
std::string format_magnet(const Magnet& magnet);
std::string magnet_json(const Magnet& magnet);

/// What a magnet link says of `torrent`.
Magnet magnet_of(const Metainfo& torrent);

}  // namespace swarmsim
