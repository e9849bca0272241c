#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "core/protocol/metainfo.hpp"
#include "core/protocol/safe_name.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

constexpr Bytes piece_most{largest_piece};
// Every peer keeps a bit for each, and knows one for each neighbour: two megabytes are a slip already.
constexpr std::int64_t most_pieces = 1 << 24;
constexpr Bytes default_piece{256 * 1'024};
constexpr Bytes default_block{16 * 1'024};

void check_name(Reader& in, const JsonNode& node, const std::vector<ContentSpec>& contents) {
  const std::string& name = node.text;
  for (const ContentSpec& other : contents) {
    if (other.name != name) continue;
    in.problem(node.at, fmt::format("there is a content {} already", in_quotes(name)));
    break;
  }
  // A content is written to a file of its name.
  const std::string_view why = unsafe_name(name);
  if (!why.empty()) in.problem(node.at, fmt::format("{} is not a file name: it {}", describe(node), why));
}

/// The geometry, or one of size 0 if something is wrong with it, which is reported at `cut_node` (how it is
/// cut) or at `size_node`.
Geometry checked_geometry(Reader& in, const JsonNode& cut_node, Bytes size, Bytes piece, Bytes block,
                          const JsonNode* size_node) {
  const Geometry fallback{0, static_cast<std::uint32_t>(default_piece.value),
                          static_cast<std::uint32_t>(default_block.value)};
  if (piece.value % block.value != 0) {
    in.problem(cut_node.at,
               fmt::format("a piece of {} B is not a multiple of a block of {} B", piece.value, block.value));
    return fallback;
  }
  // Blocks are numbered in 32 bits, the last number meaning none.
  const std::int64_t pieces = (size.value - 1) / piece.value + 1;
  if (pieces > (std::int64_t{no_index} - 1) / (piece.value / block.value)) {
    in.problem(size_node->at,
               fmt::format("{} has more blocks than 32 bits count: use larger blocks", describe(*size_node)));
    return fallback;
  }
  if (pieces > most_pieces) {
    in.problem(size_node->at, fmt::format("{} has {} pieces of {} B, {} at most: use larger pieces",
                                          describe(*size_node), pieces, piece.value, most_pieces));
    return fallback;
  }
  return {size.value, static_cast<std::uint32_t>(piece.value), static_cast<std::uint32_t>(block.value)};
}

/// The geometry of `size` bytes, as the keys "piece" and "block" cut them; `size_node` is what says the size.
Geometry load_geometry(Reader& in, const JsonNode& item, std::optional<Bytes> size,
                       const JsonNode* size_node) {
  const JsonNode* piece_node = item.find("piece");
  const JsonNode* block_node = item.find("block");
  const auto piece = piece_node == nullptr ? default_piece : in.bytes(piece_node, {1}, piece_most);
  const auto block = block_node == nullptr ? default_block : in.bytes(block_node, {1}, piece_most);
  if (!size || !piece || !block) {
    return {0, static_cast<std::uint32_t>(default_piece.value),
            static_cast<std::uint32_t>(default_block.value)};
  }
  const JsonNode* cut_node = piece_node != nullptr ? piece_node : block_node;
  return checked_geometry(in, cut_node != nullptr ? *cut_node : item, *size, *piece, *block, size_node);
}

std::int64_t size_of(const std::vector<ContentFile>& files) {
  std::int64_t size = 0;
  for (const ContentFile& file : files) size += file.size;
  return size;
}

/// Real bytes, from the key "path" or from the stores of the peers.
void take_files(Reader& in, const JsonNode& item, std::vector<ContentFile> files, const JsonNode& source,
                ContentSpec& content) {
  const Bytes size{size_of(files)};
  if (size.value == 0) {
    in.problem(source.at, fmt::format("{} has no bytes: there is nothing to share", describe(source)));
    return;
  }
  content.files = std::move(files);
  content.data = DataKind::given;
  content.geometry = load_geometry(in, item, size, &source);
}

/// Reports those of `others` that stand beside `key`; whether there are some.
bool refuse_beside(Reader& in, const JsonNode& item, std::string_view key,
                   std::initializer_list<const char*> others) {
  bool refused = false;
  for (const char* other : others) {
    const JsonNode* found = item.find(other);
    if (found == nullptr) continue;
    in.problem(found->key_at, fmt::format("\"{}\" and \"{}\" exclude each other", other, key));
    refused = true;
  }
  return refused;
}

/// What the .torrent says, and with `path_node` the bytes that it describes.
void take_torrent(Reader& in, const JsonNode& item, const JsonNode& node, const JsonNode* path_node,
                  ContentSpec& content) {
  auto torrent = in.torrent(&node);
  if (!torrent) return;
  const Bytes usual{std::min<std::int64_t>(default_block.value, torrent->piece_size)};
  const auto block = item.find("block") == nullptr ? usual : in.bytes(item.find("block"), {1}, piece_most);
  if (!block) return;
  auto files = in.torrent_files(*torrent, path_node);
  if (!files) return;
  content.geometry = checked_geometry(in, node, {torrent->size}, {torrent->piece_size}, *block, &node);
  content.files = std::move(*files);
  content.data = path_node == nullptr ? DataKind::none : DataKind::given;
  content.torrent = in.path(&node).value_or("");
  content.path = path_node == nullptr ? "" : in.path(path_node).value_or("");
  content.hashes = std::move(torrent->pieces);
  content.info_hash = torrent->info_hash;
  content.metadata_size = static_cast<std::uint32_t>(torrent->info.size());
}

ContentSpec load_content(Reader& in, const JsonNode& item, const std::vector<ContentSpec>& before) {
  ContentSpec content;
  const JsonNode* name_node = item.find("name");
  if (const auto name = in.name(name_node)) {
    check_name(in, *name_node, before);
    content.name = *name;
  }
  const JsonNode* size_node = item.find("size");
  const JsonNode* path_node = item.find("path");
  const JsonNode* torrent_node = item.find("torrent");
  if (torrent_node != nullptr) {
    if (refuse_beside(in, item, "torrent", {"size", "data", "piece"})) return content;
    take_torrent(in, item, *torrent_node, path_node, content);
    return content;
  }
  if (path_node != nullptr) {
    if (refuse_beside(in, item, "path", {"size", "data"})) return content;
    content.path = in.path(path_node).value_or("");
    auto files = in.content_files(path_node);
    if (files) take_files(in, item, std::move(*files), *path_node, content);
    return content;
  }
  const auto size = in.bytes(size_node, {1}, {std::numeric_limits<std::int64_t>::max() / 2});
  content.geometry = load_geometry(in, item, size, size_node != nullptr ? size_node : &item);
  if (const auto data = in.choice(item.find("data"), {"seeded", "none"}, {})) {
    content.data = *data == 0 ? DataKind::seeded : DataKind::none;
  }
  return content;
}

/// What lies in the stores and is not declared.
void add_undeclared(Reader& in, const StoresOnDisk& stores, std::vector<ContentSpec>& contents) {
  for (const StoresOnDisk::Held& held : stores.held) {
    const bool is_known = std::any_of(contents.begin(), contents.end(),
                                      [&](const ContentSpec& one) { return one.name == held.content; });
    if (is_known) continue;
    ContentSpec content;
    content.name = held.content;
    content.path = held.path;
    const JsonNode nothing_more;
    take_files(in, nothing_more, held.files, *stores.node, content);
    contents.push_back(std::move(content));
  }
}

}  // namespace

std::vector<ContentSpec> load_contents(Reader& in, const JsonNode& root, const StoresOnDisk& stores) {
  std::vector<ContentSpec> contents;
  const JsonNode* node = root.find("content");
  node = in.list(node, "contents");
  if (node != nullptr) {
    if (node->children.empty() && stores.node == nullptr) {
      in.problem(node->at, "\"content\" is empty: a swarm needs something to share");
    }
    for (const JsonNode& item : node->children) {
      if (in.object(&item, schema::content) != nullptr) contents.push_back(load_content(in, item, contents));
    }
  }
  add_undeclared(in, stores, contents);
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
