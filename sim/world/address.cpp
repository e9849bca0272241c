#include "sim/world/address.hpp"

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"

namespace swarmsim {

namespace {
/// 20.0.0.0 up to 99.255.255.255: 80 x 65,536 networks of 256 addresses, all outside special ranges.
constexpr std::uint32_t first_octet = 20;
constexpr std::uint32_t networks = 80 * 65'536;
}  // namespace

AddressBook::AddressBook() : taken_(networks) {}

std::uint32_t AddressBook::assign(std::string_view name) {
  auto network = static_cast<std::uint32_t>(hash64(name) % networks);
  for (std::uint32_t tries = 0; taken_[network]; ++tries) {
    check(tries < networks, "addresses: there are fewer peers than networks");
    network = (network + 1) % networks;
  }
  taken_[network] = true;
  return ((first_octet << 16) + network) << 8 | 1U;
}

void AddressBook::take(std::uint32_t address) {
  const std::uint32_t network = address >> 8;
  constexpr std::uint32_t first = first_octet << 16;
  if (network >= first && network < first + networks) taken_[network - first] = true;
}

std::string format_address(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24, (address >> 16) & 0xFF, (address >> 8) & 0xFF,
                     address & 0xFF);
}

}  // namespace swarmsim
