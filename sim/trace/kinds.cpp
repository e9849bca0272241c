// The rows. A new kind or field is a line here and nothing else, where its source exists.

#include "sim/trace/kinds.hpp"

#include <algorithm>
#include <array>

#include "core/base/check.hpp"

namespace swarmsim {

namespace {

using Source = FieldSource;
using Type = FieldType;

// clang-format off
constexpr FieldSpec ordinal{"ordinal", Type::number, Source::ordinal, "of the message in its direction"};
constexpr FieldSpec sent{"sent", Type::time, Source::sent, "when its sender handed it over"};
constexpr FieldSpec cut{"cut", Type::flag, Source::cut, "never delivered: the connection or the run ended"};
constexpr FieldSpec unread{"unread", Type::flag, Source::unread, "delivered to a side that had said goodbye"};

constexpr FieldSpec plain_message[] = {ordinal, sent, cut, unread};
constexpr FieldSpec piece_message[] = {
    {"piece", Type::number, Source::a, "that `from` now has"}, ordinal, sent, cut, unread};
constexpr FieldSpec block_message[] = {
    {"piece", Type::number, Source::piece_of_a, "of the block"},
    {"block", Type::number, Source::a, "counted through the whole content"},
    {"bytes", Type::bytes, Source::b, "of the block"},
    ordinal, sent, cut, unread};
constexpr FieldSpec extended_message[] = {
    {"bytes", Type::bytes, Source::b, "of its dictionary"}, ordinal, sent, cut, unread};
constexpr FieldSpec exchange_message[] = {
    {"peers", Type::number, Source::b, "it tells of"}, ordinal, sent, cut, unread};
constexpr FieldSpec metadata_message[] = {
    {"part", Type::number, Source::a, "of the info dictionary, from 0"}, ordinal, sent, cut, unread};
constexpr FieldSpec metadata_piece_message[] = {
    {"part", Type::number, Source::a, "of the info dictionary, from 0"},
    {"bytes", Type::bytes, Source::b, "of it"},
    ordinal, sent, cut, unread};
constexpr FieldSpec metadata_completed_fields[] = {
    {"bytes", Type::bytes, Source::b, "of the info dictionary"}};
constexpr FieldSpec fast_message[] = {
    {"piece", Type::number, Source::a, "that `to` may ask for while it is choked"},
    ordinal, sent, cut, unread};
constexpr FieldSpec range_message[] = {
    {"range", Type::number, Source::a, "its part of the content x 2^16 + the number of parts"},
    ordinal, sent, cut, unread};
constexpr FieldSpec datagram_message[] = {
    {"datagram", Type::number, Source::a, "of the range, from 0"},
    {"bytes", Type::bytes, Source::b, "of the content"},
    ordinal, sent, cut, unread};
constexpr FieldSpec left_fields[] = {
    {"why", Type::word, Source::word, 
     "`exit`: it was told to; `on_complete`, `after_complete`, `after_copies`: its own rule; `crash`"},
    {"uploaded", Type::bytes, Source::number_0, "of blocks, of all contents"},
    {"downloaded", Type::bytes, Source::number_1, "of blocks, of all contents, wasted ones included"}};
constexpr FieldSpec connected_fields[] = {
    {"attempt", Type::number, Source::ordinal, "of the opener, from 0"},
    {"sent", Type::time, Source::sent, "when it was begun"}};
constexpr FieldSpec refused_fields[] = {
    {"why", Type::word, Source::word,
     "`offline`; `inactive`: takes no part in this content; `protocol`: speaks another; `declined`: full, or "
     "connected already; `crashed`: did not answer"},
    {"attempt", Type::number, Source::ordinal, "of the opener, from 0"},
    {"sent", Type::time, Source::sent, "when it was begun"}};
constexpr FieldSpec disconnected_fields[] = {
    {"why", Type::word, Source::word,
     "of `from`: `exit`: it leaves; `seeds`: neither has anything for the other; `silent`: heard nothing; "
     "`full`: the last place was taken meanwhile; `unwanted`: it had left when its attempt was answered; "
     "`banned`: `to` sent bytes that failed their hash; `insistent`: `to` went on asking though it was "
     "choked; `crash`: nobody was there to let go"}};
constexpr FieldSpec banned_fields[] = {
    {"nth", Type::number, Source::b, "time that `from` bans it; each is twice as long as the one before"}};
constexpr FieldSpec unanswered_fields[] = {
    {"event", Type::word, Source::word, "`regular`, `started`, `completed`, `stopped`, `paused` or `scrape`"},
    {"nth", Type::number, Source::ordinal, "announce of this peer, from 0"},
    {"sent", Type::time, Source::sent, "when it was begun"}};
constexpr FieldSpec announced_fields[] = {
    {"event", Type::word, Source::word,
     "`regular`, `started`, `completed`, `stopped`, or of a partial seed `paused`"},
    {"left", Type::bytes, Source::number_0, "missing in verified pieces, wanted or not, as told"},
    {"uploaded", Type::bytes, Source::number_1, "of blocks, as told"},
    {"downloaded", Type::bytes, Source::number_2, "of blocks, as told"},
    {"given", Type::number, Source::number_3, "peers in the answer"},
    {"nth", Type::number, Source::ordinal, "announce of this peer, from 0"},
    {"sent", Type::time, Source::sent, "when it was begun"}};
constexpr FieldSpec answered_fields[] = {
    {"given", Type::number, Source::b, "peers in the answer"},
    {"nth", Type::number, Source::ordinal, "announce of this peer, from 0"},
    {"sent", Type::time, Source::sent, "when the announce was begun"}};
constexpr FieldSpec scraped_fields[] = {
    {"seeders", Type::number, Source::a, "registered with nothing left"},
    {"leechers", Type::number, Source::b, "the other registered ones"},
    {"completed", Type::number, Source::number_0, "`completed` announces so far"},
    {"answer", Type::texts, Source::lines, "the lines that the command is answered"},
    {"sent", Type::time, Source::sent, "when it was begun"}};
constexpr FieldSpec commanded_fields[] = {
    {"command", Type::text, Source::text, "as written"},
    {"ok", Type::flag, Source::ok, "it was obeyed"},
    {"answer", Type::texts, Source::lines, "the lines that came at once"}};
constexpr FieldSpec piece_completed_fields[] = {
    {"piece", Type::number, Source::b, ""},
    {"senders", Type::senders, Source::senders, "who sent the blocks of it that were kept"}};
constexpr FieldSpec piece_failed_fields[] = {
    {"piece", Type::number, Source::b, ""},
    {"senders", Type::senders, Source::senders, "who sent the blocks of it that were kept"}};
constexpr FieldSpec download_completed_fields[] = {
    {"took", Type::duration, Source::number_0, "since the command"},
    {"downloaded", Type::bytes, Source::number_1, "of blocks of this content"},
    {"wasted", Type::bytes, Source::number_2, "of these: there already, or of a piece that failed"},
    {"uploaded", Type::bytes, Source::number_3, "of blocks of this content"}};
constexpr FieldSpec choke_round_fields[] = {
    {"unchoked", Type::number, Source::b, "neighbours after it"}};
constexpr FieldSpec choke_fields[] = {
    {"why", Type::word, Source::word,
     "the choker's reason: `regular`, `optimistic`, `preemptive`, `not_ranked`, `none`"},
    {"rank", Type::number, Source::number_0,
     "1 + interested neighbours that did better in this round and the last; 0: not interested"},
    {"interested", Type::number, Source::number_1, "neighbours that are"},
    {"bytes_in", Type::bytes, Source::number_2, "of blocks from `to` in this round"},
    {"bytes_out", Type::bytes, Source::number_3, "of blocks to `to` in this round"}};
constexpr FieldSpec sample_fields[] = {
    {"leechers", Type::number, Source::number_0, "online, with a download under way"},
    {"seeds", Type::number, Source::number_1, "online, sending, with all they want"},
    {"up", Type::rate, Source::number_2, "of blocks, all peers, since the last sample"},
    {"down", Type::rate, Source::number_3, "of blocks, all peers, since the last sample"},
    {"copies_min", Type::numbers, Source::copies, "of the rarest piece among those online"}};

constexpr RecordKind message(MessageKind kind) { return record_kind(kind); }

constexpr KindSpec kinds[] = {
    {message(MessageKind::handshake), "handshake", "", "0", "0", plain_message},
    {message(MessageKind::bitfield), "bitfield", "", "0", "0", plain_message},
    {message(MessageKind::have), "have", "", "piece", "0", piece_message},
    {message(MessageKind::interested), "interested", "", "0", "0", plain_message},
    {message(MessageKind::not_interested), "not_interested", "", "0", "0", plain_message},
    {message(MessageKind::choke), "choke", "", "0", "0", plain_message},
    {message(MessageKind::unchoke), "unchoke", "", "0", "0", plain_message},
    {message(MessageKind::request), "request", "", "block", "bytes", block_message},
    {message(MessageKind::cancel), "cancel", "", "block", "bytes", block_message},
    {message(MessageKind::block), "block", "the message that BEP 3 calls piece", "block", "bytes",
     block_message},
    {message(MessageKind::keep_alive), "keep_alive", "", "0", "0", plain_message},
    {message(MessageKind::goodbye), "goodbye", "the end of a connection (FIN)", "0", "0", plain_message},
    {message(MessageKind::size_request), "size_request", "vbittorrent: how large is the file?", "0", "0",
     plain_message},
    {message(MessageKind::size_answer), "size_answer", "vbittorrent", "the size divided by 2^32", "the rest",
     plain_message},
    {message(MessageKind::range_request), "range_request", "vbittorrent", "part x 2^16 + parts",
     "datagrams of it that are there", range_message},
    {message(MessageKind::range_data), "range_data", "vbittorrent", "datagram of the range", "bytes",
     datagram_message},
    {message(MessageKind::range_end), "range_end", "vbittorrent", "part x 2^16 + parts", "0", range_message},
    {message(MessageKind::have_all), "have_all", "BEP 6, in place of a bitfield", "0", "0", plain_message},
    {message(MessageKind::have_none), "have_none", "BEP 6, in place of a bitfield", "0", "0", plain_message},
    {message(MessageKind::reject), "reject", "BEP 6: a request that is not served", "block", "bytes",
     block_message},
    {message(MessageKind::allowed_fast), "allowed_fast", "BEP 6", "piece", "0", fast_message},
    {message(MessageKind::extended), "extended", "BEP 10: the handshake of extensions",
     "1: `from` fetches no more (BEP 21); 2: it has no metadata (BEP 9)", "bytes",
     extended_message},
    {message(MessageKind::peer_exchange), "peer_exchange", "BEP 11", "0", "peers", exchange_message},
    {message(MessageKind::upload_only), "upload_only", "BEP 21: `from` fetches no more", "0", "0",
     plain_message},
    {message(MessageKind::metadata_request), "metadata_request", "BEP 9", "piece of the info dictionary",
     "0", metadata_message},
    {message(MessageKind::metadata_piece), "metadata_piece", "BEP 9", "piece of the info dictionary",
     "bytes", metadata_piece_message},
    {message(MessageKind::metadata_reject), "metadata_reject", "BEP 9: `from` does not have it",
     "piece of the info dictionary", "0", metadata_message},
    {RecordKind::arrived, "arrived", "a peer came online", "0", "0", {}},
    {RecordKind::left, "left", "a peer went", "0", "0 by its own exit, 1 crashed", left_fields},
    {RecordKind::connected, "connected", "`from` opened a connection to `to`; when it knows", "content",
     "0", connected_fields},
    {RecordKind::refused, "refused", "`to` refused `from`; when that knows", "content", "0", refused_fields},
    {RecordKind::disconnected, "disconnected",
     "`from` let go of the connection, and `to` learned it: gone at both sides", "content", "0",
     disconnected_fields},
    {RecordKind::announced, "announced", "reached the tracker", "content",
     "0 regular, 1 started, 2 completed, 3 stopped, 4 paused", announced_fields},
    {RecordKind::answered, "answered", "the tracker's answer reached the peer", "content",
     "peers in the answer", answered_fields},
    {RecordKind::scraped, "scraped", "a scrape's answer reached the peer", "seeders", "leechers",
     scraped_fields},
    {RecordKind::expired, "expired", "the tracker dropped a silent peer", "content", "0", {}},
    {RecordKind::commanded, "commanded", "a scripted command took effect", "XXH3-64 of the line",
     "XXH3-64 chained over the answer's lines", commanded_fields},
    {RecordKind::piece_completed, "piece_completed", "a piece was verified", "content", "piece",
     piece_completed_fields},
    {RecordKind::piece_failed, "piece_failed", "a piece failed its hash", "content", "piece",
     piece_failed_fields},
    {RecordKind::download_completed, "download_completed", "a download has all that it wants", "content", "0",
     download_completed_fields},
    {RecordKind::choke_round, "choke_round", "a regular round was held", "content",
     "neighbours unchoked after it", choke_round_fields},
    {RecordKind::snubbed, "snubbed", "`from` keeps `to` waiting for blocks", "content", "0", {}},
    {RecordKind::unanswered, "unanswered", "a question to the tracker came to nothing", "content", "0",
     unanswered_fields},
    {RecordKind::banned, "banned", "`from` bans `to`, which sent bytes that failed their hash", "content",
     "which time", banned_fields},
    {RecordKind::metadata_completed, "metadata_completed", "the info dictionary was fetched (BEP 9)",
     "content", "bytes of it", metadata_completed_fields},
    {RecordKind::choked, "choked", "`from` decided to choke `to`", "", "", choke_fields},
    {RecordKind::unchoked, "unchoked", "`from` decided to unchoke `to`", "", "", choke_fields},
    {RecordKind::sample, "sample", "the swarm as a whole", "", "", sample_fields},
};
// clang-format on

/// By number; no_row where there is no such kind.
constexpr std::uint8_t no_row = 255;
constexpr std::array<std::uint8_t, 256> rows = [] {
  std::array<std::uint8_t, 256> found{};
  found.fill(no_row);
  for (std::size_t i = 0; i < std::size(kinds); ++i) {
    found[static_cast<std::size_t>(kinds[i].kind)] = static_cast<std::uint8_t>(i);
  }
  return found;
}();

}  // namespace

std::span<const KindSpec> all_kinds() { return kinds; }

const KindSpec& spec_of(RecordKind kind) {
  const std::uint8_t row = rows[static_cast<std::size_t>(kind)];
  check(row != no_row, "trace: every kind has a row in the table");
  return kinds[row];
}

const KindSpec* find_kind(std::string_view name) {
  const auto found =
      std::find_if(std::begin(kinds), std::end(kinds), [&](const KindSpec& one) { return one.name == name; });
  return found == std::end(kinds) ? nullptr : found;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const KindSpec& one : kinds) names.emplace_back(one.name);
  return names;
}

std::string_view name_of(RecordKind kind) { return spec_of(kind).name; }

std::string_view name_of(FieldType type) {
  static constexpr std::array<std::string_view, 11> names{
      "number", "bytes", "bytes/s", "time, ns", "duration, ns",     "word",
      "text",   "texts", "numbers", "flag",     "peers and blocks",
  };
  return names[static_cast<std::size_t>(type)];
}

std::string_view name_of(TraceLevel level) { return level == TraceLevel::app ? "app" : "wire"; }

}  // namespace swarmsim
