#pragma once
// One client's part in one content, whatever protocol it speaks: all that the world asks of it.
//
// The world hands it what happens (a timer, an answer, a connection, a message) and applies the effects
// it asks for (sim/peer/turn.hpp). What every client has stands here: its role, the pieces it holds,
// their bytes and what it moved. Torrent speaks the peer wire protocol. Copied with the world.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "core/base/bitfield.hpp"
#include "core/base/ids.hpp"
#include "core/base/prefetch.hpp"
#include "core/base/rng.hpp"
#include "core/base/time.hpp"
#include "sim/peer/neighbour_pieces.hpp"
#include "sim/peer/registry.hpp"
#include "sim/peer/store.hpp"
#include "sim/peer/turn.hpp"

namespace swarmsim {

enum class Role : std::uint8_t { idle, sending, downloading };

/// How much of a client an event will touch, as far as can be guessed before: of a message no longer than a
/// `have` little, to serve a request or to be asked for one no pieces, and a block nearly all.
enum class Touch : std::uint8_t { brief, serving, all };

struct TransferTotals {
  std::int64_t uploaded = 0;    ///< bytes of blocks handed to the network
  std::int64_t downloaded = 0;  ///< bytes of blocks received, first copies and others
  std::int64_t wasted = 0;      ///< of these, bytes that were there already or failed their hash
  std::int64_t blocks = 0;      ///< first copies received
  std::int64_t wasted_blocks = 0;
};

/// The streams that one client draws from.
struct Luck {
  Rng picker;
  Rng choker;
};

class TorrentClient {
 public:
  /// A connected peer as its client numbers it; stable while the connection lives.
  using Slot = std::uint16_t;

  TorrentClient(PeerId self, ContentId content, const ContentInfo& info, const Profile& profile);
  virtual ~TorrentClient() = default;
  virtual std::unique_ptr<TorrentClient> clone() const = 0;

  // --- life -----------------------------------------------------------------------------------
  /// Holds `pieces` from the start; not announced by that.
  virtual void hold(const ContentInfo& info, const Bitfield& pieces);
  void hold_everything(const ContentInfo& info);
  /// Only `pieces` are to be fetched, before it starts and once it knows what it holds. All of them unless
  /// told.
  virtual void want(const Bitfield& pieces);
  /// It knows nothing but the info-hash, and fetches the metadata first; before it starts, holding nothing.
  virtual void fetch_metadata(const ContentInfo& info);
  /// `send` or `download`: announces itself and takes part. `round_origin`: choke rounds count from it.
  virtual void start(Turn& turn, Role role, SimTime round_origin) = 0;
  /// Announces `stopped` and says goodbye to everyone. Nothing is asked of it after that, nor after a crash:
  /// a DepartedClient takes its place.
  virtual void leave(Turn& turn) = 0;
  /// Is gone at once, without a word to anybody.
  virtual void crash(Turn& turn) = 0;
  /// The earliest of its deadlines; sim_never while idle.
  virtual SimTime next_deadline() const = 0;
  virtual void on_timer(Turn& turn) = 0;

  // --- the tracker and connections ------------------------------------------------------------
  virtual void on_tracker_answer(Turn& turn, std::span<const PeerId> peers, Duration interval) = 0;
  /// An announce came to nothing.
  virtual void on_tracker_failure(Turn& turn, AnnounceEvent event) = 0;
  /// The answer to ask_owners, the best score first. Only who asks so is told.
  virtual void on_owners(Turn& turn, std::span<const PeerId> owners);
  /// Whether a connection attempt of `remote` is welcome now.
  virtual bool accepts(PeerId remote, const Profile& profile) const = 0;
  /// A connection is open; the slot it got. `we_opened`: we speak first.
  virtual Slot on_connected(Turn& turn, PeerId remote, EndId end, bool we_opened) = 0;
  /// Our attempt came to nothing.
  virtual void on_refused(Turn& turn, PeerId remote) = 0;
  /// The connection behind `slot` is gone.
  virtual void on_closed(Turn& turn, Slot slot) = 0;

  // --- the wire -------------------------------------------------------------------------------
  virtual void on_message(Turn& turn, Slot slot, const Message& message) = 0;
  /// Less than the profile's send buffer is unsent at `slot`: the next message that serves it, taken out of
  /// the queue. Who serves one neighbour after another may answer with one for the next, at whose end
  /// nothing is unsent.
  virtual std::optional<Outgoing> next_upload(Turn& turn, Slot slot) = 0;
  /// Decides who is unchoked; `regular`: the interval has passed.
  virtual void rechoke(Turn& turn, bool regular) = 0;
  /// How many interested neighbours may be unchoked at once, until it is told again.
  void grant_slots(std::uint32_t slots) { slots_ = slots; }
  /// Connections that it holds.
  virtual std::uint32_t connections() const = 0;
  /// Neighbours that want something of ours.
  virtual std::uint32_t interested() const = 0;
  /// Ask the memory for what a message of `slot` will touch: this object, then what its members point to,
  /// then what belongs to the slot, each a while after the one before. `has`: which piece a `have` is about,
  /// or no_index. They change nothing. The first is not virtual: that would read it.
  void prefetch_self(Touch touch) const {
    if (touch == Touch::brief) return prefetch_lines<brief_bytes / cache_line>(this);
    prefetch_lines<hot_bytes / cache_line>(this);
  }
  virtual void prefetch_parts(Touch touch) const = 0;
  virtual void prefetch(Slot slot, Touch touch, PieceIndex has) const = 0;

  // --- what others may look at ----------------------------------------------------------------
  PeerId self() const { return self_; }
  ContentId content() const { return content_; }
  Role role() const { return role_; }
  bool active() const { return role_ != Role::idle; }
  bool complete() const { return have_.all(); }
  /// Whether it holds every piece that it wants. Who is that and not complete is a partial seed (BEP 21).
  bool has_all_it_wants() const { return settled().all(); }
  bool wants_more() const { return role_ == Role::downloading && !has_all_it_wants(); }
  bool is_partial_seed() const { return active() && has_all_it_wants() && !complete(); }
  bool started_complete() const { return started_complete_; }
  std::uint32_t slots() const { return slots_; }
  const Bitfield& have() const { return have_; }
  /// Pieces that are not to be fetched: those it has, and those it does not want.
  const Bitfield& settled() const { return settled_ ? *settled_ : have_; }
  const Store& store() const { return store_; }
  const TransferTotals& totals() const { return totals_; }

 protected:
  /// How far into a client lies what messages touch: brief ones, and all.
  static constexpr std::size_t brief_bytes = 256;
  static constexpr std::size_t hot_bytes = 640;

  TorrentClient(const TorrentClient&) = default;
  TorrentClient& operator=(const TorrentClient&) = default;
  TorrentClient(TorrentClient&&) = default;
  TorrentClient& operator=(TorrentClient&&) = default;

  PeerId self_{};
  ContentId content_{};
  Role role_ = Role::idle;
  bool started_complete_ = false;
  std::uint32_t slots_ = 0;
  Bitfield have_;
  std::optional<Bitfield> settled_;  ///< nothing while everything is wanted: it is have_ then
  Store store_;
  TransferTotals totals_;
};

/// The client that `profile` describes, holding nothing yet; `theirs` is empty, and unused without pieces.
std::unique_ptr<TorrentClient> make_torrent_client(PeerId self, ContentId content, const ContentInfo& info,
                                                   const Profile& profile, const Registry& registry,
                                                   Luck luck, std::unique_ptr<NeighbourPieces> theirs);

}  // namespace swarmsim
