#pragma once
// A scenario as typed values: what a file says once its form is right, before anything runs.
//
// All names are resolved to indices, all quantities to integers, all defaults filled in. Groups are
// still groups: expand_peers() (sim/scenario/expand.hpp) turns them into single peers under a seed.
// Formats, JSON and positions in files are unknown here.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bitfield.hpp"
#include "core/base/distribution.hpp"
#include "core/base/ids.hpp"
#include "core/base/sha1.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/protocol/allowed_fast.hpp"
#include "core/protocol/geometry.hpp"
#include "sim/model/command.hpp"
#include "sim/model/expression.hpp"

namespace swarmsim {

/// A part of a whole, exactly: 30 of 100, 1 of 1000.
struct Share {
  std::int64_t part = 0;
  std::int64_t whole = 1;

  friend bool operator==(const Share&, const Share&) = default;
};

/// The access of one peer.
struct LinkSpec {
  Rate up{250'000};              ///< 2 Mbit/s
  Rate down{1'000'000};          ///< 8 Mbit/s
  Duration latency{20'000'000};  ///< one way, of this access alone
  std::uint32_t region = 0;      ///< index into NetworkSpec::regions, if there are any
  Share loss{};                  ///< of the segments that cross it, either way; at most one half
  Bytes window{0};               ///< the receive window of its peer; 0: as large as needed
  Share corrupt{};               ///< of the blocks that cross it, either way: a byte arrives changed
};

/// Where the accesses of a group come from: each member draws its own.
struct LinkPlan {
  Distribution up = Distribution::constant(250'000);          ///< bytes per second
  Distribution down = Distribution::constant(1'000'000);      ///< bytes per second
  Distribution latency = Distribution::constant(20'000'000);  ///< nanoseconds
  std::uint32_t region = 0;
  Share loss{};
  Bytes window{0};
  Share corrupt{};

  static LinkPlan fixed(const LinkSpec& link) {
    return {Distribution::constant(link.up.bytes_per_second),
            Distribution::constant(link.down.bytes_per_second),
            Distribution::constant(link.latency.count()),
            link.region,
            link.loss,
            link.window,
            link.corrupt};
  }
  friend bool operator==(const LinkPlan&, const LinkPlan&) = default;
};

/// What a train of data costs on the wire; `payload` 0 means no overhead and no acknowledgement bytes.
struct SegmentSpec {
  std::int64_t payload = 1'448;  ///< bytes of TCP payload in a full segment
  std::int64_t wire = 1'514;     ///< bytes of that segment on the wire
  std::int64_t ack = 66;         ///< bytes of one acknowledgement on the wire

