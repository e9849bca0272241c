// The results of goldens in words: for people, as JUnit's XML, as GitHub's annotations.

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "sim/scenario/json_syntax.hpp"
#include "tools/swarmsim/golden.hpp"

namespace swarmsim {

namespace {

bool is_error(GoldenVerdict verdict) {
  return verdict == GoldenVerdict::bad_input || verdict == GoldenVerdict::broken;
}

std::string_view word_for(GoldenVerdict verdict) {
  switch (verdict) {
    case GoldenVerdict::good: return "ok";
    case GoldenVerdict::unmet: return "FAILED";
    case GoldenVerdict::bad_input:
    case GoldenVerdict::broken: return "ERROR";
    case GoldenVerdict::interrupted: return "stopped";
  }
  return "";
}

std::string indented(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines += fmt::format("    {}", text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

/// XML 1.0 has no way to write most control characters, nor bytes that are no UTF-8, which a file's name
/// may hold: they become question marks.
std::string xml_escaped(std::string_view text) {
  std::string valid(text);
  while (const auto bad = find_bad_utf8(valid)) valid[bad->offset] = '?';
  std::string escaped;
  for (const char c : valid) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\n': escaped += "&#10;"; break;  // a bare one in an attribute is read as a blank
      case '\t': escaped += "&#9;"; break;
      default: escaped += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return escaped;
}

/// As GitHub's runner reads back what stands behind `::`; in a property colons and commas mean something.
std::string github_escaped(std::string_view text, bool is_property) {
  std::string escaped;
  for (const char c : text) {
    const bool is_special = c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ','));
    escaped += is_special ? fmt::format("%{:02X}", static_cast<unsigned>(c)) : std::string(1, c);
  }
  return escaped;
}

}  // namespace

GoldenResult stale_golden(const std::string& path) {
  GoldenResult result{path};
  result.verdict = GoldenVerdict::unmet;
  result.headline = "a golden without its scenario: remove it";
  result.file = path;
  return result;
}

std::string golden_lines(std::span<const GoldenResult> results, bool quiet) {
  std::size_t width = 0;
  for (const GoldenResult& result : results) width = std::max(width, result.scenario.size());
  std::string text;
  for (const GoldenResult& result : results) {
    if (quiet && result.verdict == GoldenVerdict::good) continue;
    text +=
        fmt::format("{:<7}  {:<{}}  {}\n", word_for(result.verdict), result.scenario, width, result.headline);
    if (!is_error(result.verdict)) text += indented(result.text);
  }
  return text;
}

std::string golden_junit(std::span<const GoldenResult> results) {
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::string cases;
  for (const GoldenResult& result : results) {
    cases +=
        fmt::format("    <testcase classname=\"swarmsim.golden\" name=\"{}\"", xml_escaped(result.scenario));
    if (result.verdict == GoldenVerdict::good) {
      cases += "/>\n";
      continue;
    }
    const bool is_failure = result.verdict == GoldenVerdict::unmet;
    ++(is_failure ? failures : errors);
    const std::string_view tag = is_failure ? "failure" : "error";
    cases += fmt::format(">\n      <{0} message=\"{1}\">{2}</{0}>\n    </testcase>\n", tag,
                         xml_escaped(result.headline), xml_escaped(result.text));
  }
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", results.size(), failures, errors);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n"
      "  <testsuite name=\"swarmsim golden\" {0}>\n{1}  </testsuite>\n</testsuites>\n",
      counts, cases);
}

std::string golden_annotations(std::span<const GoldenResult> results) {
  std::string text;
  for (const GoldenResult& result : results) {
    if (result.verdict == GoldenVerdict::good || result.verdict == GoldenVerdict::interrupted) continue;
    const std::string& file = result.file.empty() ? result.scenario : result.file;
    text += fmt::format("::error file={}", github_escaped(file, true));
    if (result.line > 0) text += fmt::format(",line={}", result.line);
    text += fmt::format(",title={}::{}\n", github_escaped("golden of " + result.scenario, true),
                        github_escaped(result.headline + "\n" + result.text, false));
  }
  return text;
}

}  // namespace swarmsim
