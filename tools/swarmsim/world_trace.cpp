#include "tools/swarmsim/world_trace.hpp"

#include <cstdint>
#include <span>
#include <vector>

#include "sim/report/measures.hpp"

namespace swarmsim {

namespace {

TraceHead head_of(const World& world, TraceLevel level, std::string_view scenario_text) {
  TraceHead head{
      world.scenario().name,      hash128(std::as_bytes(std::span(scenario_text))), world.seed(), level, {},
      world.participants().size()};
  for (const ContentInfo& content : world.contents())
    head.contents.push_back({content.name, content.geometry});
  return head;
}

}  // namespace

WorldTrace::WorldTrace(const World& world, TraceLevel level, std::string_view scenario_text, ByteSink& out)
    : world_(world), names_(world), writer_(head_of(world, level, scenario_text), names_, out) {}

void WorldTrace::on_sample(const Sample& sample) {
  std::vector<std::uint32_t> copies;
  for (const ContentSample& content : sample.contents) copies.push_back(content.copies_min);
  writer_.write_sample({sample.at, static_cast<std::int64_t>(sample.leechers),
                        static_cast<std::int64_t>(sample.seeds), sample.up_bytes_per_s,
                        sample.down_bytes_per_s, copies});
}

void WorldTrace::finish() {
  const EndReason reason = world_.end_reason();
  writer_.finish({world_.now(), name_of(reason), reason == EndReason::interrupted, world_.records(),
                  world_.fingerprint()});
}

}  // namespace swarmsim
