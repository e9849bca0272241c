#include "sim/scenario/resolved.hpp"

#include <cmath>
#include <numeric>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/model/quantity.hpp"
#include "sim/scenario/json_text.hpp"

namespace swarmsim {

namespace {

using Json = nlohmann::ordered_json;

std::string text_of_rate(std::int64_t bytes_per_second) { return exact_text(Rate{bytes_per_second}); }
std::string text_of_time(std::int64_t nanoseconds) { return exact_text(Duration{nanoseconds}); }
std::string text_of(Bytes size) { return exact_text(size); }
std::string text_of(Duration time) { return exact_text(time); }
std::string text_of(SimTime at) { return exact_text(at - sim_start); }
double number_of(const Share& share) {
  return static_cast<double>(share.part) / static_cast<double>(share.whole);
}

/// "30 %" where that is whole, else "1 in 3".
std::string text_of(const Share& share) {
  const std::int64_t divisor = std::gcd(share.part, share.whole);
  const std::int64_t part = share.part / divisor;
  const std::int64_t whole = share.whole / divisor;
  constexpr std::int64_t percents = 100;
  if (percents % whole == 0) return fmt::format("{} %", part * (percents / whole));
  return fmt::format("{} in {}", part, whole);
}

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;  // clang 14 does not deduce aggregates by itself

Json distribution_json(const Distribution& distribution, std::string (*text)(std::int64_t)) {
  using D = Distribution;
  return std::visit(
      Overloaded{
          [&](const D::Constant& it) -> Json { return text(it.value); },
          [&](const D::Uniform& it) -> Json {
            return {{"uniform", {text(it.low), text(it.high)}}};
          },
          [&](const D::Exponential& it) -> Json {
            return {{"exponential", {{"mean", text(it.mean)}}}};
          },
          [&](const D::Lognormal& it) -> Json {
            return {{"lognormal", {{"median", text(it.median)}, {"sigma", it.sigma}, {"max", text(it.max)}}}};
          },
          [&](const D::Weibull& it) -> Json {
            return {{"weibull", {{"shape", it.shape}, {"scale", text(it.scale)}}}};
          },
          [&](const D::Pareto& it) -> Json {
            return {{"pareto", {{"shape", it.shape}, {"min", text(it.min)}, {"max", text(it.max)}}}};
          },
          [&](const D::Empirical& it) -> Json {
            Json values = Json::array();
            for (const std::int64_t value : it.values) values.push_back(text(value));
            return {{"empirical", values}};
          },
      },
      distribution.shape());
}

/// Writes one scenario; the parts need its names.
class Writer {
 public:
  Writer(const Scenario& scenario, const Registry& registry) : scenario_(scenario), registry_(registry) {}

  Json scenario() const {
    Json root{{"format", "swarmsim/scenario/1"}, {"name", scenario_.name}};
    if (!scenario_.description.empty()) root["description"] = scenario_.description;
    root["seed"] = scenario_.seed;
    constexpr const char* rules[] = {"idle", "all_complete", "never"};
    root["stop"] = {{"at", text_of(scenario_.stop_at)},
                    {"when", rules[static_cast<std::size_t>(scenario_.stop_when)]}};
    if (scenario_.sample) root["sample"] = text_of(*scenario_.sample);
    root["network"] = network();
    root["tracker"] = tracker();
    root["content"] = list_of(scenario_.contents, &Writer::content);
    if (!scenario_.files_dir.empty()) root["files_dir"] = scenario_.files_dir;
    root["classes"] = list_of(scenario_.classes, &Writer::class_entry);
    root["client"] = client(scenario_.client);
    root["peers"] = Json::array();
    for (const GroupSpec& spec : scenario_.groups) {
      // Who comes by command is made of the command.
      if (spec.arrive.kind != ArrivalKind::command) root["peers"].push_back(group(spec));
    }
    root["timeline"] = list_of(scenario_.timeline, &Writer::entry);
    root["expect"] = list_of(scenario_.expect, &Writer::expectation);
    return root;
  }

