#pragma once
// What peers downloaded in a run, as files: `run --files-out DIR`, DIR/peer_ID/NAME.
//
// Nothing is written outside DIR: names are plain ones (core/protocol/safe_name.hpp), and a link where a
// folder or a file should be is refused, not followed. Each file is there whole or not at all. What a peer
// had from the start is not written, nor are files that it did not want.

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "sim/world/world.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

class FilesOut {
 public:
  /// `world` has not run yet and outlives this. Creates `dir` unless it is there.
  FilesOut(const World& world, std::string dir);

  /// Why there is nothing to be written, or nowhere: to be asked before the run.
  const std::optional<FileProblem>& problem() const { return problem_; }
  /// After the run; the first thing that went wrong, or nothing.
  std::optional<FileProblem> write() const;

 private:
  std::span<const std::uint32_t> left_out(const Participant& participant, const Participation& part) const;
  std::optional<FileProblem> write_content(const std::string& folder, const Participant& participant,
                                           const Participation& part) const;
  std::optional<FileProblem> write_file(const std::string& path, const Participation& part,
                                        std::int64_t offset, std::int64_t size) const;

  const World& world_;
  std::string dir_;
  std::optional<FileProblem> problem_;
};

}  // namespace swarmsim
