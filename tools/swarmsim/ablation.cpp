#include "tools/swarmsim/ablation.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/peer/registry.hpp"
#include "sim/scenario/known_names.hpp"
#include "sim/scenario/resolved.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view client_prefix = "client.";

struct Changes {
  std::vector<std::string> of_clients;
  std::vector<std::string> others;
};

Changes split(std::string_view text) {
  Changes changes;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.starts_with(client_prefix)) {
      changes.of_clients.emplace_back(line.substr(client_prefix.size()));
    } else {
      changes.others.emplace_back(line);
    }
  }
  return changes;
}

/// What the loader has against the changes; "" for nothing.
std::string objection(const LoadedCase& changed) {
  return changed.problems.empty() ? "" : changed.problems.front().message;
}

}  // namespace

LoadedCase load(const CaseSource& source, std::vector<ClientSet> client_sets) {
  return load_case(source.text, source.path, known_names(Registry::standard()),
                   {{read_file, source.sets}, std::move(client_sets)});
}

std::variant<LoadedCase, std::string> ablated(const CaseSource& source, const LoadedCase& whole,
                                              const AblationStep& step) {
  const Changes changes = split(step.changes);
  CaseSource changed = source;
  changed.sets.insert(changed.sets.end(), changes.others.begin(), changes.others.end());
  // Clients of several kinds meet in one case: those are changed to whom it means something.
  std::vector<ClientSet> accepted;
  std::string why;
  for (const std::string& profile : whole.profiles) {
    std::vector<ClientSet> sets;
    for (const std::string& set : changes.of_clients) sets.push_back({profile, set});
    if (const std::string here = sets.empty() ? "" : objection(load(source, sets)); !here.empty()) {
      why = fmt::format("{}: {}", in_quotes(profile), here);
      continue;
    }
    accepted.insert(accepted.end(), sets.begin(), sets.end());
  }
  if (changes.others.empty() && accepted.empty()) return why;
  LoadedCase result = load(changed, std::move(accepted));
  if (std::string here = objection(result); !here.empty()) return here;
  const Registry& registry = Registry::standard();
  if (resolved_scenario(result.scenario, registry) == resolved_scenario(whole.scenario, registry)) {
    return std::string("it is off already");
  }
  return result;
}

}  // namespace swarmsim
