#pragma once
// The allowed fast set of BEP 6: pieces that a peer may ask for while it is choked.
//
// A function of the peer's address and the info-hash alone, so that everybody grants it the same pieces.

#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/sha1.hpp"

namespace swarmsim {

/// What a torrent is called on the wire: the SHA-1 of its info dictionary.
using InfoHash = Sha1;

/// The first `size` pieces of the set of `address` (IPv4, host order), in the order of BEP 6; all pieces if
/// there are no more. BEP 6 takes an address with its last byte cleared.
std::vector<PieceIndex> allowed_fast_set(std::uint32_t address, const InfoHash& info_hash,
                                         std::uint32_t pieces, std::uint32_t size);

}  // namespace swarmsim
