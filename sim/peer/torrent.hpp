#pragma once
// A client that speaks the peer wire protocol (BEP 3): its neighbours, whom it asks and whom it serves.
//
// Every handler is given the Turn (now, profile, content) and appends effects to it. Split by concern:
// torrent.cpp (life, connections), torrent_rounds.cpp (deadlines), torrent_pieces.cpp (their pieces,
// interest, completion), torrent_requests.cpp (asking for blocks), torrent_answers.cpp (what comes of it),
// torrent_uploads.cpp (serving), torrent_timeouts.cpp, torrent_reserves.cpp, torrent_pulses.cpp (what waits
// for a clock), torrent_fast.cpp (BEP 6), torrent_exchange.cpp (BEP 11), torrent_metadata.cpp (BEP 9),
// torrent_bans.cpp, torrent_choking.cpp, torrent_books.cpp (its own rules). Invariant: outstanding = blocks
// asked of a neighbour, duplicates of the end game included. Knows no network and no other peer: remotes are
// ids, ends are handles it passes back.

#include <optional>
#include <span>
#include <vector>

#include "core/base/cloned.hpp"
#include "core/base/pool.hpp"
#include "sim/peer/answer_times.hpp"
#include "sim/peer/choker.hpp"
#include "sim/peer/metadata_fetch.hpp"
#include "sim/peer/neighbour.hpp"
#include "sim/peer/neighbour_pieces.hpp"
#include "sim/peer/outbox.hpp"
#include "sim/peer/partial_pieces.hpp"
#include "sim/peer/picker.hpp"
#include "sim/peer/smart_ban.hpp"
#include "sim/peer/torrent_client.hpp"
#include "sim/peer/upload_pace.hpp"

namespace swarmsim {

class Torrent final : public TorrentClient {
 public:
  using Slot = PartialPieces::Slot;

  Torrent(PeerId self, ContentId content, const ContentInfo& info, const Profile& profile,
          const Registry& registry, Luck luck, std::unique_ptr<NeighbourPieces> theirs);

  std::unique_ptr<TorrentClient> clone() const override { return std::make_unique<Torrent>(*this); }

  void hold(const ContentInfo& info, const Bitfield& pieces) override;
  void want(const Bitfield& pieces) override;
  void fetch_metadata(const ContentInfo& info) override;
  void start(Turn& turn, Role role, SimTime round_origin) override;
  void leave(Turn& turn) override;
  void crash(Turn& turn) override;
  SimTime next_deadline() const override;
  void on_timer(Turn& turn) override;

  void on_tracker_answer(Turn& turn, std::span<const PeerId> peers, Duration interval) override;
  void on_tracker_failure(Turn& turn, AnnounceEvent event) override;
  /// Of two attempts between the same two peers that cross each other, the one of the lower id stands.
  bool accepts(PeerId remote, const Profile& profile) const override;
  Slot on_connected(Turn& turn, PeerId remote, EndId end, bool we_opened) override;
  void on_refused(Turn& turn, PeerId remote) override;
  void on_closed(Turn& turn, Slot slot) override;

  void on_message(Turn& turn, Slot slot, const Message& message) override;
  std::optional<Outgoing> next_upload(Turn& turn, Slot slot) override;
  void rechoke(Turn& turn, bool regular) override;
  std::uint32_t connections() const override { return static_cast<std::uint32_t>(order_.size()); }
  std::uint32_t interested() const override;
  void prefetch_parts(Touch touch) const override;
  void prefetch(Slot slot, Touch touch, PieceIndex has) const override;

