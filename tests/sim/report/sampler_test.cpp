#include "sim/report/sampler.hpp"

#include <string>
#include <vector>

#include "tests/sim/report/swarms.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/swarm.hpp"

namespace swarmsim::sampler_test {

namespace {

/// Steps `world` to its end as a driver does, and samples it.
std::vector<Sample> samples_of(World& world, Duration interval) {
  Sampler sampler(interval);
  std::vector<Sample> samples;
  while (!world.ended()) {
    while (world.step(sampler.due())) {}
    if (const auto sample = sampler.take(world)) samples.push_back(*sample);
  }
  return samples;
}

}  // namespace

TEST_CASE("samples change no event and no fingerprint", "[report]") {
  const World plain = run_world(small_swarm());
  const auto interval =
      GENERATE(values<Duration>({std::chrono::milliseconds(1), std::chrono::milliseconds(333),
                                 std::chrono::seconds(7), std::chrono::hours(1)}));
  World sampled = make_world(small_swarm());
  const std::vector<Sample> samples = samples_of(sampled, interval);
  CHECK(sampled.fingerprint() == plain.fingerprint());
  CHECK(sampled.now() == plain.now());
  CHECK(sampled.counters().events == plain.counters().events);
  CHECK(samples.front().at == sim_start);
  CHECK(samples.back().at == plain.now());
}

TEST_CASE("samples stand at multiples of the interval, and at the end", "[report]") {
  World world = make_world(small_swarm("", "2500 ms"));
  const std::vector<Sample> samples = samples_of(world, std::chrono::seconds(1));
  REQUIRE(samples.size() == 4);
  CHECK(samples[1].at == sim_time_from(1'000'000'000));
  CHECK(samples[2].at == sim_time_from(2'000'000'000));
  CHECK(samples[3].at == sim_time_from(2'500'000'000));
  World even = make_world(small_swarm("", "2 s"));
  CHECK(samples_of(even, std::chrono::seconds(1)).size() == 3);
}

TEST_CASE("a sample counts who is there and what moved since the one before", "[report]") {
  World world = make_world(swarm_of(one_seed + "," + three_leechers + R"(, { "id": "idle" })",
                                    R"(, "timeline": [{ "at": "1500 ms", "on": "crowd-1", "do": "exit" }])"));
  const std::vector<Sample> samples = samples_of(world, std::chrono::seconds(1));
  const Sample& start = samples.front();
  CHECK(start.online == 5);
  CHECK(start.leechers == 3);
  CHECK(start.seeds == 1);
  CHECK(start.up_bytes_per_s == 0);
  REQUIRE(start.contents.size() == 1);
  CHECK(start.contents[0].copies_min == 1);
  CHECK(start.contents[0].copies_mean == 1.0);
  CHECK(samples[1].online == 5);
  CHECK(samples[2].online == 4);
  CHECK(samples[2].leechers == 2);
  const Sample& end = samples.back();
  CHECK(end.completed == 2);
  CHECK(end.leechers == 0);
  CHECK(end.seeds == 3);
  CHECK(end.contents[0].copies_min == 3);
  // Rates times their intervals are the bytes of the run, but for rounding.
  std::int64_t received = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const Duration since = samples[i].at - samples[i - 1].at;
    received += samples[i].down_bytes_per_s * since.count() / 1'000'000'000;
  }
  std::int64_t expected = 0;
  for (const Participant& peer : world.participants()) {
    for (const Participation& part : peer.torrents) expected += part.torrent->totals().downloaded;
  }
  CHECK(received > expected - 100);
  CHECK(received < expected + 100);
}

TEST_CASE("without a sample key there are at most 3,600 samples, of whole seconds", "[report]") {
  Scenario scenario;
  const auto interval = [&scenario](Duration stop) {
    scenario.stop_at = sim_start + stop;
    return sample_interval(scenario);
  };
  CHECK(interval(std::chrono::seconds(10)) == std::chrono::seconds(1));
  CHECK(interval(std::chrono::hours(1)) == std::chrono::seconds(1));
  CHECK(interval(std::chrono::hours(1) + std::chrono::nanoseconds(1)) == std::chrono::seconds(2));
  CHECK(interval(std::chrono::hours(24)) == std::chrono::seconds(24));
  scenario.sample = std::chrono::milliseconds(20);
  CHECK(interval(std::chrono::hours(24)) == std::chrono::milliseconds(20));
}

TEST_CASE("a series has a heading and a row for each sample", "[report]") {
  const World world = make_world(
      R"({ "format": "swarmsim/scenario/1", "name": "test", "stop": { "at": "1 s" },
           "content": [{ "name": "a", "size": "1 B" }, { "name": "b, \"c\"", "size": "1 B" }],
           "peers": [{ "id": "p" }] })");
  CHECK(
      series_header(world) ==
      "time_s,online,leechers,seeds,completed,up_bytes_per_s,down_bytes_per_s,contents.a.copies_min,"
      "contents.a.copies_mean,\"contents.b, \"\"c\"\".copies_min\",\"contents.b, \"\"c\"\".copies_mean\"\n");
  Sample sample;
  sample.at = sim_time_from(1'500'000'499);
  sample.online = 7;
  sample.leechers = 4;
  sample.seeds = 2;
  sample.completed = 1;
  sample.up_bytes_per_s = 1'000;
  sample.down_bytes_per_s = 999;
  sample.contents = {{1, 2.25}};
  CHECK(series_row(sample) == "1.500000,7,4,2,1,1000,999,1,2.250000\n");
}

}  // namespace swarmsim::sampler_test
