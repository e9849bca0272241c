#include "tests/support/swarm.hpp"

#include <stdexcept>
#include <string>

#include "sim/peer/registry.hpp"
#include "sim/scenario/load.hpp"

namespace swarmsim {

Scenario load_swarm(std::string_view json) {
  const Registry& registry = Registry::standard();
  LoadResult loaded = load_scenario(
      json, "test.json", {registry.profile_names(), registry.choker_names(), registry.picker_names()});
  if (loaded.problems.empty()) return loaded.scenario;
  std::string text = "the scenario of this test does not load:";
  for (const Diagnostic& problem : loaded.problems) text += "\n" + format_diagnostic(problem);
  throw std::runtime_error(text);
}

World make_world(std::string_view json, std::uint64_t seed) {
  return World(load_swarm(json), seed, Registry::standard());
}

World run_world(std::string_view json, std::uint64_t seed) {
  World world = make_world(json, seed);
  world.run();
  return world;
}

}  // namespace swarmsim
