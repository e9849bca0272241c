#include "sim/scenario/load_case.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/assemble.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

constexpr KeySpec case_keys[] = {
    {"scenario", KeyState::required, "", "", ""},
    {"measured", KeyState::required, "", "", ""},
};
constexpr KeySpec measured_keys[] = {
    {"how", KeyState::required, "", "", ""},
    {"durations_s", KeyState::required, "", "", ""},
    {"seed_upload_copies", KeyState::optional, "", "", ""},
    {"duplicate_share", KeyState::optional, "", "", ""},
    {"cpu_s", KeyState::optional, "", "", ""},
};
constexpr ObjectSpec case_object{"", case_keys};
constexpr ObjectSpec measured_object{"measured", measured_keys};

// Slips of the unit are larger than these; nothing that was measured is.
constexpr double shortest_s = 0.001;
constexpr double longest_s = 1e9;
constexpr double most_copies = 1e6;

std::vector<std::optional<double>> load_repetition(Reader& in, const JsonNode& node) {
  std::vector<std::optional<double>> durations;
  if (in.list(&node, "seconds") == nullptr) return durations;
  for (const JsonNode& item : node.children) {
    if (item.kind == JsonKind::integer || item.kind == JsonKind::real) {
      durations.push_back(in.number(&item, shortest_s, longest_s));
    } else {
      if (item.kind != JsonKind::null)
        in.wrong_type(item, "a number of seconds, or null if it did not finish");
      durations.emplace_back();
    }
  }
  return durations;
}

std::vector<double> load_numbers(Reader& in, const JsonNode* node) {
  std::vector<double> numbers;
  node = in.list(node, "numbers, one for each repetition");
  if (node == nullptr) return numbers;
  for (const JsonNode& item : node->children) {
    if (const auto number = in.number(&item, 0, most_copies)) numbers.push_back(*number);
  }
  return numbers;
}

Measured load_measured(Reader& in, const JsonNode* node) {
  Measured measured;
  node = in.object(node, measured_object);
  if (node == nullptr) return measured;
  if (auto how = in.text(node->find("how"))) measured.how = *how;
  if (const JsonNode* list = in.list(node->find("durations_s"), "repetitions, each a list of seconds")) {
    for (const JsonNode& each : list->children) measured.durations_s.push_back(load_repetition(in, each));
    if (list->children.empty())
      in.problem(list->at, "\"durations_s\" is empty: give at least one repetition");
  }
  measured.seed_upload_copies = load_numbers(in, node->find("seed_upload_copies"));
  measured.duplicate_share = load_numbers(in, node->find("duplicate_share"));
  measured.cpu_s = in.number(node->find("cpu_s"), 0, longest_s);
  return measured;
}

std::size_t downloads_of(const Scenario& scenario) {
  std::size_t downloads = 0;
  for (const GroupSpec& group : scenario.groups) downloads += group.count.value_or(1) * group.download.size();
  return downloads;
}

/// Of both halves, each of which is right in itself.
void check_repetitions(Reader& in, const JsonNode& node, const Scenario& scenario) {
  const std::size_t downloads = downloads_of(scenario);
  const std::vector<JsonNode>& repetitions = node.find("durations_s")->children;
  for (const JsonNode& each : repetitions) {
    if (each.children.size() != downloads) {
      in.problem(each.at, fmt::format("a repetition has a duration for each of the {} downloads, not {}",
                                      downloads, each.children.size()));
    } else if (std::all_of(each.children.begin(), each.children.end(),
                           [](const JsonNode& item) { return item.kind == JsonKind::null; })) {
      in.problem(each.at, "no download of this repetition finished: it cannot be compared with");
    }
  }
  for (const char* key : {"seed_upload_copies", "duplicate_share"}) {
    const JsonNode* list = node.find(key);
    if (list == nullptr || list->children.size() == repetitions.size()) continue;
    in.problem(list->at, fmt::format("\"{}\" has a number for each of the {} repetitions, not {}", key,
                                     repetitions.size(), list->children.size()));
  }
}

/// What a scenario may have and a case may not. False if there is any of it.
bool check_scope(Reader& in, const JsonNode& root, const Scenario& scenario) {
  const bool is_told =
      std::any_of(scenario.timeline.begin(), scenario.timeline.end(),
                  [](const TimelineEntry& entry) { return entry.command.kind == CommandKind::download; });
  bool is_in_scope = true;
  const auto refuse = [&](const char* key, std::string why) {
    in.problem(root.find(key)->at, std::move(why));
    is_in_scope = false;
  };
  if (const std::size_t contents = scenario.contents.size(); contents != 1) {
    refuse("content", fmt::format("a case has one content, not {}", contents));
  }
  if (!scenario.expect.empty()) {
    refuse("expect", "a case has no expectations: it is held against \"measured\"");
  }
  if (is_told) {
    refuse("timeline", "the downloads of a case are those of peers[].download, not of the timeline");
  }
  if (downloads_of(scenario) == 0) refuse("peers", "nobody downloads in this case");
  return is_in_scope;
}

