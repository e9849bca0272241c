#include "sim/report/sampler.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

constexpr std::int64_t default_samples_max = 3'600;

struct Moved {
  std::int64_t uploaded = 0;
  std::int64_t downloaded = 0;
};

Moved count_peers(const World& world, Sample& sample) {
  Moved moved;
  for (const Participant& peer : world.participants()) {
    bool wants = false;
    bool takes_part = false;
    for (const Participation& part : peer.torrents) {
      moved.uploaded += part.torrent->totals().uploaded;
      moved.downloaded += part.torrent->totals().downloaded;
      wants = wants || part.torrent->wants_more();
      takes_part = takes_part || part.torrent->active();
    }
    if (!peer.online()) continue;
    ++sample.online;
    if (wants) {
      ++sample.leechers;
    } else if (takes_part) {
      ++sample.seeds;
    }
  }
  return moved;
}

ContentSample sample_of(const ContentState& state) {
  std::int64_t copies = 0;
  for (const std::uint32_t of_piece : state.copies) copies += of_piece;
  return {*std::min_element(state.copies.begin(), state.copies.end()),
          rounded_ratio(copies, static_cast<Int128>(state.copies.size()))};
}

std::int64_t per_second(std::int64_t bytes, Duration time) {
  if (time <= Duration::zero()) return 0;
  const auto twice = static_cast<Int128>(bytes) * nanoseconds_per_second * 2 + time.count();
  return static_cast<std::int64_t>(twice / (static_cast<Int128>(time.count()) * 2));
}

/// A field that a reader of CSV takes for one, whatever is in it (RFC 4180).
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
  return field + "\"";
}

}  // namespace

std::optional<Sample> Sampler::take(const World& world) {
  if (last_ == world.now()) return std::nullopt;
  Sample sample;
  sample.at = world.now();
  sample.completed = world.counters().completed;
  const Moved moved = count_peers(world, sample);
  const Duration since = sample.at - last_.value_or(sim_start);
  sample.up_bytes_per_s = per_second(moved.uploaded - uploaded_, since);
  sample.down_bytes_per_s = per_second(moved.downloaded - downloaded_, since);
  for (std::uint32_t i = 0; i < world.contents().size(); ++i) {
    sample.contents.push_back(sample_of(world.content_state(ContentId{i})));
  }
  uploaded_ = moved.uploaded;
  downloaded_ = moved.downloaded;
  last_ = sample.at;
  if (due_ <= sample.at) due_ += interval_;
  return sample;
}

Duration sample_interval(const Scenario& scenario) {
  if (scenario.sample) return *scenario.sample;
  const std::int64_t most = default_samples_max * nanoseconds_per_second;
  const std::int64_t seconds = (nanoseconds_of(scenario.stop_at) + most - 1) / most;
  return std::chrono::seconds(std::max<std::int64_t>(seconds, 1));
}

std::string series_header(const World& world) {
  std::string header = "time_s,online,leechers,seeds,completed,up_bytes_per_s,down_bytes_per_s";
  for (const ContentInfo& content : world.contents()) {
    for (const char* column : {"copies_min", "copies_mean"}) {
      header += "," + csv_field(fmt::format("contents.{}.{}", content.name, column));
    }
  }
  return header + "\n";
}

std::string series_row(const Sample& sample) {
  std::string row =
      fmt::format("{:.6f},{},{},{},{},{},{}", rounded_seconds(sample.at), sample.online, sample.leechers,
                  sample.seeds, sample.completed, sample.up_bytes_per_s, sample.down_bytes_per_s);
  for (const ContentSample& content : sample.contents) {
    row += fmt::format(",{},{:.6f}", content.copies_min, content.copies_mean);
  }
  return row + "\n";
}

}  // namespace swarmsim
