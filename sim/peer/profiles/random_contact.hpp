#pragma once
// The idealised peer of stability theory, beside which real clients are measured: ContactClient.
//
// Source: Hajek and Zhu, The missing piece syndrome in peer-to-peer communication, arXiv 1002.3493. No real
// client: nothing of it was measured.

#include "sim/peer/profile.hpp"

namespace swarmsim {

/// One contact a second on average (`contact_every`).
Profile random_contact_profile();

}  // namespace swarmsim
