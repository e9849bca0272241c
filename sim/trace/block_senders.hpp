#pragma once
// Who sent the blocks of the pieces that are on their way: gathered from the records of blocks.
//
// The first copy of a block counts. A piece is forgotten when it is taken, and all of a content when its
// download is complete, so what is kept is the begun pieces of every peer. A block that comes twice after
// its piece was complete opens the piece again; that rests until the download ends, and nobody asks.

#include <cstdint>
#include <vector>

#include "sim/trace/record.hpp"

namespace swarmsim {

struct SenderShare {
  PeerId peer{};
  std::uint32_t blocks = 0;
};

class BlockSenders {
 public:
  /// `blocks_per_piece` of every content.
  explicit BlockSenders(std::vector<std::uint32_t> blocks_per_piece)
      : blocks_per_piece_(std::move(blocks_per_piece)) {}

  /// A block has arrived and was read.
  void add_block(const Record& record);
  /// The shares of a piece that is whole, in the order of its blocks; they hold until the next call.
  const std::vector<SenderShare>& take_piece(PeerId receiver, std::uint16_t content, std::uint32_t piece);
  /// Nothing of `content` is of interest any more.
  void close(PeerId receiver, std::uint16_t content);
  void forget(PeerId receiver);

 private:
  struct OpenPiece {
    std::uint16_t content = 0;
    std::uint32_t piece = 0;
    std::vector<PeerId> senders;  ///< by block of the piece; no_peer: has not come
  };
  struct Receiver {
    std::vector<OpenPiece> open;
    std::vector<std::uint16_t> closed;  ///< contents
  };

  OpenPiece& open_piece(Receiver& receiver, std::uint16_t content, std::uint32_t piece);

  std::vector<std::uint32_t> blocks_per_piece_;
  std::vector<Receiver> receivers_;  ///< by PeerId
  std::vector<SenderShare> shares_;
};

}  // namespace swarmsim
