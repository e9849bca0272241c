#pragma once
// The client that BEP 3 describes, with the constants of the first implementation.
//
// Sources: BEP 3 (choking, pipelining, end game); B. Cohen, "Incentives build robustness in
// BitTorrent", 2003 (20-s rates, snubbing, random first piece, strict priority). Where neither gives a
// number the first client's default is taken and marked.

#include "sim/peer/profile.hpp"

namespace swarmsim {

Profile bep3_profile();

}  // namespace swarmsim
