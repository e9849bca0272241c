#pragma once
// Who may download from us until the next round: the interface every choking strategy implements.
//
// A choker sees all neighbours as plain values in the order in which they connected, may keep state of
// its own (copied with the world), and answers with a decision for each. It knows no clock, no peer
// and no network. Ties must end in an order that depends on content, never on slots.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "core/base/check.hpp"
#include "core/base/ids.hpp"
#include "core/base/rng.hpp"
#include "core/base/time.hpp"

namespace swarmsim {

/// One neighbour as a choker sees it. "Recently": in this round and the one before.
struct Candidate {
  PeerId id{};
  bool interested = false;             ///< they want something of ours
  bool unchoked = false;               ///< we let them download now
  bool snubbed = false;                ///< they keep us waiting
  bool complete = false;               ///< they have everything; told to who looks_at_completeness()
  bool just_interested = false;        ///< and has been so only since the last decision
  std::int64_t received_recently = 0;  ///< bytes of blocks they sent us
  std::int64_t sent_recently = 0;      ///< bytes of blocks we sent them
  std::int64_t received_this_round = 0;
  std::int64_t sent_this_round = 0;
  Duration connected_for{};
  std::int64_t sent_since_unchoke = 0;  ///< bytes of blocks, since we unchoked them last
  SimTime last_unchoke{};               ///< when that was; the start of time: never
};

/// Why a neighbour is unchoked or not; what the console and the trace answer.
enum class ChokeReason : std::uint8_t { none, regular, optimistic, preemptive, not_ranked };

std::string_view name_of(ChokeReason reason);

struct Decision {
  bool unchoke = false;
  std::uint32_t weight = 1;  ///< share of the uplink against the other unchoked
  ChokeReason reason = ChokeReason::none;
};

struct Round {
  bool regular = false;      ///< the interval has passed; false: something changed in between
  std::uint32_t number = 0;  ///< regular rounds held before
  std::uint32_t slots = 4;   ///< unchoked and interested at most
  bool complete = false;     ///< we have everything
  SimTime now{};
  bool optimistic = false;        ///< the optimistic unchoke is to move on (clients that time it apart)
  bool disturbed = false;         ///< an unchoked neighbour changed its interest, or left
  std::uint32_t piece_bytes = 0;  ///< of a full piece
};

/// How things stand between rounds: all that tells whether there is something to decide.
struct Standing {
  std::uint32_t unchoked = 0;     ///< neighbours that may download
  bool some_idle = false;         ///< one of them wants nothing
  bool some_weighted = false;     ///< one of them has another share than 1
  bool newly_interested = false;  ///< a choked neighbour is interested, and was not at the last decision
};

class Choker {
 public:
  virtual ~Choker() = default;
  virtual std::unique_ptr<Choker> clone() const = 0;
  /// How it decides, in a sentence: what the console says to who asks why.
  virtual std::string_view rule() const { return "its own: whoever added this choker knows it."; }
  /// A neighbour finished its handshake.
  virtual void joined(PeerId neighbour, Rng& rng) = 0;
  virtual void left(PeerId neighbour) = 0;
  /// Whether every decision leaves no slot idle while an interested neighbour is choked. It is checked.
  virtual bool fills_slots() const { return false; }
  /// Whether no decision ever lets more interested neighbours download than there are slots. It is checked.
  virtual bool keeps_to_slots() const { return true; }
  /// Whether a choked neighbour that becomes interested is a reason to decide at once.
  virtual bool unchokes_between_rounds() const { return false; }
  /// Whether a decision between rounds might change anything: where it would not, it is spared. Most are
  /// asked for when somebody becomes interested while all `slots` are taken.
  virtual bool would_change(const Standing&, std::uint32_t /*slots*/) const { return true; }
  /// Whether it matters to it that a neighbour has everything: to find out reads a row of each.
  virtual bool looks_at_completeness() const { return false; }
  /// Whether a newcomer may be unchoked before it wants anything: else it is no reason to decide.
  virtual bool unchokes_newcomers() const { return true; }
  /// After a decision: the optimistic slot fell vacant, and whoever times it should move it on soon.
  virtual bool optimistic_vacant() const { return false; }
  /// Writes one decision for each neighbour, in the same order.
  virtual void decide(const Round& round, std::span<const Candidate> neighbours, Rng& rng,
                      std::span<Decision> out) = 0;

 protected:
  /// Where `id` is among `neighbours`, looked for from where it was in the decision before on: neighbours
  /// come in the order in which they connected, and who leaves moves the later ones down.
  static std::uint32_t find_from(std::uint32_t before, std::span<const Candidate> neighbours, PeerId id) {
    std::uint32_t i = std::min(before, static_cast<std::uint32_t>(neighbours.size() - 1));
    while (i > 0 && neighbours[i].id != id) --i;
    while (i < neighbours.size() && neighbours[i].id != id) ++i;
    check(i < neighbours.size(), "choker: it knows neighbours only");
    return i;
  }
  /// Whether more are served than there are slots: some were taken away since the last decision.
  static bool serves_too_many(const Round& round, std::span<const Candidate> neighbours) {
    const auto served = std::count_if(neighbours.begin(), neighbours.end(),
                                      [](const Candidate& one) { return one.unchoked && one.interested; });
    return served > static_cast<std::ptrdiff_t>(round.slots);
  }
  /// Leaves everybody as they are.
  static void keep(std::span<const Candidate> neighbours, std::span<Decision> out) {
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      out[i] = {neighbours[i].unchoked, 1,
                neighbours[i].unchoked ? ChokeReason::regular : ChokeReason::not_ranked};
    }
  }
};

}  // namespace swarmsim
