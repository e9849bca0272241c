// Ranges on their way: what the asker does with the size, data and ends, and how an owner serves.

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/int128.hpp"
#include "sim/peer/range_client.hpp"

namespace swarmsim {

namespace {

/// Where range `part` of `parts` begins: part x size / parts, rounded, halves up.
std::int64_t range_begin(std::int64_t size, std::uint32_t part, std::uint32_t parts) {
  const Int128 doubled = Int128{2} * size * part + parts;
  return static_cast<std::int64_t>(doubled / (Int128{2} * parts));
}

}  // namespace

void RangeClient::on_size(Turn& turn, const Message& message) {
  check(ranges_.empty(), "range client: the size is told once");
  const auto size = static_cast<std::int64_t>(std::uint64_t{message.subject} << 32 | message.length);
  check(size == turn.content.geometry.size, "range client: all owners have the same content");
  const auto parts = static_cast<std::uint32_t>(told_.size());
  for (std::uint32_t part = 0; part < parts; ++part) {
    const std::int64_t begin = range_begin(size, part, parts);
    ranges_.push_back({part, begin, begin, range_begin(size, part + 1, parts), told_[part]});
  }
  size_owner_ = no_peer;
  // An owner whose range has no byte, because there are more owners than bytes, is not asked.
  for (const PeerId owner : told_) {
    const bool wanted = std::any_of(ranges_.begin(), ranges_.end(),
                                    [&](const Range& range) { return range.owner == owner && range.open(); });
    if (wanted) ask(turn, owner);
  }
}

bool RangeClient::received(std::int64_t begin, std::int64_t end) const {
  return std::all_of(ranges_.begin(), ranges_.end(), [&](const Range& range) {
    return std::min(end, range.end) <= std::max(begin, range.next);
  });
}

void RangeClient::on_data(Turn& turn, Slot slot, const Message& message) {
  const auto range = std::find_if(ranges_.begin(), ranges_.end(), [&](const Range& one) {
    return one.owner == links_[slot].remote && one.open();
  });
  check(range != ranges_.end(), "range client: data are of a range that was asked for");
  const std::int64_t begin = range->next;
  check((begin - range->begin) / turn.profile.ranges.datagram == message.subject &&
            begin + message.length <= range->end,
        "range client: datagrams come in order");
  if (turn.content.carries_data) {
    store_.write_at(turn.content, begin, turn.payloads.bytes(message.payload));
  }
  range->next += message.length;
  totals_.downloaded += message.length;
  note_received(turn, begin, range->next);
}

/// Bytes [begin, end) have just come in: counts the blocks and pieces that they made whole.
void RangeClient::note_received(Turn& turn, std::int64_t begin, std::int64_t end) {
  const Geometry& geometry = turn.content.geometry;
  for (BlockIndex block = geometry.block_at(begin); block <= geometry.block_at(end - 1); ++block) {
    const std::int64_t from = geometry.block_offset(block);
    totals_.blocks += received(from, from + geometry.block_bytes(block)) ? 1 : 0;
  }
  for (PieceIndex piece = geometry.piece_at(begin); piece <= geometry.piece_at(end - 1); ++piece) {
    const std::int64_t from = std::int64_t{piece} * geometry.piece_size;
    if (!received(from, from + geometry.piece_bytes(piece))) continue;
    have_.set(piece);
    turn.ask(EffectKind::piece_completed, piece);
  }
  if (!complete()) return;
  if (!turn.profile.ranges.serve_after_download) role_ = Role::idle;
  turn.announce(AnnounceEvent::completed);
  turn.ask(EffectKind::completed);
}

void RangeClient::on_range_end(Turn& turn, Slot slot) {
  const bool more = std::any_of(ranges_.begin(), ranges_.end(), [&](const Range& range) {
    return range.owner == links_[slot].remote && range.open();
  });
  if (!more) part_from(turn, slot);
}

void RangeClient::on_request(Turn& turn, Slot slot, const Message& message) {
  const std::int64_t size = turn.content.geometry.size;
  const std::uint32_t part = message.subject >> 16;
  const std::uint32_t parts = message.subject & 0xFFFF;
  const std::int64_t begin = range_begin(size, part, parts);
  const std::int64_t there = std::int64_t{message.length} * turn.profile.ranges.datagram;
  uploads_.push_back(
      {slot, message.subject, begin, begin + there, range_begin(size, part + 1, parts), false});
  if (uploads_.size() == 1) turn.about_end(EffectKind::serve, links_[slot].end);
}

std::optional<Outgoing> RangeClient::next_upload(Turn& turn, Slot slot) {
  if (uploads_.empty() || uploads_.front().slot != slot) return std::nullopt;
  if (uploads_.front().ended) uploads_.erase(uploads_.begin());
  if (uploads_.empty()) return std::nullopt;
  Upload& upload = uploads_.front();
  const EndId end = links_[upload.slot].end;
  if (upload.next == upload.end) {
    upload.ended = true;
    return Outgoing{end, {MessageKind::range_end, upload.subject}};
  }
  const std::int64_t datagram = turn.profile.ranges.datagram;
  Message message{MessageKind::range_data};
  message.subject = static_cast<std::uint32_t>((upload.next - upload.begin) / datagram);
  message.length = static_cast<std::uint32_t>(std::min(datagram, upload.end - upload.next));
  if (turn.content.carries_data) {
    message.payload = turn.payloads.take(message.length);
    store_.read_at(turn.content, upload.next, turn.payloads.bytes(message.payload));
  }
  upload.next += message.length;
  totals_.uploaded += message.length;
  return Outgoing{end, message};
}

}  // namespace swarmsim
