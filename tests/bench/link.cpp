// The network alone: what a chunk costs on an uplink that n directions keep busy, and what a `have` costs.
//
// One sender, n receivers with faster links. Blocks: every direction is handed its next block when the uplink
// has taken the one before, so all n take turns all the time; acknowledgements and windows are as in a run.
// Haves: a small message to all n receivers, then what comes of it. No peers and no tracker.

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/check.hpp"
#include "sim/net/fast_network.hpp"
#include "tests/bench/bench.hpp"

namespace swarmsim {
namespace {

constexpr std::uint32_t block_bytes = 16'384;

NetworkSpec one_block_a_turn() {
  NetworkSpec spec;
  spec.quantum = Bytes{block_bytes};
  return spec;
}

class Uplink {
 public:
  /// In a run one uplink follows another: `uplinks` of them, each with `directions`.
  Uplink(std::uint32_t uplinks, std::uint32_t directions) : network_(one_block_a_turn()) {
    const LinkSpec sender{.up = Rate{1'250'000}, .down = Rate{1'250'000}};
    const LinkSpec receiver{.up = Rate{12'500'000}, .down = Rate{12'500'000}};
    std::uint32_t peers = 0;
    const auto add = [&](const LinkSpec& link) {
      network_.add_peer(link, Rng(1, "loss", std::to_string(peers)));
      return PeerId{peers++};
    };
    for (std::uint32_t i = 0; i < uplinks; ++i) {
      const PeerId from = add(sender);
      for (std::uint32_t j = 0; j < directions; ++j) {
        const EndId end = network_.connect(from, add(receiver), 0);
        network_.attach(end, 0, 1);
        network_.attach(network_.reverse_of(end), 0, 1);
        ends_.push_back(end);
      }
    }
  }

  /// Takes `chunks` arrivals.
  std::uint64_t send_blocks(std::uint64_t chunks) {
    if (!is_busy_) {
      for (const EndId end : ends_) send(end, {MessageKind::block, 0, block_bytes});
      is_busy_ = true;
      feed_drained();
    }
    std::uint64_t sum = 0;
    for (std::uint64_t arrived = 0; arrived < chunks;) {
      if (step(sum)) ++arrived;
      feed_drained();
    }
    return sum;
  }

  /// Sends at least `haves`, all receivers alike.
  std::uint64_t send_haves(std::uint64_t haves) {
    std::uint64_t sum = 0;
    for (std::uint64_t sent = 0; sent < haves; sent += ends_.size()) {
      for (const EndId end : ends_) send(end, {MessageKind::have, 1});
      while (!queue_.empty()) step(sum);
      network_.drained().clear();
    }
    return sum;
  }

 private:
  void send(EndId end, const Message& message) {
    network_.send(end, message, wire_size(message, 0), now_, queue_);
  }

  /// Handles one event; whether a chunk came to its receiver.
  bool step(std::uint64_t& sum) {
    const auto event = queue_.pop(sim_never);
    check(event.has_value(), "link: the uplink is kept busy");
    now_ = event->at;
    switch (event->kind) {
      case EventKind::uplink_ready:
        network_.on_uplink_ready(addressee_of(*event), now_, queue_);
        return false;
      case EventKind::ack_due: network_.on_ack_due(*event, queue_); return false;
      case EventKind::chunk_arrived: break;
      default: check(false, "link: only the network's own events"); return false;
    }
    network_.on_chunk_arrived(*event, queue_, delivered_);
    sum = bench::add_to(sum, event->subject);
    delivered_.clear();
    return (event->flags & passed_downlink) == 0;
  }

  void feed_drained() {
    // Feeding one may drain it, or another, again.
    auto& drained = network_.drained();
    for (std::size_t i = 0; i < drained.size(); ++i) {
      const EndId end = drained[i];
      if (network_.backlog(end) == 0) send(end, {MessageKind::block, 0, block_bytes});
    }
    drained.clear();
  }

  FastNetwork network_;
  PendingEvents queue_;
  SimTime now_ = sim_start;
  std::vector<EndId> ends_;
  std::vector<Delivery> delivered_;
  bool is_busy_ = false;
};

void measure_all(const bench::Bench& bench) {
  for (const std::uint32_t directions : {1U, 4U, 40U, 400U}) {
    Uplink uplink(1, directions);
    bench.measure(fmt::format("blocks to {}", directions), 2'000'000,
                  [&uplink](std::uint64_t chunks) { return uplink.send_blocks(chunks); });
  }
  const std::uint32_t many = bench.is_smoke() ? 2 : 1'000;
  Uplink uplinks(many, 40);
  bench.measure(fmt::format("blocks to {} x 40", many), 2'000'000,
                [&uplinks](std::uint64_t chunks) { return uplinks.send_blocks(chunks); });
  Uplink near(1, 40);
  bench.measure("haves to 40", 4'000'000, [&near](std::uint64_t haves) { return near.send_haves(haves); });
  Uplink far(many, 40);
  bench.measure(fmt::format("haves to {} x 40", many), 4'000'000,
                [&far](std::uint64_t haves) { return far.send_haves(haves); });
}

}  // namespace
}  // namespace swarmsim

int main(int argc, char** argv) {
  return swarmsim::bench::bench_main(argc, argv, "link", "chunk", swarmsim::measure_all);
}
