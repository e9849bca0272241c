#pragma once
// The info dictionary of a torrent, fetched from neighbours by who knows nothing but the info-hash (BEP 9).
//
// It comes in pieces of 16 KiB. Of those that are missing the one asked for least often comes next, and none
// twice within three seconds while the neighbour that was asked is still there: so one who does not answer
// holds nothing up (libtorrent's ut_metadata; Transmission has the same three seconds). Who refuses is left
// alone for a minute. The bytes themselves are not simulated: whoever sends them has the right ones. Knows no
// message and no connection.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/time.hpp"

namespace swarmsim {

class MetadataFetch {
 public:
  using Slot = std::uint16_t;

  /// `bytes` of metadata, above 0. How many they are is not known before somebody tells.
  explicit MetadataFetch(std::uint32_t bytes);
  std::unique_ptr<MetadataFetch> clone() const { return std::make_unique<MetadataFetch>(*this); }

  /// A neighbour told the size: from now on it is known which pieces there are.
  void learn_size();
  bool knows_size() const { return size_is_known_; }
  /// The piece to ask `slot` for, which has fewer than `most` requests under way; nothing if there is none.
  std::optional<std::uint32_t> ask(Slot slot, std::uint32_t most, SimTime now);
  /// `piece` came from `slot`; whether it is the last.
  bool receive(Slot slot, std::uint32_t piece);
  /// `slot` does not have it.
  void refuse(Slot slot, std::uint32_t piece, SimTime now);
  /// The connection is gone.
  void forget(Slot slot);

  std::uint32_t pieces() const { return static_cast<std::uint32_t>(pieces_.size()); }
  std::uint32_t received() const { return received_; }

 private:
  struct Piece {
    bool is_here = false;
    std::uint32_t requests = 0;
    SimTime last_request{};
    std::optional<Slot> last_asked;  ///< nothing: nobody, or who has gone
  };
  struct Asked {
    std::vector<std::uint32_t> under_way;
    SimTime not_before{};  ///< after a refusal
  };

  Asked& asked_of(Slot slot);
  static void answered(Asked& asked, std::uint32_t piece);

  std::vector<Piece> pieces_;
  std::vector<Asked> asked_;  ///< by slot
  std::uint32_t received_ = 0;
  bool size_is_known_ = false;
};

}  // namespace swarmsim
