#pragma once
// Which names may become a file or a folder below a place that we were given.
//
// One rule for what comes from scenarios, from .torrent files and from disk: whoever writes files by names of
// others asks here first. Names only: nothing here looks at a disk.

#include <cstddef>
#include <string_view>

namespace swarmsim {

/// File systems stop here.
inline constexpr std::size_t longest_file_name = 255;

/// Why `name` is no plain name of one file or folder: a sentence's rest such as `is ".."`; "" if it is one.
/// Refused are empty, ".", "..", longer than 255 bytes, with "/", with control characters (NUL too),
/// what is not UTF-8, and what Windows takes for a device (CON, NUL, COM1, ...), where files may go one day.
std::string_view unsafe_name(std::string_view name);

/// Whether `text` is well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view text);

}  // namespace swarmsim
