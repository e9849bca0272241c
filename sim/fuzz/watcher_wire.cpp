// What is said between two peers, in order; and what reaches a downlink over a time.

#include <algorithm>

#include "core/base/units.hpp"
#include "sim/fuzz/watcher.hpp"
#include "sim/peer/answer_times.hpp"

namespace swarmsim {

void Watcher::on_message(const Record& record) {
  if ((record.flags & record_cut) != 0) return;
  const Watched& from = watched(record.from);
  const Watched& to = watched(record.to);
  // An attempt that is answered after its opener has left is ended in its name.
  const bool ends_attempt = record.kind == record_kind(MessageKind::goodbye) && !from.crashed;
  expect(from.arrived <= record.sent && (record.sent <= from.left || ends_attempt),
         "who is not there says nothing", record);
  expect(to.arrived <= record.time && !(to.crashed && record.time > to.left),
         "who has not arrived, or has crashed, hears nothing", record);
  expect(record.flags == record_unread || record.time <= to.left, "who has left reads nothing", record);
  if (is_of_draining(record)) return;
  Said& said = said_[{record.from, record.to, record.content}];
  expect(record.ordinal == said.messages, "messages of a direction come in order", record);
  expect(record.sent >= said.sent && record.sent < record.time, "nothing overtakes, nothing comes at once",
         record);
  ++said.messages;
  said.sent = record.sent;
  on_wire(record, said);
}

/// Whether a message is of a connection that has been followed by another one; if so it is counted there.
bool Watcher::is_of_draining(const Record& record) {
  std::vector<Draining>& earlier = draining_[{record.from, record.to, record.content}];
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    if (record.sent >= earlier[i].until) continue;
    expect(record.ordinal == earlier[i].messages, "messages of a direction come in order", record);
    ++earlier[i].messages;
    if (record.kind == record_kind(MessageKind::goodbye)) {
      for (const Way& way : ways_between(record)) draining_[way][i].over = true;
    }
    return true;
  }
  return false;
}

void Watcher::on_wire(const Record& record, Said& said) {
  const bool read = record.flags == 0;
  switch (static_cast<MessageKind>(record.kind)) {
    case MessageKind::choke:
    case MessageKind::unchoke: {
      const bool unchokes = static_cast<MessageKind>(record.kind) == MessageKind::unchoke;
      expect(said.unchoked != unchokes, "chokes and unchokes alternate", record);
      said.unchoked = unchokes;
      if (!read) return;
      said.chokes.push_back({record.time, !unchokes});
      if (unchokes) said.helped = record.time;
      return;
    }
    case MessageKind::interested:
    case MessageKind::not_interested: {
      const bool wants = static_cast<MessageKind>(record.kind) == MessageKind::interested;
      expect(said.wants != wants, "interest changes when it is told", record);
      expect(!wants || !watched(record.from).lacks_metadata.contains(record.content),
             "who lacks the metadata is interested in nobody", record);
      said.wants = wants;
      return;
    }
    case MessageKind::have:
      expect(said.haves.insert(record.a).second, "no piece is told of twice", record);
      return;
    case MessageKind::allowed_fast:
      expect(said.allowed.emplace(record.a, record.time).second, "no piece is allowed twice", record);
      return;
    case MessageKind::request: return on_request(record, said);
    case MessageKind::range_data:
    case MessageKind::block: return on_block(record);
    default: return;
  }
}

void Watcher::on_request(const Record& record, Said& said) {
  // Of who is asked, as the asker had heard it when it asked: in that instant at least, it was unchoked. Who
  // gathers messages asked up to a pulse before it sent.
  const Said& answers = said_[{record.to, record.from, record.content}];
  const SimTime earliest = record.sent - watched(record.from).profile.pulse;
  bool unchoked = false;
  for (const ChokeChange& change : answers.chokes) {
    if (change.at > record.sent) continue;
    unchoked = !change.choked || (unchoked && change.at >= earliest);
  }
  const Geometry& geometry = scenario_.contents[record.content].geometry;
  const auto allowed = answers.allowed.find(geometry.piece_of(static_cast<BlockIndex>(record.a)));
  const bool is_allowed = allowed != answers.allowed.end() && allowed->second <= record.sent;
  expect(unchoked || is_allowed, "who is choked asks for nothing but what it is allowed", record);
  if (record.flags == 0) ++said.open[record.a];
}

void Watcher::on_block(const Record& record) {
  fill(record);
  if (static_cast<MessageKind>(record.kind) != MessageKind::block) return;
  if (watched(record.to).profile.protocol == Protocol::contacts) return;  // where nobody asks
  Said& asks = said_[{record.to, record.from, record.content}];
  expect(--asks.open[record.a] >= 0, "a block was asked for", record);
  if (record.flags != 0) return;
  said_[{record.from, record.to, record.content}].helped = record.time;
  watched(record.to).in[record.content].insert(record.a);
}

/// Bytes delivered in any (x, y] are at most D (y - x), one chunk, and for each sender what was in transit
/// at x: a chunk, and of the block that ends with it the part that came before x.
void Watcher::fill(const Record& record) {
  Watched& to = watched(record.to);
  const Rate down = to.spec.link.down;
  if (links_change_ || down.is_unlimited()) return;
  Bucket& bucket = to.bucket;
  bucket.level -= static_cast<Int128>(down.bytes_per_second) * (record.time - bucket.at).count();
  bucket.at = record.time;
  if (bucket.level <= 0) {
    bucket.level = 0;
    bucket.senders.clear();
  }
  bucket.senders.insert({record.from, record.content});
  bucket.level += static_cast<Int128>(record.b) * nanoseconds_per_second;
  // A rest below one segment goes along.
  const std::int64_t chunk = scenario_.network.quantum.value + scenario_.network.segment.counted();
  const auto senders = static_cast<std::int64_t>(bucket.senders.size());
  const std::int64_t slack =
      chunk + senders * (chunk + std::max<std::int64_t>(block_bytes_, std::int64_t{4'096}));
  expect(bucket.level <= static_cast<Int128>(slack) * nanoseconds_per_second,
         "no downlink delivers more than it carries", record);
}

void Watcher::on_snubbed(const Record& record) {
  const Said& said = said_[{record.from, record.to, record.content}];
  const Profile& profile = watched(record.to).profile;
  const bool adapts = profile.request_timeout > Duration::zero();
  expect(record.time - said.helped > (adapts ? AnswerTimes::least : profile.snub_after),
         "who sent a block, or unchoked, lately does not snub", record);
}

}  // namespace swarmsim
