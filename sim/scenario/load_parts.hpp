#pragma once
// The parts of load_scenario(), one for each object of the format; nobody else includes this.
//
// Each takes its node (nullptr where the key is absent), reports through the reader and returns what
// it could read, with defaults for the rest: one bad value must not hide the next problem, and must
// not cause false ones elsewhere, so a content with a bad size still has its name.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/reader.hpp"

namespace swarmsim {

/// Who can be spoken to: single peers, groups, and members id-1 .. id-n of a group with a count.
class PeerNames {
 public:
  /// Takes `id`, or says why it clashes with one taken before.
  std::optional<std::string> add(const std::string& id, std::optional<std::uint32_t> count);
  /// Whether `id` is a peer or a group; nullopt if it is neither.
  std::optional<ActorKind> find(const std::string& id) const;
  /// Ids as written in the scenario, for near misses.
  std::vector<std::string> written() const;

 private:
  std::map<std::string, std::optional<std::uint32_t>, std::less<>> counts_;
};

struct LoadedPeers {
  std::vector<GroupSpec> groups;
  PeerNames names;
};

NetworkSpec load_network(Reader& in, const JsonNode* node);
/// `base` with what the link object `node` changes.
LinkSpec load_link(Reader& in, const JsonNode* node, LinkSpec base);
std::vector<ClassSpec> load_classes(Reader& in, const JsonNode* node, const LinkSpec& base);
TrackerSpec load_tracker(Reader& in, const JsonNode* node);
std::vector<ContentSpec> load_contents(Reader& in, const JsonNode* node);
/// A profile name or an object. An object without a profile is laid over `base`.
ClientSpec load_client(Reader& in, const JsonNode* node, const KnownNames& known, const ClientSpec& base);
/// `so_far` has network, contents and classes.
LoadedPeers load_peers(Reader& in, const JsonNode* node, const KnownNames& known,
                       const Scenario& so_far, const ClientSpec& client);
std::vector<TimelineEntry> load_timeline(Reader& in, const JsonNode* node,
                                         const std::vector<ContentSpec>& contents, const PeerNames& names);
std::vector<ExpectSpec> load_expect(Reader& in, const JsonNode* node);

/// The content called `name`; an unknown name is reported at `at`.
std::optional<ContentId> find_content(Reader& in, TextPlace at, const std::string& name,
                                      const std::vector<ContentSpec>& contents);

}  // namespace swarmsim
