// Any bytes as a trace, plain or compressed. What must hold beyond "it ends, and no sanitizer speaks":
//
//  1. reading returns and throws nothing; a problem is one plain line;
//  2. how the bytes are cut into slices changes nothing: same lines, same words, same problem (of damaged
//     compressed data: a problem in both cases, perhaps some records apart);
//  3. time never runs backwards, and behind the end nothing comes;
//  4. memory stays bounded, however much a few compressed bytes unfold to (-malloc_limit_mb).
//
// The first byte is no part of the trace: it says how the rest is cut, and whether it is put into a zstd
// frame here. The frame holds the bytes as they are (a raw block of RFC 8878): that is as cheap as it is
// valid, and a compressor would undo what the fuzzer meant.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace_reader.hpp"
#include "sim/trace/zstd_stream.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/target.hpp"

namespace swarmsim {

namespace {

/// Longer than any input that is not compressed (tools/fuzz-inputs.sh: 1 KiB), and within reach of one that
/// is. The reader's own limit is not, and a few bytes that unfold to half of it would take as long as a
/// thousand others.
constexpr std::size_t longest_line = std::size_t{8} << 10;

/// Gives `text` in slices whose lengths follow from `cut`; 0 gives it whole.
class Slices final : public ByteSource {
 public:
  Slices(std::string_view text, std::uint32_t cut) : text_(text), cut_(cut) {}

  std::string_view read() override {
    // Numerical Recipes' generator: which lengths come does not matter, that they differ does.
    state_ = state_ * 1'664'525 + 1'013'904'223;
    const std::size_t length = cut_ == 0 ? text_.size() : 1 + (state_ >> 24) % cut_;
    const std::string_view slice = text_.substr(0, length);
    text_.remove_prefix(slice.size());
    return slice;
  }

 private:
  std::string_view text_;
  std::uint32_t cut_;
  std::uint32_t state_ = 1;
};

struct Seen {
  std::vector<std::string> lines;  ///< what was read, in words
  std::string problem;
};

Seen read_all(std::string_view bytes, std::uint32_t cut) {
  Slices slices(bytes, cut);
  TraceReader reader(slices, longest_line);
  Seen seen;
  SimTime last = sim_start;
  while (const auto line = reader.next()) {
    promise(line->time >= last, "time never runs backwards");
    last = line->time;
    seen.lines.push_back(std::string(line->raw) + "\n" + reader.words());
  }
  promise(!reader.next(), "behind the end nothing comes");
  seen.problem = reader.problem().value_or("");
  promise(seen.problem.empty() || is_one_plain_line(seen.problem), "a problem is one plain line",
          seen.problem);
  return seen;
}

void append_number(std::string& out, std::size_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((number >> (8 * i)) & 0xFFU);
}

/// One frame of one block; `bytes` are fewer than a block may hold (128 KiB).
std::string framed(std::string_view bytes) {
  constexpr char single_segment_with_long_size = '\xA0';
  std::string frame(zstd_magic);
  frame += single_segment_with_long_size;
  append_number(frame, bytes.size(), 4);
  append_number(frame, bytes.size() << 3 | 1, 3);  // raw, and the last
  return frame.append(bytes);
}

void run(std::uint8_t how, std::string bytes) {
  if ((how & 0x80U) != 0) bytes = framed(bytes);
  const std::uint32_t cut = 1 + (how & 0x7FU);
  const Seen whole = read_all(bytes, 0);
  const Seen sliced = read_all(bytes, cut);
  if (std::string_view(bytes).starts_with(zstd_magic) && !whole.problem.empty()) {
    promise(!sliced.problem.empty(), "slices hide no problem", whole.problem);
    return;
  }
  promise(whole.problem == sliced.problem, "slices change no problem", whole.problem + "\n" + sliced.problem);
  promise(whole.lines == sliced.lines, "slices change no line");
}

}  // namespace

void run_input(std::string bytes) {
  if (!bytes.empty()) run(static_cast<std::uint8_t>(bytes[0]), bytes.substr(1));
}

}  // namespace swarmsim
