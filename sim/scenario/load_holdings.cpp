#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view pieces_example = R"("all", "0-6,8-63" or "all but 7")";

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t value = 0;
  const char* const end = text.data() + text.size();
  const std::from_chars_result parsed = std::from_chars(text.data(), end, value);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return value;
}

/// Adds "7" or "8-63" to `pieces`; false, after a problem, if it is neither or lies outside.
bool add_range(Reader& in, const JsonNode& node, std::string_view range, Bitfield& pieces) {
  const std::size_t dash = range.find('-');
  const auto first = whole_number(trimmed(range.substr(0, dash)));
  const auto last = dash == std::string_view::npos ? first : whole_number(trimmed(range.substr(dash + 1)));
  if (!first || !last || *last < *first) {
    in.problem(node.at,
               fmt::format("{} is no list of pieces: write {}", in_quotes(node.text), pieces_example));
    return false;
  }
  if (*last >= pieces.size()) {
    in.problem(node.at, fmt::format("there is no piece {}: the content has {}, from 0 to {}", *last,
                                    pieces.size(), pieces.size() - 1));
    return false;
  }
  for (std::uint32_t piece = *first; piece <= *last; ++piece) pieces.set(piece);
  return true;
}

/// "all", "0-6,8-63" or "all but 7".
std::optional<Bitfield> listed_pieces(Reader& in, const JsonNode& node, std::uint32_t count) {
  constexpr std::string_view but = "all but ";
  std::string_view text = trimmed(node.text);
  const bool inverted = text.starts_with(but);
  if (inverted) text.remove_prefix(but.size());
  Bitfield named(count);
  for (std::size_t begin = 0; text != "all" && begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    if (!add_range(in, node, trimmed(text.substr(begin, end - begin)), named)) return std::nullopt;
    begin = end + 1;
  }
  if (text == "all") named.set_all();
  if (!inverted) return named;
  Bitfield others(count);
  for (std::uint32_t piece = 0; piece < count; ++piece) {
    if (!named.test(piece)) others.set(piece);
  }
  return others;
}

void load_drawn(Reader& in, const JsonNode& node, std::uint32_t count, HoldSpec& hold) {
  if (in.object(&node, schema::held_pieces) == nullptr) return;
  if (const auto number = in.whole(node.find("random"), 0, count)) {
    hold.kind = HoldKind::random;
    hold.number = static_cast<std::uint32_t>(*number);
  }
  if (const auto share = in.share(node.find("share"))) {
    hold.kind = HoldKind::share;
    hold.share = *share;
  }
  if (const auto deal = in.boolean(node.find("partition"))) {
    if (!*deal) in.problem(node.find("partition")->at, "\"partition\" is true or left out");
    hold.kind = HoldKind::partition;
  }
}

std::optional<HoldSpec> load_item(Reader& in, const JsonNode& item,
                                  const std::vector<ContentSpec>& contents) {
  if (item.kind != JsonKind::object) {
    const auto name = in.text(&item);
    const auto id = name ? find_content(in, item.at, *name, contents) : std::nullopt;
    if (!id) return std::nullopt;
    HoldSpec hold;
    hold.content = *id;
    return hold;
  }
  in.object(&item, schema::has_item);
  const JsonNode* file = item.find("file");
  const JsonNode* pieces = item.find("pieces");
  const auto name = in.text(file);
  const auto id = name ? find_content(in, file->at, *name, contents) : std::nullopt;
  if (!id || pieces == nullptr) return std::nullopt;
  HoldSpec hold;
  hold.content = *id;
  if (contents[index_of(*id)].geometry.size == 0) return hold;  // how many pieces there are is unknown
  const std::uint32_t count = contents[index_of(*id)].geometry.pieces();
  if (pieces->kind == JsonKind::text) {
    const auto listed = listed_pieces(in, *pieces, count);
    if (!listed) return std::nullopt;
    hold.kind = HoldKind::listed;
    hold.pieces = *listed;
  } else if (pieces->kind == JsonKind::object) {
    load_drawn(in, *pieces, count, hold);
  } else {
    in.wrong_type(*pieces, fmt::format(R"({} or an object such as {{ "random": 20 }})", pieces_example));
  }
  return hold;
}

}  // namespace

std::vector<HoldSpec> load_holdings(Reader& in, const JsonNode* node,
                                    const std::vector<ContentSpec>& contents) {
  std::vector<HoldSpec> holdings;
  node = in.list(node, "content names");
  if (node == nullptr) return holdings;
  for (const JsonNode& item : node->children) {
    const auto hold = load_item(in, item, contents);
    if (!hold) continue;
    const bool twice = std::any_of(holdings.begin(), holdings.end(),
                                   [&hold](const HoldSpec& other) { return other.content == hold->content; });
    if (twice) {
      in.problem(item.at, fmt::format("{} is in this list already",
                                      in_quotes(contents[index_of(hold->content)].name)));
    } else {
      holdings.push_back(*hold);
    }
  }
  return holdings;
}

}  // namespace swarmsim
