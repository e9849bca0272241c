// What `swarmsim torrent` says about itself.

#include "tools/swarmsim/help.hpp"
#include "tools/swarmsim/torrent_commands.hpp"

namespace swarmsim {

constinit const std::string_view torrent_help = R"(examples:
  swarmsim torrent create holiday -o holiday.torrent --tracker http://t.example/announce
  swarmsim torrent show holiday.torrent                     name, info-hash, pieces, files
  swarmsim torrent magnet holiday.torrent                   its magnet link

usage: swarmsim torrent SUBCOMMAND [OPTION]... ARGUMENT

  create   make a .torrent of a file or a folder
  show     print what a .torrent or a magnet link says
  magnet   print the magnet link of a .torrent

  --help   print this; `swarmsim torrent create --help` prints the options of create

The files are those of BEP 3 (v1). Hybrid files are read as far as they carry v1 data.
)";

constinit const std::string_view torrent_create_help = R"(examples:
  swarmsim torrent create report.pdf -o report.torrent
  swarmsim torrent create holiday -o holiday.torrent --piece "64 KiB"
  swarmsim torrent create holiday -o holiday.torrent --tracker http://a/announce --tracker http://b/announce

usage: swarmsim torrent create PATH -o FILE [OPTION]...

PATH is a file, or a folder with all that lies in it. The same files and options give the same bytes.

  -o, --output FILE    the .torrent to write; - is stdout
  --piece SIZE         bytes of a piece: a power of two from 16 KiB to 1 GiB
                       (default: the smallest with which there are at most 2048 pieces, up to 16 MiB)
  --tracker URL        announce there; may be repeated, each a tier of its own (BEP 12)
  --name NAME          instead of the name that PATH has on disk
  --comment TEXT       for whoever reads the file
  --private            peers come from the trackers alone (BEP 27)
  --created SECONDS    creation date, in seconds since 1970; without it there is none
  --help               print this

exit code: 0 done, 2 bad usage, or a file cannot be read, shared or written
)";

constinit const std::string_view torrent_show_help = R"(examples:
  swarmsim torrent show holiday.torrent
  swarmsim torrent show holiday.torrent --json | jq -r .info_hash
  swarmsim torrent show 'magnet:?xt=urn:btih:da39a3ee5e6b4b0d3255bfef95601890afd80709'

usage: swarmsim torrent show FILE|MAGNET [--json]

Prints what the .torrent or the magnet link says. FILE - is stdin.

  --json   print it as one JSON document
  --help   print this

exit code: 0 done, 2 bad usage, or the file cannot be read or is no valid .torrent
)";

constinit const std::string_view torrent_magnet_help = R"(examples:
  swarmsim torrent magnet holiday.torrent

usage: swarmsim torrent magnet FILE

Prints the magnet link of a .torrent: info-hash, name and trackers. FILE - is stdin.

  --help   print this

exit code: 0 done, 2 bad usage, or the file cannot be read or is no valid .torrent
)";

}  // namespace swarmsim
