#pragma once
// What a session may wait for: "2 completes", "2 unchoked by 1", "piece 3 complete at 2", "peers > 10".
//
// Text to a value, and a value asked of a const World after every event: O(neighbours) at most. Peers are
// meant by name, because going back in time may take a newcomer away. Changes nothing.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

enum class ConditionKind : std::uint8_t { completes, all_complete, unchoked, choked, piece, peers };

struct Condition {
  ConditionKind kind{};
  std::string peer;   ///< whom it is about
  std::string other;  ///< by whom it is choked
  ContentId content{};
  PieceIndex piece = 0;
  CompareOp op{};
  std::uint64_t count = 0;
  std::string text;  ///< as written
};

struct ConditionProblem {
  std::string message;
};

/// What may stand there, for help and messages.
inline constexpr std::string_view condition_forms =
    "ID completes | all complete | ID unchoked by ID | ID choked by ID | piece N [of FILE] complete at ID | "
    "peers > N";

std::variant<Condition, ConditionProblem> parse_condition(std::span<const std::string> words,
                                                          const World& world);
bool holds(const Condition& condition, const World& world);

/// `word` as a peer of `world`, or what to say about it; `others` could have been meant as well.
std::variant<PeerId, ConditionProblem> peer_called(const std::string& word, const World& world,
                                                   std::vector<std::string> others = {});
/// `word` as a content of `world`, or what to say about it.
std::variant<ContentId, ConditionProblem> content_called(const std::string& word, const World& world);

}  // namespace swarmsim
