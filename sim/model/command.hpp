#pragma once
// One parsed command line, as the console, the timeline and a recorded session share it.
//
// Plain values: who may say what, and what it does, is not known here.

#include <cstdint>
#include <string>
#include <string_view>

namespace swarmsim {

enum class CommandKind : std::uint8_t { send, download, scrape, exit, list, fileinfo, peerinfo };

struct Command {
  CommandKind kind{};
  std::string file;  ///< the name after send, download, scrape and fileinfo; else empty

  friend bool operator==(const Command&, const Command&) = default;
};

}  // namespace swarmsim
