#pragma once
// The allowed fast sets of one content's peers (BEP 6), each computed when it is first asked for.
//
// A set follows from the address and the info-hash alone, so everyone who grants a peer something grants it
// pieces of the same set: hashing it once per peer and not once per connection and request was a fifth of a
// libtorrent swarm's time. A cache: forgetting it changes nothing.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/ids.hpp"
#include "sim/model/content.hpp"
#include "sim/model/scenario.hpp"

namespace swarmsim {

class AllowedFastSets {
 public:
  /// The set of `size` pieces, or of all if there are no more, of `peer`, who has `address` (IPv4, host
  /// order).
  std::span<const PieceIndex> of(PeerId peer, std::uint32_t address, const ContentInfo& content,
                                 std::uint32_t size);

 private:
  struct Row {
    std::uint32_t size = 0;
    std::array<PieceIndex, allowed_fast_most> pieces{};
  };
  std::vector<Row> rows_;  ///< by PeerId
};

}  // namespace swarmsim
