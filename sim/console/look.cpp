#include "sim/console/look.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "core/base/hash.hpp"
#include "core/base/int128.hpp"
#include "sim/console/lines.hpp"
#include "sim/console/lookup.hpp"
#include "sim/console/progress_bar.hpp"
#include "sim/model/quantity.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/page.hpp"
#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

constexpr std::size_t listed_max = 50;  ///< peers of one table: --json and `peer ID` have the rest

std::string rate_text(Rate rate) { return rate.is_unlimited() ? "unlimited" : exact_text(rate); }
std::string per_second(std::int64_t bytes) { return bytes == 0 ? "-" : format_bytes(bytes) + "/s"; }

std::string_view presence_of(const Participant& participant) {
  if (participant.presence == Presence::expected) return "to come";
  if (participant.crashed) return "crashed";
  return participant.presence == Presence::gone ? "left" : "online";
}

std::string role_of(const Participation& part) {
  if (!part.torrent->active()) return part.torrent->complete() ? "holds it" : "idle";
  if (part.torrent->wants_more()) return "downloads";
  return part.torrent->complete() ? "seeds" : "seeds part";
}

std::uint32_t neighbours_of(const Participation& part) {
  const Torrent* torrent = wire_torrent(part);
  return torrent == nullptr ? 0 : static_cast<std::uint32_t>(torrent->order().size());
}

struct Population {
  std::size_t online = 0;
  std::size_t gone = 0;
  std::size_t expected = 0;
};

Population population_of(const World& world) {
  Population population;
  for (const Participant& one : world.participants()) {
    population.online += one.online() ? 1 : 0;
    population.gone += one.presence == Presence::gone ? 1 : 0;
    population.expected += one.presence == Presence::expected ? 1 : 0;
  }
  return population;
}

std::string end_text(EndReason reason) {
  switch (reason) {
    case EndReason::idle: return "a run of the scenario ends here: nothing is left to do";
    case EndReason::all_complete: return "a run of the scenario ends here: all downloads are complete";
    case EndReason::time: return "the scenario's time is over";
    case EndReason::running:
    case EndReason::interrupted: break;
  }
  return "";
}

std::string share_of(const Participation& part) {
  const Bitfield& have = part.torrent->have();
  return fmt::format("{} %", std::uint64_t{have.count()} * 100 / std::max(have.size(), 1U));
}

std::vector<std::string> peer_row(const World& world, const Participant& peer, const Participation* part,
                                  SimTime now) {
  if (part == nullptr) return {peer.name, std::string(presence_of(peer)), "", "", "", "", "", "", ""};
  const Rates rates = rates_of(world, *part, now);
  return {peer.name,
          std::string(presence_of(peer)),
          printable(world.contents()[index_of(part->torrent->content())].name),
          role_of(*part),
          share_of(*part),
          per_second(rates.in),
          per_second(rates.out),
          fmt::format("{}", neighbours_of(*part)),
          fmt::format("{} / {}", format_bytes(part->torrent->totals().downloaded),
                      format_bytes(part->torrent->totals().uploaded))};
}

std::string lines_of_table(const Table& table, const View& view) {
  const Page page(view.colour);
  std::string text;
  bool heading = true;
  for (const std::string& line : table.lines()) {
    const std::string fitting = fitted(line, view);
    text += (heading ? page.faint(fitting) : fitting) + "\n";
    heading = false;
  }
  return text;
}

}  // namespace

std::string fitted(const std::string& line, const View& view) {
  return view.whole_lines ? line : cut_to(line, view.width);
}

std::string exact_time(SimTime at) {
  std::string text = fmt::format("{}.{:09}", nanoseconds_of(at) / nanoseconds_per_second,
                                 nanoseconds_of(at) % nanoseconds_per_second);
  constexpr std::size_t kept = 6;  // 5.000
  for (std::size_t i = 0; i < kept && text.back() == '0'; ++i) text.pop_back();
  return text + "s";
}

std::string shown_time(SimTime at) {
  const std::int64_t milliseconds = nanoseconds_of(at) / 1'000'000;
  return fmt::format("{}.{:03}s", milliseconds / 1'000, milliseconds % 1'000);
}

