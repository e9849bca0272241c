#pragma once
// What a run is to come to, metric by metric and each within its own tolerance: `swarmsim/metrics/1`.
//
// For those who want to hear of a change in results and not of every change in records. A metric is a
// path of the summary; a number without `within` is meant exactly, and so are texts, true, false and null.
//
//   { "format": "swarmsim/metrics/1", "swarmsim": "0.1.0",
//     "metrics": { "completion.mean_s": { "value": 40.1, "within": "2 %" }, "completed": { "value": 2 } } }
//
// Compared as expectations are (expect.hpp). Knows no file: text in, text out.

#include <string>
#include <string_view>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/report/metric.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/sources.hpp"

namespace swarmsim {

struct GoldenMetric {
  std::string path;
  std::string value;   ///< as JSON
  std::string within;  ///< as JSON; empty: exactly
  ExpectSpec wanted;   ///< the same as an expectation
  TextPlace at;        ///< of the path
};

/// A metric that is not what it was.
struct MetricChange {
  std::string path;
  std::string was;     ///< as JSON
  std::string within;  ///< as JSON; empty: exactly
  std::string is;      ///< as JSON
};

class MetricsGolden {
 public:
  /// Reads `text`; `path` is for messages. See problems().
  MetricsGolden(std::string text, const std::string& path);
  /// The metrics that a new golden is about, without values.
  static MetricsGolden standard();

  /// What is wrong with the text; nothing else is meaningful if there is something.
  const std::vector<Diagnostic>& problems() const { return problems_; }
  /// The metrics that `summary` does not have.
  std::vector<Diagnostic> missing_in(const MetricSource& summary,
                                     const std::vector<std::string>& paths) const;

  const std::string& version() const { return version_; }  ///< of swarmsim
  std::size_t size() const { return metrics_.size(); }

  /// What is out of its tolerance in `summary`, which has every metric of it.
  std::vector<MetricChange> out_of_tolerance(const MetricSource& summary) const;
  /// What is not exactly as it was.
  std::vector<MetricChange> changed(const MetricSource& summary) const;
  /// The document with the values of `summary`, the metrics and tolerances of this one and our version.
  std::string text_with(const MetricSource& summary) const;

 private:
  MetricsGolden() = default;

  std::vector<GoldenMetric> metrics_;
  std::string version_;
  std::vector<Diagnostic> problems_;
  Sources sources_;
};

}  // namespace swarmsim
