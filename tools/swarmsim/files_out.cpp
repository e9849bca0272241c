#include "tools/swarmsim/files_out.hpp"

#include <algorithm>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/words.hpp"
#include "core/protocol/safe_name.hpp"
#include "tools/swarmsim/output_file.hpp"

namespace swarmsim {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t bytes_at_once = std::int64_t{1} << 20;

FileProblem problem_at(const std::string& path, std::string_view what) {
  return {fmt::format("--files-out: {} {}", in_quotes(path), what)};
}

/// Makes the folder `path`, whose parent is there. A link to a folder is none.
std::optional<FileProblem> make_folder(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (fs::is_directory(status)) return std::nullopt;
  if (fs::exists(status)) return problem_at(path, "is there and is no folder");
  fs::create_directory(path, error);
  if (error) return problem_at(path, "cannot be made: " + error.message());
  return std::nullopt;
}

/// One file of a content: where it lies and where its bytes are.
struct Place {
  std::vector<std::string> path;
  std::int64_t offset = 0;
  std::int64_t size = 0;
};

/// Of the files those that are not `unwanted`, indices in ascending order.
std::vector<Place> places_of(const ContentInfo& content, std::span<const std::uint32_t> unwanted) {
  if (content.files.empty()) return {{{}, 0, content.geometry.size}};
  std::vector<Place> places;
  std::int64_t offset = 0;
  for (std::uint32_t i = 0; i < content.files.size(); ++i) {
    const ContentFile& file = content.files[i];
    const bool is_left_out = std::binary_search(unwanted.begin(), unwanted.end(), i);
    if (!file.is_padding && !is_left_out) places.push_back({file.path, offset, file.size});
    offset += file.size;
  }
  return places;
}

}  // namespace

FilesOut::FilesOut(const World& world, std::string dir) : world_(world), dir_(std::move(dir)) {
  const auto& contents = world.contents();
  if (std::none_of(contents.begin(), contents.end(),
                   [](const ContentInfo& one) { return one.carries_data; })) {
    problem_ = FileProblem{"--files-out: no content has bytes, only sizes"};
    return;
  }
  std::error_code error;
  if (fs::is_directory(dir_, error)) return;  // a link to one is the user's own choice
  fs::create_directories(dir_, error);
  if (error) problem_ = problem_at(dir_, "cannot be made: " + error.message());
}

std::optional<FileProblem> FilesOut::write() const {
  for (const Participant& participant : world_.participants()) {
    for (const Participation& part : participant.torrents) {
      const ContentInfo& content = world_.contents()[index_of(part.torrent->content())];
      if (!part.completed || !content.carries_data) continue;
      const std::string folder = fmt::format("{}/peer_{}", dir_, participant.name);
      if (auto problem = make_folder(folder)) return problem;
      if (auto problem = write_content(folder, participant, part)) return problem;
    }
  }
  return std::nullopt;
}

/// The files that the peer did not ask for, even if their bytes came along.
std::span<const std::uint32_t> FilesOut::left_out(const Participant& participant,
                                                  const Participation& part) const {
  if (part.torrent->complete()) return {};
  const GroupSpec& group = world_.scenario().groups[participant.group];
  const DownloadSpec* by_key = download_of(group, part.torrent->content());
  return by_key != nullptr ? std::span<const std::uint32_t>(by_key->unwanted)
                           : std::span<const std::uint32_t>();
}

std::optional<FileProblem> FilesOut::write_content(const std::string& folder, const Participant& participant,
                                                   const Participation& part) const {
  const ContentInfo& content = world_.contents()[index_of(part.torrent->content())];
  const std::string_view why = unsafe_name(content.name);
  if (!why.empty()) return problem_at(content.name, fmt::format("is no name for a file: it {}", why));
  for (const Place& place : places_of(content, left_out(participant, part))) {
    std::string path = fmt::format("{}/{}", folder, content.name);
    for (const std::string& name : place.path) {
      check(unsafe_name(name).empty(),
            "files out: who reads a scenario refuses names that are no plain ones");
      if (auto problem = make_folder(path)) return problem;
      path += "/" + name;
    }
    if (auto problem = write_file(path, part, place.offset, place.size)) return problem;
  }
  return std::nullopt;
}

std::optional<FileProblem> FilesOut::write_file(const std::string& path, const Participation& part,
                                                std::int64_t offset, std::int64_t size) const {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (fs::exists(status) && !fs::is_regular_file(status))
    return problem_at(path, "is there and is no plain file");
  const ContentInfo& content = world_.contents()[index_of(part.torrent->content())];
  OutputFile file(path);
  std::string bytes;
  for (std::int64_t done = 0; done < size; done += bytes_at_once) {
    bytes.resize(static_cast<std::size_t>(std::min(bytes_at_once, size - done)));
    part.torrent->store().read_at(content, offset + done, std::as_writable_bytes(std::span(bytes)));
    file.write(bytes);
  }
  return file.commit();
}

}  // namespace swarmsim
