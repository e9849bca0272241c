#include "sim/peer/profiles/vbittorrent.hpp"

namespace swarmsim {

Profile vbittorrent_profile() {
  using namespace std::chrono_literals;
  Profile profile;
  profile.name = "vbittorrent";
  profile.protocol = Protocol::ranges;
  profile.choker = "bep3";  // it chokes nobody and picks no pieces: these are never asked
  profile.seed_choker = "bep3";
  profile.picker = "in-order";
  profile.unchoke_slots = 1;                   // the program: one request is served at a time
  profile.numwant = 0;                         // the program: nothing is answered to a heartbeat
  profile.connections = 65'000;                // datagrams know no limit; what 16 bits number
  profile.ranges.owners = 3;                   // the program's constant
  profile.ranges.heartbeat = 20s;              // the program's constant
  profile.ranges.retry = 30s;                  // ours: the program waits for ever
  profile.ranges.serve_after_download = true;  // ours: the program serves when told `send`
  profile.ranges.datagram = 4'096;             // the program's constant
  profile.connect_timeout = 30s;               // ours: the program waits for ever
  profile.announce_timeout = 60s;              // likewise
  return profile;
}

}  // namespace swarmsim
