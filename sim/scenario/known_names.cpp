#include "sim/scenario/known_names.hpp"

namespace swarmsim {

KnownNames known_names(const Registry& registry) {
  KnownNames names{registry.profile_names(), registry.choker_names(), registry.picker_names(), {}};
  for (const std::string& name : names.profiles) {
    if (registry.find_profile(name)->protocol == Protocol::ranges) names.range_profiles.push_back(name);
  }
  return names;
}

}  // namespace swarmsim
