#pragma once
// One parsed command line, as the console, the timeline and a recorded session share it.
//
// Plain values: who may say what, and what it does, is not known here.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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
};

/// How the tracker fails: the connection is refused, nothing answers, or an error is answered.
enum class TrackerFault : std::uint8_t { refuse, silent, error };

struct Command {
  CommandKind kind{};
  std::string file;          ///< the name after send, download, scrape and fileinfo; else empty
  std::string peer{};        ///< of crash and link
  std::optional<Rate> up{};  ///< link: what changes
  std::optional<Rate> down{};
  std::optional<Duration> latency{};
  TrackerFault fault{};  ///< tracker_fail
  bool forget = false;   ///< tracker_fail: registrations are lost

  friend bool operator==(const Command&, const Command&) = default;
};

}  // namespace swarmsim
