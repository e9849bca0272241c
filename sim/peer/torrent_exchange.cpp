// Peer exchange (BEP 11): telling neighbours of each other.
//
// One neighbour at a time, so that each is told about once per interval; the first time of everybody, later
// of those met since, in the order of meeting. That somebody has left is not told: candidates that are gone
// refuse.

#include <algorithm>
#include <cstring>

#include "sim/peer/torrent.hpp"

namespace swarmsim {

namespace {
/// libtorrent: tellings of one torrent are spread over the interval, this far apart.
constexpr Duration closest = std::chrono::milliseconds(100);
constexpr Duration farthest = std::chrono::seconds(3);
/// BEP 11: no more than 50 at once.
constexpr std::size_t most_at_once = 50;
}  // namespace

void Torrent::meet(Turn& turn, Slot slot) {
  if (!turn.profile.pex) return;
  if (exchanges_.size() <= slot) exchanges_.resize(slot + 1);
  exchanges_[slot] = {.nth = met_++};
  if (next_exchange_ == sim_never) {
    const Duration tick = std::max(turn.profile.tick, Duration(std::chrono::seconds(1)));
    expect_deadline(turn, next_exchange_, next_multiple(tick, turn.now));
  }
}

void Torrent::exchange_peers(Turn& turn) {
  next_exchange_ = sim_never;
  if (order_.empty()) return;
  const Duration interval = *turn.profile.pex;
  std::optional<Slot> longest;
  for (const Slot slot : order_) {
    const Neighbour& neighbour = neighbours_[slot];
    if (!neighbour.extended) continue;
    if (!longest || exchanges_[slot].at < exchanges_[*longest].at) longest = slot;
  }
  if (longest && (exchanges_[*longest].at == sim_start || turn.now - exchanges_[*longest].at >= interval)) {
    tell_peers(turn, *longest);
  }
  const auto neighbours = static_cast<std::int64_t>(order_.size());
  const Duration apart = std::clamp(interval / neighbours, closest, farthest);
  const Duration second = std::chrono::seconds(1);
  next_exchange_ = turn.now + (apart + second - Duration{1}) / second * second;
}

void Torrent::tell_peers(Turn& turn, Slot slot) {
  Neighbour& neighbour = neighbours_[slot];
  Exchange& exchange = exchanges_[slot];
  exchange.at = turn.now;
  std::vector<Slot> news;
  for (const Slot other : order_) {
    const bool is_news = neighbours_[other].shaken && exchanges_[other].nth >= exchange.told;
    if (is_news && other != slot) news.push_back(other);
  }
  if (news.empty()) return;
  std::sort(news.begin(), news.end(), [&](Slot a, Slot b) { return exchanges_[a].nth < exchanges_[b].nth; });
  if (news.size() > most_at_once) news.resize(most_at_once);
  exchange.told = exchanges_[news.back()].nth + 1;
  std::vector<PeerId> peers;
  for (const Slot other : news) peers.push_back(neighbours_[other].remote);
  const std::uint32_t payload = turn.payloads.take(peers.size() * sizeof(PeerId));
  std::memcpy(turn.payloads.bytes(payload).data(), peers.data(), peers.size() * sizeof(PeerId));
  say(turn, neighbour, {MessageKind::peer_exchange, 0, static_cast<std::uint32_t>(peers.size()), payload});
}

void Torrent::on_exchange(Turn& turn, const Message& message) {
  if (!turn.profile.pex) return;
  std::vector<PeerId> told(message.length);
  std::memcpy(told.data(), turn.payloads.bytes(message.payload).data(), told.size() * sizeof(PeerId));
  for (const PeerId peer : told) {
    if (std::find(candidates_.begin(), candidates_.end(), peer) == candidates_.end())
      candidates_.push_back(peer);
  }
  connect_more(turn);
}

}  // namespace swarmsim
