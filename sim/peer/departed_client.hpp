#pragma once
// What is left of a client whose peer has gone: what it holds, and what it moved.
//
// Reports and commands ask for no more, and an open swarm sees far more peers go than are there at once: so
// the world puts one in the place of a client that has left or crashed, and everything else goes with that
// one. Answers that were on their way find nobody; no timer, connection or message can come.

#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "core/base/check.hpp"
#include "sim/peer/torrent_client.hpp"

namespace swarmsim {

class DepartedClient final : public TorrentClient {
 public:
  /// Takes over what `gone` holds, which is only to be destroyed then.
  explicit DepartedClient(TorrentClient&& gone) : TorrentClient(std::move(gone)) { role_ = Role::idle; }
  std::unique_ptr<TorrentClient> clone() const override { return std::make_unique<DepartedClient>(*this); }

  void on_tracker_answer(Turn&, std::span<const PeerId>, Duration) override {}
  void on_tracker_failure(Turn&, AnnounceEvent) override {}
  void on_owners(Turn&, std::span<const PeerId>) override {}

  SimTime next_deadline() const override { return sim_never; }
  bool accepts(PeerId, const Profile&) const override { return false; }
  std::uint32_t connections() const override { return 0; }
  std::uint32_t interested() const override { return 0; }
  void prefetch_parts(Touch) const override {}
  void prefetch(Slot, Touch, PieceIndex) const override {}

  void start(Turn&, Role, SimTime) override { fail_check(is_gone); }
  void leave(Turn&) override { fail_check(is_gone); }
  void crash(Turn&) override { fail_check(is_gone); }
  void on_timer(Turn&) override { fail_check(is_gone); }
  Slot on_connected(Turn&, PeerId, EndId, bool) override { fail_check(is_gone); }
  void on_refused(Turn&, PeerId) override { fail_check(is_gone); }
  void on_closed(Turn&, Slot) override { fail_check(is_gone); }
  void on_message(Turn&, Slot, const Message&) override { fail_check(is_gone); }
  std::optional<Outgoing> next_upload(Turn&, Slot) override { fail_check(is_gone); }
  void rechoke(Turn&, bool) override { fail_check(is_gone); }

 private:
  static constexpr const char* is_gone = "departed client: who has gone neither acts nor is spoken to";
};

}  // namespace swarmsim
