#pragma once
// A scenario that fails, made smaller while it still fails.
//
// Greedy: every pass tries to take one thing away or to make it ordinary (a group, an entry, a content,
// half of the members, an override), keeps what still fails, and all passes run again until none
// helps or the budget is spent. A candidate need not be valid: whoever is asked says no to it.

#include <cstddef>

#include "sim/model/scenario.hpp"

namespace swarmsim {

/// Says whether a candidate shows what the original showed.
class FailureTest {
 public:
  virtual ~FailureTest() = default;
  virtual bool still_fails(const Scenario& candidate) = 0;
};

struct Shrunk {
  Scenario scenario;
  std::size_t tries = 0;  ///< candidates asked about
  bool finished = false;  ///< nothing more can be taken away; else the budget was spent
};

/// `failing` or something smaller; asks `test` at most `tries_max` times.
Shrunk shrink(Scenario failing, FailureTest& test, std::size_t tries_max);

}  // namespace swarmsim
