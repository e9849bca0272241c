#pragma once
// Why something is as it is: the rule that applies and the numbers behind it, read from a const World.
//
// "2 choked by 1", "2 idle", "piece 7 rare". What a choker decided and for which reason stands in the
// torrent's neighbours; queues and saturation stand in the network. Nothing is recomputed that a strategy
// decides, nothing is changed, and no note of the past is needed: going back in time changes the answer.

#include <span>
#include <string>

#include "sim/console/condition.hpp"
#include "sim/console/look.hpp"

namespace swarmsim {

/// What may be asked, for help and messages.
inline constexpr std::string_view why_forms = "ID choked by ID | ID idle | piece N [of FILE] rare";

/// The answer to the words behind `why`.
std::variant<std::string, ConditionProblem> explain(std::span<const std::string> words, const World& world,
                                                    SimTime now, const View& view);

/// The parts of it; `peer` and `other` are two peers, `content` one that exists.
std::string why_choked(const World& world, PeerId peer, PeerId other, SimTime now, const View& view);
std::string why_idle(const World& world, PeerId peer, SimTime now);
std::string why_rare(const World& world, ContentId content, PieceIndex piece);

}  // namespace swarmsim
