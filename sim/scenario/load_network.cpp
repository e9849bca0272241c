#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

// No wire carries larger frames; four of them still fit any queue arithmetic.
constexpr Bytes largest_segment{1 << 20};
// A turn of one connection, and a queue, stay far inside 64-bit byte x rate arithmetic.
constexpr Bytes largest_quantum{1 << 30};
constexpr Bytes largest_queue{std::int64_t{1} << 40};
// Fine enough for fidelity, coarse enough for speed: see network.quantum in docs/network-model.md.
constexpr std::int64_t segments_per_quantum = 4;
// Linux gives a new connection 87,040 bytes (tcp_sndbuf_expand: twice ten segments with their overhead), in
// which nearly as much payload fits: more than is counted.
constexpr Bytes kernel_socket_buffer{send_buffer_most};
// A table of latencies has the square of it.
constexpr std::size_t most_regions = 1'000;
// More than half, and what is left is waiting for timeouts, which are not modelled.
constexpr Share largest_loss{1, 2};
// RFC 7323, 2.3.
constexpr Bytes largest_window{1 << 30};
/// The name of a region that could not be read, which has been reported.
const std::string unread;

void load_segment(Reader& in, const JsonNode* node, NetworkSpec& network) {
  if (node == nullptr) return;
  if (node->kind == JsonKind::text) {
    if (in.choice(node, {"none"}, {})) network.segment = {0, 0, 0};
    return;
  }
  if (node->kind != JsonKind::object) {
    in.wrong_type(*node, "an object or \"none\"");
    return;
  }
  in.object(node, schema::segment);
  SegmentSpec& segment = network.segment;
  const JsonNode* wire = node->find("wire");
  const JsonNode* payload = node->find("payload");
  if (const auto size = in.bytes(payload, {1}, largest_segment)) segment.payload = size->value;
  if (const auto size = in.bytes(wire, {1}, largest_segment)) segment.wire = size->value;
  if (const auto size = in.bytes(node->find("ack"), {0}, largest_segment)) segment.ack = size->value;
  if (segment.wire < segment.payload) {
    const JsonNode* blamed = wire != nullptr ? wire : payload;
    in.problem(blamed->at, fmt::format("a segment of {} B on the wire cannot carry {} B of payload",
                                       segment.wire, segment.payload));
  }
  network.quantum = Bytes{segments_per_quantum * segment.payload};
}

void load_queue(Reader& in, const JsonNode* node, NetworkSpec& network) {
  const JsonNode* queue = in.object(node, schema::queue);
  if (queue == nullptr) return;
  if (const auto size = in.bytes(queue->find("size"), {0}, largest_queue)) network.queue_size = *size;
  if (const auto time = in.duration(queue->find("time"))) network.queue_time = *time;
  if (network.queue_size == Bytes{0} && network.queue_time == Duration::zero()) {
    in.problem(queue->at, "a queue needs a size or a time above 0");
  }
}

std::vector<Duration> load_row(Reader& in, const JsonNode& row, std::size_t columns) {
  std::vector<Duration> latencies;
  if (in.list(&row, "times") == nullptr) return latencies;
  if (row.children.size() != columns) {
    in.problem(row.at, fmt::format("this row needs a latency for each of the {} regions, and has {}", columns,
                                   row.children.size()));
  }
  for (const JsonNode& item : row.children) latencies.push_back(in.duration(&item).value_or(Duration{}));
  return latencies;
}

std::vector<std::string> load_region_names(Reader& in, const JsonNode* node) {
  std::vector<std::string> names;
  node = in.list(node, "names");
  if (node == nullptr) return {unread};
  if (node->children.size() > most_regions) {
    in.problem(node->at, fmt::format("a network has at most {} regions", most_regions));
    return {unread};
  }
  if (node->children.empty()) in.problem(node->at, "\"names\" is empty: name at least one region");
  for (const JsonNode& item : node->children) {
    const auto name = in.name(&item);
    if (name && std::find(names.begin(), names.end(), *name) != names.end()) {
      in.problem(item.at, fmt::format("there is a region {} already", in_quotes(*name)));
    }
    names.push_back(name.value_or(unread));
  }
  return names;
}

RegionSpec load_regions(Reader& in, const JsonNode* node) {
  RegionSpec regions;
  if (node == nullptr) return regions;
  node = in.object(node, schema::regions);
  if (node == nullptr) return {{unread}, {Duration{}}};
  regions.names = load_region_names(in, node->find("names"));
  const std::size_t size = regions.names.size();
  if (size == 1 && regions.names.front() == unread) return {{unread}, {Duration{}}};
  const JsonNode* rows = in.list(node->find("latency"), "rows, one for each region");
  if (rows != nullptr && rows->children.size() != size) {
    in.problem(rows->at, fmt::format("this table needs a row for each of the {} regions, and has {}", size,
                                     rows->children.size()));
  }
  for (std::size_t i = 0; rows != nullptr && i < rows->children.size(); ++i) {
    for (const Duration latency : load_row(in, rows->children[i], size)) regions.latency.push_back(latency);
  }
  regions.latency.resize(size * size);  // a wrong table has been reported
  return regions;
}

