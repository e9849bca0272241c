#include "sim/peer/profiles/libtorrent.hpp"

namespace swarmsim {

Profile libtorrent_2_0_profile() {
  using namespace std::chrono_literals;
  Profile profile;
  profile.name = "libtorrent-2.0";
  profile.choker = "libtorrent";
  profile.seed_choker = "libtorrent";
  profile.picker = "libtorrent";
  profile.unchoke_slots = 8;  // unchoke_slots_limit, the optimistic ones included
  profile.slots_per_session = true;
  profile.choke_interval = 15s;       // unchoke_interval
  profile.optimistic_interval = 30s;  // optimistic_unchoke_interval
  profile.tick = 1s;                  // session_impl::on_tick, its part that runs once a second
  profile.snub_after = 20s;           // piece_timeout
  profile.snubs_if_asked = true;
  profile.request_timeout = 60s;  // request_timeout; peer_connection::request_timeout
  profile.pipeline = {.kind = PipelineKind::rate_time,
                      .first = 4,     // peer_connection: the desired queue to begin with
                      .least = 2,     // min_request_queue
                      .most = 500,    // max_out_request_queue
                      .horizon = 3s,  // request_queue_time
                      .ramps = true};
  profile.send_buffer = 10'240;               // send_buffer_low_watermark
  profile.send_buffer_share = 50;             // send_buffer_watermark_factor
  profile.whole_piece_time = 20s;             // whole_pieces_threshold
  profile.end_game = EndGame::one_when_idle;  // strict_end_game_mode
  profile.asks_on_have = false;               // peer_connection::incoming_have, torrent::peer_is_interesting
  profile.refills_everyone = false;
  profile.idle_retry = 5s;  // peer_connection::second_tick
  profile.fast_extension = true;
  profile.allowed_fast = 5;               // allowed_fast_set_size
  profile.grants_when_interested = true;  // bt_peer_connection::on_interested
  profile.extended = 190;         // the dictionary that a leecher without metadata to fetch sends (estimated)
  profile.pex = 60s;              // ut_pex
  profile.metadata_requests = 2;  // ut_metadata::maybe_send_request
  profile.tells_upload_only = true;  // torrent::send_upload_only, event_t::paused
  profile.numwant = 200;             // num_want
  profile.connections = 200;         // connections_limit
  profile.initiate_until = 200;      // likewise
  profile.keep_alive_after = 60s;    // half of peer_timeout
  profile.drop_after = 120s;         // peer_timeout
  profile.choke_grace = 2s;          // peer_connection::incoming_request
  profile.reconnect_after = 60s;     // min_reconnect_time
  profile.connect_timeout = 15s;     // peer_connect_timeout
  profile.announce_timeout = 30s;    // tracker_completion_timeout
  profile.retry_first = 17s;         // 5 s + 12.5 s x f^2 for the first failure
  profile.retry_growth = 250;        // near its 17, 55, 117, 205 s
  profile.retry_most = 60min;
  return profile;
}

}  // namespace swarmsim
