#pragma once
// How long one neighbour takes to answer, and when to give a request up: the sliding average of libtorrent.
//
// A mean and a mean deviation with a gain of 1/20, in milliseconds times 64, as libtorrent's sliding_average
// keeps them; a request is given up after the mean and four deviations. Knows no neighbour and no request.

#include <cstdint>

#include "core/base/time.hpp"

namespace swarmsim {

class AnswerTimes {
 public:
  /// No answer is late before.
  static constexpr Duration least = std::chrono::seconds(2);

  /// An answer came this long after the one before it, or after the first request of several.
  void add(Duration took);
  /// Whole seconds, at least 2 and at most those of `most`, after which the next answer is late.
  Duration late_after(Duration most) const;
  /// What an answer takes in the mean; 0 before the first.
  Duration mean() const;

 private:
  std::int32_t mean_ = 0;
  std::int32_t deviation_ = 0;
  std::int32_t samples_ = 0;
};

}  // namespace swarmsim