  /// What windows, chunks and losses count in: a payload, and where there are no segments 1,460 bytes.
  std::int64_t counted() const { return payload == 0 ? 1'460 : payload; }
};

enum class TcpKind : std::uint8_t { aimd, cubic, none };

/// One-way latency from a region (row) to a region (column), added between the two accesses.
struct RegionSpec {
  std::vector<std::string> names;  ///< none: the network has no regions
  std::vector<Duration> latency;   ///< row by row
};

struct NetworkSpec {
  LinkPlan link;
  RegionSpec regions;
  Bytes queue_size{65'536};  ///< access queue: the larger of size and time x rate
  Duration queue_time{100'000'000};
  SegmentSpec segment;
  TcpKind tcp = TcpKind::aimd;
  Bytes quantum{4 * 1'448};  ///< most an uplink sends of one connection before it turns
  Bytes socket_buffer{0};    ///< unsent bytes that a connection takes beyond its client's send buffer
};

struct TrackerSpec {
  Duration interval{120'000'000'000};
  std::uint32_t numwant = 50;      ///< the most peers an answer holds
  std::optional<Duration> expire;  ///< default: interval + 60 s
  LinkSpec link{Rate::unlimited(), Rate::unlimited(), Duration{}, 0, {}, {}};
  std::optional<std::uint32_t> region{};  ///< none: as near to every region

  /// After so long without a word a peer is dropped; by default an announce may be late by its journey.
  Duration expires_after() const { return expire.value_or(interval + std::chrono::seconds(60)); }
};

enum class DataKind : std::uint8_t {
  seeded,  ///< bytes generated from seed, name and offset
  none,    ///< sizes only
  given,   ///< the bytes of `files`
};

/// One file of a content. They lie one behind the other, and pieces run across their borders (BEP 3).
struct ContentFile {
  std::vector<std::string> path;  ///< below the content's name; empty where the content is one file
  std::int64_t size = 0;
  /// Of DataKind::given; they belong to the Sources that the scenario was loaded with, which outlive its
  /// worlds.
  std::string_view bytes{};
  bool is_padding = false;  ///< zeros up to the next piece, which nobody writes to a disk (BEP 47)
};

/// "cd1/a.mp3": where a file lies below its content.
std::string inner_path(const ContentFile& file);

struct ContentSpec {
  std::string name;
  Geometry geometry;
  DataKind data = DataKind::seeded;
  std::vector<ContentFile> files{};  ///< none: one file, called as the content is
  std::string path{};                ///< where `files` were read, seen from where the program runs
  std::string torrent{};             ///< the .torrent that describes it, likewise
  std::vector<Sha1> hashes{};        ///< of the pieces, as that has them; none: XXH3 of the bytes does it
  InfoHash info_hash{};              ///< meaningful with `hashes`
  std::uint32_t metadata_size = 0;   ///< bytes of the info dictionary; 0: there is no .torrent
};

enum class StartPhase : std::uint8_t { at_arrival, random };

/// An uploader keeps no more requests of one neighbour than this (libtorrent: max_allowed_in_request_queue).
inline constexpr std::uint32_t request_queue_most = 2'000;
/// A connection counts no more unsent bytes than this.
inline constexpr std::uint32_t send_buffer_most = 65'535;
/// Pieces of an allowed fast set: BEP 6 proposes 10; a neighbour has one bit for each.
inline constexpr std::uint32_t allowed_fast_most = 16;

/// A profile by name, and the values of it that the scenario replaces.
struct ClientSpec {
  std::string profile = "bep3";
  std::optional<std::uint32_t> unchoke_slots;
  std::optional<bool> slots_per_session;  ///< shared by all torrents of the peer
  std::optional<Duration> choke_interval;
  std::optional<std::string> choker;
  std::optional<std::string> seed_choker;
  std::optional<std::string> picker;
  std::optional<std::uint32_t> numwant;
  std::optional<std::uint32_t> connections;
  std::optional<std::uint32_t> request_queue;  ///< at most request_queue_most
  std::optional<std::uint32_t> allowed_fast;   ///< at most allowed_fast_most
  std::optional<bool> pex;
  std::optional<bool> pulses;
  std::optional<Duration> contact_every;  ///< above 0
  std::optional<StartPhase> start_phase;
  std::optional<std::uint32_t> owners;  ///< at least 1
  std::optional<bool> serve_after_download;
  std::optional<std::optional<Duration>> retry;  ///< more than 0; an inner nothing is "off"
};

struct ClassSpec {
  std::string name;
  LinkPlan link;
};

/// `weight` members of `class_index` out of the sum of all weights in the group.
struct ClassShare {
  std::uint32_t class_index = 0;
  std::int64_t weight = 1;
};

enum class ArrivalKind : std::uint8_t {
  every,    ///< member i at `at + i x gap`
  poisson,  ///< gaps exponential of mean `gap`
  decay,    ///< Poisson of rate e^(-t/tau) / gap (Guo et al., IMC 2005); who is too late never comes
  flash,    ///< uniformly at random within `gap`, in order
  trace,    ///< at `times`
  command,  ///< when the timeline says `peer`: no arrival of its own
};

/// When the members of a group come, in their order.
struct ArrivalSpec {
  Duration at{};  ///< everything counts from here
  ArrivalKind kind = ArrivalKind::every;
  Duration gap{};
  Duration tau{};
  std::vector<Duration> times;
};

/// When a peer exits of its own accord: whichever comes first of what is given, and not before all its
/// downloads are complete. Nothing given: never.
struct LeaveSpec {
  bool on_complete = false;
  std::optional<Distribution> after_complete;  ///< nanoseconds
  std::optional<Share> after_copies;           ///< uploaded bytes over the bytes of its contents

  bool never() const { return !on_complete && !after_complete && !after_copies; }
};

enum class HoldKind : std::uint8_t {
  everything,
  listed,     ///< `pieces`
  random,     ///< `number` pieces, drawn by each member
  share,      ///< of the pieces, rounded to the nearest number; drawn by each member
  partition,  ///< piece i at member i mod members
};

/// What a peer has of a content when it arrives.
struct HoldSpec {
  ContentId content{};
  HoldKind kind = HoldKind::everything;
  Bitfield pieces;
  std::uint32_t number = 0;
  Share share;
  std::optional<std::uint32_t>
      member{};  ///< lies in files_dir, in the folder of this member of the group alone
};

struct DownloadSpec {
  ContentId content{};
  Duration after{};  ///< since the peer's own arrival
  std::vector<std::uint32_t>
      unwanted{};       ///< of the content's files, by index, ascending; all others are wanted
  bool magnet = false;  ///< who holds nothing of it knows nothing but the info-hash (BEP 9)
};

struct GroupSpec {
  std::string id;
  std::optional<std::uint32_t> count;  ///< present, even 1: members are id-1 .. id-n
  LinkPlan link;                       ///< where `classes` is empty
  std::vector<ClassShare> classes;
  ClientSpec client;
  std::vector<HoldSpec> has;
  std::vector<ContentId> send;
  std::vector<DownloadSpec> download;
  ArrivalSpec arrive;
  LeaveSpec leave;
  Share corrupt{};                       ///< of the blocks that a member sends: a byte of them is changed
  std::optional<std::uint32_t> address;  ///< IPv4, host order; of a single peer
};

/// Who says a scripted command.
enum class ActorKind : std::uint8_t { tracker, peer, group, world };

/// One line of the timeline: due at `at`, or `plus` after entry `after` is done (a download when it is
/// complete, a scrape when its answer is there, everything else at once), or at `at` and again
/// `every` so long until `to`.
struct TimelineEntry {
  SimTime at{};
  std::uint32_t after = no_index;  ///< index into Scenario::timeline
  Duration plus{};
  std::optional<Duration> every;
  std::optional<SimTime> to;  ///< the last time at most; none: as long as the run lasts
  ActorKind actor{};
  std::string on;  ///< peer or group id; empty for tracker and world
  Command command;
  std::string text;   ///< the command line as written
  std::string save;   ///< what expectations call its result; empty: nothing
  std::string label;  ///< what `after` of other entries calls it; empty: nothing
};

enum class StopWhen : std::uint8_t { idle, all_complete, never };

enum class CompareOp : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal, about };

/// How near `~=` wants to be: a share of what is expected, or an amount in the metric's unit.
struct Tolerance {
  double amount = 0.01;
  bool is_share = true;
};

/// Which seeds of `run --seeds` an expectation speaks of; a single run knows only itself.
enum class OverRule : std::uint8_t { all, mean, share };

struct OverSeeds {
  OverRule rule = OverRule::all;
  std::int64_t share_ppm = 0;  ///< with `share`: so many of a million seeds at least
};

/// `that` is a metric or an expression, `is` what it must be: an operator and an expression or a word.
struct ExpectSpec {
  std::string that;
  std::string is;  ///< as written, for reports
  Expression left;
  CompareOp op{};
  Expression right;      ///< empty where `constant` is a word: true, false, null or quoted text
  std::string constant;  ///< what stands behind the operator, without quotes
  Tolerance within;
  OverSeeds over;
  int line = 0;  ///< where `that` stands in the file, for reports
  int column = 0;
  int is_line = 0;  ///< where `is` stands
  int is_column = 0;
  int source = 0;  ///< in which of the scenario's files `that` stands
  int is_source = 0;
};

struct Scenario {
  std::string path;  ///< as given on the command line, for messages
  std::string name;
  std::string description;
  std::uint64_t seed = 1;
  SimTime stop_at{};
  StopWhen stop_when = StopWhen::idle;
  NetworkSpec network;
  TrackerSpec tracker;
  std::vector<ContentSpec> contents;
  std::string files_dir;  ///< seen from where the program runs; empty: none
  std::vector<ClassSpec> classes;
  ClientSpec client;              ///< of groups and newcomers that say nothing else
  std::vector<GroupSpec> groups;  ///< those of `peers`, then the peers that the timeline brings
  std::vector<TimelineEntry> timeline;
  std::vector<ExpectSpec> expect;
  std::optional<Duration> sample;  ///< between two samples of the series
};

/// The download of `id` that is a key of the group; null if there is none.
const DownloadSpec* download_of(const GroupSpec& group, ContentId id);

/// Makes a content one of generated bytes, or of none if it had none, that lies nowhere: nobody chooses among
/// its files any more.
void forget_files(Scenario& scenario, ContentId id);

/// Whether some block may arrive changed.
bool corrupts(const Scenario& scenario);

/// One peer after expansion; its PeerId is its index in the expanded list.
struct PeerSpec {
  std::string id;
  std::uint32_t group = 0;   ///< index into Scenario::groups
  std::uint32_t member = 0;  ///< of the group, from 0
  LinkSpec link;
  SimTime arrive{};  ///< sim_never: it does not come
};

}  // namespace swarmsim
