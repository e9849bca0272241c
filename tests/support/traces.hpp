#pragma once
// Traces for tests, in memory: written by a world's run, read from a string.
//
// What the program does with files (tools/swarmsim/trace_output.hpp) without the files. Names are those
// of the world.

#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace_reader.hpp"
#include "sim/trace/trace_writer.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

/// Gives a text in slices of `slice` bytes.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string_view text, std::size_t slice = 1'000) : text_(text), slice_(slice) {}
  std::string_view read() override;

 private:
  std::string_view text_;
  std::size_t slice_;
};

/// Runs `world` to its end and returns its trace.
std::string trace_rest(World& world, TraceLevel level);

std::vector<std::string> lines_of_text(const std::string& text);

/// Reads `text` to its end or first problem; the raw lines between the first and the last.
struct ReadTrace {
  std::vector<std::string> lines;
  std::vector<std::string> words;
  TraceFacts facts;
  TraceTotals totals;
  std::string problem;  ///< empty: none
};
ReadTrace read_trace(std::string_view text, std::size_t slice = 1'000);

/// `text` as one zstd frame.
std::string compressed(std::string_view text);

}  // namespace swarmsim
