#include "sim/console/condition.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/console/lookup.hpp"

namespace swarmsim {

namespace {

using Words = std::span<const std::string>;
using Parsed = std::variant<Condition, ConditionProblem>;

template <typename Number>
std::optional<Number> whole(const std::string& word) {
  Number number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return number;
}

std::string joined(Words words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

Parsed choked_condition(Words words, const World& world, Condition condition) {
  condition.kind = words[1] == "unchoked" ? ConditionKind::unchoked : ConditionKind::choked;
  for (const std::size_t at : {std::size_t{0}, std::size_t{3}}) {
    const auto peer = peer_called(words[at], world);
    if (const auto* problem = std::get_if<ConditionProblem>(&peer)) return *problem;
  }
  condition.peer = words[0];
  condition.other = words[3];
  return condition;
}

Parsed piece_condition(Words words, const World& world, Condition condition) {
  condition.kind = ConditionKind::piece;
  const bool names_file = words.size() == 7 && words[2] == "of";
  const Words rest = words.subspan(names_file ? 4 : 2);
  if (rest.size() != 3 || rest[0] != "complete" || rest[1] != "at") {
    return ConditionProblem{"a piece is waited for like this: piece N [of FILE] complete at ID"};
  }
  if (names_file) {
    const auto content = content_called(words[3], world);
    if (const auto* problem = std::get_if<ConditionProblem>(&content)) return *problem;
    condition.content = std::get<ContentId>(content);
  }
  const auto piece = whole<std::uint32_t>(words[1]);
  const ContentInfo& info = world.contents()[index_of(condition.content)];
  if (!piece || *piece >= info.geometry.pieces()) {
    return ConditionProblem{fmt::format("{} is no piece of {}: they are 0 to {}", in_quotes(words[1]),
                                        in_quotes(info.name), info.geometry.pieces() - 1)};
  }
  condition.piece = *piece;
  const auto peer = peer_called(rest[2], world);
  if (const auto* problem = std::get_if<ConditionProblem>(&peer)) return *problem;
  condition.peer = rest[2];
  return condition;
}

Parsed peers_condition(Words words, Condition condition) {
  static constexpr std::string_view ops[] = {"==", "!=", "<", "<=", ">", ">="};  // as CompareOp
  const auto* op = std::find(std::begin(ops), std::end(ops), words[1]);
  const auto count = whole<std::uint64_t>(words[2]);
  if (op == std::end(ops) || !count) {
    return ConditionProblem{"peers online are counted like this: peers > 10"};
  }
  condition.kind = ConditionKind::peers;
  condition.op = static_cast<CompareOp>(op - std::begin(ops));
  condition.count = *count;
  return condition;
}

bool is_complete(const World& world, PeerId peer) {
  const Participant& participant = world.participants()[index_of(peer)];
  bool any = false;
  for (const Participation& part : participant.torrents) {
    if (part.torrent->wants_more()) return false;
    any = any || part.completed.has_value();
  }
  return any;
}

bool all_complete(const World& world) {
  if (world.downloads_to_come()) return false;
  bool any = false;
  for (const Participant& participant : world.participants()) {
    if (!participant.online()) continue;
    for (const Participation& part : participant.torrents) {
      if (part.torrent->wants_more()) return false;
      any = any || part.completed.has_value();
    }
  }
  return any;
}

bool compare(std::uint64_t value, CompareOp op, std::uint64_t count) {
  switch (op) {
    case CompareOp::equal: return value == count;
    case CompareOp::not_equal: return value != count;
    case CompareOp::less: return value < count;
    case CompareOp::less_equal: return value <= count;
    case CompareOp::greater: return value > count;
    case CompareOp::greater_equal: return value >= count;
    case CompareOp::about: break;
  }
  return false;
}

/// Whether `other` chokes `peer` in some content in which they are connected; nothing if they are not.
std::optional<bool> is_choked(const World& world, PeerId peer, PeerId other) {
  std::optional<bool> choked;
  for (const Participation& part : world.participants()[index_of(other)].torrents) {
    const Torrent* torrent = wire_torrent(part);
    if (torrent == nullptr) continue;
    if (const Neighbour* neighbour = neighbour_of(*torrent, peer)) {
      choked = choked.value_or(true) && neighbour->we_choke_them;
    }
  }
  return choked;
}

}  // namespace

std::variant<PeerId, ConditionProblem> peer_called(const std::string& word, const World& world,
                                                   std::vector<std::string> names) {
  if (const auto peer = world.find_peer(word)) return *peer;
  for (const Participant& participant : world.participants()) names.push_back(participant.name);
  return ConditionProblem{fmt::format("no peer is called {}{}", in_quotes(word), did_you_mean(word, names))};
}

std::variant<ContentId, ConditionProblem> content_called(const std::string& word, const World& world) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < world.contents().size(); ++i) {
    if (world.contents()[i].name == word) return ContentId{i};
    names.push_back(world.contents()[i].name);
  }
  return ConditionProblem{fmt::format("no file is called {}{}", in_quotes(word), did_you_mean(word, names))};
}

Parsed parse_condition(Words words, const World& world) {
  if (words.empty()) return ConditionProblem{fmt::format("what to wait for is missing: {}", condition_forms)};
  Condition condition;
  condition.text = joined(words);
  if (words.size() == 2 && words[0] == "all" && words[1] == "complete") {
    condition.kind = ConditionKind::all_complete;
    return condition;
  }
  if (words.size() == 2 && (words[1] == "completes" || words[1] == "complete")) {
    const auto peer = peer_called(words[0], world);
    if (const auto* problem = std::get_if<ConditionProblem>(&peer)) return *problem;
    condition.kind = ConditionKind::completes;
    condition.peer = words[0];
    return condition;
  }
  if (words.size() == 4 && (words[1] == "unchoked" || words[1] == "choked") && words[2] == "by") {
    return choked_condition(words, world, std::move(condition));
  }
  if (words.size() >= 2 && words[0] == "piece") return piece_condition(words, world, std::move(condition));
  if (words.size() == 3 && words[0] == "peers") return peers_condition(words, std::move(condition));
  return ConditionProblem{
      fmt::format("{} is nothing to wait for: {}", in_quotes(condition.text), condition_forms)};
}

bool holds(const Condition& condition, const World& world) {
  if (condition.kind == ConditionKind::all_complete) return all_complete(world);
  if (condition.kind == ConditionKind::peers) {
    std::uint64_t online = 0;
    for (const Participant& participant : world.participants()) online += participant.online() ? 1 : 0;
    return compare(online, condition.op, condition.count);
  }
  const auto peer = world.find_peer(condition.peer);
  if (!peer) return false;
  switch (condition.kind) {
    case ConditionKind::completes: return is_complete(world, *peer);
    case ConditionKind::unchoked:
    case ConditionKind::choked: {
      const auto other = world.find_peer(condition.other);
      const std::optional<bool> choked = other ? is_choked(world, *peer, *other) : std::nullopt;
      return choked && *choked == (condition.kind == ConditionKind::choked);
    }
    case ConditionKind::piece:
      for (const Participation& part : world.participants()[index_of(*peer)].torrents) {
        if (part.torrent->content() == condition.content && part.torrent->have().test(condition.piece)) {
          return true;
        }
      }
      return false;
    case ConditionKind::all_complete:
    case ConditionKind::peers: break;
  }
  return false;
}

}  // namespace swarmsim
