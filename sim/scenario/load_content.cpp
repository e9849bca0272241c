#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

// Offsets within a piece are 32-bit, and a sum of two piece sizes must be too.
constexpr Bytes largest_piece{1 << 30};
// Every peer keeps a bit for each, and knows one for each neighbour: two megabytes are a slip already.
constexpr std::int64_t most_pieces = 1 << 24;
constexpr Bytes default_piece{256 * 1'024};
constexpr Bytes default_block{16 * 1'024};
// A content is written to a file of its name: file systems stop at 255 bytes.
constexpr std::size_t longest_name = 255;

void check_name(Reader& in, const JsonNode& node, const std::vector<ContentSpec>& contents) {
  const std::string& name = node.text;
  for (const ContentSpec& other : contents) {
    if (other.name != name) continue;
    in.problem(node.at, fmt::format("there is a content {} already", in_quotes(name)));
    break;
  }
  if (name.find('/') != std::string::npos || name == "." || name == "..") {
    in.problem(node.at,
               fmt::format("{} is not a file name: it may not hold \"/\" nor be . or ..", describe(node)));
  }
  if (name.size() > longest_name) {
    in.problem(node.at, fmt::format("a name has at most {} bytes, this one {}", longest_name, name.size()));
  }
}

/// The geometry, or one of size 0 if something is wrong with it.
Geometry load_geometry(Reader& in, const JsonNode& item) {
  const JsonNode* size_node = item.find("size");
  const JsonNode* piece_node = item.find("piece");
  const JsonNode* block_node = item.find("block");
  const auto size = in.bytes(size_node, {1}, {std::numeric_limits<std::int64_t>::max() / 2});
  const auto given_piece = in.bytes(piece_node, {1}, largest_piece);
  const auto given_block = in.bytes(block_node, {1}, largest_piece);
  const Geometry fallback{0, static_cast<std::uint32_t>(default_piece.value),
                          static_cast<std::uint32_t>(default_block.value)};
  if (!size || (piece_node != nullptr && !given_piece) || (block_node != nullptr && !given_block)) {
    return fallback;
  }
  const std::int64_t piece = given_piece.value_or(default_piece).value;
  const std::int64_t block = given_block.value_or(default_block).value;
  if (piece % block != 0) {
    const JsonNode* blamed = piece_node != nullptr ? piece_node : block_node;
    in.problem(blamed->at, fmt::format("a piece of {} B is not a multiple of a block of {} B", piece, block));
    return fallback;
  }
  // Blocks are numbered in 32 bits, the last number meaning none.
  const std::int64_t pieces = (size->value - 1) / piece + 1;
  if (pieces > (std::int64_t{no_index} - 1) / (piece / block)) {
    in.problem(size_node->at,
               fmt::format("{} has more blocks than 32 bits count: use larger blocks", describe(*size_node)));
    return fallback;
  }
  if (pieces > most_pieces) {
    in.problem(size_node->at, fmt::format("{} has {} pieces of {} B, {} at most: use larger pieces",
                                          describe(*size_node), pieces, piece, most_pieces));
    return fallback;
  }
  return {size->value, static_cast<std::uint32_t>(piece), static_cast<std::uint32_t>(block)};
}

}  // namespace

std::vector<ContentSpec> load_contents(Reader& in, const JsonNode* node) {
  std::vector<ContentSpec> contents;
  node = in.list(node, "contents");
  if (node == nullptr) return contents;
  if (node->children.empty()) in.problem(node->at, "\"content\" is empty: a swarm needs something to share");
  for (const JsonNode& item : node->children) {
    if (in.object(&item, schema::content) == nullptr) continue;
    ContentSpec content;
    content.geometry = load_geometry(in, item);
    if (const auto data = in.choice(item.find("data"), {"seeded", "none"}, {})) {
      content.data = *data == 0 ? DataKind::seeded : DataKind::none;
    }
    if (const auto name = in.name(item.find("name"))) {
      check_name(in, *item.find("name"), contents);
      content.name = *name;
    }
    contents.push_back(content);
  }
  return contents;
}

std::optional<ContentId> find_content(Reader& in, TextPlace at, const std::string& name,
                                      const std::vector<ContentSpec>& contents) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    if (contents[i].name == name) return ContentId{static_cast<std::uint32_t>(i)};
    names.push_back(contents[i].name);
  }
  // Of contents that could not be read nobody knows what they are called: that has been reported.
  const auto is_unread = [](const std::string& each) { return each.empty(); };
  if (names.empty() || std::any_of(names.begin(), names.end(), is_unread)) return std::nullopt;
  in.problem(at, fmt::format("no content is called {}{}", in_quotes(name), did_you_mean(name, names)));
  return std::nullopt;
}

}  // namespace swarmsim
