#include "sim/scenario/known_names.hpp"

namespace swarmsim {

KnownNames known_names(const Registry& registry) {
  KnownNames names;
  names.profiles = registry.profile_names();
  names.chokers = registry.choker_names();
  names.pickers = registry.picker_names();
  for (const std::string& name : names.profiles) {
    const Profile& profile = *registry.find_profile(name);
    if (profile.protocol == Protocol::ranges) names.range_profiles.push_back(name);
    if (profile.protocol == Protocol::contacts) names.contact_profiles.push_back(name);
    if (profile.fast_extension) names.fast_profiles.push_back(name);
    if (profile.pex) names.exchanging_profiles.push_back(name);
    if (profile.extended > 0) names.metadata_profiles.push_back(name);
    if (profile.pulse > Duration::zero()) names.pulsing_profiles.push_back(name);
  }
  return names;
}

}  // namespace swarmsim
