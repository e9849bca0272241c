#include "sim/peer/profiles/aria2.hpp"

namespace swarmsim {

Profile aria2_1_36_profile() {
  using namespace std::chrono_literals;
  Profile profile;
  profile.name = "aria2-1.36";
  profile.choker = "aria2";
  profile.seed_choker = "aria2";
  profile.picker = "aria2";
  profile.unchoke_slots = 4;     // 3 regular and 1 optimistic
  profile.choke_interval = 10s;  // BtLeecherStateChoke
  profile.snub_after = 60s;      // the time-out of a request
  profile.snubs_if_asked = true;
  profile.pipeline = {.kind = PipelineKind::doubling,
                      .first = 6,  // DEFAULT_MAX_OUTSTANDING_REQUEST
                      .least = 6,
                      .most = 256};  // UB_MAX_OUTSTANDING_REQUEST
  profile.send_buffer = 65'535;      // it hands over whatever was asked for
  profile.end_game = EndGame::every_block;
  profile.fast_extension = true;
  profile.allowed_fast = 10;  // ALLOWED_FAST_SET_SIZE
  profile.extended = 100;     // estimated
  profile.pex = 60s;
  profile.numwant = 50;
  profile.connections = 55;  // bt-max-peers
  profile.initiate_until = 55;
  profile.keep_alive_after = 120s;  // bt-keep-alive-interval
  profile.drop_after = 180s;        // bt-timeout
  profile.connect_timeout = 20s;    // peer-connection-timeout
  profile.announce_timeout = 60s;   // bt-tracker-timeout
  profile.retry_first = 60s;        // (recalled)
  profile.retry_growth = 100;       // (recalled)
  profile.retry_most = 60s;         // (recalled)
  return profile;
}

}  // namespace swarmsim
