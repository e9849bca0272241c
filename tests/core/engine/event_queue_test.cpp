// The event queue against a plain sorted vector, and its promises one by one.

#include "core/engine/event_queue.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/rng.hpp"
#include "tests/support/catch.hpp"

namespace swarmsim::event_queue_test {
namespace {

struct TestEvent {
  SimTime at;
  std::uint32_t phase = 0;
  std::uint32_t key = 0;

  friend bool operator==(const TestEvent&, const TestEvent&) = default;
};

bool precedes(const TestEvent& a, const TestEvent& b) {
  return a.phase != b.phase ? a.phase < b.phase : a.key < b.key;
}

using Queue = EventQueue<TestEvent>;

TestEvent event_at(std::int64_t nanoseconds, std::uint32_t key = 0, std::uint32_t phase = 0) {
  return {.at = sim_time_from(nanoseconds), .phase = phase, .key = key};
}

/// The same contract, written so that it is obviously right: a list that is searched for its first.
class ReferenceQueue {
 public:
  void push(const TestEvent& event) { events_.push_back(event); }
  std::optional<TestEvent> pop(SimTime limit) {
    const auto first = std::min_element(events_.begin(), events_.end(), is_before);
    if (first == events_.end() || first->at > limit) return std::nullopt;
    const TestEvent event = *first;
    *first = events_.back();
    events_.pop_back();
    return event;
  }
  std::optional<SimTime> next_time() const {
    const auto first = std::min_element(events_.begin(), events_.end(), is_before);
    if (first == events_.end()) return std::nullopt;
    return first->at;
  }
  std::size_t size() const { return events_.size(); }
  std::vector<TestEvent> sorted() const {
    std::vector<TestEvent> all = events_;
    std::sort(all.begin(), all.end(), is_before);
    return all;
  }

  static bool is_before(const TestEvent& a, const TestEvent& b) {
    return a.at != b.at ? a.at < b.at : precedes(a, b);
  }

