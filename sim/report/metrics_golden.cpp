#include "sim/report/metrics_golden.hpp"

#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/check.hpp"
#include "core/base/words.hpp"
#include "sim/report/expect.hpp"
#include "sim/scenario/json_tree.hpp"
#include "sim/scenario/read_tolerance.hpp"
#include "sim/scenario/reader.hpp"

namespace swarmsim {

namespace {

constexpr std::string_view format_name = "swarmsim/metrics/1";

constexpr KeySpec root_keys[] = {
    {"format", KeyState::required, "\"swarmsim/metrics/1\"", "", "this format"},
    {"swarmsim", KeyState::required, "text", "", "the version that wrote it"},
    {"metrics", KeyState::required, "{*: {metrics.*}}", "", "by path of the summary"},
};
constexpr ObjectSpec root_spec{"", root_keys};

constexpr KeySpec metric_keys[] = {
    {"value", KeyState::required, "scalar", "", "what it came to"},
    {"within", KeyState::optional, "number | share", "", "how near it is to be"},
};
constexpr ObjectSpec metric_spec{"metrics.*", metric_keys};

struct StandardMetric {
  std::string_view path;
  std::string_view within;  ///< as JSON
};

/// What most people ask of a run; times may move a little, counts may not.
constexpr StandardMetric standard_metrics[] = {
    {"end.reason", ""},
    {"end.time_s", R"("5 %")"},
    {"completed", ""},
    {"aborted", ""},
    {"content_matches", ""},
    {"completion.mean_s", R"("2 %")"},
    {"completion.p50_s", R"("2 %")"},
    {"completion.p95_s", R"("5 %")"},
    {"completion.max_s", R"("5 %")"},
    {"uplink_utilisation", R"("5 %")"},
    {"blocks.delivered", R"("2 %")"},
};

std::string json_text(std::string_view text) { return nlohmann::json(text).dump(); }

std::string json_of(const Metric& metric) {
  return std::holds_alternative<std::string>(metric.value) ? json_text(metric.text) : metric.text;
}

bool is_number(const JsonNode& node) { return node.kind == JsonKind::integer || node.kind == JsonKind::real; }

std::string json_of(const JsonNode& node) {
  return node.kind == JsonKind::text ? json_text(node.text) : node.text;
}

/// What `wanted` is compared with; absent after a problem was reported.
bool read_value(Reader& in, const JsonNode& node, GoldenMetric& metric) {
  if (node.kind == JsonKind::list || node.kind == JsonKind::object) {
    in.wrong_type(node, "a number, a text, true, false or null");
    return false;
  }
  metric.value = json_of(node);
  metric.wanted.op = CompareOp::equal;
  if (!is_number(node)) {
    metric.wanted.constant = node.kind == JsonKind::null ? "null" : node.text;
    return true;
  }
  double number = 0;
  const char* const end = node.text.data() + node.text.size();
  if (std::from_chars(node.text.data(), end, number).ec != std::errc{}) {
    in.problem(node.at, fmt::format("{} is out of range", describe(node)));
    return false;
  }
  metric.wanted.right = {{StepKind::number, number, {}}};
  return true;
}

void read_within(Reader& in, const JsonNode* node, const JsonNode& value, GoldenMetric& metric) {
  if (node == nullptr) return;
  // What has not happened has no distance to anything; its tolerance waits until it has.
  if (!is_number(value) && value.kind != JsonKind::null) {
    return in.problem(node->key_at, fmt::format("{} belongs to numbers alone", in_quotes(node->key)));
  }
  const auto within = read_tolerance(in, *node);
  if (!within) return;
  metric.within = json_of(*node);
  if (!is_number(value)) return;
  metric.wanted.op = CompareOp::about;
  metric.wanted.within = *within;
}

std::optional<GoldenMetric> read_metric(Reader& in, const JsonNode& node) {
  if (in.object(&node, metric_spec) == nullptr) return std::nullopt;
  GoldenMetric metric;
  metric.path = node.key;
  metric.at = node.key_at;
  metric.wanted.left = {{StepKind::metric, 0, node.key}};
  const JsonNode* value = node.find("value");
  if (value == nullptr || !read_value(in, *value, metric)) return std::nullopt;
  read_within(in, node.find("within"), *value, metric);
  return metric;
}

Metric metric_in(const MetricSource& summary, const std::string& path) {
  std::optional<Metric> metric = summary.find(path);
  check(metric.has_value(), "metrics golden: every metric exists, it was looked up before the run");
  return *std::move(metric);
}

}  // namespace

MetricsGolden::MetricsGolden(std::string text, const std::string& path) {
  const SourceText& source = sources_.add(std::move(text), path);
  JsonTree tree = parse_json_tree(source);
  Reader in(sources_, std::move(tree.problems), {});
  const JsonNode* root = tree.root ? in.object(&*tree.root, root_spec) : nullptr;
  if (root != nullptr) {
    const JsonNode* format = root->find("format");
    const std::optional<std::string> name = in.text(format);
    if (name && *name != format_name) {
      in.problem(format->at, fmt::format("{} cannot be read: this version reads {}", describe(*format),
                                         in_quotes(format_name)));
    }
    version_ = in.text(root->find("swarmsim")).value_or("");
    const JsonNode* metrics = root->find("metrics");
    if (metrics != nullptr && metrics->kind != JsonKind::object) {
      in.wrong_type(*metrics, "an object with a metric for each key");
    } else if (metrics != nullptr) {
      if (metrics->children.empty()) in.problem(metrics->at, "there is no metric in it");
      for (const JsonNode& node : metrics->children) {
        if (auto metric = read_metric(in, node)) metrics_.push_back(*std::move(metric));
      }
    }
  }
  problems_ = in.take_problems();
}

MetricsGolden MetricsGolden::standard() {
  MetricsGolden golden;
  for (const StandardMetric& one : standard_metrics) {
    GoldenMetric metric;
    metric.path = one.path;
    metric.within = one.within;
    golden.metrics_.push_back(std::move(metric));
  }
  return golden;
}

std::vector<Diagnostic> MetricsGolden::missing_in(const MetricSource& summary,
                                                  const std::vector<std::string>& paths) const {
  std::vector<Diagnostic> problems;
  for (const GoldenMetric& metric : metrics_) {
    if (summary.find(metric.path)) continue;
    problems.push_back(sources_.diagnose(metric.at, describe_missing_metric(metric.path, paths)));
  }
  return problems;
}

std::vector<MetricChange> MetricsGolden::out_of_tolerance(const MetricSource& summary) const {
  std::vector<MetricChange> changes;
  for (const GoldenMetric& metric : metrics_) {
    if (evaluate(metric.wanted, summary).ok) continue;
    changes.push_back({metric.path, metric.value, metric.within, json_of(metric_in(summary, metric.path))});
  }
  return changes;
}

std::vector<MetricChange> MetricsGolden::changed(const MetricSource& summary) const {
  std::vector<MetricChange> changes;
  for (const GoldenMetric& metric : metrics_) {
    const std::string now = json_of(metric_in(summary, metric.path));
    if (now != metric.value) changes.push_back({metric.path, metric.value, metric.within, now});
  }
  return changes;
}

std::string MetricsGolden::text_with(const MetricSource& summary) const {
  std::string text = fmt::format("{{\n  \"format\": \"{}\",\n  \"swarmsim\": \"{}\",\n  \"metrics\": {{\n",
                                 format_name, SWARMSIM_VERSION);
  for (std::size_t i = 0; i < metrics_.size(); ++i) {
    const GoldenMetric& metric = metrics_[i];
    const Metric now = metric_in(summary, metric.path);
    text += fmt::format("    {}: {{ \"value\": {}", json_text(metric.path), json_of(now));
    if (!metric.within.empty()) text += fmt::format(", \"within\": {}", metric.within);
    text += i + 1 < metrics_.size() ? " },\n" : " }\n";
  }
  return text + "  }\n}\n";
}

}  // namespace swarmsim
