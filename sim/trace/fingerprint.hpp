#pragma once
// The fingerprint of a run: one number that any difference between two runs changes.
//
// The sum modulo 2^128 of XXH3-128 over each record (48 bytes, little-endian, field by field), plus
// XXH3-128 of (end time, number of records). A sum knows no order: a record may be added when it is
// computed, not only when it happens. Test vectors in docs/trace-format.md.

#include <cstdint>

#include "core/base/hash.hpp"
#include "sim/trace/record.hpp"

namespace swarmsim {

class Fingerprint {
 public:
  /// Peers are hashed by their names, which a record does not know: the low 32 bits of hash64(name).
  void add(const Record& record, std::uint32_t from_hash, std::uint32_t to_hash);
  std::uint64_t records() const { return records_; }
  /// The fingerprint of a run that ends at `end` with what was added so far.
  Digest128 at(SimTime end) const;

 private:
  Digest128 sum_;
  std::uint64_t records_ = 0;
};

}  // namespace swarmsim
