#include "core/protocol/message.hpp"

#include <array>

namespace swarmsim {

std::string_view name_of(MessageKind kind) {
  static constexpr std::array<std::string_view, message_kinds> names{
      "handshake",        "bitfield",       "have",           "interested", "not_interested", "choke",
      "unchoke",          "request",        "cancel",         "block",      "keep_alive",     "goodbye",
      "size_request",     "size_answer",    "range_request",  "range_data", "range_end",      "have_all",
      "have_none",        "reject",         "allowed_fast",   "extended",   "peer_exchange",  "upload_only",
      "metadata_request", "metadata_piece", "metadata_reject"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace swarmsim
