#include "sim/scenario/newcomer.hpp"

#include <algorithm>

namespace swarmsim {

GroupSpec newcomer_group(const Scenario& scenario, const Command& command) {
  GroupSpec group;
  group.id = command.peer;
  group.link = scenario.network.link;
  if (command.up) group.link.up = Distribution::constant(command.up->bytes_per_second);
  if (command.down) group.link.down = Distribution::constant(command.down->bytes_per_second);
  if (command.latency) group.link.latency = Distribution::constant(command.latency->count());
  group.client = scenario.client;
  if (command.client) {
    group.client = ClientSpec{};
    group.client.profile = *command.client;
  }
  for (std::uint32_t i = 0; i < scenario.contents.size(); ++i) {
    if (std::find(command.has.begin(), command.has.end(), scenario.contents[i].name) == command.has.end()) {
      continue;
    }
    HoldSpec hold;
    hold.content = ContentId{i};
    group.has.push_back(hold);
  }
  group.arrive.kind = ArrivalKind::command;
  return group;
}

}  // namespace swarmsim
