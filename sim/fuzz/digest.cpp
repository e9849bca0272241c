#include "sim/fuzz/digest.hpp"

namespace swarmsim {

RecordDigest::RecordDigest(const World& world, std::string_view without) : world_(world) {
  if (!without.empty()) without_ = world.find_peer(without).value_or(no_peer);
}

void RecordDigest::on_record(const Record& record, const Detail&) {
  if (record.from == without_ || record.to == without_) return;
  sum_.add(record, world_.hash_of(record.from), world_.hash_of(record.to));
}

}  // namespace swarmsim
