#include <algorithm>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/model/wanted_pieces.hpp"
#include "sim/scenario/load_parts.hpp"

namespace swarmsim {

namespace {

/// The files that `name` means: one, or all of a folder.
std::vector<std::uint32_t> files_called(const ContentSpec& content, std::string name) {
  while (name.ends_with('/')) name.pop_back();
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < content.files.size(); ++i) {
    const std::string path = inner_path(content.files[i]);
    const bool is_below = path.size() > name.size() && path.starts_with(name) && path[name.size()] == '/';
    if (!content.files[i].is_padding && !name.empty() && (path == name || is_below)) found.push_back(i);
  }
  return found;
}

/// The files that the list `node` names, in ascending order; nothing if it names some in vain, which is
/// reported.
std::optional<std::vector<std::uint32_t>> load_files(Reader& in, const JsonNode* node,
                                                     const ContentSpec& content) {
  std::vector<std::uint32_t> files;
  node = in.list(node, "paths of files");
  if (node == nullptr) return std::nullopt;
  bool all_found = true;
  for (const JsonNode& item : node->children) {
    const auto name = in.text(&item);
    all_found = all_found && name.has_value();
    if (!name) continue;
    const std::vector<std::uint32_t> found = files_called(content, *name);
    files.insert(files.end(), found.begin(), found.end());
    if (!found.empty()) continue;
    all_found = false;
    std::vector<std::string> paths;
    for (const ContentFile& file : content.files) paths.push_back(inner_path(file));
    in.problem(item.at, fmt::format("{} has no file or folder {}{}", in_quotes(content.name),
                                    in_quotes(*name), did_you_mean(*name, paths)));
  }
  if (!all_found) return std::nullopt;
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

/// All files of `content` that are not in `files`.
std::vector<std::uint32_t> all_but(const ContentSpec& content, const std::vector<std::uint32_t>& files) {
  std::vector<std::uint32_t> others;
  for (std::uint32_t i = 0; i < content.files.size(); ++i) {
    if (!std::binary_search(files.begin(), files.end(), i)) others.push_back(i);
  }
  return others;
}

/// Reports `key` where the client of the group has no use for it; whether it has.
bool means_something(Reader& in, const JsonNode& key, const ClientSpec& client, bool does) {
  const bool is_known = !client.profile.empty();  // else that has been reported
  if (!does && is_known) refuse_for_client(in, key, client);
  return does;
}

/// Whether the client fetches pieces, and may leave some out.
bool fetches_pieces(const KnownNames& known, const ClientSpec& client) {
  return !is_one_of(known.range_profiles, client.profile) &&
         !is_one_of(known.contact_profiles, client.profile);
}

/// The files that the keys "wanted" or "unwanted" of `item` leave out.
std::vector<std::uint32_t> load_unwanted(Reader& in, const JsonNode& item, const ContentSpec& content,
                                         const KnownNames& known, const ClientSpec& client) {
  const JsonNode* wanted = item.find("wanted");
  const JsonNode* unwanted = item.find("unwanted");
  const JsonNode* node = wanted != nullptr ? wanted : unwanted;
  if (node == nullptr || !means_something(in, *node, client, fetches_pieces(known, client))) return {};
  if (wanted != nullptr && unwanted != nullptr) {
    in.problem(unwanted->key_at, "\"unwanted\" and \"wanted\" exclude each other");
    return {};
  }
  if (content.geometry.size == 0) return {};  // what is wrong with it has been reported
  if (content.files.size() < 2) {
    in.problem(node->at, fmt::format("{} is one file: there is nothing to choose", in_quotes(content.name)));
    return {};
  }
  const auto named = load_files(in, node, content);
  if (!named) return {};
  const std::vector<std::uint32_t> left_out = wanted != nullptr ? all_but(content, *named) : *named;
  if (wanted_pieces(content.geometry, content.files, left_out).none()) {
    in.problem(node->at, fmt::format("no byte of {} is wanted", in_quotes(content.name)));
    return {};
  }
  return left_out;
}

bool load_magnet(Reader& in, const JsonNode* node, const KnownNames& known, const ClientSpec& client) {
  const bool is_set = in.boolean(node).value_or(false);
  return is_set && means_something(in, *node, client, is_one_of(known.metadata_profiles, client.profile));
}

}  // namespace

bool is_new(Reader& in, const JsonNode& item, const std::string& name, ContentId id,
            std::vector<ContentId>& taken) {
  if (std::find(taken.begin(), taken.end(), id) == taken.end()) {
    taken.push_back(id);
    return true;
  }
  in.problem(item.at, fmt::format("{} is in this list already", in_quotes(name)));
  return false;
}

std::vector<DownloadSpec> load_downloads(Reader& in, const JsonNode* node,
                                         const std::vector<ContentSpec>& contents, const KnownNames& known,
                                         const ClientSpec& client) {
  std::vector<DownloadSpec> downloads;
  std::vector<ContentId> taken;
  node = in.list(node, "content names");
  if (node == nullptr) return downloads;
  for (const JsonNode& item : node->children) {
    const bool is_object = item.kind == JsonKind::object;
    if (is_object) in.object(&item, schema::download_item);
    const JsonNode* file = is_object ? item.find("file") : &item;
    const auto name = in.text(file);
    const auto id = name ? find_content(in, file->at, *name, contents) : std::nullopt;
    const auto after = is_object ? in.duration(item.find("after")) : std::nullopt;
    if (!id || !is_new(in, item, *name, *id, taken)) continue;
    DownloadSpec download{*id, after.value_or(Duration{})};
    if (is_object) download.unwanted = load_unwanted(in, item, contents[index_of(*id)], known, client);
    if (is_object) download.magnet = load_magnet(in, item.find("magnet"), known, client);
    downloads.push_back(std::move(download));
  }
  return downloads;
}

}  // namespace swarmsim
