#pragma once
// The words of every answer, in one place. They keep the inspiring program's words where it had any.
//
// Pure text from plain values; who may ask and what is true is decided elsewhere.

#include <string>
#include <string_view>
#include <vector>

#include "sim/model/answer.hpp"

namespace swarmsim {

namespace answers {

Answer listed(std::vector<std::string> names);
Answer holders(std::string_view file, std::vector<HolderInfo> holders);
Answer peers(std::vector<PeerInfo> peers);
Answer scraped(std::string_view file, ScrapeCounts counts);

Answer now_sending();
Answer already_sending();
Answer not_owned(std::string_view file);
Answer now_downloading(std::string_view file);
Answer already_owned(std::string_view file);
Answer already_downloading(std::string_view file);
Answer exited();
Answer has_left(std::string_view peer);
Answer not_arrived(std::string_view peer);
Answer unanswered();
Answer crashed(std::string_view peer);
Answer link_changed(std::string_view peer);
Answer tracker_failing(bool forgets);
Answer tracker_recovered();
Answer arrived(std::string_view peer);
Answer arrived_already(std::string_view peer);
Answer settings_changed(std::string_view peer);
Answer not_a_setting(std::string_view peer, std::string_view client);

std::string line_downloaded(std::string_view file);
std::string line_no_other_peer(std::string_view file);

}  // namespace answers

}  // namespace swarmsim
