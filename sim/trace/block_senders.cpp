#include "sim/trace/block_senders.hpp"

#include <algorithm>
#include <utility>

namespace swarmsim {

BlockSenders::OpenPiece& BlockSenders::open_piece(Receiver& receiver, std::uint16_t content,
                                                  std::uint32_t piece) {
  // A handful of pieces is begun at a time, and the one that grows is mostly the last.
  const auto found = std::find_if(receiver.open.rbegin(), receiver.open.rend(), [&](const OpenPiece& one) {
    return one.piece == piece && one.content == content;
  });
  if (found != receiver.open.rend()) return *found;
  receiver.open.push_back({content, piece, std::vector<PeerId>(blocks_per_piece_[content], no_peer)});
  return receiver.open.back();
}

void BlockSenders::add_block(const Record& record) {
  if (index_of(record.to) >= receivers_.size()) receivers_.resize(index_of(record.to) + 1);
  Receiver& receiver = receivers_[index_of(record.to)];
  if (std::find(receiver.closed.begin(), receiver.closed.end(), record.content) != receiver.closed.end())
    return;
  const std::uint32_t per_piece = blocks_per_piece_[record.content];
  const auto block = static_cast<std::uint32_t>(record.a);
  PeerId& sender = open_piece(receiver, record.content, block / per_piece).senders[block % per_piece];
  if (sender == no_peer) sender = record.from;
}

const std::vector<SenderShare>& BlockSenders::take_piece(PeerId receiver, std::uint16_t content,
                                                         std::uint32_t piece) {
  shares_.clear();
  if (index_of(receiver) >= receivers_.size()) return shares_;
  std::vector<OpenPiece>& open = receivers_[index_of(receiver)].open;
  const auto found = std::find_if(open.begin(), open.end(), [&](const OpenPiece& one) {
    return one.piece == piece && one.content == content;
  });
  if (found == open.end()) return shares_;
  for (const PeerId sender : found->senders) {
    if (sender == no_peer) continue;
    const auto share = std::find_if(shares_.begin(), shares_.end(),
                                    [&](const SenderShare& one) { return one.peer == sender; });
    if (share == shares_.end()) {
      shares_.push_back({sender, 1});
    } else {
      ++share->blocks;
    }
  }
  open.erase(found);
  return shares_;
}

void BlockSenders::close(PeerId receiver, std::uint16_t content) {
  if (index_of(receiver) >= receivers_.size()) return;
  Receiver& one = receivers_[index_of(receiver)];
  std::erase_if(one.open, [&](const OpenPiece& piece) { return piece.content == content; });
  one.closed.push_back(content);
}

void BlockSenders::forget(PeerId receiver) {
  if (index_of(receiver) < receivers_.size()) receivers_[index_of(receiver)] = {};
}

}  // namespace swarmsim
