#pragma once
// The program as a test runs it: a shell command, and what came of it.
//
// In a command $P is the program. Files live in a Scratch directory, which goes with its owner. Knows
// nothing of what the program does.

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

inline const std::string basic = source_dir() + "/scenarios/basic.json";

std::string read(const std::string& path);

/// A directory in which commands run.
class Place {
 public:
  /// `prelude` is shell text in front of every command; as it is, $S is a scenario that takes no time.
  explicit Place(std::string prelude = "S='" + basic + "'") : prelude_(std::move(prelude)) {}

  Outcome run(const std::string& command) const;
  std::string text(const std::string& name) const { return read(scratch_.path(name)); }
  void write(const std::string& name, const std::string& bytes) const { scratch_.write(name, bytes); }
  bool exists(const std::string& name) const { return std::filesystem::exists(scratch_.path(name)); }
  /// The names of its files, in order.
  std::vector<std::string> files() const;

 private:
  std::string prelude_;
  Scratch scratch_;
};

/// Runs a shell command in which $P is the program.
Outcome shell(const std::string& command);
Outcome swarmsim(const std::string& arguments);

bool has(const std::string& text, std::string_view part);
std::string last_line(const std::string& text);

/// A scenario of one seed and a hundred leechers, with further keys.
std::string tiny(const std::string& more, const std::string& size = "1 MiB");

/// Shell text in front of a command that may take so many KiB of addresses; nothing where sanitizers, which
/// reserve terabytes of them, were built in.
std::string limited(int kibibytes);

}  // namespace swarmsim