  // --- what others may look at ----------------------------------------------------------------
  const PartialPieces& partials() const { return partials_; }
  /// What the neighbours have.
  const NeighbourPieces& theirs() const { return *theirs_; }
  /// Slots of the live neighbours in the order of connecting.
  std::span<const Slot> order() const { return order_; }
  const Neighbour& neighbour(Slot slot) const { return neighbours_[slot]; }
  /// What of the metadata is there; null: all of it.
  const MetadataFetch* metadata() const { return metadata_.get(); }
  /// Whether it is out for pieces: who lacks the metadata is not yet.
  bool fetches_pieces() const { return wants_more() && metadata_.get() == nullptr; }
  std::uint32_t duplicates_of(Slot slot) const;
  /// What is said to `slot` and has not been sent.
  std::span<const Message> gathered(Slot slot) const {
    return slot < outboxes_.size() ? outboxes_[slot].messages() : std::span<const Message>();
  }
  /// When the next choke round is held; sim_never while idle.
  SimTime next_round() const { return next_round_; }
  const Choker& choker() const { return *choker_; }
  std::uint32_t attempts() const { return static_cast<std::uint32_t>(attempts_.size()); }
  /// Whether `block` is asked of `slot` and expected, as a duplicate or not.
  bool expects(Slot slot, BlockIndex block) const;
  /// Calls visit(block, slot) for every block that is asked of somebody, once per neighbour asked.
  template <typename Visit>
  void for_each_asked(Visit&& visit) const {
    partials_.for_each_requested(visit);
    for (const Duplicate& duplicate : duplicates_) visit(duplicate.block, duplicate.slot);
  }
  /// Calls visit(block) for every request of `slot` that waits, the oldest first.
  template <typename Visit>
  void for_each_waiting(Slot slot, Visit&& visit) const {
    for (std::uint32_t at = neighbours_[slot].queue_head; at != no_index; at = queue_[at].next) {
      visit(queue_[at].block);
    }
  }
  /// Throws InvariantError unless its lists, slots and queues agree; who is idle keeps nothing of others.
  void check_books() const;

 private:
  struct QueuedRequest {
    std::uint32_t next = no_index;
    BlockIndex block = 0;
  };
  /// A further request, in the end game, for a block that somebody else was asked for.
  struct Duplicate {
    BlockIndex block = 0;
    Slot slot = 0;
  };

  /// A piece of the metadata that a neighbour asked for.
  struct MetadataRequest {
    Slot slot = 0;
    std::uint32_t piece = 0;
  };

  /// Whom we parted from for a while.
  struct Apart {
    PeerId remote{};
    SimTime until{};
  };

  /// When and how far a neighbour was last told of our other neighbours.
  struct Exchange {
    SimTime at{};
    std::uint32_t nth = 0;   ///< of all neighbours so far it is this one
    std::uint32_t told = 0;  ///< of those from this one on it was not told
  };

  /// Sends, or leaves it to a pulse, and notes that the connection was not silent.
  void say(Turn& turn, Neighbour& neighbour, const Message& message) {
    neighbour.last_sent = turn.now;
    if (pulses(turn.profile)) return gather(turn, neighbour, message);
    turn.send(neighbour.end, message);
  }
  void connect_more(Turn& turn);
  bool knows(PeerId remote) const;
  void part_from(Turn& turn, Slot slot, PartReason why);
  bool is_of_no_use(Slot slot) const;
  void part_from_seed(Turn& turn, Slot slot);

  // torrent_rounds.cpp
  SimTime next_multiple(Duration step, SimTime after) const;
  SimTime next_tick(const Profile& profile, SimTime after) const;
  std::uint32_t second_of(SimTime now) const;
  void bring_up_to_date(const Turn& turn, Neighbour& neighbour) const;
  void expect_deadline(Turn& turn, SimTime& deadline, SimTime at);
  void start_clock(const Profile& profile, SimTime now, SimTime round_origin);
  void hold_round(Turn& turn);
  void on_disturbance(Turn& turn);
  void retry_idle(Turn& turn);

  // torrent_timeouts.cpp
  SimTime late_at(const Profile& profile, Slot slot) const;
  void expect_answer(Turn& turn, Slot slot);
  bool note_answer(const Turn& turn, Slot slot);
  void look_for_late_answers(Turn& turn);
  void give_up_one(Turn& turn, Slot slot);

  // torrent_reserves.cpp
  bool keep_pieces(Turn& turn, Slot slot, PieceIndex piece, std::span<const std::uint64_t> theirs,
                   std::int64_t in_time);
  std::optional<BlockIndex> next_kept(Slot slot, bool on_parole);
  void give_back_kept(Slot slot);

  // torrent_reconnects.cpp
  void note_choke(const Turn& turn, Slot slot);
  bool ignores_our_choke(const Turn& turn, Slot slot) const;
  void part_for_a_while(Turn& turn, Slot slot);
  bool is_apart_from(PeerId remote) const;
  void return_to_them(Turn& turn);

