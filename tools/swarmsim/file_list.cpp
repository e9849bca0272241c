#include "tools/swarmsim/file_list.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "core/protocol/safe_name.hpp"

namespace swarmsim {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t deepest_folder = 100;

/// Walks a folder into a list; stops at the first problem.
class Walk {
 public:
  std::optional<FileProblem> folder(const fs::path& at) {
    if (above_.size() >= deepest_folder) return problem(at, "lies too deep");
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator next(at, error), end; !error && next != end; next.increment(error)) {
      names.push_back(next->path().filename().string());
    }
    if (error) return problem(at, "cannot be read: " + error.message());
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      above_.push_back(name);
      if (auto found = one(at / name, name)) return found;
      above_.pop_back();
    }
    return std::nullopt;
  }

  std::vector<ListedFile> files;

 private:
  static FileProblem problem(const fs::path& at, std::string_view what) {
    return {fmt::format("{} {}", in_quotes(at.string()), what)};
  }

  std::optional<FileProblem> one(const fs::path& at, const std::string& name) {
    const std::string_view why = unsafe_name(name);
    if (!why.empty()) return problem(at, fmt::format("cannot be shared: its name {}", why));
    std::error_code error;
    const fs::file_status status = fs::symlink_status(at, error);
    if (fs::is_directory(status)) return folder(at);
    if (!fs::is_regular_file(status)) return problem(at, "is neither a file nor a folder");
    const auto size = fs::file_size(at, error);
    if (error) return problem(at, "cannot be read: " + error.message());
    files.push_back({above_, static_cast<std::int64_t>(size)});
    return std::nullopt;
  }

  std::vector<std::string> above_;
};

}  // namespace

FileList list_files(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return FileProblem{"cannot be read: No such file or directory"};
  if (fs::is_regular_file(status)) {
    const auto size = fs::file_size(path, error);
    if (error) return FileProblem{"cannot be read: " + error.message()};
    return std::vector<ListedFile>{{{}, static_cast<std::int64_t>(size)}};
  }
  if (!fs::is_directory(status)) return FileProblem{"is neither a file nor a folder"};
  Walk walk;
  if (auto found = walk.folder(path)) return *found;
  if (walk.files.empty()) return FileProblem{"is a folder without files"};
  return std::move(walk.files);
}

}  // namespace swarmsim
