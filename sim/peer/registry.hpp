#pragma once
// Profiles and strategies by name: the one place where a program that links the library adds its own.
//
// standard() holds what swarmsim ships. Names are unique; adding one twice is a bug of the caller.
// A registry must outlive the worlds built from it: torrents keep references to its pickers.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/peer/choker.hpp"
#include "sim/peer/picker.hpp"
#include "sim/peer/profile.hpp"

namespace swarmsim {

class Registry {
 public:
  /// What swarmsim ships.
  static const Registry& standard();

  void add_profile(Profile profile);
  /// Another name of a profile: what is looked up by it has the profile's own.
  void add_alias(std::string name, std::string profile);
  void add_choker(std::string name, std::unique_ptr<Choker> prototype);
  void add_picker(std::string name, std::unique_ptr<PiecePicker> picker);

  const Profile* find_profile(std::string_view name) const;
  /// The profile that `client` names, which is registered, with what it replaces.
  Profile profile_for(const ClientSpec& client) const;
  /// A fresh choker, or null if the name is unknown.
  std::unique_ptr<Choker> make_choker(std::string_view name) const;
  const PiecePicker* find_picker(std::string_view name) const;

  /// Aliases included, behind the profiles.
  std::vector<std::string> profile_names() const;
  std::vector<std::string> choker_names() const;
  std::vector<std::string> picker_names() const;

 private:
  template <typename T>
  struct Named {
    std::string name;
    T value;
  };
  std::vector<Profile> profiles_;
  std::vector<Named<std::string>> aliases_;
  std::vector<Named<std::unique_ptr<Choker>>> chokers_;
  std::vector<Named<std::unique_ptr<PiecePicker>>> pickers_;
};

}  // namespace swarmsim
