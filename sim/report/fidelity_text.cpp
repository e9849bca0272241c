// The tables of fidelity reports.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/report/columns.hpp"
#include "sim/report/fidelity_output.hpp"
#include "sim/report/page.hpp"

namespace swarmsim {

namespace {

constexpr std::size_t columns_max = 100;
constexpr double per_cent = 100;

/// Seconds, or copies, in four digits or so.
std::string number_cell(const std::optional<double>& value) {
  constexpr double small = 10;
  constexpr double large = 1'000;
  if (!value) return std::string(absent_mark);
  return fmt::format("{:.{}f}", *value, *value < small ? 3 : *value < large ? 1 : 0);
}

/// "+1.2 %": a deviation.
std::string error_cell(const std::optional<double>& error) {
  // An error that rounds to nothing has no sign.
  if (error && std::abs(*error) * per_cent < 0.05) return "0.0 %";
  return error ? fmt::format("{:+.1f} %", *error * per_cent) : std::string(absent_mark);
}

std::string share_cell(const std::optional<double>& share) { return format_share(share); }

/// What misses is marked, and what holds keeps the place of the mark.
std::string judged(std::string cell, bool holds) { return std::move(cell) + (holds ? " " : "!"); }

/// "ok" and "MISSED" in front of the lines of `table`, which has a row for each of `cases`.
void write_judged(Page& page, const Table& table, const std::vector<const CaseFidelity*>& cases) {
  const std::vector<std::string> lines = table.lines();
  page.line(page.faint(fmt::format("{:<8}{}", "", lines.front())));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const bool holds = cases[i]->holds();
    page.line(page.verdict(holds, fmt::format("{:<8}", holds ? "ok" : "MISSED")) + lines[i + 1]);
  }
  page.gap();
}

void write_verdicts(Page& page, const std::vector<const CaseFidelity*>& cases) {
  Table table({"case", "peers", "mean", "sim", "error ", "p95", "sim", "error ", "W1 ", "limit", "seed "});
  for (const CaseFidelity* one : cases) {
    table.add({printable(one->name), fmt::format("{}", one->leechers), number_cell(one->mean.measured),
               number_cell(one->mean.simulated), judged(error_cell(one->mean.error()), one->mean_holds()),
               number_cell(one->p95.measured), number_cell(one->p95.simulated),
               judged(error_cell(one->p95.error()), one->p95_holds()),
               judged(number_cell(one->distance), one->distance_holds()),
               number_cell(distance_max + one->repetition_distance),
               judged(error_cell(one->seed_upload_copies.error()), one->copies_hold())});
  }
  write_judged(page, table, cases);
}

void write_details(Page& page, const std::vector<const CaseFidelity*>& cases) {
  Table table(
      {"case", "2 s.e.", "p50", "sim", "max", "sim", "copies", "sim", "twice", "sim", "unchoke", "upload"});
  for (const CaseFidelity* one : cases) {
    table.add({printable(one->name), share_cell(one->two_standard_errors), number_cell(one->measured.p50_s),
               number_cell(one->simulated.p50_s), number_cell(one->measured.max_s),
               number_cell(one->simulated.max_s), number_cell(one->seed_upload_copies.measured),
               number_cell(one->seed_upload_copies.simulated), share_cell(one->duplicate_share.measured),
               share_cell(one->duplicate_share.simulated), number_cell(one->first_unchoke.mean_s),
               number_cell(one->first_upload.mean_s)});
  }
  page.table(table);
  page.gap();
}

void write_legend(Page& page) {
  for (const char* line :
       {"seconds; measured: all repetitions pooled; sim: all seeds pooled; ! misses",
        "W1: Wasserstein-1 distance, each repetition and run scaled to mean 1; seed: error of its upload",
        "2 s.e.: two standard errors of the measured mean; copies: what seeds uploaded; twice: duplicates",
        "unchoke, upload: from a leecher's arrival to its first unchoke and its first uploaded block "
        "(sim)"}) {
    page.line(page.faint(line));
  }
  page.gap();
}

void write_unfinished(Page& page, const std::vector<const CaseFidelity*>& cases) {
  bool any = false;
  for (const CaseFidelity* one : cases) {
    if (one->measured.unfinished == 0 && one->simulated.unfinished == 0) continue;
    any = true;
    const bool holds = one->unfinished_hold();
    page.line(page.verdict(holds, fmt::format("{:<8}", holds ? "ok" : "MISSED")) +
              fmt::format("{}: {} of {} downloads did not finish, measured {} of {}", printable(one->name),
                          format_count(one->simulated.unfinished), format_count(one->simulated.started),
                          format_count(one->measured.unfinished), format_count(one->measured.started)));
  }
  if (any) page.gap();
}

std::optional<double> error_without(const AblatedStep& step) {
  std::vector<std::optional<double>> errors;
  for (const AblatedCase& one : step.cases) errors.push_back(one.error);
  return mean_absolute_error(errors);
}

void write_steps(Page& page, const FidelityReport& report) {
  const std::optional<double> whole = report.mean_absolute_error();
  Table table({"switched off", "cases", "mean error", "change"});
  table.add({"nothing", fmt::format("{}", report.cases.size()), share_cell(whole), ""});
  for (const AblatedStep& step : report.ablation) {
    const auto cases = std::count_if(step.cases.begin(), step.cases.end(),
                                     [](const AblatedCase& one) { return one.left_out.empty(); });
    const std::optional<double> without = error_without(step);
    std::optional<double> change;
    if (whole && without) change = *without - *whole;
    table.add({step.name, fmt::format("{}", cases), share_cell(without), error_cell(change)});
  }
  page.line(page.strong("each step switched off: mean of the absolute errors of the mean"));
  const std::vector<std::string> lines = table.lines();
  page.line(page.faint(lines.front()));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string says = i < 2 ? "" : "  " + report.ablation[i - 2].says;
    page.line(lines[i] + page.faint(says));
  }
  page.gap();
}

