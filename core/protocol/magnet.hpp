#pragma once
// Magnet links (BEP 9): `magnet:?xt=urn:btih:HASH&dn=NAME&tr=URL`.
//
// Written as transmission and libtorrent write them; read with the hash in 40 hex digits or in base32, and
// with whatever other parameters there are left aside. Text in, text out: nothing is looked up.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/protocol/allowed_fast.hpp"

namespace swarmsim {

struct Magnet {
  InfoHash info_hash{};
  std::string name;                   ///< empty: not given
  std::vector<std::string> trackers;  ///< in their order

  friend bool operator==(const Magnet&, const Magnet&) = default;
};

struct MagnetProblem {
  std::string message;
};

std::variant<Magnet, MagnetProblem> read_magnet(std::string_view uri);
std::string write_magnet(const Magnet& magnet);

}  // namespace swarmsim
