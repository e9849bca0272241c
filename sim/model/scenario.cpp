#include "sim/model/scenario.hpp"

#include <algorithm>

namespace swarmsim {

bool corrupts(const Scenario& scenario) {
  const auto by_link = [](const LinkPlan& link) { return link.corrupt.part > 0; };
  return std::any_of(scenario.groups.begin(), scenario.groups.end(),
                     [&](const GroupSpec& one) { return one.corrupt.part > 0 || by_link(one.link); }) ||
         std::any_of(scenario.classes.begin(), scenario.classes.end(),
                     [&](const ClassSpec& one) { return by_link(one.link); });
}

}  // namespace swarmsim
