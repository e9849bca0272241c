#include "sim/fuzz/liveness.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/base/int128.hpp"
#include "sim/peer/registry.hpp"
#include "sim/report/rounding.hpp"
#include "sim/scenario/expand.hpp"

namespace swarmsim {

namespace {

using namespace std::chrono_literals;

constexpr int times_the_bound = 20;
constexpr Duration patience = 600s;
/// An announce that waits longer in access queues may fail for that alone.
constexpr Duration longest_queue = 20s;
/// A promise for later than this is none: rounds and keep-alives until then would cost more than it tells.
constexpr Duration longest_promise = 6h;

/// What the slowest part of a network costs.
struct Worst {
  Rate rate = Rate::unlimited();  ///< of any link at any time
  Duration latency{};             ///< one way, of one access
};

bool is_disturbance(CommandKind kind) {
  switch (kind) {
    case CommandKind::exit:
    case CommandKind::crash:
    case CommandKind::link:
    case CommandKind::tracker_fail:
    case CommandKind::tracker_recover:
    case CommandKind::peer:
    case CommandKind::set: return true;
    case CommandKind::send:
    case CommandKind::download:
    case CommandKind::scrape:
    case CommandKind::list:
    case CommandKind::fileinfo:
    case CommandKind::peerinfo: break;
  }
  return false;
}

class Promise {
 public:
  explicit Promise(const Scenario& scenario) : scenario_(scenario) {
    for (const GroupSpec& group : scenario.groups) {
      const Profile* found = Registry::standard().find_profile(group.client.profile);
      is_known_ = is_known_ && found != nullptr;
      profiles_.push_back(apply_overrides(found != nullptr ? *found : Profile{}, group.client));
    }
    peers_ = expand_peers(scenario, scenario.seed);
    everybody_meets_ = is_known_ && tracker_is_heard() && clients_are_open() && !corrupts(scenario);
    find_quiet();
    find_slack();
  }

  bool is_given(ContentId content) const {
    if (!everybody_meets_) return false;
    const bool asks_metadata = is_asked_for_metadata(content);
    return std::any_of(peers_.begin(), peers_.end(), [&](const PeerSpec& peer) {
      return is_keeper(peer, content) && (!asks_metadata || profiles_[peer.group].extended > 0);
    });
  }
  bool speaks_wire(std::uint32_t group) const { return profiles_[group].protocol == Protocol::wire; }
  SimTime deadline(SimTime started) const { return std::max(started, quiet_) + slack_; }
  SimTime latest() const { return quiet_ + slack_; }

 private:
  bool is_asked_for_metadata(ContentId content) const {
    return std::any_of(scenario_.groups.begin(), scenario_.groups.end(), [&](const GroupSpec& group) {
      const DownloadSpec* by_key = download_of(group, content);
      return by_key != nullptr && by_key->magnet;
    });
  }

  /// Whether peers learn of each other within two intervals, once the tracker answers.
  bool tracker_is_heard() const {
    const TrackerSpec& tracker = scenario_.tracker;
    const bool remembers = !tracker.expire || *tracker.expire >= tracker.interval + 60s;
    bool fails = false;
    SimTime last{};
    for (const TimelineEntry& entry : scenario_.timeline) {
      const CommandKind kind = entry.command.kind;
      if (kind != CommandKind::tracker_fail && kind != CommandKind::tracker_recover) continue;
      if (entry.every || entry.after != no_index) return false;
      // Of one instant the later in the file counts, as in a run.
      if (entry.at < last) continue;
      last = entry.at;
      fails = kind == CommandKind::tracker_fail;
    }
    return remembers && !fails && tracker.numwant >= peers_.size();
  }

  bool clients_are_open() const {
    const auto open = [this](const Profile& profile) {
      return profile.protocol == Protocol::ranges ||
             (profile.numwant >= peers_.size() && profile.initiate_until >= peers_.size() &&
              profile.connections >= 2 * peers_.size());
    };
    return std::all_of(profiles_.begin(), profiles_.end(), open);
  }

