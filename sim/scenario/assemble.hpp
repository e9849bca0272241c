#pragma once
// From a scenario's text, what it includes, --set arguments and parameters to the one tree that is read.
//
// Included files come first, in order, and what follows is laid over them: objects key by key, lists
// whose elements all have an `id` or a `name` element by element, null removes, anything else replaces.
// Then --set changes single values, and at last ${name} in any text becomes the parameter. Every node
// keeps the place where it was written. Knows no meaning but `include` and `params`.

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/json_tree.hpp"
#include "sim/scenario/sources.hpp"

namespace swarmsim {

struct Assembled {
  std::optional<JsonNode> root;  ///< absent if a text, of those included too, could not be read to its end
  std::vector<Diagnostic> problems;
  std::vector<TextPlace> blamed;  ///< values that could not be made: what is read there means nothing
};

/// `main` is the first of `sources`; `sets` are "PATH=VALUE" as given on the command line.
Assembled assemble(Sources& sources, const SourceText& main, const std::vector<std::string>& sets);
/// The same of a scenario that is a part of a larger text, which has been parsed and stands at `path`.
Assembled assemble(Sources& sources, JsonTree main, const std::string& path,
                   const std::vector<std::string>& sets);

/// Lays `over` over `base`.
void merge(JsonNode& base, JsonNode over);

/// Applies one "PATH=VALUE". PATH is keys, ids and names joined by dots; of several that fit, the
/// longest wins. VALUE is JSON where it reads as such, else text.
void apply_set(JsonNode& root, Sources& sources, const std::string& set, std::vector<Diagnostic>& problems);

/// Replaces ${name} in every text of the root by the values of its `params`.
void apply_params(Assembled& tree, const Sources& sources);

}  // namespace swarmsim
