#pragma once
// --series: the samples of a run as a CSV file, a row each.
//
// The file appears under its name when the run is over, whole; after an interruption its last line is the
// comment "# partial". What the columns are is said in sim/report/sampler.hpp.

#include <optional>
#include <string>

#include "sim/report/sampler.hpp"
#include "tools/swarmsim/output_file.hpp"

namespace swarmsim {

class SeriesFile final : public SampleSink {
 public:
  SeriesFile(const World& fresh, const std::string& path) : file_(path) { file_.write(series_header(fresh)); }

  void on_sample(const Sample& sample) override { file_.write(series_row(sample)); }
  const std::optional<FileProblem>& problem() const { return file_.problem(); }
  /// Ends the file; what went wrong with it, if anything.
  std::optional<FileProblem> commit(bool is_partial) {
    if (is_partial) file_.write("# partial\n");
    return file_.commit();
  }

 private:
  OutputFile file_;
};

}  // namespace swarmsim
