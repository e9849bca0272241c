#pragma once
// The small Python program that inspired swarmsim: one range of bytes each from a few complete holders.
//
// Source: the program's own constants and what it does on the wire, in docs/clients.md, which also names
// what differs here. The literal program is this profile with `serve_after_download` false and `retry` off.

#include "sim/peer/profile.hpp"

namespace swarmsim {

Profile vbittorrent_profile();

}  // namespace swarmsim
