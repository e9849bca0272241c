#include "sim/scenario/expand.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/int128.hpp"
#include "core/base/rng.hpp"
#include "sim/scenario/arrivals.hpp"

namespace swarmsim {

namespace {

/// How many of `members` each share gets: the quota rounded down, and one more for the largest
/// remainders (Hamilton's method); of equal remainders the one written first.
std::vector<std::uint32_t> apportion(const std::vector<ClassShare>& shares, std::uint32_t members) {
  std::int64_t sum = 0;
  for (const ClassShare& share : shares) sum += share.weight;
  check(sum > 0, "expand: the weights of a group add up to more than 0");
  std::vector<std::uint32_t> seats;
  std::vector<std::int64_t> remainders;
  std::uint32_t dealt = 0;
  for (const ClassShare& share : shares) {
    const auto product = static_cast<Int128>(members) * share.weight;
    seats.push_back(static_cast<std::uint32_t>(product / sum));
    remainders.push_back(static_cast<std::int64_t>(product % sum));
    dealt += seats.back();
  }
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&remainders](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; dealt < members; ++i, ++dealt) ++seats[order[i]];
  return seats;
}

/// The class of each member: the apportioned classes, shuffled (Fisher and Yates).
std::vector<std::uint32_t> deal_classes(const GroupSpec& group, std::uint32_t members, std::uint64_t seed) {
  const std::vector<std::uint32_t> seats = apportion(group.classes, members);
  std::vector<std::uint32_t> dealt;
  dealt.reserve(members);
  for (std::size_t i = 0; i < seats.size(); ++i) {
    dealt.insert(dealt.end(), seats[i], group.classes[i].class_index);
  }
  Rng rng(seed, "class", group.id);
  for (std::size_t left = dealt.size(); left > 1; --left) {
    const std::uint64_t other = rng.below(left);
    std::swap(dealt[left - 1], dealt[other]);
  }
  return dealt;
}

/// Each member draws its own access, in a stream of its name.
LinkSpec draw_link(const LinkPlan& plan, std::uint64_t seed, const std::string& peer) {
  Rng rng(seed, "link", peer);
  LinkSpec link;
  link.region = plan.region;
  link.loss = plan.loss;
  link.corrupt = plan.corrupt;
  link.window = plan.window;
  const std::int64_t up = plan.up.sample(rng);
  const std::int64_t down = plan.down.sample(rng);
  link.latency = Duration{plan.latency.sample(rng)};
  link.up = Rate{std::max<std::int64_t>(up, 1)};  // a rate of 0 would last for ever
  link.down = Rate{std::max<std::int64_t>(down, 1)};
  return link;
}

}  // namespace

std::vector<PeerSpec> expand_group(const Scenario& scenario, std::uint32_t group_index, std::uint64_t seed) {
  std::vector<PeerSpec> peers;
  const GroupSpec& group = scenario.groups[group_index];
  const std::uint32_t members = group.count.value_or(1);
  const std::vector<SimTime> arrivals = draw_arrivals(group, members, seed);
  std::vector<std::uint32_t> classes;
  if (!group.classes.empty()) classes = deal_classes(group, members, seed);
  for (std::uint32_t i = 0; i < members; ++i) {
    PeerSpec peer;
    peer.id = group.count ? fmt::format("{}-{}", group.id, i + 1) : group.id;
    peer.group = group_index;
    peer.member = i;
    const LinkPlan& plan = classes.empty() ? group.link : scenario.classes[classes[i]].link;
    peer.link = draw_link(plan, seed, peer.id);
    peer.arrive = arrivals[i];
    peers.push_back(std::move(peer));
  }
  return peers;
}

std::vector<PeerSpec> expand_peers(const Scenario& scenario, std::uint64_t seed) {
  std::vector<PeerSpec> peers;
  for (std::uint32_t g = 0; g < scenario.groups.size(); ++g) {
    std::vector<PeerSpec> members = expand_group(scenario, g, seed);
    if (peers.empty()) {
      peers = std::move(members);
    } else {
      std::move(members.begin(), members.end(), std::back_inserter(peers));
    }
  }
  return peers;
}

}  // namespace swarmsim