Rates rates_of(const World& world, const Participation& part, SimTime now) {
  const Torrent* torrent = wire_torrent(part);
  if (torrent == nullptr || torrent->next_round() == sim_never) return {};
  const Profile& profile = world.profile_of(world.participants()[index_of(torrent->self())]);
  std::int64_t in = 0;
  std::int64_t out = 0;
  SimTime since = now;
  for (const Torrent::Slot slot : torrent->order()) {
    const Neighbour& one = torrent->neighbour(slot);
    in += std::int64_t{one.received_this_round} + one.received_last_round;
    out += std::int64_t{one.sent_this_round} + one.sent_last_round;
    since = std::min(since, one.connected_at);
  }
  // The round before the one that runs; no earlier than there was anybody.
  since = std::max(since, torrent->next_round() - 2 * profile.choke_interval);
  if (since >= now) return {};
  const auto rate = [&](std::int64_t bytes) {
    return static_cast<std::int64_t>(Int128{bytes} * nanoseconds_per_second / (now - since).count());
  };
  return {rate(in), rate(out)};
}

std::string flags_of(const Neighbour& neighbour) {
  std::string flags;
  if (neighbour.we_want) flags += neighbour.they_choke_us ? 'd' : 'D';
  if (neighbour.they_want) flags += neighbour.we_choke_them ? 'u' : 'U';
  if (!neighbour.they_choke_us && !neighbour.we_want) flags += 'K';
  if (!neighbour.we_choke_them && !neighbour.they_want) flags += '?';
  if (!neighbour.we_choke_them && neighbour.reason == ChokeReason::optimistic) flags += 'O';
  if (neighbour.snubbed) flags += 'S';
  return flags.empty() ? "-" : flags;
}

std::string status_text(const Session& session, const View& view) {
  const World& world = session.world();
  const Page page(view.colour);
  const Population population = population_of(world);
  std::string text = fmt::format(
      "{} at {}{}, seed {}\n", page.strong(printable(world.scenario().name)), exact_time(session.now()),
      session.is_inside() && !session.time_is_over() ? ", with what happened then" : "", world.seed());
  text += fmt::format("peers         {} online, {} gone, {} to come\n", population.online, population.gone,
                      population.expected);
  const Counters& counters = world.counters();
  text += fmt::format("downloads     {} complete, {} aborted\n", counters.completed, counters.aborted);
  text += fmt::format("events        {} handled, {} records\n", format_count(counters.events),
                      format_count(world.records()));
  if (const auto fault = world.tracker().fault()) text += "tracker       fails\n";
  if (const std::string end = end_text(session.end_here()); !end.empty())
    text += "end           " + end + "\n";
  text += fmt::format("session       {} intervention{}, {} cop{} of the world kept\n",
                      session.interventions(), session.interventions() == 1 ? "" : "s", session.copies(),
                      session.copies() == 1 ? "y" : "ies");
  text += fmt::format("fingerprint   {}\n", to_hex(session.fingerprint()));
  return text;
}

std::string peers_text(const World& world, SimTime now, const View& view) {
  Table table({"peer", "is", "file", "does", "has", "in", "out", "neighbours", "bytes in / out"});
  std::size_t rows = 0;
  for (const Participant& peer : world.participants()) {
    if (peer.torrents.empty() && rows++ < listed_max) table.add(peer_row(world, peer, nullptr, now));
    for (const Participation& part : peer.torrents) {
      if (rows++ < listed_max) table.add(peer_row(world, peer, &part, now));
    }
  }
  std::string text = lines_of_table(table, view);
  if (rows > listed_max) text += fmt::format("... and {} more: peer ID shows one\n", rows - listed_max);
  return text;
}