 private:
  template <typename T>
  Json list_of(const std::vector<T>& items, Json (Writer::*write)(const T&) const) const {
    Json list = Json::array();
    for (const T& item : items) list.push_back((this->*write)(item));
    return list;
  }

  const std::string& name_of(ContentId content) const { return scenario_.contents[index_of(content)].name; }
  bool has_regions() const { return !scenario_.network.regions.names.empty(); }
  const std::string& region(std::uint32_t index) const { return scenario_.network.regions.names[index]; }

  Json link(const LinkPlan& plan) const {
    Json link{{"up", distribution_json(plan.up, text_of_rate)},
              {"down", distribution_json(plan.down, text_of_rate)},
              {"latency", distribution_json(plan.latency, text_of_time)}};
    if (has_regions()) link["region"] = region(plan.region);
    link["loss"] = text_of(plan.loss);
    link["corrupt"] = text_of(plan.corrupt);
    link["window"] = plan.window == Bytes{0} ? std::string("none") : text_of(plan.window);
    return link;
  }

  Json regions() const {
    const RegionSpec& spec = scenario_.network.regions;
    Json rows = Json::array();
    for (std::size_t row = 0; row < spec.names.size(); ++row) {
      Json latencies = Json::array();
      for (std::size_t column = 0; column < spec.names.size(); ++column) {
        latencies.push_back(text_of(spec.latency[row * spec.names.size() + column]));
      }
      rows.push_back(latencies);
    }
    return {{"names", spec.names}, {"latency", rows}};
  }

  Json network() const {
    const NetworkSpec& spec = scenario_.network;
    Json network = link(spec.link);
    if (has_regions()) network["regions"] = regions();
    network["queue"] = {{"size", text_of(spec.queue_size)}, {"time", text_of(spec.queue_time)}};
    if (spec.segment.payload == 0) {
      network["segment"] = "none";
    } else {
      network["segment"] = {{"payload", text_of(Bytes{spec.segment.payload})},
                            {"wire", text_of(Bytes{spec.segment.wire})},
                            {"ack", text_of(Bytes{spec.segment.ack})}};
    }
    network["tcp"] = spec.tcp == TcpKind::aimd ? "aimd" : spec.tcp == TcpKind::cubic ? "cubic" : "none";
    network["quantum"] = text_of(spec.quantum);
    network["socket_buffer"] = text_of(spec.socket_buffer);
    return network;
  }

  Json tracker() const {
    const TrackerSpec& spec = scenario_.tracker;
    Json tracker{{"interval", text_of(spec.interval)},
                 {"numwant", spec.numwant},
                 {"expire", text_of(spec.expires_after())},
                 {"link",
                  {{"up", exact_text(spec.link.up)},
                   {"down", exact_text(spec.link.down)},
                   {"latency", text_of(spec.link.latency)}}}};
    if (spec.region) tracker["region"] = region(*spec.region);
    return tracker;
  }

  Json content(const ContentSpec& spec) const {
    Json content{{"name", spec.name}};
    const bool is_described = !spec.torrent.empty();
    const bool is_on_disk = !spec.path.empty();
    if (!is_described && !is_on_disk) content["size"] = text_of(Bytes{spec.geometry.size});
    if (!is_described) content["piece"] = text_of(Bytes{spec.geometry.piece_size});
    content["block"] = text_of(Bytes{spec.geometry.block_size});
    if (!is_described && !is_on_disk) content["data"] = spec.data == DataKind::seeded ? "seeded" : "none";
    if (is_on_disk) content["path"] = spec.path;
    if (is_described) content["torrent"] = spec.torrent;
    return content;
  }

  Json class_entry(const ClassSpec& spec) const { return {{"name", spec.name}, {"link", link(spec.link)}}; }

