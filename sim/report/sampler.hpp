#pragma once
// A swarm's course in numbers: who is there, what moves and how many copies exist, at regular times.
//
// A sample only looks: the driver stops between two events and asks, so that samples change no event, no
// draw and no fingerprint. Rates are since the sample before. Writers (a CSV file, a trace) see the same
// Sample. Costs O(peers + pieces) a sample.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

struct ContentSample {
  std::uint32_t copies_min = 0;  ///< of its rarest piece, at online peers
  double copies_mean = 0;        ///< over its pieces
};

struct Sample {
  SimTime at{};
  std::uint64_t online = 0;
  std::uint64_t leechers = 0;           ///< online peers with an unfinished download
  std::uint64_t seeds = 0;              ///< online peers that take part and lack nothing they want
  std::uint64_t completed = 0;          ///< downloads, so far
  std::int64_t up_bytes_per_s = 0;      ///< bytes of blocks handed to the network, a second
  std::int64_t down_bytes_per_s = 0;    ///< bytes of blocks received, a second
  std::vector<ContentSample> contents;  ///< in scenario order
};

/// Whoever wants to see the samples of a run as they come.
class SampleSink {
 public:
  virtual ~SampleSink() = default;
  virtual void on_sample(const Sample& sample) = 0;
};

class Sampler {
 public:
  /// The first sample is due at the start of the run. `interval` > 0.
  explicit Sampler(Duration interval) : interval_(interval) {}

  /// Until when the world is to be stepped before the next sample.
  SimTime due() const { return due_; }
  /// Looks at `world` now; nothing if that instant was sampled already.
  std::optional<Sample> take(const World& world);

 private:
  Duration interval_;
  SimTime due_ = sim_start;
  std::optional<SimTime> last_;
  std::int64_t uploaded_ = 0;
  std::int64_t downloaded_ = 0;
};

/// The scenario's `sample`; without it 1 s, or as many whole seconds as make 3,600 samples until stop.at.
Duration sample_interval(const Scenario& scenario);

/// The first line of a CSV file of samples, and one for each; with their newlines.
std::string series_header(const World& world);
std::string series_row(const Sample& sample);

}  // namespace swarmsim
