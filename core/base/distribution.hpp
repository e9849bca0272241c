#pragma once
// Random integers (nanoseconds, bytes) of a given shape: delays, sessions, gaps between arrivals.
//
// A value: comparable, copyable, the same samples on every machine (core/base/portable_math.hpp). A
// sample is rounded to the nearest integer and never negative. What exceeds `max` becomes `max`: long
// sessions are cut short, not drawn again. Draws are sequential statements, one per full expression.
// The constructors check what a scenario's reader has already refused with a message of its own.

#include <cstdint>
#include <variant>
#include <vector>

#include "core/base/rng.hpp"

namespace swarmsim {

class Distribution {
 public:
  /// Always 0.
  Distribution();

  static Distribution constant(std::int64_t value);
  /// Every integer of [low, high] equally likely.
  static Distribution uniform(std::int64_t low, std::int64_t high);
  static Distribution exponential(std::int64_t mean);
  /// median * e^(sigma * z), z normal.
  static Distribution lognormal(std::int64_t median, double sigma, std::int64_t max);
  /// scale * e^(1/shape), e exponential of mean 1.
  static Distribution weibull(double shape, std::int64_t scale);
  /// P(X > x) = (min / x)^shape up to max.
  static Distribution pareto(double shape, std::int64_t min, std::int64_t max);
  /// Each element equally likely; one that is listed twice counts twice.
  static Distribution empirical(std::vector<std::int64_t> values);

  std::int64_t sample(Rng& rng) const;

  friend bool operator==(const Distribution&, const Distribution&) = default;

  // --- the shapes as plain values, for whoever writes them down -----------------------------------
  struct Constant {
    std::int64_t value = 0;
    friend bool operator==(const Constant&, const Constant&) = default;
    std::int64_t sample(Rng& rng) const;
  };
  struct Uniform {
    std::int64_t low = 0;
    std::int64_t high = 0;
    friend bool operator==(const Uniform&, const Uniform&) = default;
    std::int64_t sample(Rng& rng) const;
  };
  struct Exponential {
    std::int64_t mean = 0;
    friend bool operator==(const Exponential&, const Exponential&) = default;
    std::int64_t sample(Rng& rng) const;
  };
  struct Lognormal {
    std::int64_t median = 0;
    double sigma = 0;
    std::int64_t max = 0;
    friend bool operator==(const Lognormal&, const Lognormal&) = default;
    std::int64_t sample(Rng& rng) const;
  };
  struct Weibull {
    double shape = 1;
    std::int64_t scale = 0;
    friend bool operator==(const Weibull&, const Weibull&) = default;
    std::int64_t sample(Rng& rng) const;
  };
  struct Pareto {
    double shape = 1;
    std::int64_t min = 0;
    std::int64_t max = 0;
    friend bool operator==(const Pareto&, const Pareto&) = default;
    std::int64_t sample(Rng& rng) const;
  };
  struct Empirical {
    std::vector<std::int64_t> values;
    friend bool operator==(const Empirical&, const Empirical&) = default;
    std::int64_t sample(Rng& rng) const;
  };
  using Shape = std::variant<Constant, Uniform, Exponential, Lognormal, Weibull, Pareto, Empirical>;

  const Shape& shape() const { return shape_; }

 private:
  explicit Distribution(Shape shape);

  Shape shape_;
};

/// A standard normal deviate, by Marsaglia's polar method; its twin is thrown away, to keep no state.
double normal_deviate(Rng& rng);

}  // namespace swarmsim
