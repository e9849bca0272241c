#pragma once
// Scenario text to typed scenario: the only way in.
//
// Reports every problem of the text at once, in the order of the file. A key that contracts reserve
// for a later version is answered "not in this version"; nothing is ignored.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/sources.hpp"

namespace swarmsim {

/// Names that exist outside the scenario language; the caller knows them, the loader only checks.
struct KnownNames {
  std::vector<std::string> profiles;
  std::vector<std::string> chokers;
  std::vector<std::string> pickers;
  std::vector<std::string> range_profiles{};       ///< of the profiles: who speak ranges and no peer wire
  std::vector<std::string> contact_profiles{};     ///< who make contacts, and speak no peer wire
  std::vector<std::string> fast_profiles{};        ///< who speak the fast extension
  std::vector<std::string> exchanging_profiles{};  ///< who speak peer exchange
  std::vector<std::string> pulsing_profiles{};     ///< who do things in pulses
  std::vector<std::string> metadata_profiles{};    ///< who fetch metadata, and serve it
};

struct LoadOptions {
  FileReader read = nullptr;      ///< for includes and CSV files; without one they are problems
  std::vector<std::string> sets;  ///< "PATH=VALUE", applied in order
  FileLister list = nullptr;      ///< for contents on disk; without one they are problems
};

struct LoadResult {
  Scenario scenario;  ///< meaningful only if `problems` is empty
  std::vector<Diagnostic> problems;
  Sources sources;  ///< what later problems are shown in
};

/// Parses and checks `text`; `path` appears in messages, and files it names are sought beside it.
LoadResult load_scenario(std::string_view text, const std::string& path, const KnownNames& known,
                         const LoadOptions& options = {});

}  // namespace swarmsim
