#include "sim/console/progress_bar.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace swarmsim {

namespace {

constexpr std::size_t map_lines_max = 4;
constexpr std::size_t indent = 8;  ///< room for the number of a line's first piece
constexpr std::size_t narrowest = 20;

/// How pieces become characters.
struct Grid {
  std::size_t columns = 0;
  std::uint32_t per_character = 1;
};

Grid grid_of(std::uint32_t pieces, std::size_t width) {
  Grid grid;
  const std::size_t room = std::max(width, narrowest + indent) - indent;
  grid.columns = room / 10 * 10;  // lines begin at round numbers
  const std::size_t most = grid.columns * map_lines_max;
  grid.per_character = static_cast<std::uint32_t>((pieces + most - 1) / std::max<std::size_t>(most, 1));
  grid.per_character = std::max(grid.per_character, 1U);
  return grid;
}

/// Lines of `draw(first, end)`, one character for the pieces from first to end.
template <typename Draw>
std::string map_of(std::uint32_t pieces, std::size_t width, Draw draw) {
  const Grid grid = grid_of(pieces, width);
  std::string text;
  std::size_t column = 0;
  for (std::uint32_t first = 0; first < pieces; first += grid.per_character) {
    if (column == 0) text += fmt::format("{:>6}  ", first);
    text += draw(first, std::min(first + grid.per_character, pieces));
    if (++column < grid.columns) continue;
    text += '\n';
    column = 0;
  }
  if (column != 0) text += '\n';
  if (grid.per_character > 1) text += fmt::format("        one character is {} pieces\n", grid.per_character);
  return text;
}

}  // namespace

std::string progress_bar(const Bitfield& have, std::size_t width) {
  const std::size_t room = std::clamp<std::size_t>(width, narrowest + indent, 60) - indent;
  const std::size_t filled = have.size() == 0 ? 0 : room * have.count() / have.size();
  const std::uint64_t percent = have.size() == 0 ? 0 : std::uint64_t{have.count()} * 100 / have.size();
  return fmt::format("[{}{}] {} %", std::string(filled, '#'), std::string(room - filled, '-'), percent);
}

std::string piece_map(const Bitfield& have, const Bitfield* begun, std::size_t width) {
  return map_of(have.size(), width, [&](std::uint32_t first, std::uint32_t end) {
    bool all = true;
    bool some = false;
    for (std::uint32_t piece = first; piece < end; ++piece) {
      all = all && have.test(piece);
      some = some || have.test(piece) || (begun != nullptr && begun->test(piece));
    }
    return all ? '#' : some ? '+' : '.';
  });
}

std::string copies_map(std::span<const std::uint32_t> copies, std::size_t width) {
  return map_of(static_cast<std::uint32_t>(copies.size()), width,
                [&](std::uint32_t first, std::uint32_t end) {
                  const std::uint32_t least = *std::min_element(copies.begin() + first, copies.begin() + end);
                  return least > 9 ? '*' : static_cast<char>('0' + least);
                });
}

}  // namespace swarmsim
