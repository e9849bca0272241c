#include "sim/scenario/holdings.hpp"

#include <string>
#include <vector>

#include "sim/scenario/load.hpp"
#include "tests/sim/scenario/load_fixture.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::holdings_test {

namespace {

constexpr std::int64_t piece = 16'384;

ContentSpec content_of(std::uint32_t pieces, const std::string& name = "f") {
  return {name, {pieces * piece, piece, piece}, DataKind::none};
}

/// "#.#": which pieces are held.
std::string picture(const Bitfield& held) {
  std::string out;
  for (std::uint32_t i = 0; i < held.size(); ++i) out += held.test(i) ? '#' : '.';
  return out;
}

/// What a peer holds of a content of eight pieces, as `pieces` of a scenario says it.
std::string held(const std::string& pieces, const Holder& holder = {"p"}, std::uint64_t seed = 1) {
  const std::string peers = R"("peers": [{"id": "1", "has": [{"file": "f", "pieces": )" + pieces + "}]}],";
  std::string text;
  std::vector<std::string> lines = small_lines();
  lines[line_content - 1] = R"("content": [{"name": "f", "size": "2 MiB"}],)";
  lines[line_peers - 1] = peers;
  for (const std::string& line : lines) text += line + '\n';
  const LoadResult loaded = load_text(text);
  REQUIRE(loaded.problems.empty());
  return picture(pieces_held(loaded.scenario.groups[0].has[0], loaded.scenario.contents[0], holder, seed));
}

Bitfield drawn(HoldSpec hold, std::uint32_t pieces, const Holder& holder, std::uint64_t seed = 1,
               const std::string& content = "f") {
  return pieces_held(hold, content_of(pieces, content), holder, seed);
}

HoldSpec random_of(std::uint32_t number) {
  HoldSpec hold;
  hold.kind = HoldKind::random;
  hold.number = number;
  return hold;
}

HoldSpec share_of(std::int64_t part, std::int64_t whole) {
  HoldSpec hold;
  hold.kind = HoldKind::share;
  hold.share = {part, whole};
  return hold;
}

}  // namespace

TEST_CASE("listed pieces are held, and no others", "[scenario]") {
  CHECK(held(R"("all")") == "########");
  CHECK(held(R"("0")") == "#.......");
  CHECK(held(R"("0-2,5")") == "###..#..");
  CHECK(held(R"(" 1 - 2 , 7 ")") == ".##....#");
  CHECK(held(R"("all but 7")") == "#######.");
  CHECK(held(R"("all but 0-5")") == "......##");
  CHECK(held(R"("all but 0-7")") == "........");
  CHECK(held(R"({"random": 8})") == "########");
  CHECK(held(R"({"random": 0})") == "........");
  CHECK(held(R"({"partition": true})", {"p", 1, 3}) == ".#..#..#");
}

TEST_CASE("a share of the pieces is rounded to the nearest number, halves up", "[scenario]") {
  CHECK(drawn(share_of(30, 100), 10, {"p"}).count() == 3);
  CHECK(drawn(share_of(25, 100), 10, {"p"}).count() == 3);
  CHECK(drawn(share_of(24, 100), 10, {"p"}).count() == 2);
  CHECK(drawn(share_of(1, 1'000), 10, {"p"}).count() == 0);
  CHECK(drawn(share_of(1, 1), 10, {"p"}).count() == 10);
}

TEST_CASE("the members of a partition hold every piece exactly once", "[scenario]") {
  HoldSpec hold;
  hold.kind = HoldKind::partition;
  const std::uint32_t members = GENERATE(as<std::uint32_t>{}, 1, 2, 3, 7, 100, 130);
  std::vector<int> copies(100, 0);
  for (std::uint32_t member = 0; member < members; ++member) {
    const Bitfield held = drawn(hold, 100, {"p", member, members});
    for (std::uint32_t i = 0; i < 100; ++i) copies[i] += held.test(i) ? 1 : 0;
  }
  CHECK(copies == std::vector<int>(100, 1));
}

TEST_CASE("pieces are drawn from a stream of seed, peer and content, and of nothing else", "[scenario]") {
  const Bitfield one = drawn(random_of(20), 64, {"p", 0, 5});
  CHECK(one.count() == 20);
  CHECK(drawn(random_of(20), 64, {"p", 3, 9}) == one);
  CHECK_FALSE(drawn(random_of(20), 64, {"q", 0, 5}) == one);
  CHECK_FALSE(drawn(random_of(20), 64, {"p", 0, 5}, 2) == one);
  CHECK_FALSE(drawn(random_of(20), 64, {"p", 0, 5}, 1, "g") == one);
}

TEST_CASE("every piece is drawn about equally often", "[scenario]") {
  std::vector<int> held(8, 0);
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    const Bitfield drawn_now = drawn(random_of(2), 8, {"p"}, seed);
    for (std::uint32_t i = 0; i < 8; ++i) held[i] += drawn_now.test(i) ? 1 : 0;
  }
  for (const int times : held) CHECK((times > 190 && times < 310));  // 250 expected, sigma 14
}

}  // namespace swarmsim::holdings_test
