#pragma once
// One value of a report by its path, and whoever can look it up.
//
// A metric is what the summary prints at a path: null, a truth value, a number or a text. Expectations
// read metrics without knowing whether they come from one run or from the mean of many.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace swarmsim {

/// A single value of the summary, and its text as the document prints it (strings without quotes).
struct Metric {
  std::variant<std::monostate, bool, double, std::string> value;  ///< monostate: null
  std::string text;

  bool is_null() const { return std::holds_alternative<std::monostate>(value); }
};

class MetricSource {
 public:
  virtual ~MetricSource() = default;
  /// The single value at `path`; absent if there is none, or an object or a list.
  virtual std::optional<Metric> find(std::string_view path) const = 0;
};

}  // namespace swarmsim
