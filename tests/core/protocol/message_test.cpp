#include "core/protocol/message.hpp"

#include <cstdint>
#include <string_view>

#include "tests/support/catch.hpp"

namespace swarmsim::message_test {
namespace {

struct WireSize {
  Message message;
  std::uint32_t pieces;
  std::uint32_t bytes;
  std::string_view name;
};

}  // namespace

TEST_CASE("messages have their names and sizes: those of BEP 3, and of pickled dictionaries", "[protocol]") {
  const auto row = GENERATE(values<WireSize>({
      {{.kind = MessageKind::handshake}, 400, 68, "handshake"},
      {{.kind = MessageKind::bitfield}, 400, 55, "bitfield"},
      {{.kind = MessageKind::bitfield}, 401, 56, "bitfield"},     // a whole byte for one more piece
      {{.kind = MessageKind::bitfield}, 1, 6, "bitfield"},
      {{.kind = MessageKind::have, .subject = 7}, 400, 9, "have"},
      {{.kind = MessageKind::interested}, 400, 5, "interested"},
      {{.kind = MessageKind::not_interested}, 400, 5, "not_interested"},
      {{.kind = MessageKind::choke}, 400, 5, "choke"},
      {{.kind = MessageKind::unchoke}, 400, 5, "unchoke"},
      {{.kind = MessageKind::request, .length = 16'384}, 400, 17, "request"},
      {{.kind = MessageKind::cancel, .length = 16'384}, 400, 17, "cancel"},
      {{.kind = MessageKind::block, .length = 16'384}, 400, 16'397, "block"},
      {{.kind = MessageKind::block, .length = 100}, 400, 113, "block"},
      {{.kind = MessageKind::keep_alive}, 400, 4, "keep_alive"},
      {{.kind = MessageKind::goodbye}, 400, 1, "goodbye"},  // a FIN
      {{.kind = MessageKind::size_request}, 400, 85, "size_request"},
      {{.kind = MessageKind::size_answer, .length = 1'000'000}, 400, 85, "size_answer"},
      {{.kind = MessageKind::range_request, .length = 12}, 400, 110, "range_request"},
      {{.kind = MessageKind::range_data, .length = 4'096}, 400, 4'208, "range_data"},
      {{.kind = MessageKind::range_data, .length = 1}, 400, 113, "range_data"},
      {{.kind = MessageKind::range_end}, 400, 110, "range_end"},
  }));
  CAPTURE(row.name);
  CHECK(wire_size(row.message, row.pieces) == row.bytes);
  CHECK(name_of(row.message.kind) == row.name);
}

}  // namespace swarmsim::message_test