  // torrent_pulses.cpp
  static bool pulses(const Profile& profile) { return profile.pulse > Duration::zero(); }
  void gather(Turn& turn, const Neighbour& neighbour, const Message& message);
  bool knows_our_unchoke(Slot slot) const;
  void expect_pulse(Turn& turn, SimTime after);
  void hold_pulse(Turn& turn);
  void send_gathered(Turn& turn, Slot slot);

  // torrent_fast.cpp
  std::span<const PieceIndex> fast_set_of(const Turn& turn, PeerId remote) const;
  void grant_pieces(Turn& turn, Slot slot);
  bool grants(const Turn& turn, Slot slot, PieceIndex piece) const;
  void on_allowed_fast(Turn& turn, Slot slot, PieceIndex piece);
  void on_reject(Turn& turn, Slot slot, BlockIndex block);
  void reject(Turn& turn, Slot slot, BlockIndex block);
  void reject_queue(Turn& turn, Slot slot);
  std::span<const std::uint64_t> allowed_row(Turn& turn, Slot slot) const;

  // torrent_exchange.cpp
  void meet(Turn& turn, Slot slot);
  void exchange_peers(Turn& turn);
  void tell_peers(Turn& turn, Slot slot);
  void on_exchange(Turn& turn, const Message& message);

  // torrent_metadata.cpp
  void ask_for_metadata(Turn& turn, Slot slot);
  void look_for_metadata(Turn& turn);
  void on_metadata_request(Turn& turn, Slot slot, std::uint32_t piece);
  void on_metadata_piece(Turn& turn, Slot slot, std::uint32_t piece);
  void on_metadata_reject(Turn& turn, Slot slot, std::uint32_t piece);
  void on_metadata_complete(Turn& turn);
  std::vector<MetadataRequest>::const_iterator metadata_request_of(Slot slot) const;
  bool waits_for_metadata(Slot slot) const { return metadata_request_of(slot) != metadata_queue_.end(); }
  std::optional<Outgoing> next_metadata(Turn& turn, Slot slot);
  void forget_metadata_of(Slot slot);

  // torrent_bans.cpp
  bool is_banned(PeerId remote) const;
  bool is_on_parole(PeerId remote) const;
  void note_sender(const Geometry& geometry, BlockIndex block, PeerId from);
  void on_piece_failed(Turn& turn, Slot from, PieceIndex piece);
  void ban(Turn& turn, PeerId remote);
  void lift_bans(Turn& turn);
  void ask_whole_piece(Turn& turn, Slot slot, std::span<const std::uint64_t> theirs);

  void on_handshake(Turn& turn, Slot slot, const Message& message);
  void say_handshake(Turn& turn, Neighbour& neighbour);
  void tell_pieces(Turn& turn, Neighbour& neighbour);
  void say_extended(Turn& turn, Neighbour& neighbour);
  void on_extended(Turn& turn, Slot slot, std::uint32_t says);
  void on_upload_only(Turn& turn, Slot slot);
  void on_bitfield(Turn& turn, Slot slot, const Message& message);
  void on_have(Turn& turn, Slot slot, PieceIndex piece);
  void on_choke(Turn& turn, Slot slot);
  void on_unchoke(Turn& turn, Slot slot);
  void on_interest(Turn& turn, Slot slot, bool interested);
  void update_interest(Turn& turn, Slot slot);
  void tell_interest(Turn& turn, Slot slot);
  void on_piece_complete(Turn& turn, Slot from, PieceIndex piece);
  void announce_piece(Turn& turn, PieceIndex piece);
  void on_complete(Turn& turn);

  void on_block(Turn& turn, Slot slot, const Message& message);
  void note_received(Turn& turn, Slot slot, std::uint32_t bytes);
  void forget_duplicates(Turn& turn, BlockIndex block, Slot from);
  void cancel_at(Turn& turn, Slot slot, BlockIndex block);
  void release_request(Slot slot, BlockIndex block);
  void pass_on(BlockIndex block);
  void release_requests(Slot slot);
  void fill_requests(Turn& turn, Slot slot);
  void ask_for_blocks(Turn& turn, Slot slot);
  void ask_up_to(Turn& turn, Slot slot, std::uint32_t target);
  void ask_for(Turn& turn, Slot slot, BlockIndex block);
  void fill_others(Turn& turn);
  std::optional<BlockIndex> choose_block(Turn& turn, Slot slot, std::span<const std::uint64_t> theirs);
  std::optional<BlockIndex> choose_duplicate(Turn& turn, Slot slot, std::span<const std::uint64_t> theirs);
  bool end_game(const Profile& profile, const Neighbour& neighbour) const;

