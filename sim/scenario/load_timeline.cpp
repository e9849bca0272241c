#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/command/grammar.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

struct Actor {
  ActorKind kind{};
  std::string id;  ///< empty for the tracker
};

std::optional<Actor> load_actor(Reader& in, const JsonNode* node, const PeerNames& names) {
  const auto on = in.name(node);
  if (!on) return std::nullopt;
  if (*on == "tracker") return Actor{ActorKind::tracker, ""};
  if (*on == "world" || *on == "all") {
    in.problem(node->at, fmt::format("{} is not in this version", in_quotes(*on)));
    return std::nullopt;
  }
  if (const auto kind = names.find(*on)) return Actor{*kind, *on};
  std::vector<std::string> actors = names.written();
  actors.emplace_back("tracker");
  in.problem(node->at, fmt::format("no peer or group is called {}{}", in_quotes(*on),
                                   did_you_mean(*on, actors)));
  return std::nullopt;
}

std::optional<Command> load_command(Reader& in, const JsonNode* node,
                                    const std::vector<ContentSpec>& contents) {
  const auto line = in.text(node);
  if (!line) return std::nullopt;
  const auto parsed = parse_command(*line);
  if (const auto* problem = std::get_if<CommandProblem>(&parsed)) {
    in.problem(node->at, fmt::format("{}: {}", subject(*node), problem->message));
    return std::nullopt;
  }
  const auto& command = std::get<Command>(parsed);
  if (!command.file.empty()) find_content(in, node->at, command.file, contents);
  return command;
}

void check_place(Reader& in, TextPlace at, const Command& command, ActorKind actor) {
  const bool is_tracker = actor == ActorKind::tracker;
  if (is_tracker ? is_tracker_command(command.kind) : is_peer_command(command.kind)) return;
  const std::string line = format_command(command);
  in.problem(at, fmt::format("{} is said at {}", in_quotes(line.substr(0, line.find(' '))),
                             is_tracker ? "a peer, not at the tracker" : "the tracker, not at a peer"));
}

}  // namespace

std::vector<TimelineEntry> load_timeline(Reader& in, const JsonNode* node,
                                         const std::vector<ContentSpec>& contents, const PeerNames& names) {
  std::vector<TimelineEntry> timeline;
  node = in.list(node, "timeline entries");
  if (node == nullptr) return timeline;
  for (const JsonNode& item : node->children) {
    if (in.object(&item, schema::timeline) == nullptr) continue;
    const JsonNode* line = item.find("do");
    const auto at = in.duration(item.find("at"));
    const auto actor = load_actor(in, item.find("on"), names);
    const auto command = load_command(in, line, contents);
    if (actor && command) check_place(in, line->at, *command, actor->kind);
    if (!at || !actor || !command) continue;
    TimelineEntry entry;
    entry.at = sim_start + *at;
    entry.actor = actor->kind;
    entry.on = actor->id;
    entry.command = *command;
    entry.text = line->text;
    timeline.push_back(std::move(entry));
  }
  return timeline;
}

}  // namespace swarmsim
