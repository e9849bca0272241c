#include "sim/peer/registry.hpp"

#include "core/base/check.hpp"
#include "sim/peer/bep3_choker.hpp"
#include "sim/peer/profiles/bep3.hpp"
#include "sim/peer/profiles/vbittorrent.hpp"

namespace swarmsim {

const Registry& Registry::standard() {
  static const Registry shipped = [] {
    Registry registry;
    registry.add_profile(bep3_profile());
    registry.add_profile(vbittorrent_profile());
    registry.add_choker("bep3", std::make_unique<Bep3Choker>());
    registry.add_picker("rarest-first", std::make_unique<RarestFirst>());
    registry.add_picker("random", std::make_unique<RandomOrder>());
    registry.add_picker("in-order", std::make_unique<InOrder>());
    return registry;
  }();
  return shipped;
}

void Registry::add_profile(Profile profile) {
  check(find_profile(profile.name) == nullptr, "registry: a profile's name is unique");
  profiles_.push_back(std::move(profile));
}

void Registry::add_choker(std::string name, std::unique_ptr<Choker> prototype) {
  check(make_choker(name) == nullptr, "registry: a choker's name is unique");
  chokers_.push_back({std::move(name), std::move(prototype)});
}

void Registry::add_picker(std::string name, std::unique_ptr<PiecePicker> picker) {
  check(find_picker(name) == nullptr, "registry: a picker's name is unique");
  pickers_.push_back({std::move(name), std::move(picker)});
}

const Profile* Registry::find_profile(std::string_view name) const {
  for (const Profile& profile : profiles_) {
    if (profile.name == name) return &profile;
  }
  return nullptr;
}

Profile Registry::profile_for(const ClientSpec& client) const {
  const Profile* found = find_profile(client.profile);
  check(found != nullptr, "registry: a group's profile is registered");
  return apply_overrides(*found, client);
}

std::unique_ptr<Choker> Registry::make_choker(std::string_view name) const {
  for (const auto& [known, prototype] : chokers_) {
    if (known == name) return prototype->clone();
  }
  return nullptr;
}

const PiecePicker* Registry::find_picker(std::string_view name) const {
  for (const auto& [known, picker] : pickers_) {
    if (known == name) return picker.get();
  }
  return nullptr;
}

std::vector<std::string> Registry::profile_names() const {
  std::vector<std::string> names;
  for (const Profile& profile : profiles_) names.push_back(profile.name);
  return names;
}

std::vector<std::string> Registry::choker_names() const {
  std::vector<std::string> names;
  for (const auto& known : chokers_) names.push_back(known.name);
  return names;
}

std::vector<std::string> Registry::picker_names() const {
  std::vector<std::string> names;
  for (const auto& known : pickers_) names.push_back(known.name);
  return names;
}

}  // namespace swarmsim
