#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/command/grammar.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

struct Actor {
  ActorKind kind{};
  std::string id;  ///< empty for tracker and world
};

/// Entries by label, and where `after` names one: resolved when all labels are known.
struct Labels {
  std::map<std::string, std::uint32_t> entries;
  std::vector<std::pair<std::uint32_t, const JsonNode*>> uses;
  std::map<std::string, const JsonNode*> saves;
};

std::optional<Actor> load_actor(Reader& in, const JsonNode* node, const PeerNames& names) {
  const auto on = in.name(node);
  if (!on) return std::nullopt;
  if (*on == "tracker") return Actor{ActorKind::tracker, ""};
  if (*on == "world") return Actor{ActorKind::world, ""};
  if (const auto kind = names.find(*on)) return Actor{*kind, *on};
  if (!names.is_complete()) return std::nullopt;
  in.problem(node->at, fmt::format("no peer or group is called {}{}", in_quotes(*on),
                                   names.hint(*on, {"tracker", "world"})));
  return std::nullopt;
}

/// Reports a command that names what does not exist.
void check_names(Reader& in, TextPlace at, const Command& command, const std::vector<ContentSpec>& contents,
                 const PeerNames& names) {
  if (!command.file.empty()) find_content(in, at, command.file, contents);
  if (command.peer.empty() || names.find(command.peer) == ActorKind::peer || !names.is_complete()) return;
  in.problem(at, fmt::format("no peer is called {}{}", in_quotes(command.peer), names.hint(command.peer)));
}

std::optional<Command> load_command(Reader& in, const JsonNode* node,
                                    const std::vector<ContentSpec>& contents, const PeerNames& names) {
  const auto line = in.text(node);
  if (!line) return std::nullopt;
  const auto parsed = parse_command(*line);
  if (const auto* problem = std::get_if<CommandProblem>(&parsed)) {
    in.problem(node->at, fmt::format("{}: {}", subject(*node), problem->message));
    return std::nullopt;
  }
  const auto& command = std::get<Command>(parsed);
  check_names(in, node->at, command, contents, names);
  return command;
}

bool is_said_at(ActorKind actor, CommandKind kind) {
  switch (actor) {
    case ActorKind::tracker: return is_tracker_command(kind);
    case ActorKind::world: return is_world_command(kind);
    case ActorKind::peer:
    case ActorKind::group: break;
  }
  return is_peer_command(kind);
}

void check_place(Reader& in, TextPlace at, const Command& command, ActorKind actor) {
  if (is_said_at(actor, command.kind)) return;
  const std::string line = format_command(command);
  const std::string_view right = is_peer_command(command.kind)      ? "a peer"
                                 : is_tracker_command(command.kind) ? "the tracker"
                                                                    : "the world";
  const std::string_view here = actor == ActorKind::tracker ? "the tracker"
                                : actor == ActorKind::world ? "the world"
                                                            : "a peer";
  in.problem(
      at, fmt::format("{} is said at {}, not at {}", in_quotes(line.substr(0, line.find(' '))), right, here));
}

/// `key` belongs to `owner`: reported where it stands without it.
void check_belongs(Reader& in, const JsonNode& item, const char* key, const char* owner) {
  const JsonNode* node = item.find(key);
  if (node == nullptr || item.find(owner) != nullptr) return;
  in.problem(node->key_at, fmt::format("\"{}\" belongs to \"{}\", which is not here", key, owner));
}

/// at, after (+ plus) or every (+ from, to): exactly one of the three.
void load_when(Reader& in, const JsonNode& item, TimelineEntry& entry) {
  const JsonNode* at = item.find("at");
  const JsonNode* after = item.find("after");
  const JsonNode* every = item.find("every");
  const int given = (at != nullptr ? 1 : 0) + (after != nullptr ? 1 : 0) + (every != nullptr ? 1 : 0);
  if (given != 1) {
    in.problem(item.at, given == 0 ? "when? this entry needs \"at\", \"after\" or \"every\""
                                   : "\"at\", \"after\" and \"every\" exclude each other");
  }
  check_belongs(in, item, "plus", "after");
  check_belongs(in, item, "from", "every");
  check_belongs(in, item, "to", "every");
  if (const auto time = in.duration(at)) entry.at = sim_start + *time;
  if (const auto time = in.duration(item.find("from"))) entry.at = sim_start + *time;
  if (const auto time = in.duration(item.find("plus"))) entry.plus = *time;
  entry.every = in.positive_duration(every);
  if (const auto time = in.duration(item.find("to"))) entry.to = sim_start + *time;
  if (entry.to && *entry.to < entry.at) in.problem(item.find("to")->at, "\"to\" lies before \"from\"");
}

