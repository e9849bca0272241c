#pragma once
// One parsed command line, as the console, the timeline and a recorded session share it.
//
// Plain values: who may say what, and what it does, is not known here.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"

namespace swarmsim {

enum class CommandKind : std::uint8_t {
  send,
  download,
  scrape,
  exit,
  list,
  fileinfo,
  peerinfo,
  crash,
  link,
  tracker_fail,
  tracker_recover,
  peer,
  set,
};

/// How the tracker fails: the connection is refused, nothing answers, or an error is answered.
enum class TrackerFault : std::uint8_t { refuse, silent, error };

/// A value of a client that `set` may change while it runs.
enum class SettingKey : std::uint8_t { unchoke_slots, request_queue };

struct Setting {
  SettingKey key{};
  std::uint32_t value = 0;

  friend bool operator==(const Setting&, const Setting&) = default;
};

struct Command {
  CommandKind kind{};
  std::string file;          ///< the name after send, download, scrape and fileinfo; else empty
  std::string peer{};        ///< of crash, link, peer and set
  std::optional<Rate> up{};  ///< link: what changes; peer: what differs from the network's link
  std::optional<Rate> down{};
  std::optional<Duration> latency{};
  TrackerFault fault{};                 ///< tracker_fail
  bool forget = false;                  ///< tracker_fail: registrations are lost
  std::optional<std::string> client{};  ///< peer: a profile; none: the scenario's client
  std::vector<std::string> has{};       ///< peer: contents that it holds, complete
  std::vector<Setting> settings{};      ///< set: at least one, each key once

  friend bool operator==(const Command&, const Command&) = default;
};

}  // namespace swarmsim