std::optional<std::uint32_t> find_region(Reader& in, const JsonNode* node, const RegionSpec& regions) {
  const auto name = in.name(node);
  if (!name) return std::nullopt;
  const auto found = std::find(regions.names.begin(), regions.names.end(), *name);
  if (found != regions.names.end()) return static_cast<std::uint32_t>(found - regions.names.begin());
  const auto is_unread = [](const std::string& each) { return each == unread; };
  if (std::any_of(regions.names.begin(), regions.names.end(), is_unread)) return std::nullopt;
  in.problem(node->at, regions.names.empty()
                           ? fmt::format("{}: \"network\" has no \"regions\"", describe(*node))
                           : fmt::format("no region is called {}{} (regions: {})", in_quotes(*name),
                                         did_you_mean(*name, regions.names), comma_list(regions.names)));
  return std::nullopt;
}

std::optional<Share> load_loss(Reader& in, const JsonNode* node) {
  const auto loss = in.share(node);
  if (!loss || loss->part * largest_loss.whole <= loss->whole * largest_loss.part) return loss;
  in.problem(node->at, fmt::format("{}: a link loses at most half of its segments", describe(*node)));
  return std::nullopt;
}

std::optional<Bytes> load_window(Reader& in, const JsonNode* node) {
  if (node != nullptr && node->kind == JsonKind::text && node->text == "none") return Bytes{0};
  return in.bytes(node, {1}, largest_window);
}

/// The keys that `network` and every link have in common.
void load_access(Reader& in, const JsonNode& node, const RegionSpec& regions, LinkPlan& link) {
  if (const auto up = in.rates(node.find("up"))) link.up = *up;
  if (const auto down = in.rates(node.find("down"))) link.down = *down;
  if (const auto latency = in.durations(node.find("latency"))) link.latency = *latency;
  if (const auto region = find_region(in, node.find("region"), regions)) link.region = *region;
  if (const auto loss = load_loss(in, node.find("loss"))) link.loss = *loss;
  if (const auto window = load_window(in, node.find("window"))) link.window = *window;
  if (const auto corrupt = in.share(node.find("corrupt"))) link.corrupt = *corrupt;
}

void load_tracker_link(Reader& in, const JsonNode* node, const RegionSpec& regions, TrackerSpec& tracker) {
  node = in.object(node, schema::link);
  if (node == nullptr) return;
  if (const auto up = in.rate(node->find("up"))) tracker.link.up = *up;
  if (const auto down = in.rate(node->find("down"))) tracker.link.down = *down;
  if (const auto latency = in.duration(node->find("latency"))) tracker.link.latency = *latency;
  if (const auto region = find_region(in, node->find("region"), regions)) tracker.region = region;
  for (const char* key : {"loss", "window", "corrupt"}) {
    const JsonNode* unused = node->find(key);
    if (unused == nullptr) continue;
    in.problem(unused->at, fmt::format("\"{}\" is of connections between peers; the tracker has none", key));
  }
}

}  // namespace

LinkPlan load_link(Reader& in, const JsonNode* node, const RegionSpec& regions, LinkPlan base) {
  const JsonNode* link = in.object(node, schema::link);
  if (link == nullptr) return base;
  load_access(in, *link, regions, base);
  return base;
}

NetworkSpec load_network(Reader& in, const JsonNode* node) {
  NetworkSpec network;
  node = in.object(node, schema::network);
  if (node == nullptr) return network;
  network.regions = load_regions(in, node->find("regions"));
  load_access(in, *node, network.regions, network.link);
  load_queue(in, node->find("queue"), network);
  load_segment(in, node->find("segment"), network);
  if (const auto tcp = in.choice(node->find("tcp"), {"aimd", "cubic", "none"}, {})) {
    constexpr TcpKind kinds[] = {TcpKind::aimd, TcpKind::cubic, TcpKind::none};
    network.tcp = kinds[*tcp];
  }
  if (network.tcp == TcpKind::cubic) network.socket_buffer = kernel_socket_buffer;
  if (const auto size = in.bytes(node->find("socket_buffer"), {0}, Bytes{send_buffer_most})) {
    network.socket_buffer = *size;
  }
  if (const auto quantum = in.bytes(node->find("quantum"), {1}, largest_quantum)) network.quantum = *quantum;
  return network;
}

TrackerSpec load_tracker(Reader& in, const JsonNode* node, const RegionSpec& regions) {
  TrackerSpec tracker;
  node = in.object(node, schema::tracker);
  if (node == nullptr) return tracker;
  if (const auto interval = in.positive_duration(node->find("interval"))) tracker.interval = *interval;
  if (const auto numwant = in.count(node->find("numwant"), 0)) tracker.numwant = *numwant;
  if (const auto expire = in.positive_duration(node->find("expire"))) tracker.expire = *expire;
  load_tracker_link(in, node->find("link"), regions, tracker);
  if (const auto region = find_region(in, node->find("region"), regions)) tracker.region = region;
  return tracker;
}

std::vector<ClassSpec> load_classes(Reader& in, const JsonNode* node, const NetworkSpec& network) {
  std::vector<ClassSpec> classes;
  if (node == nullptr) return classes;
  node = in.list(node, "classes");
  if (node == nullptr) return {ClassSpec{}};  // without a name: it could not be read
  for (const JsonNode& item : node->children) {
    const bool is_object = in.object(&item, schema::class_entry) != nullptr;
    const LinkPlan link = load_link(in, item.find("link"), network.regions, network.link);
    const auto name = is_object ? in.name(item.find("name")) : std::nullopt;
    if (!name) {
      classes.emplace_back();
      continue;
    }
    for (const ClassSpec& other : classes) {
      if (other.name != *name) continue;
      in.problem(item.find("name")->at, fmt::format("there is a class {} already", in_quotes(*name)));
      break;
    }
    classes.push_back({*name, link});
  }
  return classes;
}

}  // namespace swarmsim
