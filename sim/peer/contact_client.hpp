#pragma once
// A client of theory: at the ticks of a Poisson clock it pushes a piece to a random peer (`random-contact`).
//
// The model of Hajek and Zhu (The missing piece syndrome in peer-to-peer communication, arXiv 1002.3493): no
// neighbours, no requests, no choking. At a tick the tracker names one peer of the swarm, uniformly; that
// one says what it has and is sent one piece that it lacks, each equally likely. The clock runs while there
// is something to give; a contact that comes to nothing is not repeated. Links should be so fast that a
// transfer is short beside the clock.
// Invariants: two peers have one connection at most, which one piece at most crosses; a piece that a second
// contact brings counts as wasted.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/prefetch.hpp"
#include "sim/peer/torrent_client.hpp"

namespace swarmsim {

class ContactClient final : public TorrentClient {
 public:
  ContactClient(PeerId self, ContentId content, const ContentInfo& info, const Profile& profile, Luck luck);
  std::unique_ptr<TorrentClient> clone() const override { return std::make_unique<ContactClient>(*this); }

  void start(Turn& turn, Role role, SimTime round_origin) override;
  void leave(Turn& turn) override;
  void crash(Turn& turn) override;
  SimTime next_deadline() const override { return std::min(next_contact_, next_announce_); }
  void on_timer(Turn& turn) override;

  void on_tracker_answer(Turn& turn, std::span<const PeerId> peers, Duration interval) override;
  void on_tracker_failure(Turn& turn, AnnounceEvent event) override;
  bool accepts(PeerId remote, const Profile& profile) const override;
  Slot on_connected(Turn& turn, PeerId remote, EndId end, bool we_opened) override;
  void on_refused(Turn& turn, PeerId remote) override;
  void on_closed(Turn& turn, Slot slot) override;

  void on_message(Turn& turn, Slot slot, const Message& message) override;
  std::optional<Outgoing> next_upload(Turn& turn, Slot slot) override;
  void rechoke(Turn&, bool) override {}
  std::uint32_t connections() const override { return static_cast<std::uint32_t>(order_.size()); }
  std::uint32_t interested() const override { return 0; }
  void prefetch_parts(Touch) const override {}
  void prefetch(Slot slot, Touch, PieceIndex) const override { prefetch_line(&contacts_[slot]); }

 private:
  struct Contact {
    PeerId remote{};
    EndId end{};  ///< our side
    PieceIndex piece = no_index;
    std::uint32_t blocks = 0;  ///< of the piece, handed over
  };

  bool meets(PeerId remote) const;
  void schedule(Turn& turn);
  void remove(Slot slot);
  void part_from(Turn& turn, Slot slot);
  void tell_pieces(Turn& turn, EndId end);
  void push_piece(Turn& turn, Slot slot, const Message& bitfield);
  void on_block(Turn& turn, Slot slot, const Message& message);
  void note_piece(Turn& turn, PieceIndex piece);

  Luck luck_;  ///< picker: pieces, choker: the clock
  SimTime next_contact_ = sim_never;
  SimTime next_announce_ = sim_never;  ///< set while the tracker does not know us
  bool asked_ = false;                 ///< the next answer of the tracker names whom to contact
  std::vector<PeerId> attempts_;
  std::vector<Contact> contacts_;
  std::vector<Slot> order_;  ///< of the open connections, in the order of connecting
  std::vector<Slot> free_slots_;
};

}  // namespace swarmsim