void load_names(Reader& in, const JsonNode& item, std::uint32_t index, TimelineEntry& entry, Labels& labels) {
  if (auto label = in.name(item.find("label"))) {
    if (!labels.entries.emplace(*label, index).second) {
      in.problem(item.find("label")->at, fmt::format("there is a label {} already", in_quotes(*label)));
    }
    if (entry.every)
      in.problem(item.find("label")->key_at,
                 "what happens again and again is never done: no entry could wait for it");
    entry.label = *label;
  }
  if (auto save = in.name(item.find("save"))) {
    if (!labels.saves.emplace(*save, item.find("save")).second) {
      in.problem(item.find("save")->at, fmt::format("a result is saved as {} already", in_quotes(*save)));
    }
    if (entry.actor == ActorKind::group) {
      in.problem(item.find("save")->key_at, "what a whole group answers cannot be saved: name one peer");
    }
    entry.save = *save;
  }
  if (const JsonNode* after = item.find("after"); in.name(after)) labels.uses.emplace_back(index, after);
}

/// Reports every circle of entries that wait for each other once, at its first entry.
void report_circles(Reader& in, const Labels& labels, const std::vector<TimelineEntry>& timeline) {
  std::vector<std::uint32_t> seen(timeline.size(), no_index);  // from which entry each was first reached
  for (const auto& [index, node] : labels.uses) {
    std::uint32_t at = index;
    while (at != no_index && seen[at] == no_index) {
      seen[at] = index;
      at = timeline[at].after;
    }
    if (at == no_index || seen[at] != index) continue;
    const auto use = std::find_if(labels.uses.begin(), labels.uses.end(),
                                  [at](const auto& each) { return each.first == at; });
    in.problem(use->second->at, timeline[at].after == at
                                    ? std::string("this entry waits for itself")
                                    : fmt::format("this entry waits for {}, and that in turn for this one",
                                                  in_quotes(use->second->text)));
  }
}

/// Turns labels into indices and reports those that do not exist or wait for themselves.
void resolve(Reader& in, const Labels& labels, std::vector<TimelineEntry>& timeline) {
  std::vector<std::string> known;
  for (const auto& [label, index] : labels.entries) known.push_back(label);
  for (const auto& [index, node] : labels.uses) {
    const auto found = labels.entries.find(node->text);
    if (found == labels.entries.end()) {
      in.problem(node->at, fmt::format("no entry has the label {}{}", in_quotes(node->text),
                                       did_you_mean(node->text, known)));
    } else {
      timeline[index].after = found->second;
    }
  }
  report_circles(in, labels, timeline);
}

}  // namespace

std::vector<TimelineEntry> load_timeline(Reader& in, const JsonNode* node,
                                         const std::vector<ContentSpec>& contents, const PeerNames& names) {
  std::vector<TimelineEntry> timeline;
  Labels labels;
  node = in.list(node, "timeline entries");
  if (node == nullptr) return timeline;
  for (const JsonNode& item : node->children) {
    if (in.object(&item, schema::timeline) == nullptr) continue;
    const JsonNode* line = item.find("do");
    TimelineEntry entry;
    load_when(in, item, entry);
    const auto actor = load_actor(in, item.find("on"), names);
    const auto command = load_command(in, line, contents, names);
    if (actor && command) check_place(in, line->at, *command, actor->kind);
    if (actor) {
      entry.actor = actor->kind;
      entry.on = actor->id;
    }
    if (command) {
      entry.command = *command;
      entry.text = line->text;
    }
    // An entry with a problem keeps its place: labels of others must still be found.
    load_names(in, item, static_cast<std::uint32_t>(timeline.size()), entry, labels);
    timeline.push_back(std::move(entry));
  }
  resolve(in, labels, timeline);
  return timeline;
}

}  // namespace swarmsim
