#pragma once
// Logarithm, exponential, power and square root with the same bits on every machine and compiler.
//
// libm's last bit depends on its version and on whether the processor has fused multiply-add, and one
// bit in a delay is another run. These use IEEE + - * / and bit operations alone, in a fixed order; they
// rest on -ffp-contract=off and on doubles being computed as doubles. Error: at most 2 units in the last
// place over the useful range (results that are normal numbers). Not for the per-block path: 5-40 ns.

namespace swarmsim {

/// ln x; x is finite and > 0.
double natural_log(double x);

/// e^x; infinity where that is too large for a double, 0 where it is too small.
double exponential(double x);

/// x^y; x is finite and >= 0, y finite. 0^0 is 1; 0^y is infinity for y < 0.
double power(double x, double y);

/// Rounded correctly, as IEEE 754 demands; x >= 0.
double square_root(double x);

}  // namespace swarmsim
