#include "sim/report/measures.hpp"

#include <algorithm>
#include <future>
#include <span>
#include <string_view>

#include "core/base/check.hpp"
#include "core/base/int128.hpp"
#include "core/base/prefetch.hpp"
#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

/// A sum of share ratios is kept in 10^-12, so that its mean has six exact decimals.
constexpr Int128 ratio_unit = 1'000'000'000'000;

/// Of some peers, before anything is rounded.
struct Gathered {
  std::string client;
  std::uint64_t peers = 0;
  std::uint64_t started = 0;
  std::vector<Duration> finished;
  std::vector<Duration> first_pieces;
  UnfinishedMeasure unfinished;
  Int128 sent_wire = 0;   ///< bytes that left over limited uplinks
  Int128 could_send = 0;  ///< bytes those uplinks could carry while their peers were online
  Int128 share_ratios = 0;
  std::int64_t sharers = 0;
};

/// Bytes in verified pieces, of those that it wants.
std::int64_t bytes_got(const Participation& part, const Geometry& geometry) {
  // Most want everything: their bitfield, which lies on a page of its own, is not read.
  if (part.bytes_wanted == geometry.size) return part.bytes_held;
  return part.bytes_wanted - (geometry.size - geometry.bytes_of(part.torrent->settled()));
}

void add_download(Gathered& into, const Participation& part, const Geometry& geometry) {
  ++into.started;
  if (part.first_piece) into.first_pieces.push_back(*part.first_piece - *part.download_started);
  if (part.completed) {
    into.finished.push_back(*part.completed - *part.download_started);
    return;
  }
  ++into.unfinished.count;
  const double progress = rounded_ratio(bytes_got(part, geometry), part.bytes_wanted);
  into.unfinished.progress_min = std::min(progress, into.unfinished.progress_min.value_or(progress));
}

void add_uplink(Gathered& into, const World& world, const Participant& peer, PeerId id) {
  if (peer.up.is_unlimited() || peer.presence == Presence::expected) return;
  const SimTime until = peer.online() ? world.now() : peer.left;
  const AccessLink& link = world.network().link(id);
  const Int128 possible = peer.could_send(until);
  Int128 sent = link.sent_wire;
  // What the access queue still holds was committed and has not left.
  if (peer.online()) sent -= link.held_up(until);
  into.sent_wire += std::clamp<Int128>(sent, 0, possible);
  into.could_send += possible;
}

/// Of one content, over all peers.
struct ContentSums {
  Int128 from_seeds = 0;
  Int128 wanted = 0;
  Int128 wasted = 0;
};

/// What a walk over some of the peers adds up.
struct Walk {
  std::vector<Gathered> groups;
  std::vector<ContentSums> contents;
  BlockMeasure blocks;
  ByteMeasure bytes;
};

void add_transfers(ContentSums& content, Walk& all, const Participation& part) {
  const TransferTotals& totals = part.torrent->totals();
  if (part.torrent->started_complete()) content.from_seeds += totals.uploaded;
  if (part.download_started) {
    content.wanted += part.bytes_wanted;
    content.wasted += totals.wasted;
  }
  all.blocks.delivered += totals.blocks;
  all.blocks.wasted += totals.wasted_blocks;
  all.bytes.payload += totals.downloaded - totals.wasted;
  all.bytes.wasted += totals.wasted;
}

void add_peer(Walk& all, const World& world, PeerId id) {
  const Participant& peer = world.participants()[index_of(id)];
  Gathered& into = all.groups[peer.group];
  ++into.peers;
  into.client = world.profile_of(peer).name;
  std::int64_t uploaded = 0;
  std::int64_t downloaded = 0;
  for (const Participation& part : peer.torrents) {
    const std::uint32_t content = index_of(part.torrent->content());
    if (part.download_started) add_download(into, part, world.contents()[content].geometry);
    add_transfers(all.contents[content], all, part);
    uploaded += part.torrent->totals().uploaded;
    downloaded += part.torrent->totals().downloaded;
  }
  if (downloaded > 0) {
    into.share_ratios += uploaded * ratio_unit / downloaded;
    ++into.sharers;
  }
  add_uplink(into, world, peer, id);
}

void append(std::vector<Duration>& into, const std::vector<Duration>& more) {
  into.insert(into.end(), more.begin(), more.end());
}

void add(Gathered& into, const Gathered& other) {
  into.peers += other.peers;
  into.started += other.started;
  append(into.finished, other.finished);
  append(into.first_pieces, other.first_pieces);
  into.unfinished.count += other.unfinished.count;
  if (const auto least = other.unfinished.progress_min) {
    into.unfinished.progress_min = std::min(*least, into.unfinished.progress_min.value_or(*least));
  }
  into.sent_wire += other.sent_wire;
  into.could_send += other.could_send;
  into.share_ratios += other.share_ratios;
  into.sharers += other.sharers;
}

/// `later`: over the peers behind.
void add(Walk& into, const Walk& later) {
  for (std::size_t i = 0; i < into.groups.size(); ++i) {
    add(into.groups[i], later.groups[i]);
    if (later.groups[i].peers > 0) into.groups[i].client = later.groups[i].client;
  }
  for (std::size_t i = 0; i < into.contents.size(); ++i) {
    into.contents[i].from_seeds += later.contents[i].from_seeds;
    into.contents[i].wanted += later.contents[i].wanted;
    into.contents[i].wasted += later.contents[i].wasted;
  }
  into.blocks.delivered += later.blocks.delivered;
  into.blocks.wasted += later.blocks.wasted;
  into.bytes.payload += later.bytes.payload;
  into.bytes.wasted += later.bytes.wasted;
}