/// The clients of a scenario's tree, each with its profile as written.
class Clients {
 public:
  explicit Clients(JsonNode& root) : root_(root) {
    const JsonNode* common = root.find("client");
    if (common != nullptr) inherited_ = profile_in(*common, inherited_);
  }

  std::vector<std::string> profiles() {
    std::vector<std::string> names;
    each([&names](JsonNode&, const std::string& profile) {
      if (std::find(names.begin(), names.end(), profile) == names.end()) names.push_back(profile);
    });
    return names;
  }

  void apply(const ClientSet& change, Sources& sources, std::vector<Diagnostic>& problems) {
    each([&](JsonNode& client, const std::string& profile) {
      if (profile != change.profile) return;
      if (client.kind == JsonKind::text) become_object(client);
      apply_set(client, sources, change.set, problems);
    });
  }

 private:
  static std::string profile_in(const JsonNode& client, const std::string& otherwise) {
    if (client.kind == JsonKind::text) return client.text;
    const JsonNode* profile = client.find("profile");
    return profile == nullptr ? otherwise : profile->text;
  }

  static void become_object(JsonNode& client) {
    JsonNode profile;
    profile.kind = JsonKind::text;
    profile.text = std::move(client.text);
    profile.key = "profile";
    profile.at = profile.key_at = client.at;
    client.kind = JsonKind::object;
    client.text.clear();
    client.children = {std::move(profile)};
  }

  static JsonNode* child(JsonNode& node, std::string_view key) {
    const auto found = std::find_if(node.children.begin(), node.children.end(),
                                    [key](const JsonNode& one) { return one.key == key; });
    return found == node.children.end() ? nullptr : &*found;
  }

  /// The scenario's client, which is made where there is none, and those of peers.
  template <typename Visit>
  void each(Visit visit) {
    if (root_.kind != JsonKind::object) return;
    if (child(root_, "client") == nullptr) {
      JsonNode common;
      common.kind = JsonKind::text;
      common.text = inherited_;
      common.key = "client";
      common.at = common.key_at = root_.at;
      root_.children.push_back(std::move(common));
    }
    visit(*child(root_, "client"), inherited_);
    JsonNode* peers = child(root_, "peers");
    if (peers == nullptr) return;
    for (JsonNode& peer : peers->children) {
      JsonNode* client = child(peer, "client");
      if (client != nullptr) visit(*client, profile_in(*client, inherited_));
    }
  }

  JsonNode& root_;
  std::string inherited_ = ClientSpec{}.profile;
};

/// The scenario of the case whose whole tree is `root`; problems are added to those there.
std::optional<JsonNode> take_scenario(LoadedCase& into, const JsonNode& root, const CaseOptions& options,
                                      std::vector<TextPlace>& blamed) {
  const JsonNode* inside = root.find("scenario");
  if (inside == nullptr) return std::nullopt;
  const std::string path = into.scenario.path;
  Assembled tree = assemble(into.sources, JsonTree{*inside, {}}, path, options.load.sets);
  if (tree.root) {
    Clients clients(*tree.root);
    for (const ClientSet& change : options.client_sets) clients.apply(change, into.sources, tree.problems);
    into.profiles = clients.profiles();
  }
  std::move(tree.problems.begin(), tree.problems.end(), std::back_inserter(into.problems));
  blamed = std::move(tree.blamed);
  return std::move(tree.root);
}

}  // namespace

LoadedCase load_case(std::string_view text, const std::string& path, const KnownNames& known,
                     const CaseOptions& options) {
  LoadedCase result;
  result.scenario.path = path;
  result.sources = Sources(options.load.read);
  JsonTree tree = parse_json_tree(result.sources.add(std::string(text), path));
  result.problems = std::move(tree.problems);
  if (!tree.root) return result;
  std::vector<TextPlace> blamed;
  const std::optional<JsonNode> scenario = take_scenario(result, *tree.root, options, blamed);
  Reader in(result.sources, std::move(result.problems), std::move(blamed));
  if (tree.root->kind != JsonKind::object) {
    in.problem(tree.root->at, "a case must be an object in braces");
  } else {
    in.object(&*tree.root, case_object);
    if (scenario) load_root(in, *scenario, known, result.scenario);
    result.measured = load_measured(in, tree.root->find("measured"));
  }
  result.problems = in.take_problems();
  // How the halves fit together is worth saying only of halves that could be read.
  if (!result.problems.empty()) return result;
  Reader both(result.sources, {}, {});
  if (check_scope(both, *scenario, result.scenario)) {
    check_repetitions(both, *tree.root->find("measured"), result.scenario);
  }
  result.problems = both.take_problems();
  return result;
}

}  // namespace swarmsim
