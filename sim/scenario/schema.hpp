#pragma once
// The keys of the scenario format, in one table: what the loader allows is what the page lists.
//
// One ObjectSpec for each kind of object in a scenario. A key of a later version is in the table too,
// so that it is answered "not in this version" and never taken for a slip. Types are written in a small
// grammar that people read in docs/scenario-format.md and that `swarmsim schema` turns into JSON Schema:
//   type  := alternative ( " | " alternative )*
//   alternative := "\"word\"" | atom | "{" path of an ObjectSpec "}" | "[" type "]" | "{*: " type "}"
//   atom  := text | name | id | boolean | count | "count >= 1" | number | size | rate | time | share
//          | quantity | address | command | metric | comparison | path | scalar

#include <cstdint>
#include <span>
#include <string_view>

namespace swarmsim {

enum class KeyState : std::uint8_t { optional, required, later };

/// One row of docs/scenario-format.md.
struct KeySpec {
  std::string_view key;
  KeyState state = KeyState::optional;
  std::string_view type;      ///< see above; empty where it is for a later version
  std::string_view standard;  ///< the default, as written in a scenario; empty if there is none
  std::string_view meaning;
  std::string_view unless{};  ///< keys, parted by blanks, each of which stands in for a required one
};

struct ObjectSpec {
  std::string_view path;  ///< where it stands: "network.queue", "peers[]"
  std::span<const KeySpec> keys;
  bool one_key = false;  ///< it has exactly one of its keys
};

namespace schema {
extern const ObjectSpec scenario, stop, network, regions, queue, segment, tracker, content;
extern const ObjectSpec link, class_entry, client, unchoke_slots, strategy;
extern const ObjectSpec peer, has_item, held_pieces, download_item, arrive, poisson, decay, flash, leave;
extern const ObjectSpec timeline, expect, over;
extern const ObjectSpec distribution, exponential, lognormal, weibull, pareto;
}  // namespace schema

/// Every object of the format, in the order of the documentation.
std::span<const ObjectSpec* const> all_objects();

}  // namespace swarmsim
