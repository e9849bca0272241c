#include "sim/peer/answer_times.hpp"

#include <algorithm>
#include <cstdlib>

namespace swarmsim {

namespace {
constexpr std::int32_t scale = 64;
constexpr std::int32_t inverted_gain = 20;
constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;
/// Longer than any time-out: keeps the sums within 32 bits.
constexpr std::int64_t longest_ms = 600'000;
}  // namespace

void AnswerTimes::add(Duration took) {
  const std::int64_t ms = std::min(took.count() / nanoseconds_per_millisecond, longest_ms);
  const auto sample = static_cast<std::int32_t>(ms) * scale;
  const std::int32_t off = samples_ > 0 ? std::abs(mean_ - sample) : 0;
  samples_ = std::min(samples_ + 1, inverted_gain);
  mean_ += (sample - mean_) / samples_;
  if (samples_ > 1) deviation_ += (off - deviation_) / (samples_ - 1);
}

Duration AnswerTimes::mean() const {
  return Duration{std::int64_t{mean_} / scale * nanoseconds_per_millisecond};
}

Duration AnswerTimes::late_after(Duration most) const {
  if (samples_ == 0) return most;
  const std::int64_t mean = (mean_ + scale / 2) / scale;
  const std::int64_t slack = samples_ == 1 ? mean / 5 : 4 * std::int64_t{(deviation_ + scale / 2) / scale};
  const std::int64_t seconds = (mean + slack + 999) / 1'000;
  return std::min(std::max(least, Duration{std::chrono::seconds(seconds)}), most);
}

}  // namespace swarmsim