  bool is_keeper(const PeerSpec& peer, ContentId content) const {
    const GroupSpec& group = scenario_.groups[peer.group];
    const Profile& profile = profiles_[peer.group];
    const bool has = std::any_of(group.has.begin(), group.has.end(), [content](const HoldSpec& hold) {
      return hold.content == content && hold.kind == HoldKind::everything;
    });
    const bool sends = std::find(group.send.begin(), group.send.end(), content) != group.send.end();
    const std::size_t slots_needed = profile.slots_per_session ? 2 * scenario_.contents.size() : 1;
    return has && sends && group.leave.never() && profile.protocol == Protocol::wire &&
           profile.unchoke_slots >= slots_needed && peer.arrive != sim_never && !is_made_to_go(peer);
  }

  /// Gone, or with other slots than its client has.
  bool is_made_to_go(const PeerSpec& peer) const {
    const std::string& group = scenario_.groups[peer.group].id;
    return std::any_of(scenario_.timeline.begin(), scenario_.timeline.end(), [&](const TimelineEntry& entry) {
      return (entry.command.kind == CommandKind::exit && (entry.on == peer.id || entry.on == group)) ||
             ((entry.command.kind == CommandKind::crash || entry.command.kind == CommandKind::set) &&
              entry.command.peer == peer.id);
    });
  }

  void find_quiet() {
    for (const PeerSpec& peer : peers_) {
      if (peer.arrive == sim_never) continue;
      quiet_ = std::max(quiet_, peer.arrive);
      for (const DownloadSpec& one : scenario_.groups[peer.group].download) {
        quiet_ = std::max(quiet_, peer.arrive + one.after);
      }
    }
    SimTime failed = sim_never;
    for (const TimelineEntry& entry : scenario_.timeline) {
      if (!is_disturbance(entry.command.kind)) continue;
      if (entry.every || entry.after != no_index) everybody_meets_ = false;  // it goes on, who knows when
      quiet_ = std::max(quiet_, entry.at);
      if (entry.command.kind == CommandKind::tracker_fail) failed = std::min(failed, entry.at);
      if (entry.command.kind == CommandKind::tracker_recover && failed < entry.at) {
        slack_ += entry.at - failed;
        failed = sim_never;
      }
    }
  }

  Worst find_worst() const {
    Worst worst;
    for (const PeerSpec& peer : peers_) {
      worst.rate = std::min({worst.rate, peer.link.up, peer.link.down});
      worst.latency = std::max(worst.latency, peer.link.latency);
    }
    for (const TimelineEntry& entry : scenario_.timeline) {
      if (entry.command.up) worst.rate = std::min(worst.rate, *entry.command.up);
      if (entry.command.down) worst.rate = std::min(worst.rate, *entry.command.down);
      if (entry.command.latency) worst.latency = std::max(worst.latency, *entry.command.latency);
    }
    return worst;
  }

  /// Everything that one peer would send to give all contents to everybody, headers and chatter included.
  Int128 bytes_of_all() const {
    const SegmentSpec& segment = scenario_.network.segment;
    constexpr std::int64_t message_head = 32;  // more than any has
    const std::int64_t head = message_head + segment.wire - segment.payload + segment.ack;
    const auto peers = static_cast<std::int64_t>(peers_.size());
    Int128 bytes = 0;
    for (const ContentSpec& content : scenario_.contents) {
      const Geometry& geometry = content.geometry;
      const std::int64_t segments =
          segment.payload == 0 ? 1 : (geometry.block_size + message_head - 1) / segment.payload + 1;
      const std::int64_t block = geometry.block_size + head * (segments + 1);
      bytes += Int128{block} * geometry.blocks_total() * peers;
      bytes += Int128{head} * geometry.pieces() * peers * peers;  // each tells each what it has
    }
    return some_are_lost() ? bytes * 2 : bytes;  // a lost segment is sent again once
  }

  bool some_are_lost() const {
    return std::any_of(peers_.begin(), peers_.end(),
                       [](const PeerSpec& peer) { return peer.link.loss.part > 0; });
  }

