#include "sim/peer/metadata_fetch.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/protocol/message.hpp"

namespace swarmsim {

namespace {

using namespace std::chrono_literals;

constexpr Duration repeat_after = 3s;
constexpr Duration leave_alone = 60s;

}  // namespace

MetadataFetch::MetadataFetch(std::uint32_t bytes) : pieces_(metadata_pieces(bytes)) {}

void MetadataFetch::learn_size() { size_is_known_ = true; }

MetadataFetch::Asked& MetadataFetch::asked_of(Slot slot) {
  if (asked_.size() <= slot) asked_.resize(slot + std::size_t{1});
  return asked_[slot];
}

std::optional<std::uint32_t> MetadataFetch::ask(Slot slot, std::uint32_t most, SimTime now) {
  Asked& asked = asked_of(slot);
  if (asked.under_way.size() >= most || now < asked.not_before) return std::nullopt;
  const std::uint32_t known = size_is_known_ ? pieces() : 1;
  std::optional<std::uint32_t> least;
  for (std::uint32_t piece = 0; piece < known; ++piece) {
    if (pieces_[piece].is_here) continue;
    if (!least || pieces_[piece].requests < pieces_[*least].requests) least = piece;
  }
  if (!least) return std::nullopt;
  Piece& piece = pieces_[*least];
  if (piece.last_asked && now - piece.last_request < repeat_after) return std::nullopt;
  ++piece.requests;
  piece.last_request = now;
  piece.last_asked = slot;
  asked.under_way.push_back(*least);
  return least;
}

void MetadataFetch::answered(Asked& asked, std::uint32_t piece) {
  const auto found = std::find(asked.under_way.begin(), asked.under_way.end(), piece);
  check(found != asked.under_way.end(), "metadata: what is answered was asked for on this connection");
  asked.under_way.erase(found);
}

bool MetadataFetch::receive(Slot slot, std::uint32_t piece) {
  size_is_known_ = true;  // each tells it
  answered(asked_of(slot), piece);
  received_ += pieces_[piece].is_here ? 0 : 1;
  pieces_[piece].is_here = true;
  return received_ == pieces_.size();
}

void MetadataFetch::refuse(Slot slot, std::uint32_t piece, SimTime now) {
  Asked& asked = asked_of(slot);
  answered(asked, piece);
  asked.not_before = now + leave_alone;
  if (pieces_[piece].last_asked == slot) pieces_[piece].last_asked.reset();
}

void MetadataFetch::forget(Slot slot) {
  if (slot < asked_.size()) asked_[slot] = {};
  for (Piece& piece : pieces_) {
    if (piece.last_asked == slot) piece.last_asked.reset();
  }
}

}  // namespace swarmsim
