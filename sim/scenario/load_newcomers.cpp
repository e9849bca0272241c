#include "sim/command/grammar.hpp"
#include "sim/scenario/load_parts.hpp"
#include "sim/scenario/newcomer.hpp"

namespace swarmsim {

namespace {

/// The `peer` command of an entry; what is wrong with its form is said when the timeline is read.
std::optional<Command> peer_command(const JsonNode& item) {
  const JsonNode* line = item.kind == JsonKind::object ? item.find("do") : nullptr;
  if (line == nullptr || line->kind != JsonKind::text) return std::nullopt;
  const auto parsed = parse_command(line->text);
  const auto* command = std::get_if<Command>(&parsed);
  if (command == nullptr || command->kind != CommandKind::peer) return std::nullopt;
  return *command;
}

}  // namespace

void load_newcomers(Reader& in, const JsonNode* node, const KnownNames& known, Scenario& scenario,
                    PeerNames& names) {
  if (node == nullptr || node->kind != JsonKind::list) return;
  for (const JsonNode& item : node->children) {
    const std::optional<Command> command = peer_command(item);
    if (!command) continue;
    const TextPlace at = item.find("do")->at;
    check_id(in, at, command->peer);
    if (command->client) check_known(in, at, *command->client, "profile", known.profiles);
    for (const std::string& file : command->has) find_content(in, at, file, scenario.contents);
    if (const auto clash = names.add(command->peer, std::nullopt)) {
      in.problem(at, *clash);
      continue;
    }
    scenario.groups.push_back(newcomer_group(scenario, *command));
  }
}

}  // namespace swarmsim
