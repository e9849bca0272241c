#pragma once
// What a run did, in numbers: the part of the summary that has to be computed.
//
// Pure functions of the world, before, during or after its run. Numbers are rounded as the summary
// prints them (sim/report/rounding.hpp); an empty distribution or a share of nothing is absent.
// Knows neither JSON nor terminals. O(peers log peers + pieces), plus content_matches().

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/bound.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// Durations of finished downloads: from the download command to the last verified piece.
struct CompletionMeasure {
  std::uint64_t count = 0;
  std::optional<double> mean_s;
  std::optional<double> p50_s;  ///< nearest rank: element ceil(q n)
  std::optional<double> p95_s;
  std::optional<double> max_s;
};

/// Downloads that began and did not end, whether their peer is still there or not.
struct UnfinishedMeasure {
  std::uint64_t count = 0;
  std::optional<double> progress_min;  ///< share of the content's bytes in verified pieces
};

/// One group of peers, or all of them.
struct GroupMeasure {
  std::string name;
  std::string client;  ///< the profile by its own name; empty for a group without peers, and for all
  std::uint64_t peers = 0;
  std::uint64_t started = 0;  ///< downloads
  CompletionMeasure completion;
  UnfinishedMeasure unfinished;
  std::optional<double> first_piece_p50_s;   ///< since the download command
  std::optional<double> uplink_utilisation;  ///< of the limited uplinks, while their peers were online
  std::optional<double> share_ratio_mean;    ///< uploaded / downloaded, over peers that downloaded
};

struct ContentMeasure {
  std::string name;
  std::uint32_t copies_min = 0;            ///< of its rarest piece, at online peers
  double seed_upload_copies = 0;           ///< uploaded by peers that began complete, in contents
  std::optional<double> duplicate_share;   ///< wasted bytes over the bytes of all downloads that began
  std::optional<double> first_copy_out_s;  ///< when every piece had been completed by a downloader
};

struct BlockMeasure {
  std::int64_t delivered = 0;  ///< first copies
  std::int64_t wasted = 0;
};

struct ByteMeasure {
  std::int64_t payload = 0;   ///< of blocks, first copies that passed their hash
  std::int64_t protocol = 0;  ///< of all other messages
  std::int64_t headers_and_acks = 0;
  std::int64_t resent = 0;  ///< on the wire, for lost segments
  std::int64_t wasted = 0;  ///< of blocks that were there already or failed their hash
};

struct Measures {
  GroupMeasure all;
  std::vector<GroupMeasure> groups;      ///< in scenario order
  std::vector<ContentMeasure> contents;  ///< in scenario order
  BlockMeasure blocks;
  ByteMeasure bytes;
  std::optional<CompletionBound> bound;
  bool content_matches = true;
};

/// More peers than `peers_alone` are shared between two threads, with the same result.
Measures measure(const World& world, std::size_t peers_alone = 100'000);

/// Of durations in ascending order.
CompletionMeasure completion_of(const std::vector<Duration>& sorted);

/// "idle", "all_complete", "time", "interrupted", or "running".
std::string_view name_of(EndReason reason);

}  // namespace swarmsim
