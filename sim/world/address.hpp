#pragma once
// IPv4 addresses derived from peers' names: distinct public /24s, so that nothing that looks at
// prefixes (allowed-fast sets, local-peer rules) is fooled. Real clients treat 10/8, 172.16/12,
// 192.168/16, 127/8 and 100.64/10 as special: none of them is used.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace swarmsim {

/// BitTorrent's traditional port; every peer has its own address, so all share it.
inline constexpr std::uint16_t peer_port = 6881;

class AddressBook {
 public:
  AddressBook();
  /// The address of `name`; the next free /24 where another name hashed to the same one.
  std::uint32_t assign(std::string_view name);
  /// Keeps the /24 of a given address free of others.
  void take(std::uint32_t address);

 private:
  std::vector<bool> taken_;
};

std::string format_address(std::uint32_t address);

}  // namespace swarmsim
