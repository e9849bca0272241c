// What is shared: as much as keeps the run short, in pieces of every awkward size.

#include <algorithm>
#include <string>

#include "sim/fuzz/draft.hpp"
#include "sim/fuzz/made_files.hpp"

namespace swarmsim {

namespace {

/// Chunks on all wires that a case may cost: some thousand events in each of its runs.
constexpr std::int64_t chunks_max = 5'000;

constexpr std::int64_t most_blocks = 200;

/// Blocks that all contents together may have, if every peer downloads all of them.
std::int64_t affordable_blocks(const Draft& draft) {
  const std::int64_t quantum = draft.scenario.network.quantum.value;
  const std::int64_t chunks_per_block = (draft.block_size - 1) / quantum + 2;
  return std::clamp<std::int64_t>(chunks_max / chunks_per_block / draft.peers, 4, most_blocks);
}

std::string draw_name(std::int64_t number, Dice& dice) {
  const std::string base =
      dice.one_of({"file", "a", "ubuntu.iso", "two words", "ein \"Wort\"", "back\\slash"});
  return base + (number == 0 ? "" : " " + std::to_string(number));
}

/// Which files there are, for who wants only some: the names and sizes, not the bytes.
void list_files(const MadeFiles& made, ContentSpec& content) {
  const FileList listed = list_made_files(made.path());
  for (const ListedFile& file : std::get<std::vector<ListedFile>>(listed)) {
    content.files.push_back({file.path, file.size});
  }
}

/// Files of made-up bytes, a .torrent of them, or both; a .torrent alone says sizes.
void put_on_disk(const Draft& draft, ContentSpec& content, Dice& dice) {
  const bool has_bytes = content.data != DataKind::none;
  const bool wants_files = draft.has(Feature::wanted_files);
  const bool is_described = (draft.has(Feature::torrents) || (wants_files && !has_bytes)) && dice.chance(70);
  const bool is_on_disk =
      has_bytes && (is_described || ((draft.has(Feature::real_files) || wants_files) && dice.chance(70)));
  MadeFiles made;
  made.key = static_cast<std::uint64_t>(dice.between(0, 999));
  made.size = content.geometry.size;
  made.files = static_cast<std::uint32_t>(dice.one_of({1, 1, 2, 5}));
  if (is_on_disk || is_described) list_files(made, content);
  if (is_on_disk) {
    content.data = DataKind::given;
    content.path = made.path();
  }
  made.piece_size = content.geometry.piece_size;
  if (is_described) content.torrent = made.path();
}

ContentSpec make_content(const Draft& draft, std::int64_t blocks, std::int64_t number, Dice& dice) {
  ContentSpec content;
  content.name = draft.has(Feature::odd_contents) ? draw_name(number, dice) : "file" + std::to_string(number);
  const std::int64_t per_piece = dice.one_of({1, 2, 4, 4, 8, 16});
  content.geometry.block_size = static_cast<std::uint32_t>(draft.block_size);
  content.geometry.piece_size = static_cast<std::uint32_t>(draft.block_size * per_piece);
  content.geometry.size = std::max<std::int64_t>(blocks, 1) * draft.block_size;
  if (draft.has(Feature::odd_contents)) {
    const std::int64_t less = dice.between(0, draft.block_size - 1);
    content.geometry.size -= less;
    if (dice.chance(10)) content.geometry.size = dice.between(1, draft.block_size);
  }
  if (draft.has(Feature::no_data)) content.data = DataKind::none;
  put_on_disk(draft, content, dice);
  return content;
}

}  // namespace

void make_contents(Draft& draft) {
  Dice dice = draft.dice("contents");
  const std::int64_t contents = draft.has(Feature::many_contents) ? dice.between(2, 4) : 1;
  const std::int64_t affordable = affordable_blocks(draft);
  std::int64_t bytes = 0;
  for (std::int64_t i = 0; i < contents; ++i) {
    const std::int64_t blocks = dice.between(affordable / contents / 3 + 1, affordable / contents + 1);
    draft.scenario.contents.push_back(make_content(draft, blocks, i, dice));
    bytes += draft.scenario.contents.back().geometry.size;
  }
  // About as long as one ordinary uplink needs for two copies of everything, and a few round trips.
  constexpr std::int64_t copies = 2;
  draft.scale = Duration{bytes * copies * (nanoseconds_per_second / 1'000) / draft.base_rate * 1'000 +
                         nanoseconds_per_second};
}

}  // namespace swarmsim
