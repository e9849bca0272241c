#include "sim/fuzz/digest.hpp"

#include "core/base/hash.hpp"

namespace swarmsim {

namespace {

std::uint32_t hash_of_name(std::string_view name) { return static_cast<std::uint32_t>(hash64(name)); }

}  // namespace

RecordDigest::RecordDigest(const World& world, std::string_view without) {
  for (const Participant& peer : world.participants()) hashes_.push_back(hash_of_name(peer.name));
  if (!without.empty()) without_ = world.find_peer(without).value_or(no_peer);
}

void RecordDigest::on_record(const Record& record, const Detail&) {
  if (record.from == without_ || record.to == without_) return;
  sum_.add(record, hash_of(record.from), hash_of(record.to));
}

std::uint32_t RecordDigest::hash_of(PeerId peer) const {
  if (index_of(peer) < hashes_.size()) return hashes_[index_of(peer)];
  return hash_of_name(peer == tracker_peer ? "tracker" : "world");
}

}  // namespace swarmsim
