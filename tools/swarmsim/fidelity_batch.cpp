#include "tools/swarmsim/fidelity_batch.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "sim/peer/registry.hpp"
#include "sim/report/text.hpp"
#include "tools/swarmsim/broken_run.hpp"
#include "tools/swarmsim/parallel.hpp"
#include "tools/swarmsim/status_line.hpp"
#include "tools/swarmsim/terminal.hpp"

namespace swarmsim {

namespace {

class Runs final : public ParallelWork {
 public:
  explicit Runs(const FidelityBatch& batch)
      : batch_(batch), places_(batch.size()), line_(batch.quiet, ColourChoice::automatic) {}

  std::vector<std::vector<FidelityRun>> take() {
    std::vector<std::vector<FidelityRun>> by_scenario(batch_.scenarios.size());
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (places_[i]) by_scenario[scenario_of(i)].push_back(*std::move(places_[i]));
    }
    return by_scenario;
  }

 private:
  /// Seeds go round by round: what is interrupted has about as many of each.
  std::size_t scenario_of(std::size_t index) const { return index % batch_.scenarios.size(); }
  std::size_t seed_of(std::size_t index) const { return index / batch_.scenarios.size() + 1; }

  bool wants_more() const override { return !is_interrupted(); }

  void work(std::size_t index) override {
    const Scenario& scenario = *batch_.scenarios[scenario_of(index)];
    World world(scenario, seed_of(index), Registry::standard());
    FirstContacts seen(world.participants().size());
    try {
      while (!is_interrupted() && world.step(sim_never, &seen)) {}
      if (world.ended()) places_[index] = fidelity_run(world, seen);
    } catch (const InvariantError& error) {
      const std::string command =
          fmt::format("{} --seeds {}", batch_.commands[scenario_of(index)], seed_of(index));
      throw BrokenRun(format_internal_error(world, error.what(), command));
    }
  }

  void look(std::size_t done) override { line_.show_done(done, places_.size(), "runs"); }

  const FidelityBatch& batch_;
  std::vector<std::optional<FidelityRun>> places_;
  StatusLine line_;
};

}  // namespace

std::vector<std::vector<FidelityRun>> run_fidelity(const FidelityBatch& batch, std::size_t threads) {
  Runs runs(batch);
  work_parallel(runs, batch.size(), threads);
  return runs.take();
}

}  // namespace swarmsim
