// One line for each step of the model that can be switched off.

#include "tools/swarmsim/ablation.hpp"

namespace swarmsim {

namespace {

constexpr AblationStep steps[] = {
    {"tcp", "no congestion window, no losses", "network.tcp=none"},
    {"queue", "access queues of 16 KiB, whatever the rate",
     R"(network.queue={ "size": "16 KiB", "time": "0 s" })"},
    {"segment", "no headers and no acknowledgements on the wire", "network.segment=none"},
};

}  // namespace

std::span<const AblationStep> ablation_steps() { return steps; }

}  // namespace swarmsim
