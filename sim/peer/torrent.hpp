#pragma once
// One client's part in one content: its neighbours, what it has, whom it asks and whom it serves.
//
// Every handler is given the Turn (now, profile, content) and appends effects to it. Split by concern:
// torrent.cpp (life, connections), torrent_pieces.cpp (their pieces, interest, completion),
// torrent_requests.cpp (asking for blocks), torrent_uploads.cpp (serving), torrent_choking.cpp.
// Invariants: availability_[p] = live neighbours that have p; wanted = pieces they have and we lack;
// outstanding = blocks asked of a neighbour, duplicates of the end game included.
// Knows no network and no other peer: remotes are ids, ends are handles it passes back.

#include <optional>
#include <span>
#include <vector>

#include "core/base/bitfield.hpp"
#include "core/base/cloned.hpp"
#include "core/base/pool.hpp"
#include "core/base/rng.hpp"
#include "sim/peer/choker.hpp"
#include "sim/peer/neighbour.hpp"
#include "sim/peer/partial_pieces.hpp"
#include "sim/peer/picker.hpp"
#include "sim/peer/registry.hpp"
#include "sim/peer/store.hpp"
#include "sim/peer/turn.hpp"

namespace swarmsim {

enum class Role : std::uint8_t { idle, sending, downloading };

struct TransferTotals {
  std::int64_t uploaded = 0;    ///< bytes of blocks handed to the network
  std::int64_t downloaded = 0;  ///< bytes of blocks received, first copies and others
  std::int64_t wasted = 0;      ///< of these, bytes that were there already or failed their hash
  std::int64_t blocks = 0;      ///< first copies received
  std::int64_t wasted_blocks = 0;
};

class Torrent {
 public:
  using Slot = PartialPieces::Slot;

  Torrent(PeerId self, ContentId content, const ContentInfo& info, const Profile& profile,
          const Registry& registry, const Rng& picker_luck, const Rng& choker_luck);

  // --- life -----------------------------------------------------------------------------------
  /// Holds the whole content from the start; not announced by that.
  void hold_everything(const ContentInfo& info);
  /// `send` or `download`: announces itself and takes part. `round_origin`: choke rounds count from it.
  void start(Turn& turn, Role role, SimTime round_origin);
  /// Announces `stopped` and says goodbye to everyone.
  void leave(Turn& turn);
  /// The earliest of its deadlines; sim_never while idle.
  SimTime next_deadline() const;
  void on_timer(Turn& turn);

  // --- the tracker and connections ------------------------------------------------------------
  void on_tracker_answer(Turn& turn, std::span<const PeerId> peers, Duration interval);
  /// Whether a connection attempt of `remote` is welcome now. Of two attempts between the same two
  /// peers that cross each other, the one of the lower id stands.
  bool accepts(PeerId remote, const Profile& profile) const;
  /// A connection is open; the slot it got. `we_opened`: we speak first.
  Slot on_connected(Turn& turn, PeerId remote, EndId end, bool we_opened);
  /// Our attempt came to nothing.
  void on_refused(Turn& turn, PeerId remote);
  /// The connection behind `slot` is gone.
  void on_closed(Turn& turn, Slot slot);

  // --- the wire -------------------------------------------------------------------------------
  void on_message(Turn& turn, Slot slot, const Message& message);
  /// The next message that answers a request of `slot`, taken out of its queue.
  std::optional<Message> next_upload(Turn& turn, Slot slot);
  /// Decides who is unchoked; `regular`: the interval has passed.
  void rechoke(Turn& turn, bool regular);