  /// What requests and windows let through in a round trip at the least.
  std::int64_t least_window() const {
    std::int64_t blocks = std::numeric_limits<std::int64_t>::max();
    for (const Profile& profile : profiles_) {
      const PipelineRules& rules = profile.pipeline;
      blocks = std::min<std::int64_t>(blocks, std::min(rules.first, rules.least));
    }
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const ContentSpec& content : scenario_.contents) {
      least = std::min<std::int64_t>(least, blocks * content.geometry.block_size);
    }
    // In a queue that drops what comes in a train, or where segments are lost, a window may stay at the
    // least; so may one that its receiver keeps small.
    const NetworkSpec& network = scenario_.network;
    constexpr Bytes roomy{32'768};
    const bool fits = network.queue_size >= roomy || network.segment.payload == 0;
    const bool opens = std::none_of(peers_.begin(), peers_.end(),
                                    [](const PeerSpec& peer) { return peer.link.window != Bytes{0}; });
    if (fits && opens && !some_are_lost()) return least;
    return std::min(least, network.segment.counted());
  }

  void find_slack() {
    const Worst worst = find_worst();
    const NetworkSpec& network = scenario_.network;
    Duration round_trip = 4 * worst.latency;
    for (const Duration latency : network.regions.latency) round_trip += 2 * latency;
    const Duration queue = worst.rate.is_unlimited()
                               ? Duration{}
                               : std::max(network.queue_time, transmit_time(network.queue_size, worst.rate));
    everybody_meets_ = everybody_meets_ && queue <= longest_queue;
    round_trip += queue;  // in which requests wait; where data waits the link is busy
    const Int128 bytes = bytes_of_all();
    Int128 nanoseconds = bytes * round_trip.count() / least_window();
    if (!worst.rate.is_unlimited())
      nanoseconds += bytes * nanoseconds_per_second / worst.rate.bytes_per_second;
    Duration longest_round{};
    for (const Profile& profile : profiles_) longest_round = std::max(longest_round, profile.choke_interval);
    const auto peers = static_cast<std::int64_t>(peers_.size());
    nanoseconds *= times_the_bound;
    if (nanoseconds > longest_promise.count()) {
      everybody_meets_ = false;
      return;
    }
    slack_ += Duration{static_cast<std::int64_t>(nanoseconds)} + 2 * scenario_.tracker.interval + patience +
              longest_round * 6 * peers;
  }

  const Scenario& scenario_;
  std::vector<Profile> profiles_;  ///< by group
  std::vector<PeerSpec> peers_;
  bool is_known_ = true;  ///< every profile
  bool everybody_meets_ = false;
  SimTime quiet_{};  ///< nothing disturbs from here on
  Duration slack_{};
};

}  // namespace

Duration liveness_horizon(const Scenario& scenario) {
  const Promise promise(scenario);
  for (std::uint32_t i = 0; i < scenario.contents.size(); ++i) {
    if (promise.is_given(ContentId{i})) return promise.latest() - sim_start;
  }
  return {};
}

std::optional<std::string> broken_liveness(const World& ended) {
  const Promise promise(ended.scenario());
  for (const Participant& peer : ended.participants()) {
    if (!promise.speaks_wire(peer.group)) continue;
    for (const Participation& part : peer.torrents) {
      if (!part.download_started || !promise.is_given(part.torrent->content())) continue;
      const SimTime deadline = promise.deadline(*part.download_started);
      const bool is_late = part.completed ? *part.completed > deadline
                                          : peer.online() && (ended.now() >= deadline ||
                                                              ended.end_reason() == EndReason::idle);
      if (!is_late) continue;
      const std::string done = part.completed
                                   ? fmt::format("is complete at {:.3f} s", rounded_seconds(*part.completed))
                                   : fmt::format("is not complete at {:.3f} s", rounded_seconds(ended.now()));
      return fmt::format("{} {}, and should be by {:.3f} s", peer.name, done, rounded_seconds(deadline));
    }
  }
  return std::nullopt;
}

}  // namespace swarmsim
