#include "sim/command/answers.hpp"

#include <fmt/format.h>

#include <utility>

namespace swarmsim::answers {

namespace {
Answer said(std::string line) { return {true, {std::move(line)}, {}}; }
Answer failed(std::string line) { return {false, {std::move(line)}, {}}; }
}  // namespace

Answer listed(std::vector<std::string> names) {
  Answer answer;
  answer.lines = names;
  answer.value = std::move(names);
  return answer;
}

Answer holders(std::string_view file, std::vector<HolderInfo> holders) {
  if (holders.empty()) return failed(fmt::format("No information found for file: {}", file));
  Answer answer;
  for (const HolderInfo& holder : holders) {
    answer.lines.push_back(fmt::format("peer_id: {}, ip: {}, port: {}, status: {}", holder.peer, holder.ip,
                                       holder.port, holder.seeder ? "seeder" : "leecher"));
  }
  answer.value = std::move(holders);
  return answer;
}

Answer peers(std::vector<PeerInfo> peers) {
  Answer answer;
  for (const PeerInfo& peer : peers) {
    answer.lines.push_back(
        fmt::format("peer_id: {}, ip: {}, port: {}, score: {}", peer.peer, peer.ip, peer.port, peer.score));
  }
  answer.value = std::move(peers);
  return answer;
}

Answer scraped(std::string_view file, ScrapeCounts counts) {
  Answer answer = said(
      fmt::format("Scrape results for file {}: Number of seeders: {}, Number of leechers: {}, completed: {}",
                  file, counts.seeders, counts.leechers, counts.completed));
  answer.value = counts;
  return answer;
}

Answer now_sending() { return said("You are now in SEND mode"); }
Answer already_sending() { return said("You are already in SEND mode"); }
Answer not_owned(std::string_view file) {
  return failed(fmt::format("error: You don't own the file {}", file));
}
Answer now_downloading(std::string_view file) {
  return said(fmt::format("You are now DOWNLOADING the file {}", file));
}
Answer already_owned(std::string_view file) {
  return said(fmt::format("You already have the file {}", file));
}
Answer already_downloading(std::string_view file) {
  return said(fmt::format("You are already DOWNLOADING the file {}", file));
}
Answer exited() { return said("You have exited the torrent"); }
Answer has_left(std::string_view peer) { return failed(fmt::format("error: {} has left", peer)); }
Answer not_arrived(std::string_view peer) {
  return failed(fmt::format("error: {} has not arrived yet", peer));
}

Answer unanswered() { return failed("error: the tracker does not answer"); }
Answer crashed(std::string_view peer) { return said(fmt::format("{} has crashed", peer)); }
Answer link_changed(std::string_view peer) { return said(fmt::format("The link of {} has changed", peer)); }
Answer tracker_failing(bool forgets) {
  return said(forgets ? "The tracker fails and forgets" : "The tracker fails");
}
Answer arrived(std::string_view peer) { return said(fmt::format("{} has arrived", peer)); }
Answer arrived_already(std::string_view peer) {
  return failed(fmt::format("error: {} has arrived already", peer));
}
Answer settings_changed(std::string_view peer) {
  return said(fmt::format("The client of {} has changed", peer));
}
Answer not_a_setting(std::string_view peer, std::string_view client) {
  return failed(fmt::format("error: {} runs {}, which has no slots and no request queue", peer, client));
}
Answer tracker_recovered() { return said("The tracker works"); }

std::string line_downloaded(std::string_view file) {
  return fmt::format("The file {} has been downloaded and saved", file);
}
std::string line_no_other_peer(std::string_view file) {
  return fmt::format("No other peer has the file {}", file);
}

}  // namespace swarmsim::answers
