#include "sim/peer/picker.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/check.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/torrent_rig.hpp"

namespace swarmsim::picker_test {
namespace {

/// One character per piece. `ours`: 'x' is there, 'b' is begun, '.' is missing.
struct Scene {
  std::string ours;
  std::string theirs;
  std::string availability;
};

std::optional<PieceIndex> pick(const PiecePicker& picker, const Scene& scene, Rng& rng) {
  const Bitfield mine = bitfield_of(scene.ours);
  std::string begun = scene.ours;
  std::ranges::replace(begun, 'x', '.');
  std::ranges::replace(begun, 'b', 'x');
  const Bitfield begun_pieces = bitfield_of(begun);
  const Bitfield theirs = bitfield_of(scene.theirs);
  std::vector<std::uint16_t> availability;
  for (const char digit : scene.availability) {
    availability.push_back(static_cast<std::uint16_t>(digit - '0'));
  }
  PartialPieces partials(Geometry{std::int64_t{mine.size()} * 4, 4, 2});
  for (PieceIndex piece = 0; piece < mine.size(); ++piece) {
    if (begun_pieces.test(piece)) partials.begin(piece);
  }
  return picker.pick({theirs.words(), mine, begun_pieces, availability, mine.count(), 0, partials}, rng);
}

/// '*' at every piece that some luck picks.
std::string picks_of(const PiecePicker& picker, const Scene& scene) {
  std::string picture(scene.ours.size(), '.');
  Rng rng(5, "picker-test", "picture");
  for (int i = 0; i < 200; ++i) {
    const auto piece = pick(picker, scene, rng);
    if (!piece) return "nothing";
    picture[*piece] = '*';
  }
  return picture;
}

struct Row {
  Scene scene;
  std::string picks;
};

TEST_CASE("rarest first picks what the fewest neighbours have", "[picker]") {
  const auto row = GENERATE(values<Row>({
      {{"x.....", "xxxxxx", "943659"}, "..*..."},   // the rarest
      {{"x.....", "xx.xxx", "943659"}, ".*...."},   // of what they have
      {{"x.b...", "xxxxxx", "943659"}, ".*...."},   // and nobody has begun
      {{"x.x...", "xxxxxx", "941659"}, ".*...."},   // and we lack
      {{"x.....", "xxxxxx", "922629"}, ".**.*."},   // ties: any of them
      {{"......", "xx.xxx", "943159"}, "**.***"},   // the first piece of all: at random
      {{"bb....", "xxxxxx", "943159"}, "..****"},   // still the first: none is complete
      {{"xxbbxx", "xxxxxx", "943159"}, "nothing"},  // everything is there or begun
      {{"x.....", "x.....", "943159"}, "nothing"},  // they have nothing new
      {{"......", "......", "000000"}, "nothing"},  // they have nothing
      {{"x.", ".x", "00"}, ".*"},                   // an availability of 0 is no end mark
  }));
  CAPTURE(row.scene.ours, row.scene.theirs, row.scene.availability);
  CHECK(picks_of(RarestFirst{}, row.scene) == row.picks);
}

TEST_CASE("random order picks any piece that is open", "[picker]") {
  const auto row = GENERATE(values<Row>({
      {{"x.b...", "xxxx.x", "943159"}, ".*.*.*"},
      {{"......", "xxxxxx", "943159"}, "******"},
      {{"xbx", "xxx", "111"}, "nothing"},
  }));
  CHECK(picks_of(RandomOrder{}, row.scene) == row.picks);
}

TEST_CASE("in order picks the lowest index that is open", "[picker]") {
  const auto row = GENERATE(values<Row>({
      {{"x.b...", "xxxxxx", "943159"}, ".*...."},
      {{"xbb...", "xxx.xx", "943159"}, "....*."},
      {{"......", ".....x", "943159"}, ".....*"},
      {{"xbx", "xxx", "111"}, "nothing"},
  }));
  CHECK(picks_of(InOrder{}, row.scene) == row.picks);
}

TEST_CASE("pickers see beyond the first word of a bitfield", "[picker]") {
  Scene scene{std::string(130, 'x'), std::string(130, 'x'), std::string(130, '1')};
  scene.ours[64] = scene.ours[129] = '.';
  scene.availability[64] = '2';
  std::string last(130, '.');
  last[129] = '*';
  std::string both = last;
  both[64] = '*';
  std::string first(130, '.');
  first[64] = '*';
  CHECK(picks_of(RarestFirst{}, scene) == last);
  CHECK(picks_of(RandomOrder{}, scene) == both);
  CHECK(picks_of(InOrder{}, scene) == first);
}

TEST_CASE("ties are uniform, at the first piece and later", "[picker]") {
  const auto row = GENERATE(values<Row>({
      {{"x........", ".x.xx..xx", "912112211"}, ".x.xx..xx"},
      {{"b........", ".x.xx..xx", "919132245"}, ".x.xx..xx"},
  }));
  constexpr int draws = 25'000;
  std::vector<int> counts(row.scene.ours.size());
  Rng rng(9, "picker-test", "ties");
  for (int i = 0; i < draws; ++i) {
    const auto piece = pick(RarestFirst{}, row.scene, rng);
    REQUIRE(piece);
    ++counts[*piece];
  }
  double chi_square = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (row.picks[i] == '.') CHECK(counts[i] == 0);
    if (row.picks[i] == '.') continue;
    const double off = counts[i] - draws / 5.0;
    chi_square += off * off / (draws / 5.0);
  }
  CHECK(chi_square < 23.5);  // 4 degrees of freedom, p = 0.0001
}

}  // namespace
}  // namespace swarmsim::picker_test
