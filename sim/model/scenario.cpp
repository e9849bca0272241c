#include "sim/model/scenario.hpp"

#include <algorithm>

#include "core/base/file_text.hpp"

namespace swarmsim {

std::string inner_path(const ContentFile& file) {
  return file.path.empty() ? "" : path_below("", file.path).substr(1);
}

const DownloadSpec* download_of(const GroupSpec& group, ContentId id) {
  const auto found = std::find_if(group.download.begin(), group.download.end(),
                                  [id](const DownloadSpec& one) { return one.content == id; });
  return found == group.download.end() ? nullptr : &*found;
}

void forget_files(Scenario& scenario, ContentId id) {
  ContentSpec& content = scenario.contents[index_of(id)];
  if (content.data == DataKind::given) content.data = DataKind::seeded;
  content.path.clear();
  content.torrent.clear();
  content.files.clear();
  content.hashes.clear();
  content.metadata_size = 0;
  for (GroupSpec& group : scenario.groups) {
    for (DownloadSpec& download : group.download) {
      if (download.content == id) download.unwanted.clear();
    }
  }
}

bool corrupts(const Scenario& scenario) {
  const auto by_link = [](const LinkPlan& link) { return link.corrupt.part > 0; };
  return std::any_of(scenario.groups.begin(), scenario.groups.end(),
                     [&](const GroupSpec& one) { return one.corrupt.part > 0 || by_link(one.link); }) ||
         std::any_of(scenario.classes.begin(), scenario.classes.end(),
                     [&](const ClassSpec& one) { return by_link(one.link); });
}

}  // namespace swarmsim