/// As many of the steps from `first` on as fit beside each other; the first one behind them.
std::size_t steps_that_fit(const FidelityReport& report, std::size_t first) {
  constexpr std::size_t error_columns = 8;
  std::size_t used = error_columns;
  for (const CaseFidelity& one : report.cases) used = std::max(used, one.name.size() + 2 + error_columns);
  std::size_t end = first;
  for (; end < report.ablation.size(); ++end) {
    used += 2 + std::max(error_columns, report.ablation[end].name.size());
    if (used > columns_max && end > first) break;
  }
  return end;
}

void write_errors_by_case(Page& page, const FidelityReport& report) {
  page.line(page.strong("each step switched off: error of the mean in each case"));
  for (std::size_t first = 0; first < report.ablation.size();) {
    const std::size_t end = steps_that_fit(report, first);
    std::vector<std::string> heading{"case", "nothing"};
    for (std::size_t i = first; i < end; ++i) heading.push_back(report.ablation[i].name);
    Table table(std::move(heading));
    for (std::size_t i = 0; i < report.cases.size(); ++i) {
      std::vector<std::string> row{printable(report.cases[i].name), error_cell(report.cases[i].mean.error())};
      for (std::size_t step = first; step < end; ++step) {
        const AblatedCase& one = report.ablation[step].cases[i];
        row.push_back(one.left_out.empty() ? error_cell(one.error) : "left out");
      }
      table.add(std::move(row));
    }
    page.table(table);
    page.gap();
    first = end;
  }
}

void write_left_out(Page& page, const FidelityReport& report) {
  bool any = false;
  for (const AblatedStep& step : report.ablation) {
    for (std::size_t i = 0; i < step.cases.size(); ++i) {
      if (step.cases[i].left_out.empty()) continue;
      any = true;
      page.line(page.faint(fmt::format("{} left out for {}: {}", step.name, printable(report.cases[i].name),
                                       step.cases[i].left_out)));
    }
  }
  if (any) page.gap();
}

void write_end(Page& page, const FidelityReport& report) {
  if (report.partial) page.line("interrupted (partial): cases may lack seeds, or be missing");
  const std::optional<double> error = report.mean_absolute_error();
  const bool is_near = error && *error <= all_cases_error_max;
  page.line(page.verdict(is_near, fmt::format("{:<8}", is_near ? "ok" : "MISSED")) +
            fmt::format("mean of the absolute errors of the mean: {}, aim {:.1f} %", share_cell(error),
                        all_cases_error_max * per_cent));
  const bool all_hold = report.holding() == report.cases.size() && !report.cases.empty();
  page.line(page.verdict(all_hold, fmt::format("{:<8}", all_hold ? "ok" : "MISSED")) +
            fmt::format("{} of {} cases hold", report.holding(), report.cases.size()));
}

}  // namespace

std::uint64_t FidelityReport::holding() const {
  return static_cast<std::uint64_t>(
      std::count_if(cases.begin(), cases.end(), [](const CaseFidelity& one) { return one.holds(); }));
}

std::optional<double> FidelityReport::mean_absolute_error() const {
  std::vector<std::optional<double>> errors;
  for (const CaseFidelity& one : cases) errors.push_back(one.mean.error());
  return swarmsim::mean_absolute_error(errors);
}

std::string format_fidelity(const FidelityReport& report, bool colour, bool quiet) {
  Page page(colour);
  std::vector<const CaseFidelity*> shown;
  for (const CaseFidelity& one : report.cases) {
    if (!quiet || !one.holds()) shown.push_back(&one);
  }
  if (!quiet) {
    page.line(fmt::format("{}  {} {}, seeds 1 to {}", page.strong("fidelity"), report.cases.size(),
                          report.cases.size() == 1 ? "case" : "cases", report.seeds));
    page.gap();
  }
  if (!shown.empty()) {
    write_verdicts(page, shown);
    write_details(page, shown);
    write_unfinished(page, shown);
  }
  if (!quiet) write_legend(page);
  if (!report.ablation.empty()) {
    write_steps(page, report);
    write_errors_by_case(page, report);
    write_left_out(page, report);
  }
  write_end(page, report);
  return page.text();
}

}  // namespace swarmsim
