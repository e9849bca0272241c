#include "sim/trace/record.hpp"

#include <array>

namespace swarmsim {

std::string_view name_of(RecordKind kind) {
  static constexpr std::array<std::string_view, 15> names{"arrived",
                                                          "left",
                                                          "connected",
                                                          "refused",
                                                          "disconnected",
                                                          "announced",
                                                          "answered",
                                                          "scraped",
                                                          "expired",
                                                          "commanded",
                                                          "piece_completed",
                                                          "piece_failed",
                                                          "download_completed",
                                                          "choke_round",
                                                          "snubbed"};
  constexpr auto first = static_cast<std::size_t>(RecordKind::arrived);
  const auto number = static_cast<std::size_t>(kind);
  return number < first ? name_of(static_cast<MessageKind>(number)) : names[number - first];
}

}  // namespace swarmsim
