#include "sim/peer/profiles/bep3.hpp"

namespace swarmsim {

Profile bep3_profile() {
  using namespace std::chrono_literals;
  Profile profile;
  profile.name = "bep3";
  profile.choker = "bep3";
  profile.seed_choker = "bep3";
  profile.picker = "rarest-first";
  profile.unchoke_slots = 4;        // BEP 3: the optimistic one counts if it is interested
  profile.choke_interval = 10s;     // BEP 3
  profile.snub_after = 60s;         // Cohen 2003: "over a minute goes by without getting a single piece"
  profile.pipeline.first = 5;       // Cohen 2003: typically five requests are pipelined
  profile.numwant = 50;             // BEP 3's tracker answers with 50 by default
  profile.connections = 80;         // first client's default (recalled)
  profile.initiate_until = 40;      // first client's default (recalled)
  profile.keep_alive_after = 120s;  // BEP 3: "generally sent once every two minutes"
  profile.drop_after = 300s;        // first client's default (recalled)
  profile.connect_timeout = 30s;    // first client's default (recalled)
  profile.announce_timeout = 60s;   // first client's default (recalled)
  profile.retry_first = 60s;        // first client, 4.x (recalled)
  profile.retry_growth = 140;       // likewise
  profile.retry_most = 30min;       // likewise
  return profile;
}

}  // namespace swarmsim