 private:
  std::vector<TestEvent> events_;
};

std::vector<TestEvent> sorted_content(const Queue& queue) {
  std::vector<TestEvent> all;
  queue.for_each([&](const TestEvent& event) { all.push_back(event); });
  std::sort(all.begin(), all.end(), ReferenceQueue::is_before);
  return all;
}

/// A delay of any magnitude from 0 to 2^bits - 1 ns, each magnitude equally likely.
std::int64_t any_delay(Rng& rng, std::uint64_t bits) {
  const std::uint64_t magnitude = rng.below(bits + 1);
  if (magnitude == 0) return 0;
  return static_cast<std::int64_t>(rng.below(std::uint64_t{1} << magnitude));
}

SimTime later(SimTime at, std::int64_t delay) {
  const std::int64_t room = nanoseconds_of(sim_never) - nanoseconds_of(at);
  return at + Duration{std::min(room, delay)};
}

struct Load {
  std::uint64_t seed;
  std::uint64_t delay_bits;  ///< delays below 2^delay_bits ns
  std::uint64_t pushes_max;  ///< per pop; the load hovers where pushes and pops balance
  std::size_t pending_max;
};

}  // namespace

TEST_CASE("the event queue pops what a sorted list pops, whatever is pushed in between", "[engine]") {
  const Load load = GENERATE(values<Load>({
      {1, 3, 2, 50},       // many events at one instant
      {2, 8, 3, 400},      // one level
      {3, 20, 3, 400},     // microseconds to milliseconds
      {4, 36, 3, 1'500},   // up to a minute: buckets of several chunks
      {5, 12, 40, 1'500},  // bursts into a window that is open already
      {6, 63, 3, 400},     // up to the end of time
  }));
  CAPTURE(load.seed);
  Rng rng(load.seed, "event-queue-test", "");
  Queue queue;
  ReferenceQueue reference;
  std::uint32_t pushed = 0;
  for (int step = 0; step < 6'000; ++step) {
    const std::uint64_t pushes = reference.size() < load.pending_max ? rng.below(load.pushes_max + 1) : 0;
    for (std::uint64_t i = 0; i < pushes; ++i) {
      const SimTime at = later(queue.now(), any_delay(rng, load.delay_bits));
      const auto phase = static_cast<std::uint32_t>(rng.below(3));
      // Keys are a bijection of the number of the push, so neither rising nor equal.
      const TestEvent event{.at = at, .phase = phase, .key = ++pushed * 2'654'435'761U};
      queue.push(event);
      reference.push(event);
    }
    const bool limited = rng.below(4) == 0;
    const SimTime limit = limited ? later(queue.now(), any_delay(rng, load.delay_bits)) : sim_never;
    const SimTime before = queue.now();
    const auto expected = reference.pop(limit);
    const auto popped = queue.pop(limit);
    REQUIRE(popped == expected);
    REQUIRE(queue.now() == (popped ? popped->at : before));
    REQUIRE(queue.size() == reference.size());
    if (step % 64 == 0) {
      REQUIRE(queue.next_time() == reference.next_time());
      REQUIRE(sorted_content(queue) == reference.sorted());
    }
  }
  while (const auto expected = reference.pop(sim_never)) REQUIRE(queue.pop(sim_never) == expected);
  CHECK(queue.empty());
  CHECK(!queue.pop(sim_never));
  CHECK(!queue.next_time());
}

TEST_CASE("a copy of an event queue goes its own way", "[engine]") {
  Rng rng(7, "event-queue-test", "copy");
  Queue queue;
  ReferenceQueue reference;
  for (std::uint32_t i = 0; i < 3'000; ++i) {
    const TestEvent event{.at = sim_time_from(any_delay(rng, 40)), .phase = 0, .key = i};
    queue.push(event);
    reference.push(event);
  }
  for (int i = 0; i < 1'000; ++i) REQUIRE(queue.pop(sim_never) == reference.pop(sim_never));
  Queue copy = queue;
  const auto copied = reference;
  // The original moves on and is filled with other events; the copy still holds what it held.
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    queue.push({.at = later(queue.now(), any_delay(rng, 40)), .phase = 1, .key = i});
    REQUIRE(queue.pop(sim_never));
  }
  REQUIRE(sorted_content(copy) == copied.sorted());
  while (const auto expected = reference.pop(sim_never)) REQUIRE(copy.pop(sim_never) == expected);
  CHECK(copy.empty());
  CHECK(queue.size() == 2'000);
}

TEST_CASE("an event queue refuses the past and takes the present", "[engine]") {
  Queue queue;
  CHECK_THROWS_AS(queue.push(event_at(-1)), InvariantError);
  queue.push(event_at(100));
  REQUIRE(queue.pop(sim_never));
  CHECK_THROWS_AS(queue.push(event_at(99)), InvariantError);
  CHECK(queue.empty());
  queue.push(event_at(100, 1));
  CHECK(queue.pop(sim_never) == event_at(100, 1));
}

TEST_CASE("a pop that its limit stops leaves room for events before the next one", "[engine]") {
  // Far enough for every level below the first to be involved.
  const std::int64_t far = GENERATE(values<std::int64_t>({300, 70'000, 20'000'000, 5'000'000'000'000}));
  CAPTURE(far);
  Queue queue;
  queue.push(event_at(10));
  REQUIRE(queue.pop(sim_never) == event_at(10));
  for (std::uint32_t key = 0; key < 100; ++key) queue.push(event_at(far, key));
  for (std::int64_t limit = 0; limit < far; limit += far / 3) {
    REQUIRE(!queue.pop(sim_time_from(limit)));
    REQUIRE(queue.now() == sim_time_from(10));
  }
  REQUIRE(!queue.pop(sim_time_from(far - 1)));
  CHECK(queue.next_time() == sim_time_from(far));

  queue.push(event_at(far - 1));
  queue.push(event_at(11));
  queue.push(event_at(10));
  CHECK(queue.pop(sim_never) == event_at(10));
  CHECK(queue.pop(sim_never) == event_at(11));
  CHECK(queue.pop(sim_never) == event_at(far - 1));
  CHECK(queue.pop(sim_time_from(far)) == event_at(far, 0));
  CHECK(queue.size() == 99);
}

TEST_CASE("a burst after a stop joins what the stopped pop has already looked at", "[engine]") {
  Queue queue;
  ReferenceQueue reference;
  const auto push = [&](std::int64_t nanoseconds, std::uint32_t key) {
    queue.push(event_at(nanoseconds, key));
    reference.push(event_at(nanoseconds, key));
  };
  // The bucket 0x11.... is too full to become the window whole; 0x1114.. below it is not.
  for (std::uint32_t key = 0; key < 200; ++key) push(0x11'14'50 + key * 0x100, key);
  REQUIRE(!queue.pop(sim_time_from(0x11'14'20)));
  REQUIRE(queue.now() == sim_start);
  for (std::uint32_t key = 200; key < 500; ++key) {
    push(0x11'14'00 + key % 0x100, key);
    push(0x11'15'00 + key, key);
    push(0x12'00'00 + key, key);
    push(key, key);
  }
  while (const auto expected = reference.pop(sim_never)) REQUIRE(queue.pop(sim_never) == expected);
  CHECK(queue.empty());
}

TEST_CASE("a limit before now pops nothing, due events included", "[engine]") {
  Queue queue;
  queue.push(event_at(50, 1));
  queue.push(event_at(50, 2));
  REQUIRE(queue.pop(sim_never) == event_at(50, 1));
  CHECK(!queue.pop(sim_time_from(49)));
  CHECK(queue.pop(sim_time_from(50)) == event_at(50, 2));
}

TEST_CASE("events pushed for the current instant join it in their order", "[engine]") {
  Queue queue;
  queue.push(event_at(5, 10, 1));
  queue.push(event_at(5, 30, 1));
  REQUIRE(queue.pop(sim_never) == event_at(5, 10, 1));
  queue.push(event_at(5, 40, 1));
  queue.push(event_at(5, 20, 1));
  queue.push(event_at(5, 1, 2));
  CHECK(queue.pop(sim_never) == event_at(5, 20, 1));
  CHECK(queue.pop(sim_never) == event_at(5, 30, 1));
  CHECK(queue.pop(sim_never) == event_at(5, 40, 1));
  CHECK(queue.pop(sim_never) == event_at(5, 1, 2));
  CHECK(queue.empty());
}

TEST_CASE("the end of time is a time like any other", "[engine]") {
  Queue queue;
  queue.push({.at = sim_never, .phase = 0, .key = 2});
  queue.push({.at = sim_never - Duration{1}, .phase = 0, .key = 3});
  queue.push({.at = sim_never, .phase = 0, .key = 1});
  CHECK(queue.pop(sim_never)->key == 3);
  CHECK(!queue.pop(sim_never - Duration{1}));
  CHECK(queue.pop(sim_never)->key == 1);
  CHECK(queue.pop(sim_never)->key == 2);
  CHECK(queue.now() == sim_never);
  queue.push({.at = sim_never, .phase = 0, .key = 4});
  CHECK(queue.pop(sim_never)->key == 4);
}

TEST_CASE("the order of pops does not depend on the order of pushes", "[engine]") {
  std::vector<TestEvent> events;
  Rng rng(8, "event-queue-test", "order");
  for (std::uint32_t i = 0; i < 500; ++i) events.push_back(event_at(any_delay(rng, 30) / 1'000, i, i % 3));
  Queue forwards;
  Queue backwards;
  for (const TestEvent& event : events) forwards.push(event);
  std::reverse(events.begin(), events.end());
  for (const TestEvent& event : events) backwards.push(event);
  std::sort(events.begin(), events.end(), ReferenceQueue::is_before);
  for (const TestEvent& event : events) {
    REQUIRE(forwards.pop(sim_never) == event);
    REQUIRE(backwards.pop(sim_never) == event);
  }
}

}  // namespace swarmsim::event_queue_test