  /// Only the keys that mean something to the client: others are refused.
  Json client(const ClientSpec& spec) const {
    const Profile profile = registry_.profile_for(spec);
    Json client{{"profile", profile.name}, {"connections", profile.connections}};
    if (profile.protocol == Protocol::ranges) {
      client["owners"] = profile.ranges.owners;
      client["serve_after_download"] = profile.ranges.serve_after_download;
      client["retry"] = profile.ranges.retry ? text_of(*profile.ranges.retry) : "off";
      return client;
    }
    if (profile.protocol == Protocol::contacts) {
      client["contact_every"] = text_of(profile.contact_every);
      return client;
    }
    client["unchoke_slots"] = {{"per", profile.slots_per_session ? "session" : "torrent"},
                               {"slots", profile.unchoke_slots}};
    client["choke_interval"] = text_of(profile.choke_interval);
    client["choker"] = profile.choker;
    client["seed_choker"] = profile.seed_choker;
    client["picker"] = profile.picker;
    client["numwant"] = profile.numwant;
    // A pipeline that grows and shrinks has no number: the profile's name says it.
    if (profile.pipeline.kind == PipelineKind::fixed) client["request_queue"] = profile.pipeline.first;
    if (profile.fast_extension) client["allowed_fast"] = profile.allowed_fast;
    if (spec.pex || profile.pex) client["pex"] = profile.pex.has_value();
    if (spec.pulses || profile.pulse > Duration::zero()) client["pulses"] = profile.pulse > Duration::zero();
    client["start_phase"] = profile.start_phase == StartPhase::random ? "random" : "at_arrival";
    return client;
  }

  Json group(const GroupSpec& spec) const {
    Json group{{"id", spec.id}};
    if (spec.count) group["count"] = *spec.count;
    if (spec.classes.empty()) group["link"] = link(spec.link);
    for (const ClassShare& share : spec.classes) {
      group["class"][scenario_.classes[share.class_index].name] = share.weight;
    }
    group["client"] = client(spec.client);
    group["has"] = Json::array();
    for (const HoldSpec& hold : spec.has) {
      if (!hold.member) group["has"].push_back(holding(hold));  // else it follows from files_dir
    }
    group["send"] = Json::array();
    for (const ContentId content : spec.send) group["send"].push_back(name_of(content));
    group["download"] = list_of(spec.download, &Writer::download);
    group["arrive"] = arrival(spec.arrive, spec.count.has_value());
    group["leave"] = leave(spec.leave);
    group["corrupt"] = text_of(spec.corrupt);
    if (spec.address) {
      const std::uint32_t ip = *spec.address;
      group["address"] = fmt::format("{}.{}.{}.{}", ip >> 24, (ip >> 16) & 255, (ip >> 8) & 255, ip & 255);
    }
    return group;
  }

  Json holding(const HoldSpec& spec) const {
    const std::string& name = name_of(spec.content);
    switch (spec.kind) {
      case HoldKind::everything: break;
      case HoldKind::listed: return {{"file", name}, {"pieces", ranges(spec.pieces)}};
      case HoldKind::random: return {{"file", name}, {"pieces", {{"random", spec.number}}}};
      case HoldKind::share: return {{"file", name}, {"pieces", {{"share", text_of(spec.share)}}}};
      case HoldKind::partition: return {{"file", name}, {"pieces", {{"partition", true}}}};
    }
    return name;
  }

  /// "0-6,8-63"; "all but 0-63" for none.
  static std::string ranges(const Bitfield& pieces) {
    if (pieces.all()) return "all";
    if (pieces.none()) return fmt::format("all but 0-{}", pieces.size() - 1);
    std::string text;
    for (std::uint32_t first = 0; first < pieces.size(); ++first) {
      if (!pieces.test(first)) continue;
      std::uint32_t last = first;
      while (last + 1 < pieces.size() && pieces.test(last + 1)) ++last;
      text += fmt::format("{}{}", text.empty() ? "" : ",", first);
      if (last > first) text += fmt::format("-{}", last);
      first = last;
    }
    return text;
  }

