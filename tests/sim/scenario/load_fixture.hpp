#pragma once
// Scenario texts for the loader's tests: the smallest good one, and the same with one line replaced.
//
// A replaced line may hold one '^': the mark is taken out, and the byte behind it is where a problem is
// expected. Line numbers are stable, so a test says in which line it plants what.

#include <cstddef>
#include <string>
#include <vector>

#include "sim/scenario/load.hpp"

namespace swarmsim {

/// Lines of a good scenario, named by their keys: from the opening brace (1) to the closing one (14).
enum SmallLine : std::size_t {
  line_format = 2,
  line_name,
  line_seed,
  line_stop,
  line_network,
  line_tracker,
  line_client,
  line_content,
  line_classes,
  line_peers,
  line_timeline,
  line_expect,
};

inline std::vector<std::string> small_lines() {
  return {
      R"({)",
      R"("format": "swarmsim/scenario/1",)",
      R"("name": "small",)",
      R"("seed": 1,)",
      R"("stop": {"at": "1 min"},)",
      R"("network": {},)",
      R"("tracker": {},)",
      R"("client": "bep3",)",
      R"("content": [{"name": "f", "size": "1 MiB"}],)",
      R"("classes": [{"name": "dsl"}, {"name": "fibre"}],)",
      R"("peers": [{"id": "1"}, {"id": "crowd", "count": 3}],)",
      R"("timeline": [],)",
      R"("expect": [])",
      R"(})",
  };
}

struct MarkedText {
  std::string text;
  int column = 0;  ///< of the mark, from 1; 0 without one
};

/// The small scenario with `line` replaced.
inline MarkedText small_with(std::size_t line, std::string replacement) {
  MarkedText marked;
  const std::size_t mark = replacement.find('^');
  if (mark != std::string::npos) {
    marked.column = static_cast<int>(mark) + 1;
    replacement.erase(mark, 1);
  }
  std::vector<std::string> lines = small_lines();
  lines.at(line - 1) = replacement;
  for (const std::string& each : lines) marked.text += each + '\n';
  return marked;
}

inline const KnownNames& known_names() {
  static const KnownNames known{{"bep3", "leech"}, {"tit_for_tat", "round_robin"}, {"rarest_first"}};
  return known;
}

inline LoadResult load_text(const std::string& text) { return load_scenario(text, "a.json", known_names()); }

inline LoadResult load_small_with(std::size_t line, const std::string& replacement) {
  return load_text(small_with(line, replacement).text);
}

}  // namespace swarmsim
