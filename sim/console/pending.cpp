// What is going to happen, and what just happened: `events` and `trace`.

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/console/look.hpp"
#include "sim/console/lookup.hpp"
#include "sim/report/columns.hpp"
#include "sim/trace/seconds.hpp"

namespace swarmsim {

namespace {

/// Peers and contents of a world by their names.
class WorldNames final : public PeerNaming {
 public:
  explicit WorldNames(const World& world) : world_(world) {}
  std::string name_of(PeerId peer) const override { return name_of_peer(world_, peer); }
  std::string content_name(std::uint16_t content) const override { return world_.contents()[content].name; }
  std::uint32_t blocks_per_piece(std::uint16_t content) const override {
    return world_.contents()[content].geometry.blocks_per_piece();
  }

 private:
  const World& world_;
};

std::string what_of(const World& world, const Event& event) {
  const auto across = [&](const Direction& direction) {
    return fmt::format("{} -> {}", name_of_peer(world, direction.from), name_of_peer(world, direction.to));
  };
  const std::string peer = name_of_peer(world, addressee_of(event));
  switch (event.kind) {
    case EventKind::action_due: return world.describe_action(event);
    case EventKind::chunk_arrived:
      return fmt::format("{}: {} arrive", across(world.network().direction(EndId{event.subject})),
                         format_bytes(event.bytes));
    case EventKind::connect_arrived:
      return fmt::format("{} -> {}: a connection attempt arrives", name_of_peer(world, origin_of(event)),
                         peer);
    case EventKind::connect_answered: return fmt::format("{}: its connection attempt is answered", peer);
    case EventKind::tracker_asked: return "tracker: a question arrives";
    case EventKind::tracker_answered: return fmt::format("{}: the tracker's answer arrives", peer);
    case EventKind::uplink_ready: return fmt::format("{}: its uplink has room again", peer);
    case EventKind::ack_due:
      return fmt::format("{}: its window opens", across(world.network().direction(EndId{event.subject})));
    case EventKind::peer_timer: return fmt::format("{}: its next deadline (choke round, announce)", peer);
    case EventKind::departure_due: return fmt::format("{}: leaves of its own accord", peer);
    case EventKind::rechoke_due: return fmt::format("{}: decides anew whom it unchokes", peer);
  }
  return "";
}

bool happens_before(const Event& a, const Event& b) { return a.at != b.at ? a.at < b.at : precedes(a, b); }

}  // namespace

std::string events_text(const World& world, std::size_t most, const View& view) {
  std::vector<Event> events;
  world.for_each_pending([&](const Event& event) { events.push_back(event); });
  const std::size_t shown = std::min(most, events.size());
  std::partial_sort(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(shown), events.end(),
                    happens_before);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string line = fmt::format("{:>12}  {}", seconds_of(nanoseconds_of(events[i].at)),
                                         printable(what_of(world, events[i])));
    text += fitted(line, view) + "\n";
  }
  if (events.empty()) return "nothing is pending\n";
  if (shown < events.size()) text += fmt::format("... and {} more\n", format_count(events.size() - shown));
  return text;
}

std::string records_since(const Session& session, std::uint64_t first, const View& view) {
  constexpr std::size_t shown_max = 12;
  const WorldNames names(session.world());
  std::vector<const KeptRecord*> kept = session.recent().last(shown_max, true);
  std::string text;
  for (const KeptRecord* one : kept) {
    if (one->number >= first) text += fitted(trace_line(*one, names), view) + "\n";
  }
  const std::uint64_t made = session.recent().count() - std::min(first, session.recent().count());
  if (made > shown_max)
    text = fmt::format("... {} records before these: trace messages\n", made - shown_max) + text;
  return text;
}

std::string trace_text(const Session& session, std::size_t most, bool messages, const View& view) {
  const WorldNames names(session.world());
  std::string text;
  for (const KeptRecord* kept : session.recent().last(most, messages)) {
    text += fitted(trace_line(*kept, names), view) + "\n";
  }
  return text.empty() ? "nothing has happened yet\n" : text;
}

}  // namespace swarmsim
