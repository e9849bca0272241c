#include "sim/trace/zstd_stream.hpp"

#include <zstd.h>

#include <new>

#include "core/base/check.hpp"

namespace swarmsim {

namespace {

constexpr int level = 3;

/// Room for `more` bytes behind what `out` holds, as the library wants it; the rest is cut off after.
ZSTD_outBuffer make_room(std::string& out, std::size_t more) {
  const std::size_t filled = out.size();
  out.resize(filled + more);
  return {out.data(), out.size(), filled};
}

}  // namespace

void ZstdCompressor::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }
void ZstdDecompressor::Free::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }

ZstdCompressor::ZstdCompressor() : context_(ZSTD_createCCtx()) {
  if (context_ == nullptr) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
}

void ZstdCompressor::add(std::string_view bytes, bool last, std::string& out) {
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  const ZSTD_EndDirective mode = last ? ZSTD_e_end : ZSTD_e_continue;
  std::size_t left = 0;
  do {
    ZSTD_outBuffer room = make_room(out, ZSTD_CStreamOutSize());
    left = ZSTD_compressStream2(context_.get(), &room, &in, mode);
    out.resize(room.pos);
    check(ZSTD_isError(left) == 0, "trace: zstd compresses whatever it is given");
  } while (last ? left != 0 : in.pos < in.size);
}

ZstdDecompressor::ZstdDecompressor()
    : context_(ZSTD_createDCtx()), step_(std::make_unique_for_overwrite<char[]>(decompressed_step)) {
  if (context_ == nullptr) throw std::bad_alloc();
}

std::optional<std::string> ZstdDecompressor::add(std::string_view& bytes, std::string& out) {
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  ZSTD_outBuffer room{step_.get(), decompressed_step, 0};
  const std::size_t left = ZSTD_decompressStream(context_.get(), &room, &in);
  const bool stalled = room.pos == 0 && in.pos == 0;
  holds_more_ = room.pos == room.size;
  out.append(step_.get(), room.pos);
  bytes.remove_prefix(in.pos);
  if (ZSTD_isError(left) != 0) return ZSTD_getErrorName(left);
  // Asked once more after a frame's end, the library speaks of the next frame.
  if (!stalled) at_frame_end_ = left == 0;
  return std::nullopt;
}

}  // namespace swarmsim
