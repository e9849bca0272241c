#pragma once
// What the subcommands of `swarmsim torrent` share: one function each, and their help texts.
//
// torrent.cpp chooses among them and holds the two that read; torrent_create.cpp the one that writes.

#include <string_view>

namespace swarmsim {

int torrent_create_main(int argc, char** argv);

extern const std::string_view torrent_create_help;
extern const std::string_view torrent_show_help;
extern const std::string_view torrent_magnet_help;

}  // namespace swarmsim
