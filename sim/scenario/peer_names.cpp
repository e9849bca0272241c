#include <charconv>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

struct Member {
  std::string_view group;
  std::uint32_t number = 0;
};

/// "crowd-12" as member 12 of "crowd"; nullopt for what no expansion produces, such as "crowd-012".
std::optional<Member> as_member(std::string_view id) {
  const std::size_t dash = id.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view digits = id.substr(dash + 1);
  if (digits.empty() || digits.front() < '1' || digits.front() > '9') return std::nullopt;
  Member member{id.substr(0, dash), 0};
  const char* const end = digits.data() + digits.size();
  const std::from_chars_result parsed = std::from_chars(digits.data(), end, member.number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return member;
}

}  // namespace

std::optional<std::string> PeerNames::add(const std::string& id, std::optional<std::uint32_t> count) {
  if (counts_.find(id) != counts_.end()) {
    return fmt::format("there is a peer or group {} already", in_quotes(id));
  }
  if (find(id)) {
    return fmt::format("{} is a member of the group {} already", in_quotes(id),
                       in_quotes(as_member(id)->group));
  }
  counts_.emplace(id, count);
  if (!count) return std::nullopt;
  const std::string prefix = id + '-';
  for (auto other = counts_.lower_bound(prefix); other != counts_.end(); ++other) {
    if (!other->first.starts_with(prefix)) break;
    const std::optional<Member> member = as_member(other->first);
    if (!member || member->group != id || member->number > *count) continue;
    return fmt::format("the group {} has a member {}, and a peer or group is called so already",
                       in_quotes(id), in_quotes(other->first));
  }
  return std::nullopt;
}

std::optional<ActorKind> PeerNames::find(const std::string& id) const {
  if (const auto found = counts_.find(id); found != counts_.end()) {
    return found->second ? ActorKind::group : ActorKind::peer;
  }
  const std::optional<Member> member = as_member(id);
  if (!member) return std::nullopt;
  const auto group = counts_.find(member->group);
  if (group == counts_.end() || !group->second || member->number > *group->second) return std::nullopt;
  return ActorKind::peer;
}

std::string PeerNames::hint(const std::string& id, const std::vector<std::string>& others) const {
  const auto member = as_member(id);
  const auto group = counts_.find(member ? member->group : std::string_view(id));
  if (group != counts_.end() && group->second) {
    return fmt::format("; the members of the group {0} are {1}-1 to {1}-{2}", in_quotes(group->first),
                       group->first, *group->second);
  }
  std::vector<std::string> names;
  for (const auto& entry : counts_) names.push_back(entry.first);
  names.insert(names.end(), others.begin(), others.end());
  return did_you_mean(id, names);
}

}  // namespace swarmsim
