#include "sim/peer/registry.hpp"

#include "core/base/check.hpp"
#include "sim/peer/aria2_choker.hpp"
#include "sim/peer/aria2_picker.hpp"
#include "sim/peer/bep3_choker.hpp"
#include "sim/peer/libtorrent_choker.hpp"
#include "sim/peer/libtorrent_picker.hpp"
#include "sim/peer/profiles/aria2.hpp"
#include "sim/peer/profiles/bep3.hpp"
#include "sim/peer/profiles/libtorrent.hpp"
#include "sim/peer/profiles/random_contact.hpp"
#include "sim/peer/profiles/transmission.hpp"
#include "sim/peer/profiles/vbittorrent.hpp"
#include "sim/peer/transmission_choker.hpp"

namespace swarmsim {

const Registry& Registry::standard() {
  static const Registry shipped = [] {
    Registry registry;
    registry.add_profile(bep3_profile());
    registry.add_profile(libtorrent_2_0_profile());
    registry.add_profile(transmission_3_00_profile());
    registry.add_profile(transmission_4_profile());
    registry.add_profile(aria2_1_36_profile());
    registry.add_profile(vbittorrent_profile());
    registry.add_profile(random_contact_profile());
    // The bare names mean the versions that were measured.
    registry.add_alias("libtorrent", "libtorrent-2.0");
    registry.add_alias("transmission", "transmission-3.00");
    registry.add_alias("aria2", "aria2-1.36");
    registry.add_choker("bep3", std::make_unique<Bep3Choker>());
    registry.add_choker("libtorrent", std::make_unique<LibtorrentChoker>());
    registry.add_choker("transmission", std::make_unique<TransmissionChoker>());
    registry.add_choker("aria2", std::make_unique<Aria2Choker>());
    registry.add_picker("rarest-first", std::make_unique<RarestFirst>());
    registry.add_picker("random", std::make_unique<RandomOrder>());
    registry.add_picker("in-order", std::make_unique<InOrder>());
    registry.add_picker("libtorrent", std::make_unique<LibtorrentPicker>());
    registry.add_picker("aria2", std::make_unique<Aria2Picker>());
    return registry;
  }();
  return shipped;
}

void Registry::add_profile(Profile profile) {
  check(find_profile(profile.name) == nullptr, "registry: a profile's name is unique");
  profiles_.push_back(std::move(profile));
}

void Registry::add_alias(std::string name, std::string profile) {
  check(find_profile(name) == nullptr && find_profile(profile) != nullptr,
        "registry: an alias is a new name for a known profile");
  aliases_.push_back({std::move(name), std::move(profile)});
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
  for (const auto& [alias, meant] : aliases_) {
    if (alias == name) return find_profile(meant);
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
  for (const auto& [alias, meant] : aliases_) names.push_back(alias);
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
