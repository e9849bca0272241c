#pragma once
// From JSON nodes to typed values, with every problem collected on the way.
//
// Each function takes the node it is given or nullptr for an absent key, and returns the value or
// nullopt; nullopt for a present node means that a problem was reported. So a caller writes
// `if (const auto up = in.rate(link->find("up"))) spec.up = *up;` and defaults need no code at all.
// Knows JSON and units, but no scenario.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/json_tree.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/source_text.hpp"

namespace swarmsim {

/// `"up": "2 mb/s"`: how a message names a value; the value alone for an item of a list.
std::string describe(const JsonNode& node);
/// `"up"`, or `this item` in a list.
std::string subject(const JsonNode& node);

class Reader {
 public:
  Reader(const SourceText& source, std::vector<Diagnostic> problems)
      : source_(source), problems_(std::move(problems)) {}

  void problem(TextPlace at, std::string message);
  /// "the value must be `expected`, not ...", at the node.
  void wrong_type(const JsonNode& node, std::string_view expected);

  /// The node if it is an object, after checking its keys against `spec`.
  const JsonNode* object(const JsonNode* node, const ObjectSpec& spec);
  /// Reports an object that only a later version reads; `expected` is what this one reads there.
  void later_object(const JsonNode& node, const ObjectSpec& spec, std::string_view expected);
  /// The node if it is a list.
  const JsonNode* list(const JsonNode* node, std::string_view of_what);

  /// Text of at least one byte, without control characters.
  std::optional<std::string> name(const JsonNode* node);
  std::optional<std::string> text(const JsonNode* node);
  /// A whole number from `least` to `most`.
  std::optional<std::int64_t> whole(const JsonNode* node, std::int64_t least, std::int64_t most);
  std::optional<std::uint32_t> count(const JsonNode* node, std::uint32_t least);

  std::optional<Bytes> bytes(const JsonNode* node, Bytes least, Bytes most);
  /// A rate above zero.
  std::optional<Rate> rate(const JsonNode* node);
  std::optional<Duration> duration(const JsonNode* node);
  /// A time above zero.
  std::optional<Duration> positive_duration(const JsonNode* node);

  /// The index of the node's text in `allowed`; a word of `later` is not in this version.
  std::optional<std::size_t> choice(const JsonNode* node, const std::vector<std::string>& allowed,
                                    const std::vector<std::string>& later);

  /// All problems, in the order of the file.
  std::vector<Diagnostic> take_problems();

 private:
  /// Unknown, missing and later keys of an object.
  void check_keys(const JsonNode& node, const ObjectSpec& spec);
  /// The text of a quantity; bare numbers, distributions and other types are reported.
  const std::string* quantity(const JsonNode& node, std::string_view example);
  template <typename T>
  std::optional<T> parsed(const JsonNode* node, std::string_view example,
                          std::variant<T, QuantityProblem> (*parse)(std::string_view));

  const SourceText& source_;
  std::vector<Diagnostic> problems_;
};

}  // namespace swarmsim
