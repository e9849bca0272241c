// One line for each step of the model that can be switched off.

#include "tools/swarmsim/ablation.hpp"

namespace swarmsim {

namespace {

constexpr AblationStep steps[] = {
    {"tcp", "no congestion window, no losses", "network.tcp=none"},
    {"queue", "access queues of 16 KiB, whatever the rate",
     R"(network.queue={ "size": "16 KiB", "time": "0 s" })"},
    {"allowed-fast", "no pieces for choked neighbours", "client.allowed_fast=0"},
    {"exchange", "neighbours do not tell of each other", "client.pex=false"},
    {"choker", "the choker of BEP 3", "client.choker=bep3\nclient.seed_choker=bep3"},
    {"pulses", "Transmission asks, serves and speaks at once", "client.pulses=false"},
    {"socket", "nothing waits in the kernel", "network.socket_buffer=0 B"},
    {"picker", "rarest first, begun pieces before others", "client.picker=rarest-first"},
    {"pipeline", "five requests at a time", "client.request_queue=5"},
    {"segment", "no headers and no acknowledgements on the wire", "network.segment=none"},
};

}  // namespace

std::span<const AblationStep> ablation_steps() { return steps; }

}  // namespace swarmsim
