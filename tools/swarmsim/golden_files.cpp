#include "tools/swarmsim/golden_files.hpp"

#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "tools/swarmsim/folder.hpp"

namespace swarmsim {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder_name = "golden";
constexpr std::string_view trace_suffix = ".trace";
constexpr std::string_view metrics_suffix = ".metrics.json";

GoldenPlace place_of(const fs::path& scenario) {
  const std::string stem = (scenario.parent_path() / folder_name / scenario.stem()).string();
  GoldenPlace place{scenario.string(), stem + std::string(trace_suffix), stem + std::string(metrics_suffix)};
  std::error_code ignored;
  place.has_trace = fs::exists(place.trace, ignored);
  place.has_metrics = fs::exists(place.metrics, ignored);
  return place;
}

void find_stale(const fs::path& folder, std::vector<std::string>& stale) {
  for (const fs::path& file : files_in(folder / folder_name)) {
    const std::string name = file.filename().string();
    for (const std::string_view suffix : {trace_suffix, metrics_suffix}) {
      if (!name.ends_with(suffix)) continue;
      const std::string stem = name.substr(0, name.size() - suffix.size());
      std::error_code ignored;
      if (!fs::exists(folder / (stem + ".json"), ignored)) stale.push_back(file.lexically_normal().string());
      break;
    }
  }
}

}  // namespace

std::variant<GoldenPlaces, UsageProblem> find_goldens(std::vector<std::string> paths) {
  if (paths.empty()) paths.emplace_back("scenarios");
  GoldenPlaces found;
  std::set<fs::path> seen;
  const auto add = [&](const fs::path& path) {
    const fs::path normal = path.lexically_normal();
    if (seen.insert(normal).second) found.scenarios.push_back(place_of(normal));
  };
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
      add(path);  // whether it can be read is seen when it is
      continue;
    }
    bool any = false;
    for (const fs::path& file : files_in(path)) {
      if (file.extension() != ".json") continue;
      add(file);
      any = true;
    }
    if (!any) return UsageProblem{fmt::format("{}: there is no scenario (*.json) in it", path)};
    if (seen.insert((fs::path(path) / "").lexically_normal()).second) find_stale(path, found.stale);
  }
  return found;
}

void make_golden_folder(const GoldenPlace& place) {
  std::error_code ignored;
  fs::create_directory(fs::path(place.trace).parent_path(), ignored);
}

}  // namespace swarmsim
