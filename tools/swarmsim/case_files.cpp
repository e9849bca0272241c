#include "tools/swarmsim/case_files.hpp"

#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "tools/swarmsim/folder.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> cases_in(const fs::path& folder) {
  std::vector<fs::path> files = files_in(folder);
  std::erase_if(files, [](const fs::path& file) { return file.extension() != ".json"; });
  return files;
}

}  // namespace

std::variant<std::vector<std::string>, UsageProblem> find_cases(const std::vector<std::string>& paths) {
  std::vector<std::string> found;
  std::set<std::string> seen;
  const auto add = [&](const fs::path& path) {
    std::string normal = path.lexically_normal().string();
    if (seen.insert(normal).second) found.push_back(std::move(normal));
  };
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
      add(path);  // whether it can be read is seen when it is
      continue;
    }
    const std::vector<fs::path> inside = cases_in(path);
    if (inside.empty()) return UsageProblem{fmt::format("{}: there is no case (*.json) in it", path)};
    for (const fs::path& file : inside) add(file);
  }
  return found;
}

CaseFile read_case(const std::string& path, const std::vector<std::string>& sets) {
  CaseFile file;
  file.source = {path, {}, sets};
  auto text = read_file(path);
  if (const auto* problem = std::get_if<FileProblem>(&text)) {
    file.loaded.problems.push_back({path, 0, 0, problem->message, {}});
    return file;
  }
  file.source.text = std::get<std::string>(std::move(text));
  file.loaded = load(file.source);
  return file;
}

}  // namespace swarmsim
