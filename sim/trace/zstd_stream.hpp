#pragma once
// zstd in memory, streaming: bytes in, bytes out, however long the whole is.
//
// Level 3. Knows no file; wraps the library's contexts and nothing more. A broken stream is a value
// (the library's words), never an exception; only running out of memory throws.

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

class ZstdDecompressor {
 public:
  ZstdDecompressor();
  /// Appends the decompressed bytes to `out`, or says what is wrong with them.
  std::optional<std::string> add(std::string_view bytes, std::string& out);
  /// Whether what was added so far ends where a frame ends.
  bool at_frame_end() const { return at_frame_end_; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
  bool at_frame_end_ = true;
};

/// The first bytes of every zstd frame.
inline constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD";

}  // namespace swarmsim
