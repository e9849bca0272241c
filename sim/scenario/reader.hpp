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

#include "core/base/distribution.hpp"
#include "core/base/time.hpp"
#include "core/base/units.hpp"
#include "core/protocol/metainfo.hpp"
#include "sim/model/quantity.hpp"
#include "sim/model/scenario.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/json_tree.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/sources.hpp"

namespace swarmsim {

/// `"up": "2 mb/s"`: how a message names a value; the value alone for an item of a list.
std::string describe(const JsonNode& node);
/// `"up"`, or `this item` in a list.
std::string subject(const JsonNode& node);

class Reader {
 public:
  /// At the places in `blamed` something has been found already: nothing more is said there.
  Reader(Sources& sources, std::vector<Diagnostic> problems, std::vector<TextPlace> blamed)
      : sources_(sources), problems_(std::move(problems)), blamed_(std::move(blamed)) {}

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
  std::optional<std::uint32_t> count(const JsonNode* node, std::uint32_t least, std::uint32_t most);
  std::optional<bool> boolean(const JsonNode* node);
  /// A number from `least` to `most`, both included.
  std::optional<double> number(const JsonNode* node, double least, double most);
  /// A number above 0 with at most nine digits on either side of the point, exactly.
  std::optional<Share> decimal(const JsonNode* node);
  /// "30 %" or "1 in 1000", from 0 to 1.
  std::optional<Share> share(const JsonNode* node);

  std::optional<Bytes> bytes(const JsonNode* node, Bytes least, Bytes most);
  /// A rate above zero.
  std::optional<Rate> rate(const JsonNode* node);
  std::optional<Duration> duration(const JsonNode* node);
  /// A time above zero.
  std::optional<Duration> positive_duration(const JsonNode* node);

  /// A rate above zero, or a distribution of rates, in bytes per second.
  std::optional<Distribution> rates(const JsonNode* node);
  /// A time or a distribution of times, in nanoseconds.
  std::optional<Distribution> durations(const JsonNode* node);
  /// The times in the CSV file that the node names, a line each, or those of a list, none before the one
  /// above; lines that are blank or begin with # count for nothing.
  std::optional<std::vector<Duration>> duration_file(const JsonNode* node);

  /// The files at or below the path that the node names, with their bytes.
  std::optional<std::vector<ContentFile>> content_files(const JsonNode* node);
  /// The same of a path seen from where the program runs; problems are the node's.
  std::optional<std::vector<ContentFile>> content_files(const JsonNode& node, const std::string& path);
  /// The .torrent that the node names.
  std::optional<Metainfo> torrent(const JsonNode* node);
  /// The files of `torrent`, with their bytes if `path` is given: the file or folder that it describes.
  std::optional<std::vector<ContentFile>> torrent_files(const Metainfo& torrent, const JsonNode* path);
  /// The path that the node names, seen from where the program runs.
  std::optional<std::string> path(const JsonNode* node);

  /// The index of the node's text in `allowed`; a word of `later` is not in this version.
  std::optional<std::size_t> choice(const JsonNode* node, const std::vector<std::string>& allowed,
                                    const std::vector<std::string>& later);

  /// All problems, in the order of the files.
  std::vector<Diagnostic> take_problems();

 private:
  using ReadQuantity = std::optional<std::int64_t> (Reader::*)(const JsonNode*);
  /// A rate that can be drawn: not "unlimited".
  std::optional<std::int64_t> finite_rate_value(const JsonNode* node);
  std::optional<std::int64_t> duration_value(const JsonNode* node);
  std::optional<Distribution> distribution(const JsonNode& node, ReadQuantity read);
  std::optional<Distribution> uniform(const JsonNode& node, ReadQuantity read);
  std::optional<Distribution> lognormal(const JsonNode& node, ReadQuantity read);
  std::optional<Distribution> weibull(const JsonNode& node, ReadQuantity read);
  std::optional<Distribution> pareto(const JsonNode& node, ReadQuantity read);
  std::optional<Distribution> empirical(const JsonNode& node, ReadQuantity read);
  /// The bytes of a file as list() saw it.
  std::optional<std::string_view> file_bytes(const JsonNode& node, const std::string& path,
                                             std::int64_t size);
  /// The lines of the CSV file that the node names, or the items of a list, as nodes that can be read and
  /// blamed.
  std::optional<std::vector<JsonNode>> csv(const JsonNode& node);
  /// Unknown, missing and later keys of an object.
  void check_keys(const JsonNode& node, const ObjectSpec& spec);
  /// Takes the key that was meant out of `missing`.
  void unknown_key(const JsonNode& node, const std::vector<std::string>& allowed,
                   std::vector<std::string>& missing);
  /// The text of a quantity; bare numbers, distributions and other types are reported.
  const std::string* quantity(const JsonNode& node, std::string_view example);
  template <typename T>
  std::optional<T> parsed(const JsonNode* node, std::string_view example,
                          std::variant<T, QuantityProblem> (*parse)(std::string_view));

  Sources& sources_;
  std::vector<Diagnostic> problems_;
  std::vector<TextPlace> blamed_;
};

}  // namespace swarmsim