namespace {

std::string pipeline_of(const Neighbour& one) {
  return one.they_choke_us && one.outstanding == 0 ? "-"
                                                   : fmt::format("{}/{}", one.outstanding, one.pace.target);
}

Table neighbour_table(const World& world, const Torrent& torrent) {
  Table table({"neighbour", "flags", "has", "asked", "waits", "in, two rounds", "out, two rounds"});
  for (const Torrent::Slot slot : torrent.order()) {
    const Neighbour& one = torrent.neighbour(slot);
    const std::uint32_t pieces = torrent.have().size();
    table.add({name_of_peer(world, one.remote), flags_of(one),
               fmt::format("{} %", std::uint64_t{torrent.theirs().count(slot)} * 100 / std::max(pieces, 1U)),
               pipeline_of(one), fmt::format("{}", one.queued),
               format_bytes(std::int64_t{one.received_this_round} + one.received_last_round),
               format_bytes(std::int64_t{one.sent_this_round} + one.sent_last_round)});
  }
  return table;
}

std::string torrent_text(const World& world, const Participation& part, SimTime now, const View& view) {
  const Page page(view.colour);
  const ContentInfo& content = world.contents()[index_of(part.torrent->content())];
  const Bitfield& have = part.torrent->have();
  const Rates rates = rates_of(world, part, now);
  std::string text = fmt::format("{}  {}, {} of {} pieces\n", page.strong(printable(content.name)),
                                 role_of(part), have.count(), have.size());
  text += progress_bar(have, view.width) + "\n";
  const Torrent* torrent = wire_torrent(part);
  text += piece_map(have, torrent == nullptr ? nullptr : &torrent->partials().begun(), view.width);
  text += fmt::format("now       {} in, {} out (blocks, since the choke round before this one)\n",
                      per_second(rates.in), per_second(rates.out));
  text += fmt::format("in all    {} in, {} out\n", format_bytes(part.torrent->totals().downloaded),
                      format_bytes(part.torrent->totals().uploaded));
  if (torrent == nullptr) {
    const bool has_left = !world.participants()[index_of(part.torrent->self())].online();
    return text + (has_left ? "no neighbours\n" : "speaks no peer wire: no neighbours, no choking\n");
  }
  if (torrent->next_round() != sim_never) {
    text += fmt::format("slots     {}, the next choke round is at {}\n", torrent->slots(),
                        shown_time(torrent->next_round()));
  }
  if (torrent->order().empty()) return text + "no neighbours\n";
  return text + lines_of_table(neighbour_table(world, *torrent), view);
}

}  // namespace

std::string peer_text(const World& world, PeerId id, SimTime now, const View& view) {
  const Participant& peer = world.participants()[index_of(id)];
  const Page page(view.colour);
  const AccessLink& link = world.network().link(id);
  std::string text = fmt::format("{}  {}, {}, up {}, down {}, latency {}\n", page.strong(peer.name),
                                 presence_of(peer), world.profile_of(peer).name, rate_text(link.up),
                                 rate_text(link.down), exact_text(link.latency));
  for (const Participation& part : peer.torrents) text += torrent_text(world, part, now, view);
  if (peer.torrents.empty()) text += "holds nothing and asks for nothing\n";
  return text;
}

std::string pieces_text(const World& world, const View& view) {
  std::string text;
  for (std::uint32_t i = 0; i < world.contents().size(); ++i) {
    const ContentInfo& content = world.contents()[i];
    const std::vector<std::uint32_t>& copies = world.content_state(ContentId{i}).copies;
    const auto [least, most] = std::minmax_element(copies.begin(), copies.end());
    const Page page(view.colour);
    text += fmt::format("{}  {} pieces of {}; copies online: {} of the rarest (piece {}), {} at most\n",
                        page.strong(printable(content.name)), copies.size(),
                        format_bytes(content.geometry.piece_size), *least, least - copies.begin(), *most);
    text += copies_map(copies, view.width);
  }
  return text;
}

std::string links_text(const World& world, SimTime now, const View& view) {
  Table table({"peer", "up", "down", "latency", "up queue", "down queue", "sent", "received"});
  std::size_t rows = 0;
  for (std::uint32_t i = 0; i < world.participants().size(); ++i) {
    if (rows++ >= listed_max) continue;
    const AccessLink& link = world.network().link(PeerId{i});
    const auto queue = [now](SimTime until) {
      return until > now ? fmt::format("{:.0f} ms", static_cast<double>((until - now).count()) / 1e6)
                         : std::string("-");
    };
    table.add({world.participants()[i].name, rate_text(link.up), rate_text(link.down),
               exact_text(link.latency), queue(link.free_up), queue(link.free_down),
               format_bytes(link.sent_wire), format_bytes(link.received_wire)});
  }
  std::string text = lines_of_table(table, view);
  if (rows > listed_max) text += fmt::format("... and {} more: peer ID shows one\n", rows - listed_max);
  return text;
}

}  // namespace swarmsim
