#pragma once
// zstd in memory, streaming: bytes in, bytes out, however long the whole is.
//
// Level 3. Knows no file; wraps the library's contexts and nothing more. A broken stream is a value
// (the library's words), never an exception; only running out of memory throws.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace swarmsim {

class ZstdCompressor {
 public:
  ZstdCompressor();
  /// Appends to `out` what is ready; with `last`, everything and the end of the frame.
  void add(std::string_view bytes, bool last, std::string& out);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
};

/// A few bytes may unfold to gigabytes: whoever decompresses gets to look in between.
inline constexpr std::size_t decompressed_step = std::size_t{128} << 10;

class ZstdDecompressor {
 public:
  ZstdDecompressor();
  /// Takes bytes from the front of `bytes` and appends what they unfold to, at most decompressed_step, or
  /// says what is wrong with them. There is more to come while `bytes` is not empty or holds_more().
  std::optional<std::string> add(std::string_view& bytes, std::string& out);
  /// Whether the last step was too short for all that its bytes unfold to.
  bool holds_more() const { return holds_more_; }
  /// Whether what was added so far ends where a frame ends.
  bool at_frame_end() const { return at_frame_end_; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
  std::unique_ptr<char[]> step_;  ///< room for one step, kept: most unfold to little of it
  bool at_frame_end_ = true;
  bool holds_more_ = false;
};

/// The first bytes of every zstd frame.
inline constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD";

}  // namespace swarmsim