  Json download(const DownloadSpec& spec) const {
    Json download{{"file", name_of(spec.content)}, {"after", text_of(spec.after)}};
    if (spec.magnet) download["magnet"] = true;
    if (spec.unwanted.empty()) return download;
    const std::vector<ContentFile>& files = scenario_.contents[index_of(spec.content)].files;
    for (const std::uint32_t file : spec.unwanted) {
      if (!files[file].is_padding) download["unwanted"].push_back(inner_path(files[file]));
    }
    return download;
  }

  static Json arrival(const ArrivalSpec& spec, bool is_group) {
    Json arrive{{"at", text_of(spec.at)}};
    switch (spec.kind) {
      case ArrivalKind::command: break;
      case ArrivalKind::every:
        if (is_group) arrive["every"] = text_of(spec.gap);
        break;
      case ArrivalKind::poisson: arrive["poisson"] = {{"mean_gap", text_of(spec.gap)}}; break;
      case ArrivalKind::decay:
        arrive["decay"] = {{"first_gap", text_of(spec.gap)}, {"tau", text_of(spec.tau)}};
        break;
      case ArrivalKind::flash: arrive["flash"] = {{"over", text_of(spec.gap)}}; break;
      case ArrivalKind::trace:
        arrive["trace"] = Json::array();
        for (const Duration time : spec.times) arrive["trace"].push_back(text_of(time));
        break;
    }
    return arrive;
  }

  static Json leave(const LeaveSpec& spec) {
    if (spec.never()) return "never";
    if (spec.on_complete) return "on_complete";
    Json leave;
    if (spec.after_complete) leave["after_complete"] = distribution_json(*spec.after_complete, text_of_time);
    if (spec.after_copies) leave["after_copies"] = number_of(*spec.after_copies);
    return leave;
  }

  Json entry(const TimelineEntry& spec) const {
    Json entry;
    if (spec.after != no_index) {
      entry = {{"after", scenario_.timeline[spec.after].label}, {"plus", text_of(spec.plus)}};
    } else if (spec.every) {
      entry = {{"every", text_of(*spec.every)}, {"from", text_of(spec.at)}};
      // Without an end it keeps no run going, which one at stop.at would.
      if (spec.to) entry["to"] = text_of(*spec.to);
    } else {
      entry = {{"at", text_of(spec.at)}};
    }
    const bool is_named = spec.actor == ActorKind::peer || spec.actor == ActorKind::group;
    entry["on"] = is_named ? spec.on : spec.actor == ActorKind::tracker ? "tracker" : "world";
    entry["do"] = spec.text;
    if (!spec.save.empty()) entry["save"] = spec.save;
    if (!spec.label.empty()) entry["label"] = spec.label;
    return entry;
  }

  /// Expectations keep shares as floating point; a billionth of a percent is lost.
  static std::string percent(double share) {
    constexpr double digits = 1e9;
    return fmt::format("{} %", std::round(share * 100 * digits) / digits);
  }

  Json expectation(const ExpectSpec& spec) const {
    Json expect{{"that", spec.that}, {"is", spec.is}};
    if (spec.op == CompareOp::about) {
      expect["within"] = spec.within.is_share ? Json(percent(spec.within.amount)) : Json(spec.within.amount);
    }
    expect["over"] = spec.over.rule == OverRule::mean ? "mean" : "all";
    constexpr double parts = 1'000'000;
    if (spec.over.rule == OverRule::share) {
      expect["over"] = {{"share", percent(static_cast<double>(spec.over.share_ppm) / parts)}};
    }
    return expect;
  }

  const Scenario& scenario_;
  const Registry& registry_;
};

}  // namespace

std::string resolved_scenario(const Scenario& scenario, const Registry& registry) {
  return json_text(Writer(scenario, registry).scenario());
}

}  // namespace swarmsim
