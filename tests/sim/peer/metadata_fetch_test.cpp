#include "sim/peer/metadata_fetch.hpp"

#include <chrono>

#include "tests/support/catch.hpp"

namespace swarmsim::metadata_fetch_test {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t one = 1;
constexpr std::uint32_t two = 2;
constexpr SimTime start = sim_start + 100s;

}  // namespace

TEST_CASE("metadata comes in pieces of 16 KiB, the least asked for first", "[metadata]") {
  MetadataFetch fetch(2 * 16'384 + 1);
  CHECK(fetch.pieces() == 3);
  CHECK(fetch.ask(0, two, start) == 0);  // more than the first are not known to be there
  CHECK(fetch.ask(0, two, start) == std::nullopt);
  fetch.learn_size();
  CHECK(fetch.ask(0, two, start) == 1);
  CHECK(fetch.ask(0, two, start) == std::nullopt);  // two are under way there
  CHECK(fetch.ask(1, two, start) == 2);
  CHECK(fetch.ask(1, two, start) == std::nullopt);  // all have been asked for lately
  CHECK(fetch.ask(1, two, start + 3s) == 0);
  CHECK_FALSE(fetch.receive(0, 0));
  CHECK_FALSE(fetch.receive(1, 0));  // the second copy
  CHECK(fetch.received() == 1);
  CHECK_FALSE(fetch.receive(0, 1));
  CHECK(fetch.receive(1, 2));
}

TEST_CASE("a piece of metadata is asked of another at once when the asked one has gone", "[metadata]") {
  MetadataFetch fetch(1'000);
  CHECK(fetch.ask(4, one, start) == 0);
  CHECK(fetch.ask(5, one, start + 1s) == std::nullopt);
  fetch.forget(4);
  CHECK(fetch.ask(5, one, start + 1s) == 0);
  CHECK(fetch.ask(4, one, start + 5s) == 0);  // the slot is another's by now
}

TEST_CASE("who refuses metadata is left alone for a minute", "[metadata]") {
  MetadataFetch fetch(1'000);
  CHECK(fetch.ask(0, one, start) == 0);
  fetch.refuse(0, 0, start + 1s);
  CHECK(fetch.ask(0, one, start + 30s) == std::nullopt);
  CHECK(fetch.ask(1, one, start + 1s) == 0);
  CHECK(fetch.ask(0, one, start + 61s) == 0);
}

}  // namespace swarmsim::metadata_fetch_test
