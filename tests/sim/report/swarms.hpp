#pragma once
// The swarms that the tests of reports share, as scenario text.
//
// Small enough to read a report of: a seed with 2 Mbit/s and 1 MiB of content, unless a test says
// otherwise. Knows the format, nothing else.

#include <string>

namespace swarmsim {

/// A scenario whose content is `file` of 1 MiB, with `peers` and further keys (", \"expect\": []").
inline std::string swarm_of(const std::string& peers, const std::string& more = "",
                            const std::string& stop_at = "10 min") {
  return R"({ "format": "swarmsim/scenario/1", "name": "test", "stop": { "at": ")" + stop_at +
         R"(" },)"
         R"( "content": [{ "name": "file", "size": "1 MiB", "piece": "64 KiB" }],)"
         R"( "peers": [)" +
         peers + "]" + more + "}";
}

inline const std::string one_seed = R"({ "id": "seed", "has": ["file"], "send": ["file"] })";
inline const std::string three_leechers = R"({ "id": "crowd", "count": 3, "download": ["file"] })";

/// One seed and three leechers, who all begin at 0 s.
inline std::string small_swarm(const std::string& more = "", const std::string& stop_at = "10 min") {
  return swarm_of(one_seed + "," + three_leechers, more, stop_at);
}

}  // namespace swarmsim
