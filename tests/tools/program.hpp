#pragma once
// The program as a test runs it: a shell command, and what came of it.
//
// In a command $P is the program. Files live in a Scratch directory, which goes with its owner. Knows
// nothing of what the program does.

#include <filesystem>
#include <string>
#include <string_view>

#include "tests/support/paths.hpp"

namespace swarmsim {

struct Outcome {
  int status = 0;  ///< 128 + signal, as shells have it
  std::string out;
  std::string err;
};

/// A directory of its own, which goes with its user.
class Scratch {
 public:
  Scratch();
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const;
  /// How many files there are.
  std::size_t size() const;

 private:
  std::filesystem::path path_;
};

std::string read(const std::string& path);

/// Runs a shell command in which $P is the program.
Outcome shell(const std::string& command);
Outcome swarmsim(const std::string& arguments);

bool has(const std::string& text, std::string_view part);
std::string last_line(const std::string& text);

/// A scenario of one seed and a hundred leechers, with further keys.
std::string tiny(const std::string& more, const std::string& size = "1 MiB");

inline const std::string basic = source_dir() + "/scenarios/basic.json";

}  // namespace swarmsim
