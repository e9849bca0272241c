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

}  // namespace

LinkSpec load_link(Reader& in, const JsonNode* node, LinkSpec base) {
  const JsonNode* link = in.object(node, schema::link);
  if (link == nullptr) return base;
  if (const auto up = in.rate(link->find("up"))) base.up = *up;
  if (const auto down = in.rate(link->find("down"))) base.down = *down;
  if (const auto latency = in.duration(link->find("latency"))) base.latency = *latency;
  return base;
}

NetworkSpec load_network(Reader& in, const JsonNode* node) {
  NetworkSpec network;
  node = in.object(node, schema::network);
  if (node == nullptr) return network;
  if (const auto up = in.rate(node->find("up"))) network.link.up = *up;
  if (const auto down = in.rate(node->find("down"))) network.link.down = *down;
  if (const auto latency = in.duration(node->find("latency"))) network.link.latency = *latency;
  load_queue(in, node->find("queue"), network);
  load_segment(in, node->find("segment"), network);
  if (const auto tcp = in.choice(node->find("tcp"), {"aimd", "none"}, {"cubic"})) {
    network.tcp = *tcp == 0 ? TcpKind::aimd : TcpKind::none;
  }
  if (const auto quantum = in.bytes(node->find("quantum"), {1}, largest_quantum)) network.quantum = *quantum;
  return network;
}

TrackerSpec load_tracker(Reader& in, const JsonNode* node) {
  TrackerSpec tracker;
  node = in.object(node, schema::tracker);
  if (node == nullptr) return tracker;
  if (const auto interval = in.positive_duration(node->find("interval"))) tracker.interval = *interval;
  if (const auto numwant = in.count(node->find("numwant"), 0)) tracker.numwant = *numwant;
  if (const auto expire = in.positive_duration(node->find("expire"))) tracker.expire = *expire;
  return tracker;
}

std::vector<ClassSpec> load_classes(Reader& in, const JsonNode* node, const LinkSpec& base) {
  std::vector<ClassSpec> classes;
  node = in.list(node, "classes");
  if (node == nullptr) return classes;
  for (const JsonNode& item : node->children) {
    if (in.object(&item, schema::class_entry) == nullptr) continue;
    const LinkSpec link = load_link(in, item.find("link"), base);
    const auto name = in.name(item.find("name"));
    if (!name) continue;
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
