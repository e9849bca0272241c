// Why a neighbour is choked or not: its place in the last round, who holds the slots, and the choker's rule.

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/console/lookup.hpp"
#include "sim/console/why.hpp"
#include "sim/report/columns.hpp"

namespace swarmsim {

namespace {

/// What the choker ranks by: bytes of the round that ended.
std::uint32_t score_of(const Torrent& torrent, const Neighbour& one) {
  return torrent.has_all_it_wants() ? one.sent_last_round : one.received_last_round;
}

/// 1 + interested neighbours that did better in the last round.
std::uint32_t rank_of(const Torrent& torrent, const Neighbour& one) {
  std::uint32_t better = 0;
  for (const Torrent::Slot slot : torrent.order()) {
    const Neighbour& other = torrent.neighbour(slot);
    better += other.they_want && score_of(torrent, other) > score_of(torrent, one) ? 1 : 0;
  }
  return better + 1;
}

std::string seconds_since(SimTime then, SimTime now) {
  return fmt::format("{:.1f} s", static_cast<double>((now - then).count()) / 1e9);
}

std::string holds_since(const Neighbour& one, SimTime now) {
  const char* slot = one.reason == ChokeReason::optimistic   ? "the optimistic slot"
                     : one.reason == ChokeReason::preemptive ? "a place ahead of its interest"
                                                             : "a regular slot";
  return fmt::format("{} for {}", slot, seconds_since(one.unchoked_at, now));
}

std::string rank_table(const World& world, const Torrent& torrent, SimTime now) {
  std::vector<const Neighbour*> interested;
  for (const Torrent::Slot slot : torrent.order()) {
    const Neighbour& one = torrent.neighbour(slot);
    if (one.they_want || !one.we_choke_them) interested.push_back(&one);
  }
  std::stable_sort(interested.begin(), interested.end(), [&](const Neighbour* a, const Neighbour* b) {
    return score_of(torrent, *a) > score_of(torrent, *b);
  });
  constexpr std::size_t shown_max = 12;
  Table table({"neighbour", "rank", torrent.has_all_it_wants() ? "sent, last round" : "received, last round",
               "wants", "is"});
  for (std::size_t i = 0; i < std::min(interested.size(), shown_max); ++i) {
    const Neighbour& one = *interested[i];
    table.add({name_of_peer(world, one.remote),
               one.they_want ? fmt::format("{}", rank_of(torrent, one)) : std::string(absent_mark),
               format_bytes(score_of(torrent, one)), one.they_want ? "yes" : "no",
               one.we_choke_them ? (one.snubbed ? "choked, snubs us" : "choked") : holds_since(one, now)});
  }
  std::string text;
  for (const std::string& line : table.lines()) text += "  " + line + "\n";
  if (interested.size() > shown_max)
    text += fmt::format("  ... and {} more\n", interested.size() - shown_max);
  return text;
}

std::string verdict_on(const World& world, const Torrent& torrent, const Neighbour& one, SimTime now) {
  const std::string peer = name_of_peer(world, one.remote);
  const std::string other = name_of_peer(world, torrent.self());
  if (!one.we_choke_them) {
    return fmt::format("{} does not choke {}: it has held {}.\n", other, peer, holds_since(one, now));
  }
  if (!one.shaken) return fmt::format("{} and {} have not finished their handshake.\n", other, peer);
  if (!one.they_want) {
    return fmt::format(
        "{} is not interested in {}: {} has nothing that it lacks, and slots go to who wants "
        "something.\n",
        peer, other, other);
  }
  std::uint32_t used = 0;
  std::string optimistic = "nobody holds the optimistic slot";
  for (const Torrent::Slot slot : torrent.order()) {
    const Neighbour& each = torrent.neighbour(slot);
    used += !each.we_choke_them && each.they_want ? 1 : 0;
    if (!each.we_choke_them && each.reason == ChokeReason::optimistic) {
      optimistic = fmt::format("{} has held the optimistic slot for {}", name_of_peer(world, each.remote),
                               seconds_since(each.unchoked_at, now));
    }
  }
  std::string text =
      fmt::format("{} chokes {}: it has {} slot{}, {} in use; {} ranked {} in the last round.\n", other, peer,
                  torrent.slots(), torrent.slots() == 1 ? "" : "s", used, peer, rank_of(torrent, one));
  text += fmt::format("Of the slots, {}.\n", optimistic);
  if (torrent.slots() == 0) return text + fmt::format("{} has no slots: it serves nobody.\n", other);
  if (one.snubbed)
    text += fmt::format("{} keeps {} waiting for blocks (snubbed), which costs it its rank.\n", peer, other);
  if (used < torrent.slots()) text += "A slot is free: the next decision gives it away.\n";
  return text;
}

std::string in_content(const World& world, const Participation& part, PeerId peer, SimTime now) {
  const Torrent* torrent = wire_torrent(part);
  const std::string other = name_of_peer(world, part.torrent->self());
  if (torrent == nullptr) return fmt::format("{} speaks no peer wire, and chokes nobody.\n", other);
  const Neighbour* one = neighbour_of(*torrent, peer);
  const std::string name = name_of_peer(world, peer);
  if (one == nullptr) return fmt::format("{} and {} are not connected.\n", name, other);
  const Profile& profile = world.profile_of(world.participants()[index_of(torrent->self())]);
  std::string text = verdict_on(world, *torrent, *one, now);
  text += rank_table(world, *torrent, now);
  text += fmt::format("Rule ({}): {}\n", torrent->has_all_it_wants() ? profile.seed_choker : profile.choker,
                      torrent->choker().rule());
  if (torrent->next_round() != sim_never)
    text += fmt::format("Next round at {}.\n", shown_time(torrent->next_round()));
  return text;
}

}  // namespace

std::string why_choked(const World& world, PeerId peer, PeerId other, SimTime now, const View&) {
  const Participant& subject = world.participants()[index_of(peer)];
  const Participant& choker = world.participants()[index_of(other)];
  if (peer == other) return fmt::format("{} has no connection to itself.\n", subject.name);
  for (const Participant* one : {&subject, &choker}) {
    if (!one->online()) {
      return fmt::format("{} is not online: it {}.\n", one->name,
                         one->presence == Presence::expected ? "has not arrived yet"
                         : one->crashed                      ? "has crashed"
                                                             : "has left");
    }
  }
  std::string text;
  for (const Participation& part : choker.torrents) {
    if (!part.torrent->active()) continue;
    const std::string& content = world.contents()[index_of(part.torrent->content())].name;
    if (world.contents().size() > 1) text += fmt::format("{}:\n", content);
    text += in_content(world, part, peer, now);
  }
  return text.empty() ? fmt::format("{} takes part in nothing: it has not been told to send or download.\n",
                                    choker.name)
                      : text;
}

}  // namespace swarmsim
