#include "sim/scenario/load.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/assemble.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view format_name = "swarmsim/scenario/1";

void check_format(Reader& in, const JsonNode* node) {
  const std::optional<std::string> format = in.text(node);
  if (!format || *format == format_name) return;
  in.problem(node->at, fmt::format("{} cannot be read: this version reads {}", describe(*node),
                                   in_quotes(format_name)));
}

void load_stop(Reader& in, const JsonNode* node, Scenario& scenario) {
  node = in.object(node, schema::stop);
  if (node == nullptr) return;
  if (const auto at = in.positive_duration(node->find("at"))) scenario.stop_at = sim_start + *at;
  if (const auto when = in.choice(node->find("when"), {"idle", "all_complete", "never"}, {})) {
    constexpr StopWhen rules[] = {StopWhen::idle, StopWhen::all_complete, StopWhen::never};
    scenario.stop_when = rules[*when];
  }
}

/// Only bytes can arrive changed.
void check_corruption(Reader& in, const JsonNode& root, const Scenario& scenario) {
  const bool has_bytes = std::any_of(scenario.contents.begin(), scenario.contents.end(),
                                     [](const ContentSpec& one) { return one.data != DataKind::none; });
  if (has_bytes || scenario.contents.empty()) return;
  const JsonNode* content = root.find("content");
  if (corrupts(scenario))
    in.problem(content != nullptr ? content->at : root.at,
               "\"corrupt\" needs a content with bytes, and all have sizes only");
}

}  // namespace

void load_root(Reader& in, const JsonNode& node, const KnownNames& known, Scenario& scenario) {
  if (node.kind != JsonKind::object) return in.problem(node.at, "a scenario must be an object in braces");
  const JsonNode* root = in.object(&node, schema::scenario);
  check_format(in, root->find("format"));
  in.text(root->find("$schema"));
  if (auto name = in.name(root->find("name"))) scenario.name = *name;
  if (auto description = in.text(root->find("description"))) scenario.description = *description;
  constexpr std::int64_t last_seed = std::numeric_limits<std::int64_t>::max();
  if (const auto seed = in.whole(root->find("seed"), 0, last_seed)) {
    scenario.seed = static_cast<std::uint64_t>(*seed);
  }
  load_stop(in, root->find("stop"), scenario);
  scenario.sample = in.positive_duration(root->find("sample"));
  scenario.network = load_network(in, root->find("network"));
  scenario.tracker = load_tracker(in, root->find("tracker"), scenario.network.regions);
  const StoresOnDisk stores = load_files_dir(in, root->find("files_dir"));
  scenario.files_dir = stores.path;
  scenario.contents = load_contents(in, *root, stores);
  scenario.classes = load_classes(in, root->find("classes"), scenario.network);
  scenario.client = load_client(in, root->find("client"), known, ClientSpec{});
  LoadedPeers peers = load_peers(in, root->find("peers"), known, scenario, scenario.client);
  scenario.groups = std::move(peers.groups);
  give_stores(in, stores, peers.names, scenario);
  load_newcomers(in, root->find("timeline"), known, scenario, peers.names);
  check_corruption(in, *root, scenario);
  scenario.timeline = load_timeline(in, root->find("timeline"), scenario.contents, peers.names);
  scenario.expect = load_expect(in, root->find("expect"));
}

LoadResult load_scenario(std::string_view text, const std::string& path, const KnownNames& known,
                         const LoadOptions& options) {
  LoadResult result;
  result.scenario.path = path;
  result.sources = Sources(options.read, options.list);
  const SourceText& source = result.sources.add(std::string(text), path);
  Assembled tree = assemble(result.sources, source, options.sets);
  Reader in(result.sources, std::move(tree.problems), std::move(tree.blamed));
  if (tree.root) load_root(in, *tree.root, known, result.scenario);
  result.problems = in.take_problems();
  return result;
}

}  // namespace swarmsim
