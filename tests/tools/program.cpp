#include "tests/tools/program.hpp"
#include "core/base/sanitizers.hpp"
#include "tests/support/paths.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace swarmsim {

Scratch::Scratch() {
  static int made = 0;
  const std::string name = "swarmsim-test-" + std::to_string(getpid()) + "-" + std::to_string(++made);
  path_ = std::filesystem::temp_directory_path() / name;
  std::filesystem::create_directories(path_);
}

std::string Scratch::write(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
  return path(name);
}

std::size_t Scratch::size() const {
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path_)) ++files;
  return files;
}

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Outcome Place::run(const std::string& command) const {
  return shell(prelude_ + "; cd '" + scratch_.path("") + "'; " + command);
}

std::vector<std::string> Place::files() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(scratch_.path(""))) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Outcome shell(const std::string& command) {
  const Scratch scratch;
  const std::string err = scratch.path("stderr");
  const std::string line = "P='" + program_path() + "'; exec 2>'" + err + "'; " + command;
  std::FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("popen failed");
  Outcome outcome;
  std::array<char, 4'096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    outcome.out.append(buffer.data(), got);
  }
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.err = read(err);
  return outcome;
}

Outcome swarmsim(const std::string& arguments) { return shell("\"$P\" " + arguments); }

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string last_line(const std::string& text) {
  if (text.size() < 2 || text.back() != '\n') return "";
  const std::size_t before = text.rfind('\n', text.size() - 2);
  return text.substr(before == std::string::npos ? 0 : before + 1, text.size() - before - 2);
}

std::string tiny(const std::string& more, const std::string& size) {
  return R"({ "format": "swarmsim/scenario/1", "name": "tiny", "stop": { "at": "10 min" },
    "content": [{ "name": "f", "size": ")" +
         size + R"(", "data": "none" }],
    "peers": [{ "id": "s", "has": ["f"], "send": ["f"] }, { "id": "l", "count": 100, "download": ["f"] }])" +
         more + "}";
}

std::string limited(int kibibytes) {
  return has_address_sanitizer ? "" : "ulimit -v " + std::to_string(kibibytes) + "; ";
}

}  // namespace swarmsim
