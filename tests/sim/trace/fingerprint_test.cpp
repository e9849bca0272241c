#include "sim/trace/fingerprint.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace swarmsim {
namespace {

using namespace std::chrono_literals;

std::string fingerprint_of(const std::vector<Record>& records, SimTime end) {
  Fingerprint fingerprint;
  for (const Record& record : records) fingerprint.add(record);
  CHECK(fingerprint.records() == records.size());
  return to_hex(fingerprint.at(end));
}

/// The records of the vectors in docs/trace-format.md.
const std::vector<Record>& documented() {
  static const std::vector<Record> records{
      {sim_start, RecordKind::arrived, 0, 0x11111111, 0x11111111, 0, 0, 0, sim_start},
      {sim_time_from(1'500'000'000), record_kind(MessageKind::block), 0, 0x11111111, 0x22222222, 7, 3, 16'384,
       sim_time_from(1'250'000'000)},
      {sim_time_from(2'000'000'000), record_kind(MessageKind::block), record_cut, 0xFFFFFFFF, 1, 0xFFFFFFFE,
       0x0123456789ABCDEF, 0xFEDCBA9876543210, sim_time_from(1'999'999'999)},
  };
  return records;
}

TEST_CASE("the documented fingerprints come out", "[trace]") {
  // Computed by hand-packed bytes and libxxhash from Python, see docs/trace-format.md.
  const std::vector<Record>& all = documented();
  CHECK(fingerprint_of({}, sim_start) == "e5189a9599e3f86205ea23ef06e28b2d");
  CHECK(fingerprint_of({all[0], all[1]}, sim_start + 2s) == "4c3f43a631f83bcf8200e9a245af73da");
  CHECK(fingerprint_of(all, sim_start + 1h) == "c8b9c2cf2f1c0e7f293171664b0a47f2");
}

TEST_CASE("the order in which records are added does not matter", "[trace]") {
  std::vector<Record> records = documented();
  const std::string expected = fingerprint_of(records, sim_start + 1h);
  std::ranges::sort(records, {}, &Record::a);
  do {
    CHECK(fingerprint_of(records, sim_start + 1h) == expected);
  } while (std::ranges::next_permutation(records, {}, &Record::a).found);
}

TEST_CASE("every field changes the fingerprint, and no two alike", "[trace]") {
  const Record plain = documented()[1];
  std::vector<Record> variants(10, plain);
  variants[1].time += 1ns;
  variants[2].kind = RecordKind::snubbed;
  variants[3].flags = record_unread;
  variants[4].from += 1;
  variants[5].to += 1;
  variants[6].ordinal += 1;
  variants[7].a += std::uint64_t{1} << 63;
  variants[8].b += std::uint64_t{1} << 63;
  variants[9].sent -= 1ns;
  std::vector<std::string> found;
  for (const Record& variant : variants) found.push_back(fingerprint_of({variant}, sim_start + 2s));
  found.push_back(fingerprint_of({plain}, sim_start + 2s + 1ns));   // the end
  found.push_back(fingerprint_of({plain, plain}, sim_start + 2s));  // how often
  found.push_back(fingerprint_of({}, sim_start + 2s));
  std::ranges::sort(found);
  CHECK(std::ranges::adjacent_find(found) == found.end());
}

TEST_CASE("fields that change places change the fingerprint", "[trace]") {
  Record there = documented()[1];
  Record back = there;
  std::swap(back.from, back.to);
  CHECK(fingerprint_of({there}, sim_start) != fingerprint_of({back}, sim_start));
  back = there;
  std::swap(back.a, back.b);
  CHECK(fingerprint_of({there}, sim_start) != fingerprint_of({back}, sim_start));
  back = there;
  std::swap(back.time, back.sent);
  CHECK(fingerprint_of({there}, sim_start) != fingerprint_of({back}, sim_start));
}

TEST_CASE("asking for the fingerprint changes nothing", "[trace]") {
  Fingerprint fingerprint;
  fingerprint.add(documented()[0]);
  const Digest128 early = fingerprint.at(sim_start + 1s);
  CHECK_FALSE(fingerprint.at(sim_start + 2s) == early);
  CHECK(fingerprint.at(sim_start + 1s) == early);
  CHECK(fingerprint.records() == 1);
}

TEST_CASE("records have names, those of messages the messages' own", "[trace]") {
  CHECK(name_of(record_kind(MessageKind::handshake)) == "handshake");
  CHECK(name_of(record_kind(MessageKind::goodbye)) == "goodbye");
  CHECK(name_of(RecordKind::arrived) == "arrived");
  CHECK(name_of(RecordKind::piece_completed) == "piece_completed");
  CHECK(name_of(RecordKind::snubbed) == "snubbed");
}

}  // namespace
}  // namespace swarmsim
