#pragma once
// Transmission 3.00 and 4 with their default settings, over TCP.
//
// Source: Transmission (peer-mgr.c, peer-msgs.c of 3.00; peer-mgr.cc of 4.0). docs/clients.md says what is
// modelled and what is not.

#include "sim/peer/profile.hpp"

namespace swarmsim {

Profile transmission_3_00_profile();
Profile transmission_4_profile();

}  // namespace swarmsim
