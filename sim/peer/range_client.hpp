#pragma once
// A client that asks a few complete holders for one contiguous range of bytes each (`vbittorrent`).
//
// Asking: the tracker names owners, the best one tells the size, each is asked for its range; whoever is
// lost leaves the missing rest of its ranges to be asked for again. Serving: one request after another
// in order of arrival. No pieces, no have, no choking, no hashes: pieces are the simulator's yardstick.
// Invariants: the ranges are disjoint and together the content; a piece is held when its bytes are in;
// ranges stand in the order in which they were asked for, so an owner's data belong to its first open one.
// totals().blocks counts blocks of the content that became whole, not datagrams.
// Split: range_client.cpp (life, owners, connections), range_transfers.cpp (ranges, both ways).

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/prefetch.hpp"
#include "sim/peer/torrent_client.hpp"

namespace swarmsim {

class RangeClient final : public TorrentClient {
 public:
  /// Bytes [begin, end) of the content, the `part`th of as many parts as there are ranges.
  struct Range {
    std::uint32_t part = 0;
    std::int64_t begin = 0;
    std::int64_t next = 0;  ///< the first byte that is missing
    std::int64_t end = 0;
    PeerId owner = no_peer;  ///< who is to send the rest; no_peer while it is lost
    bool requested = false;  ///< of the owner

    bool open() const { return next < end; }
  };
  /// A connection: to an owner where we opened it, else of somebody who asks.
  struct Link {
    PeerId remote{};
    EndId end{};  ///< our side
    bool we_opened = false;
  };

  using TorrentClient::TorrentClient;
  std::unique_ptr<TorrentClient> clone() const override { return std::make_unique<RangeClient>(*this); }

  /// The program keeps whole files only: of a part, nothing is held.
  void hold(const ContentInfo& info, const Bitfield& pieces) override;
  void start(Turn& turn, Role role, SimTime round_origin) override;
  void leave(Turn& turn) override;
  void crash(Turn& turn) override;
  SimTime next_deadline() const override;
  void on_timer(Turn& turn) override;

  /// Of a heartbeat: it says nothing that is of use.
  void on_tracker_answer(Turn& turn, std::span<const PeerId> peers, Duration interval) override;
  void on_owners(Turn& turn, std::span<const PeerId> owners) override;
  void on_tracker_failure(Turn& turn, AnnounceEvent event) override;
  bool accepts(PeerId remote, const Profile& profile) const override;
  Slot on_connected(Turn& turn, PeerId remote, EndId end, bool we_opened) override;
  void on_refused(Turn& turn, PeerId remote) override;
  void on_closed(Turn& turn, Slot slot) override;

  void on_message(Turn& turn, Slot slot, const Message& message) override;
  std::optional<Outgoing> next_upload(Turn& turn, Slot slot) override;
  void rechoke(Turn&, bool) override {}
  std::uint32_t connections() const override { return static_cast<std::uint32_t>(order_.size()); }
  std::uint32_t interested() const override { return static_cast<std::uint32_t>(uploads_.size()); }
  void prefetch_parts(Touch) const override {}
  void prefetch(Slot slot, Touch, PieceIndex) const override { prefetch_line(&links_[slot]); }

  // --- what others may look at ----------------------------------------------------------------
  std::span<const Range> ranges() const { return ranges_; }
  /// Slots of the live connections in the order of connecting.
  std::span<const Slot> order() const { return order_; }
  const Link& link(Slot slot) const { return links_[slot]; }
  /// Whether bytes [begin, end) are in. Of who began complete: nothing is known of ranges.
  bool received(std::int64_t begin, std::int64_t end) const;

 private:
  /// A request that waits or is served. The first one is served; it stays, `ended`, until its last bytes
  /// have left.
  struct Upload {
    Slot slot = 0;
    std::uint32_t subject = 0;  ///< of the request
    std::int64_t begin = 0;
    std::int64_t next = 0;  ///< the first byte that was not handed over
    std::int64_t end = 0;
    bool ended = false;
  };

  bool lacks_an_owner() const;
  void ask(Turn& turn, PeerId owner);
  void ask_at(Turn& turn, Slot slot);
  void lose(Turn& turn, PeerId owner);
  void remove_link(Turn& turn, Slot slot);
  void part_from(Turn& turn, Slot slot);

  void on_size(Turn& turn, const Message& message);
  void on_data(Turn& turn, Slot slot, const Message& message);
  void on_range_end(Turn& turn, Slot slot);
  void note_received(Turn& turn, std::int64_t begin, std::int64_t end);
  void on_request(Turn& turn, Slot slot, const Message& message);

  SimTime next_heartbeat_ = sim_never;  ///< set while the tracker knows us
  SimTime retry_at_ = sim_never;
  std::uint32_t retries_ = 0;
  std::vector<PeerId> told_;      ///< owners of the last answer, the best first
  PeerId size_owner_ = no_peer;   ///< who is to tell the size
  std::vector<PeerId> attempts_;  ///< on their way
  std::vector<Range> ranges_;     ///< none before the size is known
  std::vector<Upload> uploads_;   ///< in the order of arrival
  std::vector<Link> links_;
  std::vector<Slot> order_;
  std::vector<Slot> free_slots_;
};

}  // namespace swarmsim
