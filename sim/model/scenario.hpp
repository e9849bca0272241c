#pragma once
// A scenario as typed values: what a file says once its form is right, before anything runs.
//
// All names are resolved to indices, all quantities to integers, all defaults filled in. Groups are
// still groups: expand_peers() (sim/scenario/expand.hpp) turns them into single peers under a seed.
// Formats, JSON and positions in files are unknown here.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/protocol/geometry.hpp"
#include "sim/model/command.hpp"

namespace swarmsim {

struct LinkSpec {
  Rate up{250'000};              ///< 2 Mbit/s
  Rate down{1'000'000};          ///< 8 Mbit/s
  Duration latency{20'000'000};  ///< one way, of this access alone
};

/// What a train of data costs on the wire; `payload` 0 means no overhead and no acknowledgement bytes.
struct SegmentSpec {
  std::int64_t payload = 1'448;  ///< bytes of TCP payload in a full segment
  std::int64_t wire = 1'514;     ///< bytes of that segment on the wire
  std::int64_t ack = 66;         ///< bytes of one acknowledgement on the wire
};

enum class TcpKind : std::uint8_t { aimd, none };

struct NetworkSpec {
  LinkSpec link;
  Bytes queue_size{65'536};  ///< access queue: the larger of size and time x rate
  Duration queue_time{100'000'000};
  SegmentSpec segment;
  TcpKind tcp = TcpKind::aimd;
  Bytes quantum{4 * 1'448};  ///< most an uplink sends of one connection before it turns
};

struct TrackerSpec {
  Duration interval{120'000'000'000};
  std::uint32_t numwant = 50;      ///< the most peers an answer holds
  std::optional<Duration> expire;  ///< default: interval + 60 s
};

enum class DataKind : std::uint8_t { seeded, none };

struct ContentSpec {
  std::string name;
  Geometry geometry;
  DataKind data = DataKind::seeded;
};

/// A profile by name, and the values of it that the scenario replaces.
struct ClientSpec {
  std::string profile = "bep3";
  std::optional<std::uint32_t> unchoke_slots;
  std::optional<Duration> choke_interval;
  std::optional<std::string> choker;
  std::optional<std::string> seed_choker;
  std::optional<std::string> picker;
  std::optional<std::uint32_t> numwant;
  std::optional<std::uint32_t> connections;
  std::optional<std::uint32_t> request_queue;
};

struct ClassSpec {
  std::string name;
  LinkSpec link;
};

/// `weight` members of `class_index` out of the sum of all weights in the group.
struct ClassShare {
  std::uint32_t class_index = 0;
  std::int64_t weight = 1;
};

struct ArrivalSpec {
  Duration at{};
  std::optional<Duration> every;  ///< member i arrives at `at + i x every`
};

enum class LeaveRule : std::uint8_t { never, on_complete };

struct GroupSpec {
  std::string id;
  std::optional<std::uint32_t> count;  ///< present, even 1: members are id-1 .. id-n
  LinkSpec link;                       ///< where `classes` is empty
  std::vector<ClassShare> classes;
  ClientSpec client;
  std::vector<ContentId> has;
  std::vector<ContentId> send;
  std::vector<ContentId> download;
  ArrivalSpec arrive;
  LeaveRule leave = LeaveRule::never;
};

/// Who says a scripted command.
enum class ActorKind : std::uint8_t { tracker, peer, group };

struct TimelineEntry {
  SimTime at{};
  ActorKind actor{};
  std::string on;  ///< peer or group id; empty for the tracker
  Command command;
  std::string text;  ///< the command line as written
};

enum class StopWhen : std::uint8_t { idle, all_complete, never };

enum class CompareOp : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal, about };

/// `that` is a path into the summary, `is` what it must be: an operator and a constant.
struct ExpectSpec {
  std::string that;
  std::string is;  ///< as written, for reports
  CompareOp op{};
  std::string constant;  ///< "90", "true", or text
  int line = 0;          ///< where `that` stands in the file, for reports
  int column = 0;
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
  std::vector<ClassSpec> classes;
  std::vector<GroupSpec> groups;
  std::vector<TimelineEntry> timeline;
  std::vector<ExpectSpec> expect;
};

/// One peer after expansion; its PeerId is its index in the expanded list.
struct PeerSpec {
  std::string id;
  std::uint32_t group = 0;  ///< index into Scenario::groups
  LinkSpec link;
  SimTime arrive{};
};

}  // namespace swarmsim
