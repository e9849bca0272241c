#pragma once
// aria2 1.36 with its default settings.
//
// Source: aria2 1.36 (BtLeecherStateChoke.cc, DefaultBtInteractive.cc, DefaultPieceStorage.cc).
// docs/clients.md says what is modelled and what is not.

#include "sim/peer/profile.hpp"

namespace swarmsim {

Profile aria2_1_36_profile();

}  // namespace swarmsim