  // --- what others may look at ----------------------------------------------------------------
  PeerId self() const { return self_; }
  ContentId content() const { return content_; }
  Role role() const { return role_; }
  bool active() const { return role_ != Role::idle; }
  bool complete() const { return have_.all(); }
  bool wants_more() const { return role_ == Role::downloading && !have_.all(); }
  bool started_complete() const { return started_complete_; }
  const Bitfield& have() const { return have_; }
  const Store& store() const { return store_; }
  const TransferTotals& totals() const { return totals_; }
  const PartialPieces& partials() const { return partials_; }
  std::span<const std::uint16_t> availability() const { return availability_; }
  /// Slots of the live neighbours in the order of connecting.
  std::span<const Slot> order() const { return order_; }
  const Neighbour& neighbour(Slot slot) const { return neighbours_[slot]; }
  std::span<const std::uint64_t> their_pieces(Slot slot) const;
  /// Asks the memory for what a message of `slot` will touch. Changes nothing.
  void prefetch(Slot slot) const {
    __builtin_prefetch(&neighbours_[slot]);
    __builtin_prefetch(&theirs_[std::size_t{slot} * words_]);
  }
  std::uint32_t duplicates_of(Slot slot) const;
  std::uint32_t attempts() const { return static_cast<std::uint32_t>(attempts_.size()); }

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

  /// Sends, and notes that the connection was not silent.
  static void say(Turn& turn, Neighbour& neighbour, const Message& message) {
    neighbour.last_sent = turn.now;
    turn.send(neighbour.end, message);
  }
  void connect_more(Turn& turn);
  bool knows(PeerId remote) const;
  void part_from(Turn& turn, Slot slot);
  void part_from_seed(Turn& turn, Slot slot);

  void on_handshake(Turn& turn, Slot slot);
  void on_bitfield(Turn& turn, Slot slot, const Message& message);
  void on_have(Turn& turn, Slot slot, PieceIndex piece);
  bool they_have(Slot slot, PieceIndex piece) const;
  void note_their_piece(Slot slot, PieceIndex piece);
  void update_interest(Turn& turn, Slot slot);
  void on_piece_complete(Turn& turn, Slot from, PieceIndex piece);
  void announce_piece(Turn& turn, PieceIndex piece);
  void on_complete(Turn& turn);

  void on_block(Turn& turn, Slot slot, const Message& message);
  void forget_duplicates(Turn& turn, BlockIndex block, Slot from);
  void cancel_at(Turn& turn, Slot slot, BlockIndex block);
  void release_requests(Slot slot);
  void fill_requests(Turn& turn, Slot slot);
  void fill_all(Turn& turn);
  std::optional<BlockIndex> choose_block(Slot slot);
  std::optional<BlockIndex> choose_duplicate(Slot slot);
  bool end_game() const;

  void on_request(Turn& turn, Slot slot, const Message& message);
  void on_cancel(Slot slot, BlockIndex block);
  void drop_queue(Slot slot);

  void tend_neighbours(Turn& turn);
  void gather_candidates(Turn& turn);
  void apply_decision(Turn& turn, Slot slot, const Decision& decision);

  PeerId self_{};
  ContentId content_{};
  Role role_ = Role::idle;
  bool started_complete_ = false;
  std::uint32_t pieces_ = 0;
  std::uint32_t words_ = 0;  ///< 64-bit words of one bitfield
  std::uint32_t blocks_per_piece_ = 1;
  std::uint32_t rounds_ = 0;
  SimTime next_round_ = sim_never;
  SimTime next_announce_ = sim_never;
  Bitfield have_;
  std::vector<std::uint16_t> availability_;
  std::vector<Neighbour> neighbours_;
  std::vector<std::uint64_t> theirs_;  ///< a row of words_ per slot
  std::vector<Slot> order_;
  std::vector<Slot> free_slots_;
  std::vector<PeerId> candidates_;  ///< told by the tracker and not tried yet, newest answer last
  std::vector<PeerId> attempts_;    ///< on their way
  std::vector<PeerId> seeds_met_;   ///< complete like us when we parted: not worth another attempt
  PartialPieces partials_;
  std::vector<Duplicate> duplicates_;
  Pool<QueuedRequest> queue_;
  Store store_;
  TransferTotals totals_;
  Cloned<Choker> choker_;
  Cloned<Choker> seed_choker_;
  const PiecePicker* picker_ = nullptr;
  Rng picker_luck_;
  Rng choker_luck_;
  std::vector<BlockIndex> asked_twice_;  ///< scratch of choose_duplicate()
  std::vector<BlockIndex> eligible_;
  std::vector<Candidate> seen_;  ///< scratch of rechoke()
  std::vector<Decision> decided_;
};

}  // namespace swarmsim
