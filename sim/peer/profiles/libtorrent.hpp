#pragma once
// libtorrent 2.0 with its default settings, over TCP.
//
// Source: libtorrent-rasterbar 2.0 (settings_pack.cpp, session_impl.cpp, peer_connection.cpp,
// piece_picker.cpp). What is modelled of it, and what is not, is in docs/clients.md.

#include "sim/peer/profile.hpp"

namespace swarmsim {

Profile libtorrent_2_0_profile();

}  // namespace swarmsim
