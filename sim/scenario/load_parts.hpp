#pragma once
// The parts of load_scenario(), one for each object of the format; beside it load_case() alone includes this.
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
  /// What may have been meant by an `id` that is no single peer (nor, with `others`, one of them): "" or
  /// the rest of a sentence.
  std::string hint(const std::string& id, const std::vector<std::string>& others = {}) const;
  /// Some could not be read, which has been reported: which names do not exist cannot be told.
  void lose() { is_complete_ = false; }
  bool is_complete() const { return is_complete_; }

 private:
  std::map<std::string, std::optional<std::uint32_t>, std::less<>> counts_;
  bool is_complete_ = true;
};

struct LoadedPeers {
  std::vector<GroupSpec> groups;
  PeerNames names;
};

/// What lies in the folders peer_ID of the key `files_dir`.
struct StoresOnDisk {
  struct Held {
    std::string peer;
    std::string content;
    std::vector<ContentFile> files;
    std::string path;
  };
  const JsonNode* node = nullptr;  ///< null: there is no such key
  std::string path;                ///< seen from where the program runs
  std::vector<Held> held;          ///< sorted by path
};

/// The whole of it, into `scenario`.
void load_root(Reader& in, const JsonNode& node, const KnownNames& known, Scenario& scenario);
NetworkSpec load_network(Reader& in, const JsonNode* node);
/// `base` with what the link object `node` changes.
LinkPlan load_link(Reader& in, const JsonNode* node, const RegionSpec& regions, LinkPlan base);
std::vector<ClassSpec> load_classes(Reader& in, const JsonNode* node, const NetworkSpec& network);
TrackerSpec load_tracker(Reader& in, const JsonNode* node, const RegionSpec& regions);
/// The key `files_dir`: everything that lies in it.
StoresOnDisk load_files_dir(Reader& in, const JsonNode* node);
/// The key `content` of `root`, and what else lies in `stores`.
std::vector<ContentSpec> load_contents(Reader& in, const JsonNode& root, const StoresOnDisk& stores);
/// Gives every peer of `scenario` what lies in its folder of `stores`.
void give_stores(Reader& in, const StoresOnDisk& stores, const PeerNames& names, Scenario& scenario);
bool is_one_of(const std::vector<std::string>& names, const std::string& name);
/// Reports `key`, for which that client has no use.
void refuse_for_client(Reader& in, const JsonNode& key, const ClientSpec& client);
/// Whether `name` is one of `names`; reports it at `at` if not. `what` is the word for one of them.
bool check_known(Reader& in, TextPlace at, const std::string& name, std::string_view what,
                 const std::vector<std::string>& names);
/// A profile name or an object. An object without a profile is laid over `base`.
ClientSpec load_client(Reader& in, const JsonNode* node, const KnownNames& known, const ClientSpec& base);
/// `so_far` has network, contents and classes.
LoadedPeers load_peers(Reader& in, const JsonNode* node, const KnownNames& known, const Scenario& so_far,
                       const ClientSpec& client);
/// The key `has` of a group: what its members hold when they arrive.
std::vector<HoldSpec> load_holdings(Reader& in, const JsonNode* node,
                                    const std::vector<ContentSpec>& contents);
/// The key `download` of a group whose client is `client`.
std::vector<DownloadSpec> load_downloads(Reader& in, const JsonNode* node,
                                         const std::vector<ContentSpec>& contents, const KnownNames& known,
                                         const ClientSpec& client);
/// Whether `id`, which the list names as `name`, is not in `taken` yet, to which it is added; else it is
/// reported.
bool is_new(Reader& in, const JsonNode& item, const std::string& name, ContentId id,
            std::vector<ContentId>& taken);
/// The key `arrive`; a trace gives a group without `count` its count.
ArrivalSpec load_arrival(Reader& in, const JsonNode* node, std::optional<std::uint32_t>& count);
LeaveSpec load_leave(Reader& in, const JsonNode* node);
/// The peers that the timeline `node` brings, behind the groups of `scenario`, which is complete but for it.
void load_newcomers(Reader& in, const JsonNode* node, const KnownNames& known, Scenario& scenario,
                    PeerNames& names);
/// Reports `id` where no peer may be called so; `key` stands before it in the message.
void check_id(Reader& in, TextPlace at, const std::string& id, std::string_view key = "");
std::vector<TimelineEntry> load_timeline(Reader& in, const JsonNode* node,
                                         const std::vector<ContentSpec>& contents, const PeerNames& names);
std::vector<ExpectSpec> load_expect(Reader& in, const JsonNode* node);

/// The content called `name`; an unknown name is reported at `at`.
std::optional<ContentId> find_content(Reader& in, TextPlace at, const std::string& name,
                                      const std::vector<ContentSpec>& contents);

}  // namespace swarmsim
