// Distributions and lists of quantities in files, as the reader's callers want them: in base units.

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/scenario/reader.hpp"

namespace swarmsim {

namespace {

constexpr double smallest_shape = 0.1;
constexpr double largest_shape = 100;
constexpr double largest_sigma = 10;
constexpr std::string_view csv_blanks = " \t\r";

}  // namespace

std::optional<std::int64_t> Reader::finite_rate_value(const JsonNode* node) {
  const auto value = rate(node);
  if (!value) return std::nullopt;
  if (*value != Rate::unlimited()) return value->bytes_per_second;
  problem(node->at, fmt::format("{} cannot be drawn: write {}", describe(*node), rate_example));
  return std::nullopt;
}

std::optional<std::int64_t> Reader::duration_value(const JsonNode* node) {
  const auto value = duration(node);
  if (!value) return std::nullopt;
  return value->count();
}

std::optional<Distribution> Reader::rates(const JsonNode* node) {
  if (node == nullptr) return std::nullopt;
  if (node->kind == JsonKind::object) return distribution(*node, &Reader::finite_rate_value);
  const auto value = rate(node);
  if (!value) return std::nullopt;
  return Distribution::constant(value->bytes_per_second);
}

std::optional<Distribution> Reader::durations(const JsonNode* node) {
  if (node == nullptr) return std::nullopt;
  if (node->kind == JsonKind::object) return distribution(*node, &Reader::duration_value);
  const auto value = duration_value(node);
  if (!value) return std::nullopt;
  return Distribution::constant(*value);
}

std::optional<Distribution> Reader::distribution(const JsonNode& node, ReadQuantity read) {
  if (object(&node, schema::distribution) == nullptr) return std::nullopt;
  const JsonNode& shape = node.children.front();
  if (shape.key == "uniform") return uniform(shape, read);
  if (shape.key == "lognormal") return lognormal(shape, read);
  if (shape.key == "weibull") return weibull(shape, read);
  if (shape.key == "pareto") return pareto(shape, read);
  if (shape.key == "empirical") return empirical(shape, read);
  if (shape.key != "exponential" || object(&shape, schema::exponential) == nullptr) return std::nullopt;
  const auto mean = (this->*read)(shape.find("mean"));
  if (!mean) return std::nullopt;
  return Distribution::exponential(*mean);
}

std::optional<Distribution> Reader::uniform(const JsonNode& node, ReadQuantity read) {
  if (node.kind != JsonKind::list || node.children.size() != 2) {
    problem(node.at, R"("uniform" must be a list of the least and the most, such as ["10 ms", "50 ms"])");
    return std::nullopt;
  }
  const auto low = (this->*read)(&node.children[0]);
  const auto high = (this->*read)(&node.children[1]);
  if (!low || !high) return std::nullopt;
  if (*low <= *high) return Distribution::uniform(*low, *high);
  problem(node.at, "\"uniform\" goes from the least to the most: these are the other way round");
  return std::nullopt;
}

std::optional<Distribution> Reader::lognormal(const JsonNode& node, ReadQuantity read) {
  if (object(&node, schema::lognormal) == nullptr) return std::nullopt;
  const auto median = (this->*read)(node.find("median"));
  const auto sigma = number(node.find("sigma"), 0, largest_sigma);
  const auto most = (this->*read)(node.find("max"));
  if (!median || !sigma || !most) return std::nullopt;
  if (*median <= *most) return Distribution::lognormal(*median, *sigma, *most);
  problem(node.at, "\"lognormal\" needs a max of at least the median");
  return std::nullopt;
}

std::optional<Distribution> Reader::weibull(const JsonNode& node, ReadQuantity read) {
  if (object(&node, schema::weibull) == nullptr) return std::nullopt;
  const auto shape = number(node.find("shape"), smallest_shape, largest_shape);
  const auto scale = (this->*read)(node.find("scale"));
  if (!shape || !scale) return std::nullopt;
  return Distribution::weibull(*shape, *scale);
}

std::optional<Distribution> Reader::pareto(const JsonNode& node, ReadQuantity read) {
  if (object(&node, schema::pareto) == nullptr) return std::nullopt;
  const auto shape = number(node.find("shape"), smallest_shape, largest_shape);
  const auto least = (this->*read)(node.find("min"));
  const auto most = (this->*read)(node.find("max"));
  if (!shape || !least || !most) return std::nullopt;
  if (*least > 0 && *least <= *most) return Distribution::pareto(*shape, *least, *most);
  problem(node.at, "\"pareto\" needs a min above 0 and a max of at least as much");
  return std::nullopt;
}

std::optional<Distribution> Reader::empirical(const JsonNode& node, ReadQuantity read) {
  const auto lines = csv(node);
  if (!lines) return std::nullopt;
  std::vector<std::int64_t> values;
  for (const JsonNode& line : *lines) {
    if (const auto value = (this->*read)(&line)) values.push_back(*value);
  }
  if (values.size() < lines->size()) return std::nullopt;
  return Distribution::empirical(std::move(values));
}

std::optional<std::vector<Duration>> Reader::duration_file(const JsonNode* node) {
  const auto lines = node == nullptr ? std::nullopt : csv(*node);
  if (!lines) return std::nullopt;
  std::vector<Duration> times;
  for (const JsonNode& line : *lines) {
    const auto time = duration(&line);
    if (!time) continue;
    if (!times.empty() && *time < times.back()) {
      problem(line.at, fmt::format("{} lies before the line above: times go up", in_quotes(line.text)));
      return std::nullopt;
    }
    times.push_back(*time);
  }
  if (times.size() < lines->size()) return std::nullopt;
  return times;
}

std::optional<std::vector<JsonNode>> Reader::csv(const JsonNode& node) {
  if (node.kind == JsonKind::list && !node.children.empty()) return node.children;
  const auto path = name(&node);
  if (!path) return std::nullopt;
  const auto opened = sources_.open(*path, node.at.file);
  if (const auto* unreadable = std::get_if<FileProblem>(&opened)) {
    problem(node.at, unreadable->message);
    return std::nullopt;
  }
  const SourceText& source = *std::get<const SourceText*>(opened);
  std::vector<JsonNode> lines;
  std::size_t begin = 0;
  while (begin < source.text().size()) {
    const std::size_t end = std::min(source.text().find('\n', begin), source.text().size());
    const std::string_view cell = trimmed(source.text().substr(begin, end - begin), csv_blanks);
    if (!cell.empty() && cell.front() != '#') {
      JsonNode line;
      line.kind = JsonKind::text;
      line.text = std::string(cell);
      line.at = source.place_of(static_cast<std::size_t>(cell.data() - source.text().data()));
      lines.push_back(std::move(line));
    }
    begin = end + 1;
  }
  if (!lines.empty()) return lines;
  problem(node.at, fmt::format("{} holds no value", in_quotes(source.path())));
  return std::nullopt;
}

}  // namespace swarmsim