  void on_request(Turn& turn, Slot slot, const Message& message);
  void on_cancel(Turn& turn, Slot slot, BlockIndex block);
  /// Whether `block` waited; it waits no more.
  bool take_out_of_queue(Slot slot, BlockIndex block);
  void drop_queue(Slot slot);
  std::uint16_t send_buffer_of(const Turn& turn, Slot slot, std::uint32_t bytes);

  void tend_neighbours(Turn& turn);
  void look_for_snub(Turn& turn, Neighbour& neighbour);
  void gather_candidates(Turn& turn);
  void decide_chokes(Turn& turn, bool regular, bool optimistic);
  Standing standing() const;
  void leave_chokes(Turn& turn);
  void expect_optimistic(Turn& turn);
  void note_changes(Turn& turn) const;
  void apply_decision(Turn& turn, Slot slot, const Decision& decision);

  // What messages touch stands first, up to candidates_, and of it what a `have` touches, up to partials_:
  // see TorrentClient::prefetch_self(), which check_books() holds to it.
  std::uint32_t pieces_ = 0;
  std::uint32_t words_ = 0;  ///< 64-bit words of one bitfield
  std::uint32_t blocks_per_piece_ = 1;
  std::uint32_t rounds_ = 0;
  Cloned<NeighbourPieces> theirs_;
  std::vector<Neighbour> neighbours_;
  SimTime clock_origin_{};  ///< seconds and ticks count from it
  std::vector<Slot> order_;
  PartialPieces partials_;
  std::vector<Duplicate> duplicates_;
  Pool<QueuedRequest> queue_;
  const PiecePicker* picker_ = nullptr;
  SimTime next_retry_ = sim_never;         ///< of neighbours that are asked for nothing
  SimTime next_timeout_ = sim_never;       ///< no answer is late before
  std::vector<AnswerTimes> answer_times_;  ///< by slot; empty where nobody minds
  std::vector<UploadPace> upload_paces_;   ///< by slot; empty where a send buffer is what it is
  std::uint64_t salt_ = 0;                 ///< of our order among equal pieces
  std::vector<PieceIndex> fast_set_;       ///< ours: what neighbours may allow us while they choke us
  // Connections, rounds and announces.
  std::vector<PeerId> candidates_;   ///< told by the tracker and not tried yet, newest answer last
  std::vector<PeerId> attempts_;     ///< on their way
  std::vector<Exchange> exchanges_;  ///< by slot; empty without peer exchange
  std::vector<PeerId> seeds_met_;    ///< of no use when we parted, nor we to them: not worth another attempt
  std::vector<Slot> free_slots_;
  SimTime next_round_ = sim_never;
  SimTime next_announce_ = sim_never;
  SimTime next_optimistic_ = sim_never;
  SimTime next_exchange_ = sim_never;
  SimTime next_pulse_ = sim_never;
  SimTime next_return_ = sim_never;  ///< to whom we parted from
  std::vector<Apart> apart_;
  std::vector<SimTime> choked_at_;                  ///< by slot, where a client minds
  std::vector<Outbox> outboxes_;                    ///< by slot; empty without pulses
  bool disturbed_ = false;                          ///< since the last choke decision
  AnnounceEvent unheard_ = AnnounceEvent::regular;  ///< what the tracker failed to hear
  std::uint32_t failures_ = 0;                      ///< of announces, in a row
  std::uint32_t met_ = 0;                           ///< neighbours so far, where peers are exchanged
  Cloned<Choker> choker_;
  Cloned<Choker> seed_choker_;
  Rng picker_luck_;
  Rng choker_luck_;
  Cloned<SmartBan> smart_ban_;                   ///< null where nobody sent us bytes yet
  Cloned<MetadataFetch> metadata_;               ///< null where it is known
  std::vector<MetadataRequest> metadata_queue_;  ///< that wait, the oldest first
  SimTime next_metadata_ = sim_never;            ///< to look whom to ask for it
};

}  // namespace swarmsim
