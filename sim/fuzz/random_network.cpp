// Links, the network they are part of, and the tracker.

#include <algorithm>
#include <string>

#include "sim/fuzz/draft.hpp"

namespace swarmsim {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t million = 1'000'000;  // nanoseconds in a millisecond

void make_segments(Draft& draft, Dice& dice) {
  NetworkSpec& network = draft.scenario.network;
  if (draft.has(Feature::no_segments)) {
    network.segment = {0, 0, 0};
  } else if (draft.has(Feature::odd_segments)) {
    SegmentSpec& segment = network.segment;
    segment.payload = dice.between(100, 3'000);
    segment.wire = segment.payload + dice.one_of({0, 1, 40, 200});
    segment.ack = dice.one_of({0, 1, 40, 90});
    network.quantum = Bytes{4 * segment.payload};
  }
  if (draft.has(Feature::quantum)) {
    const std::int64_t block = draft.block_size;
    network.quantum = Bytes{dice.one_of({block / 3 + 1, block - 1, block, block + 1, 2 * block, 4 * block})};
  }
  // A block in more chunks than this costs time and shows nothing new.
  constexpr std::int64_t most_chunks = 12;
  network.quantum = std::max(network.quantum, Bytes{draft.block_size / most_chunks + 1});
}

void make_queue(Draft& draft, Dice& dice) {
  NetworkSpec& network = draft.scenario.network;
  if (!draft.has(Feature::tiny_queue)) return;
  network.queue_size = Bytes{dice.one_of({1, 1'000, 4'000, 12'000})};
  network.queue_time = dice.one_of<Duration>({0ms, 0ms, 1ms, 20ms});
}

void make_regions(Draft& draft, Dice& dice) {
  if (!draft.has(Feature::regions)) return;
  RegionSpec& regions = draft.scenario.network.regions;
  const std::int64_t count = dice.between(1, 4);
  for (std::int64_t i = 0; i < count; ++i) regions.names.push_back("region " + std::to_string(i));
  for (std::int64_t i = 0; i < count * count; ++i) {
    regions.latency.push_back(dice.one_of<Duration>({0ms, 5ms, 5ms, 45ms, 300ms}));
  }
}

/// Loss and receive window, where there are any.
void make_transport(const Draft& draft, Dice& dice, LinkPlan& link) {
  if (draft.has(Feature::loss))
    link.loss = dice.one_of<Share>({{0, 1}, {1, 1'000}, {1, 100}, {1, 20}, {1, 3}});
  if (draft.has(Feature::receive_windows)) {
    link.window = Bytes{dice.one_of({0, 1, 3'000, 16'384, 65'536, 1'000'000})};
  }
  if (draft.corrupts()) link.corrupt = dice.one_of<Share>({{0, 1}, {0, 1}, {1, 1'000}, {1, 100}, {1, 10}});
}

Distribution drawn(std::int64_t about, Dice& dice) {
  const std::int64_t least = std::max<std::int64_t>(about / 4, 1);
  const std::int64_t most = std::max<std::int64_t>(about * 4, 1);
  switch (dice.between(0, 4)) {
    case 0: return Distribution::uniform(least, most);
    case 1: return Distribution::lognormal(std::max<std::int64_t>(about, 1), 0.4, most);
    case 2: return Distribution::pareto(1.5, least, most);
    case 3: return Distribution::weibull(3, std::max<std::int64_t>(about, 1));
    default: return Distribution::empirical({least, least, std::max<std::int64_t>(about, 1), most});
  }
}

std::int64_t draw_latency(const Draft& draft, Dice& dice) {
  const std::int64_t latency = dice.one_of({0, 1, 20, 20, 35, 150, 400}) * million;
  const std::int64_t odd = dice.between(0, 1'000);
  if (draft.has(Feature::ties)) return 0;
  return latency == 0 ? 0 : latency + odd;
}

}  // namespace

LinkPlan make_link(const Draft& draft, Dice& dice) {
  LinkPlan link = draft.scenario.network.link;
  if (draft.has(Feature::regions)) {
    const auto last = static_cast<std::int64_t>(draft.scenario.network.regions.names.size()) - 1;
    link.region = static_cast<std::uint32_t>(dice.between(0, last));
  }
  const bool own = draft.has(Feature::own_links) && dice.chance(70);
  if (own) {
    const std::int64_t up = dice.between(draft.base_rate / 5, draft.base_rate * 3);
    const std::int64_t down = dice.between(draft.base_rate, draft.base_rate * 8);
    link = {Distribution::constant(up),
            Distribution::constant(down),
            Distribution::constant(draw_latency(draft, dice)),
            link.region,
            link.loss,
            link.window,
            link.corrupt};
    make_transport(draft, dice, link);
  }
  if (draft.has(Feature::drawn_links) && dice.chance(60)) {
    link.up = drawn(draft.base_rate, dice);
    link.down = drawn(draft.base_rate * 3, dice);
    if (!draft.has(Feature::ties)) link.latency = drawn(25 * million, dice);
  }
  if (draft.has(Feature::slow_down) && dice.chance(60)) {
    link.down = Distribution::constant(draft.base_rate / dice.between(2, 6));
  }
  if (draft.has(Feature::unlimited_links) && dice.chance(60)) {
    const Distribution unlimited = Distribution::constant(Rate::unlimited().bytes_per_second);
    const std::int64_t which = dice.between(0, 3);
    if (which != 1) link.up = unlimited;
    if (which != 0) link.down = unlimited;
  }
  return link;
}

void make_network(Draft& draft) {
  Dice dice = draft.dice("network");
  NetworkSpec& network = draft.scenario.network;
  draft.base_rate = dice.one_of({8'000, 40'000, 250'000, 250'000, 1'000'000, 10'000'000});
  draft.block_size = 16'384;
  if (draft.has(Feature::odd_contents)) {
    draft.block_size = dice.one_of({16'384, 4'096, 1'000, 777, 100, 32'768});
  }
  const std::int64_t latency = draw_latency(draft, dice);
  network.link = {Distribution::constant(draft.base_rate),
                  Distribution::constant(draft.base_rate * dice.one_of({1, 2, 4, 4})),
                  Distribution::constant(latency),
                  0,
                  {},
                  {}};
  if (draft.has(Feature::cubic)) network.tcp = TcpKind::cubic;
  if (draft.has(Feature::socket_buffer))
    network.socket_buffer = Bytes{dice.one_of({1, 3'000, 20'000, 65'535})};
  if (draft.has(Feature::no_tcp)) network.tcp = TcpKind::none;
  make_transport(draft, dice, network.link);
  make_segments(draft, dice);
  make_queue(draft, dice);
  make_regions(draft, dice);
  if (!draft.has(Feature::classes)) return;
  const std::int64_t classes = dice.between(1, 3);
  for (std::int64_t i = 0; i < classes; ++i) {
    draft.scenario.classes.push_back({"class " + std::to_string(i), make_link(draft, dice)});
  }
}

void make_tracker(Draft& draft) {
  Dice dice = draft.dice("tracker");
  TrackerSpec& tracker = draft.scenario.tracker;
  if (draft.has(Feature::tracker_link)) {
    const std::int64_t rate = dice.between(5'000, 100'000);
    tracker.link.up = Rate{rate};
    tracker.link.down = Rate{dice.between(5'000, 100'000)};
    tracker.link.latency = Duration{dice.one_of({0, 1, 20, 200}) * million};
  }
  if (draft.has(Feature::regions) && dice.chance(50)) {
    const auto last = static_cast<std::int64_t>(draft.scenario.network.regions.names.size()) - 1;
    tracker.region = static_cast<std::uint32_t>(dice.between(0, last));
  }
  if (!draft.has(Feature::tracker_rules)) return;
  tracker.interval = dice.one_of<Duration>({5s, 30s, 60s, 300s});
  tracker.numwant = static_cast<std::uint32_t>(dice.one_of({0, 1, 2, 5, 50, 50}));
  if (dice.chance(50)) tracker.expire = dice.one_of<Duration>({3s, 40s, 200s, 600s});
}

}  // namespace swarmsim
