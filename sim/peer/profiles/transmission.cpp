#include "sim/peer/profiles/transmission.hpp"

namespace swarmsim {

Profile transmission_3_00_profile() {
  using namespace std::chrono_literals;
  Profile profile;
  profile.name = "transmission-3.00";
  profile.choker = "transmission";
  profile.seed_choker = "transmission";
  profile.picker = "rarest-first";    // begun pieces first: those with the fewest blocks left
  profile.unchoke_slots = 14;         // upload-slots-per-torrent; the optimistic one comes on top
  profile.choke_interval = 10s;       // RECHOKE_PERIOD_MSEC
  profile.interest_in_rounds = true;  // rechokeDownloads
  profile.pulse = 500ms;              // BANDWIDTH_PERIOD_MSEC
  profile.interest_waits = 2s;        // HIGH_PRIORITY_INTERVAL_SECS
  profile.have_waits = 10s;           // LOW_PRIORITY_INTERVAL_SECS
  profile.start_spread = 500ms;       // rechokeTimer starts with the program, and is looked at in pulses
  profile.snub_after = 60s;           // only for records: nothing is made of it
  profile.pipeline = {.kind = PipelineKind::rate_time,
                      .first = 4,
                      .least = 4,      // the floor of updateDesiredRequestCount
                      .most = 500,     // reqq of common neighbours
                      .horizon = 10s,  // REQUEST_BUF_SECS
                      .refill_below = 66};
  profile.send_buffer = 40'961;  // getDesiredOutputBufferSize: 3.5 blocks, and the next one must fit
  profile.end_game = EndGame::two;
  profile.fast_extension = true;
  profile.allowed_fast = 0;           // it answers requests of choked neighbours with rejects alone
  profile.uses_allowed_fast = false;  // peerSuggestedPiece is empty; choked, it wants no requests
  profile.extended = 120;             // estimated
  profile.pex = 90s;                  // PEX_INTERVAL_SECS
  profile.numwant = 80;
  profile.connections = 50;  // peer-limit-per-torrent
  profile.initiate_until = 50;
  profile.keep_alive_after = 100s;  // KEEPALIVE_INTERVAL_SECS
  profile.drop_after = 300s;        // MAX_UPLOAD_IDLE_SECS
  profile.connect_timeout = 15s;    // (recalled)
  profile.announce_timeout = 60s;   // (recalled)
  profile.retry_first = 20s;        // (recalled)
  profile.retry_growth = 300;       // (recalled)
  profile.retry_most = 120min;      // (recalled)
  return profile;
}

Profile transmission_4_profile() {
  Profile profile = transmission_3_00_profile();
  profile.name = "transmission-4";
  profile.unchoke_slots = 8;    // upload-slots-per-torrent of version 4
  profile.pipeline.first = 32;  // at least 32 requests, 10 s at the measured rate
  profile.pipeline.least = 32;
  return profile;
}

}  // namespace swarmsim
