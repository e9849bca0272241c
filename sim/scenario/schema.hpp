#pragma once
// The keys of the scenario format, in one table: what the loader allows is what the page lists.
//
// One ObjectSpec for each kind of object in a scenario. A key of a later version is in the table too,
// so that it is answered "not in this version" and never taken for a slip. Values are read in
// load_*.cpp; the table knows only their names.

#include <cstdint>
#include <span>
#include <string_view>

namespace swarmsim {

enum class KeyState : std::uint8_t { optional, required, later };

/// One row of docs/scenario-format.md; only `key` and `state` decide anything.
struct KeySpec {
  std::string_view key;
  KeyState state = KeyState::optional;
  std::string_view type;      ///< with its unit: "rate", "size", "time", "count", "text", ...
  std::string_view standard;  ///< the default, as written in a scenario; empty if there is none
  std::string_view meaning;
};

struct ObjectSpec {
  std::string_view path;  ///< where it stands: "network.queue", "peers[]"
  std::span<const KeySpec> keys;
};

namespace schema {
extern const ObjectSpec scenario, stop, network, queue, segment, tracker, content;
extern const ObjectSpec link, class_entry, client, unchoke_slots, strategy;
extern const ObjectSpec peer, has_item, download_item, arrive, leave, timeline, expect;
}  // namespace schema

/// Every object of the format, in the order of the documentation.
std::span<const ObjectSpec* const> all_objects();

}  // namespace swarmsim