/// Nearest rank: element ceil(q n), counted from 1, of a sorted list.
std::optional<double> quantile(std::span<const Duration> sorted, std::size_t percent) {
  if (sorted.empty()) return std::nullopt;
  return rounded_seconds(sorted[(percent * sorted.size() + 99) / 100 - 1]);
}

GroupMeasure measured(std::string name, Gathered& from) {
  std::sort(from.finished.begin(), from.finished.end());
  std::sort(from.first_pieces.begin(), from.first_pieces.end());
  GroupMeasure group;
  group.name = std::move(name);
  group.client = from.client;
  group.peers = from.peers;
  group.started = from.started;
  group.completion = completion_of(from.finished);
  group.unfinished = from.unfinished;
  group.first_piece_p50_s = quantile(from.first_pieces, 50);
  if (from.could_send > 0) group.uplink_utilisation = rounded_ratio(from.sent_wire, from.could_send);
  if (from.sharers > 0) {
    group.share_ratio_mean = rounded_ratio(from.share_ratios, ratio_unit * from.sharers);
  }
  return group;
}

ContentMeasure measured(const ContentInfo& content, const ContentState& state, const ContentSums& sums) {
  ContentMeasure measure;
  measure.name = content.name;
  measure.copies_min = *std::min_element(state.copies.begin(), state.copies.end());
  measure.seed_upload_copies = rounded_ratio(sums.from_seeds, content.geometry.size);
  if (sums.wanted > 0) measure.duplicate_share = rounded_ratio(sums.wasted, sums.wanted);
  if (state.first_copy_out) measure.first_copy_out_s = rounded_seconds(*state.first_copy_out);
  return measure;
}

/// Asks the memory for who comes after peer `i` in a walk: first for the lists, then for what they lead to.
void prefetch_behind(std::span<const Participant> peers, std::size_t i) {
  constexpr std::size_t ahead = 8;
  if (i + 2 * ahead < peers.size()) prefetch_line(peers[i + 2 * ahead].torrents.data());
  if (i + ahead >= peers.size()) return;
  for (const Participation& part : peers[i + ahead].torrents) part.torrent->prefetch_self(Touch::brief);
}

Walk walk(const World& world, std::size_t begin, std::size_t end) {
  Walk sums;
  sums.groups.resize(world.scenario().groups.size());
  sums.contents.resize(world.contents().size());
  for (std::size_t i = begin; i < end; ++i) {
    prefetch_behind(world.participants(), i);
    add_peer(sums, world, PeerId{static_cast<std::uint32_t>(i)});
  }
  return sums;
}

/// To look at a million peers takes a while, and Ctrl-C is to be answered within a second. Nothing happens in
/// the world any more, and sums are exact in any order: so two threads take half of them each, or one both
/// where a second cannot be had.
Walk walk_all(const World& world, std::size_t peers_alone) {
  const std::size_t peers = world.participants().size();
  if (peers <= peers_alone) return walk(world, 0, peers);
  std::future<Walk> later = std::async([&] { return walk(world, peers / 2, peers); });
  Walk sums = walk(world, 0, peers / 2);
  add(sums, later.get());
  return sums;
}

}  // namespace

CompletionMeasure completion_of(const std::vector<Duration>& sorted) {
  CompletionMeasure completion;
  completion.count = sorted.size();
  if (sorted.empty()) return completion;
  Int128 sum = 0;
  for (const Duration duration : sorted) sum += duration.count();
  completion.mean_s = rounded_ratio(sum, static_cast<Int128>(sorted.size()) * nanoseconds_per_second);
  completion.p50_s = quantile(sorted, 50);
  completion.p95_s = quantile(sorted, 95);
  completion.max_s = quantile(sorted, 100);
  return completion;
}

Measures measure(const World& world, std::size_t peers_alone) {
  Measures measures;
  Walk sums = walk_all(world, peers_alone);
  measures.blocks = sums.blocks;
  measures.bytes = sums.bytes;
  Gathered all;
  for (std::size_t i = 0; i < sums.groups.size(); ++i) {
    add(all, sums.groups[i]);
    measures.groups.push_back(measured(world.scenario().groups[i].id, sums.groups[i]));
  }
  measures.all = measured("all", all);
  for (std::uint32_t i = 0; i < sums.contents.size(); ++i) {
    measures.contents.push_back(
        measured(world.contents()[i], world.content_state(ContentId{i}), sums.contents[i]));
  }
  measures.bytes.protocol = world.counters().protocol_bytes;
  measures.bytes.headers_and_acks = world.network().totals().overhead_bytes;
  measures.bytes.resent = world.network().totals().resent_bytes;
  measures.bound = completion_bound(world);
  measures.content_matches = world.content_matches();
  return measures;
}

std::string_view name_of(EndReason reason) {
  switch (reason) {
    case EndReason::running: return "running";
    case EndReason::idle: return "idle";
    case EndReason::all_complete: return "all_complete";
    case EndReason::time: return "time";
    case EndReason::interrupted: return "interrupted";
  }
  check(false, "report: every reason has a name");
  return {};
}

}  // namespace swarmsim
