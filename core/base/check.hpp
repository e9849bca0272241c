#pragma once
// Assertions that stay on in every build.
//
// A failed check is a bug in swarmsim, never a fault of the user's input: it throws InvariantError,
// which only main() and tests catch. The caller that owns the world adds scenario, seed, simulated
// time and event number to the report, so a check names the broken rule and nothing else.
// Costs one predictable branch; the text is a literal and is built into a string only on failure.

#include <stdexcept>

namespace swarmsim {

/// A rule of the simulator itself was broken. Exit code 3.
class InvariantError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void fail_check(const char* rule);

/// Throws InvariantError(rule) unless `holds`. `rule` states what must be true.
inline void check(bool holds, const char* rule) {
  if (!holds) [[unlikely]]
    fail_check(rule);
}

}  // namespace swarmsim
