#include "sim/trace/fingerprint.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim::fingerprint_test {
namespace {

using namespace std::chrono_literals;

/// A record and the hashes of its peers' names, which are all that counts of them.
struct Entry {
  Record record;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

std::string fingerprint_of(const std::vector<Entry>& records, SimTime end) {
  Fingerprint fingerprint;
  for (const Entry& one : records) fingerprint.add(one.record, one.from, one.to);
  CHECK(fingerprint.records() == records.size());
  return to_hex(fingerprint.at(end));
}

/// The records of the vectors in docs/trace-format.md.
const std::vector<Entry>& documented() {
  static const RecordKind block = record_kind(MessageKind::block);
  static const std::vector<Entry> records{
      {{sim_start, RecordKind::arrived, 0, no_content, {}, {}, 0, 0, 0, sim_start}, 0x11111111, 0x11111111},
      {{sim_time_from(1'500'000'000),
        block,
        0,
        no_content,
        {},
        {},
        7,
        3,
        16'384,
        sim_time_from(1'250'000'000)},
       0x11111111,
       0x22222222},
      {{sim_time_from(2'000'000'000),
        block,
        record_cut,
        no_content,
        {},
        {},
        0xFFFFFFFE,
        0x0123456789ABCDEF,
        0xFEDCBA9876543210,
        sim_time_from(1'999'999'999)},
       0xFFFFFFFF,
       1},
  };
  return records;
}

TEST_CASE("the documented fingerprints come out", "[trace]") {
  // Computed by hand-packed bytes and libxxhash from Python, see docs/trace-format.md.
  const std::vector<Entry>& all = documented();
  CHECK(fingerprint_of({}, sim_start) == "e5189a9599e3f86205ea23ef06e28b2d");
  CHECK(fingerprint_of({all[0], all[1]}, sim_start + 2s) == "4c3f43a631f83bcf8200e9a245af73da");
  CHECK(fingerprint_of(all, sim_start + 1h) == "c8b9c2cf2f1c0e7f293171664b0a47f2");
}

TEST_CASE("the order in which records are added does not matter", "[trace]") {
  std::vector<Entry> records = documented();
  const std::string expected = fingerprint_of(records, sim_start + 1h);
  const auto a_of = [](const Entry& one) { return one.record.a; };
  std::ranges::sort(records, {}, a_of);
  do {
    CHECK(fingerprint_of(records, sim_start + 1h) == expected);
  } while (std::ranges::next_permutation(records, {}, a_of).found);
}

TEST_CASE("every field changes the fingerprint, and no two alike", "[trace]") {
  const Entry plain = documented()[1];
  std::vector<Entry> variants(10, plain);
  variants[1].record.time += 1ns;
  variants[2].record.kind = RecordKind::snubbed;
  variants[3].record.flags = record_unread;
  variants[4].from += 1;
  variants[5].to += 1;
  variants[6].record.ordinal += 1;
  variants[7].record.a += std::uint64_t{1} << 63;
  variants[8].record.b += std::uint64_t{1} << 63;
  variants[9].record.sent -= 1ns;
  std::vector<std::string> found;
  for (const Entry& variant : variants) found.push_back(fingerprint_of({variant}, sim_start + 2s));
  found.push_back(fingerprint_of({plain}, sim_start + 2s + 1ns));   // the end
  found.push_back(fingerprint_of({plain, plain}, sim_start + 2s));  // how often
  found.push_back(fingerprint_of({}, sim_start + 2s));
  std::ranges::sort(found);
  CHECK(std::ranges::adjacent_find(found) == found.end());
}

TEST_CASE("fields that change places change the fingerprint", "[trace]") {
  Entry there = documented()[1];
  Entry back = there;
  std::swap(back.from, back.to);
  CHECK(fingerprint_of({there}, sim_start) != fingerprint_of({back}, sim_start));
  back = there;
  std::swap(back.record.a, back.record.b);
  CHECK(fingerprint_of({there}, sim_start) != fingerprint_of({back}, sim_start));
  back = there;
  std::swap(back.record.time, back.record.sent);
  CHECK(fingerprint_of({there}, sim_start) != fingerprint_of({back}, sim_start));
}

TEST_CASE("who a peer is counts by its name alone", "[trace]") {
  Entry other = documented()[1];
  other.record.from = PeerId{7};
  other.record.to = tracker_peer;
  other.record.content = 3;
  CHECK(fingerprint_of({other}, sim_start) == fingerprint_of({documented()[1]}, sim_start));
}

TEST_CASE("asking for the fingerprint changes nothing", "[trace]") {
  Fingerprint fingerprint;
  fingerprint.add(documented()[0].record, 1, 2);
  const Digest128 early = fingerprint.at(sim_start + 1s);
  CHECK_FALSE(fingerprint.at(sim_start + 2s) == early);
  CHECK(fingerprint.at(sim_start + 1s) == early);
  CHECK(fingerprint.records() == 1);
}

}  // namespace
}  // namespace swarmsim::fingerprint_test
