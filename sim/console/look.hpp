#pragma once
// What a session shows: status, peers, one peer, pieces, links and what is pending, as text.
//
// Readers of a const World at a given time; lines fit the given width as far as names allow. Nothing here
// decides, prints or keeps anything. Who shows it knows whether the reader sees colours.

#include <cstddef>
#include <string>

#include "sim/console/session.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// How the reader sees text.
struct View {
  std::size_t width = 80;
  bool colour = false;
  bool whole_lines = false;  ///< nothing is cut or wrapped: a script reads it
};

/// A line of a table or a list, cut where the view ends.
std::string fitted(const std::string& line, const View& view);

/// Time as the prompt and every table have it: "5.000s".
std::string shown_time(SimTime at);
/// The same to the nanosecond, where there is more: "5.000000001s".
std::string exact_time(SimTime at);

std::string status_text(const Session& session, const View& view);
std::string peers_text(const World& world, SimTime now, const View& view);
std::string peer_text(const World& world, PeerId peer, SimTime now, const View& view);
std::string pieces_text(const World& world, const View& view);
std::string links_text(const World& world, SimTime now, const View& view);
std::string events_text(const World& world, std::size_t most, const View& view);
std::string trace_text(const Session& session, std::size_t most, bool messages, const View& view);

/// The records from number `first` on, those of a few at least; for who has just made one step.
std::string records_since(const Session& session, std::uint64_t first, const View& view);

/// Bytes of blocks per second that `torrent` received or sent in its last two choke rounds.
struct Rates {
  std::int64_t in = 0;
  std::int64_t out = 0;
};
Rates rates_of(const World& world, const Participation& part, SimTime now);

/// The letters of real clients, docs/console.md: D d U u K ? and O, S.
std::string flags_of(const Neighbour& neighbour);

}  // namespace swarmsim
