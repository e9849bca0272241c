// Why a peer does not download, or not faster: neighbour by neighbour, what it waits for.

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/console/lookup.hpp"
#include "sim/console/why.hpp"
#include "sim/report/columns.hpp"

namespace swarmsim {

namespace {

/// A standing queue this long means that a link is the bottleneck.
constexpr Duration saturated{50'000'000};

std::string milliseconds(Duration time) { return fmt::format("{} ms", time.count() / 1'000'000); }

/// Those whose unsent bytes wait at the uplink of `peer`.
std::string sharers_of(const World& world, PeerId peer) {
  std::string names;
  std::uint32_t more = 0;
  for (const Participation& part : world.participants()[index_of(peer)].torrents) {
    const Torrent* torrent = wire_torrent(part);
    if (torrent == nullptr) continue;
    for (const Torrent::Slot slot : torrent->order()) {
      const Neighbour& one = torrent->neighbour(slot);
      if (one.queued == 0 && world.network().backlog(one.end) == 0) continue;
      if (names.size() > 40) {
        ++more;
        continue;
      }
      names += (names.empty() ? "" : ", ") + name_of_peer(world, one.remote);
    }
  }
  return more == 0 ? names : fmt::format("{} and {} more", names, more);
}

std::string waits_for(const World& world, const Torrent& torrent, Torrent::Slot slot, SimTime now) {
  const Neighbour& one = torrent.neighbour(slot);
  const std::string name = name_of_peer(world, one.remote);
  if (!one.shaken) return "the handshake is on its way";
  if (!one.we_want && torrent.theirs().wanted(slot) == 0) return "has nothing that is missing here";
  if (one.they_choke_us)
    return fmt::format("chokes it (ask: why {} choked by {})", name_of_peer(world, torrent.self()), name);
  if (one.outstanding == 0) return "unchokes it, and every block it has is asked of others";
  std::string text = fmt::format("asked for {} block{}{}", one.outstanding, one.outstanding == 1 ? "" : "s",
                                 one.outstanding >= one.pace.target ? ", its request queue is full" : "");
  const AccessLink& theirs = world.network().link(one.remote);
  const AccessLink& ours = world.network().link(torrent.self());
  if (theirs.free_up - now > saturated) {
    const std::string sharers = sharers_of(world, one.remote);
    text += fmt::format("; its uplink is saturated ({} of queue{})", milliseconds(theirs.free_up - now),
                        sharers.empty() ? "" : ", shared by " + sharers);
  }
  if (ours.free_down - now > saturated) {
    text += fmt::format("; the downlink here is saturated ({} of queue)", milliseconds(ours.free_down - now));
  }
  return text;
}

std::string download_text(const World& world, const Participation& part, SimTime now) {
  const std::string& peer = name_of_peer(world, part.torrent->self());
  const std::string& content = world.contents()[index_of(part.torrent->content())].name;
  const Torrent* torrent = wire_torrent(part);
  if (torrent == nullptr) {
    return fmt::format("{} downloads {} and has no neighbours: its client speaks no peer wire.\n", peer,
                       content);
  }
  std::uint32_t asked = 0;
  for (const Torrent::Slot slot : torrent->order()) asked += torrent->neighbour(slot).outstanding;
  std::string text;
  if (torrent->order().empty()) {
    text = fmt::format("{} downloads {} and has no neighbour", peer, content);
    text += torrent->attempts() > 0
                ? fmt::format(": {} connection attempts are on their way.\n", torrent->attempts())
                : ": the tracker told it of nobody who accepts it.\n";
    if (world.tracker().fault()) text += "The tracker fails: nobody is told of anybody.\n";
    return text;
  }
  if (const MetadataFetch* metadata = torrent->metadata()) {
    return fmt::format("{} downloads {} by its magnet link: {} of {} pieces of the metadata are here.\n",
                       peer, content, metadata->received(),
                       metadata->knows_size() ? std::to_string(metadata->pieces()) : "so far unknown");
  }
  text = asked > 0 ? fmt::format("{} is not idle: {} blocks of {} are asked for.\n", peer, asked, content)
                   : fmt::format("{} has nothing asked for of {}.\n", peer, content);
  constexpr std::size_t shown_max = 15;
  std::size_t shown = 0;
  for (const Torrent::Slot slot : torrent->order()) {
    if (shown++ >= shown_max) continue;
    text += fmt::format("  {:<8} {}\n", name_of_peer(world, torrent->neighbour(slot).remote),
                        waits_for(world, *torrent, slot, now));
  }
  if (shown > shown_max) text += fmt::format("  ... and {} more\n", shown - shown_max);
  return text;
}

}  // namespace

std::string why_idle(const World& world, PeerId id, SimTime now) {
  const Participant& peer = world.participants()[index_of(id)];
  if (peer.presence == Presence::expected) return fmt::format("{} has not arrived yet.\n", peer.name);
  if (peer.presence == Presence::gone) {
    return fmt::format("{} {} at {}.\n", peer.name, peer.crashed ? "crashed" : "left", shown_time(peer.left));
  }
  std::string text;
  for (const Participation& part : peer.torrents) {
    const std::string& content = world.contents()[index_of(part.torrent->content())].name;
    if (part.torrent->wants_more()) {
      text += download_text(world, part, now);
    } else if (part.torrent->complete()) {
      text += fmt::format("{} has all of {}{}.\n", peer.name, content,
                          part.torrent->active() ? " and serves it" : ", and has not been told to send it");
    } else if (part.torrent->is_partial_seed()) {
      text += fmt::format("{} has all that it wants of {}, {} of {} pieces, and serves them.\n", peer.name,
                          content, part.torrent->have().count(), part.torrent->have().size());
    }
  }
  return text.empty() ? fmt::format("{} has not been told to download anything.\n", peer.name) : text;
}

}  // namespace swarmsim
