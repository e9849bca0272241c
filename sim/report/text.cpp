#include "sim/report/text.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/base/hash.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/page.hpp"
#include "sim/report/rounding.hpp"

namespace swarmsim {

namespace {

/// Longer lists help nobody in a terminal; --json has everything.
constexpr std::size_t listed_commands_max = 200;
constexpr std::size_t listed_groups_max = 40;
constexpr std::size_t actor_width_max = 24;

std::string_view explain(EndReason reason) {
  switch (reason) {
    case EndReason::running: return "still running";
    case EndReason::idle: return "idle, nothing is left to do";
    case EndReason::all_complete: return "all downloads are complete";
    case EndReason::time: return "the stop time";
    case EndReason::interrupted: return "interrupted (partial)";
  }
  return {};
}

void write_commands(Page& page, const std::vector<CommandResult>& results) {
  const std::size_t shown = std::min(results.size(), listed_commands_max);
  if (shown == 0) return;
  std::size_t width = 0;
  for (std::size_t i = 0; i < shown; ++i) width = std::max(width, results[i].on.size());
  width = std::min(width, actor_width_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const CommandResult& result = results[i];
    const std::string time = fmt::format("{:9.3f} s", rounded_seconds(result.at));
    std::string note;
    if (!result.is_answered) {
      note = "  (not answered)";
    } else if (result.answered != result.at) {
      note = fmt::format("  (answered at {:.3f} s)", rounded_seconds(result.answered));
    }
    page.line(fmt::format("{}  {:<{}}  {}{}", page.faint(time), result.on, width,
                          page.strong(printable(result.text)), page.faint(note)));
    for (const std::string& answer : result.answer.lines) {
      const std::string indent(time.size() + width + 4, ' ');
      page.line(indent + (result.answer.ok ? printable(answer) : page.verdict(false, printable(answer))));
    }
  }
  page.note_omitted(results.size(), shown);
  page.gap();
}

std::vector<std::string> group_row(const GroupMeasure& group) {
  const std::string completed = fmt::format("{}/{}", group.completion.count, group.started);
  return {group.name,
          format_count(group.peers),
          group.started == 0 ? std::string(absent_mark) : completed,
          format_seconds(group.completion.mean_s),
          format_seconds(group.completion.p95_s),
          format_seconds(group.completion.max_s),
          format_share(group.uplink_utilisation)};
}

void write_groups(Page& page, const Measures& measures) {
  Table table({"group", "peers", "completed", "mean", "p95", "max", "uplink"});
  const std::size_t shown = std::min(measures.groups.size(), listed_groups_max);
  for (std::size_t i = 0; i < shown; ++i) table.add(group_row(measures.groups[i]));
  if (measures.groups.size() > 1) table.add(group_row(measures.all));
  page.table(table);
  page.note_omitted(measures.groups.size(), shown);
  page.gap();
}

void write_contents(Page& page, const Measures& measures) {
  Table table({"content", "copies", "sent by seeds", "duplicates", "first copy out"});
  const std::size_t shown = std::min(measures.contents.size(), listed_groups_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const ContentMeasure& content = measures.contents[i];
    table.add({printable(content.name), format_count(content.copies_min),
               fmt::format("{:.2f} x", content.seed_upload_copies), format_share(content.duplicate_share),
               format_seconds(content.first_copy_out_s)});
  }
  page.table(table);
  page.note_omitted(measures.contents.size(), shown);
  page.gap();
}

std::string message_line(const World& world) {
  const auto& by_kind = world.counters().messages;
  std::uint64_t sum = 0;
  for (const std::uint64_t count : by_kind) sum += count;
  std::uint64_t rest = sum;
  std::string named;
  for (const MessageKind kind : {MessageKind::block, MessageKind::request, MessageKind::have}) {
    const std::uint64_t count = by_kind[static_cast<std::size_t>(kind)];
    rest -= count;
    named += fmt::format("{} {}, ", format_count(count), name_of(kind));
  }
  return fmt::format("{}: {}{} other", format_count(sum), named, format_count(rest));
}

void write_totals(Page& page, const World& world, const Measures& measures) {
  const auto line = [&page](std::string_view label, const std::string& text) {
    page.line(page.faint(fmt::format("{:<12}", label)) + text);
  };
  const auto count = [](std::int64_t value) { return format_count(static_cast<std::uint64_t>(value)); };
  const BlockMeasure& blocks = measures.blocks;
  const ByteMeasure& bytes = measures.bytes;
  line("blocks", fmt::format("{} delivered, {} wasted", count(blocks.delivered), count(blocks.wasted)));
  line("messages", message_line(world));
  line("bytes", fmt::format("{} payload, {} wasted, {} protocol, {} headers and acks",
                            format_bytes(bytes.payload), format_bytes(bytes.wasted),
                            format_bytes(bytes.protocol), format_bytes(bytes.headers_and_acks)));
  const UnfinishedMeasure& unfinished = measures.all.unfinished;
  if (unfinished.count > 0) {
    line("unfinished",
         fmt::format("{}, of which {} aborted; the least has {}", format_count(unfinished.count),
                     format_count(world.counters().aborted), format_share(unfinished.progress_min)));
  }
  if (!measures.content_matches) {
    line("content", page.verdict(false, "somebody completed something else than the original"));
  }
  page.gap();
}

void write_end(Page& page, const World& world, const Measures& measures) {
  page.line(fmt::format("ended at {:.3f} s: {}", rounded_seconds(world.now()), explain(world.end_reason())));
  if (!measures.bound || !measures.all.completion.max_s) return;
  const double bound = floored_seconds(measures.bound->at_least);
  const double last = *measures.all.completion.max_s;
  const std::string times = bound > 0 ? fmt::format(": {:.2f} x", last / bound) : "";
  page.line(fmt::format("lower bound {} ({}), last peer {}{}", format_seconds(bound), measures.bound->by,
                        format_seconds(last), times));
}

}  // namespace

std::string format_report(const World& world, const Measures& measures, std::span<const ExpectResult> expect,
                          const TextOptions& options) {
  Page page(options.colour);
  if (!options.quiet) {
    const std::size_t peers = world.participants().size();
    page.line(fmt::format("{}  seed {}, {} {}", page.strong(printable(world.scenario().name)), world.seed(),
                          format_count(peers), peers == 1 ? "peer" : "peers"));
    page.gap();
    write_commands(page, world.results());
    write_groups(page, measures);
    write_contents(page, measures);
    write_totals(page, world, measures);
  }
  page.expectations(expect, options.quiet);
  if (!options.quiet) {
    write_end(page, world, measures);
  } else if (world.end_reason() == EndReason::interrupted) {
    page.line(std::string(explain(EndReason::interrupted)));
  }
  page.line(fmt::format("fingerprint  {}", to_hex(world.fingerprint())));
  return page.text();
}

std::string format_internal_error(const World& world, std::string_view rule, std::string_view command) {
  return fmt::format(
      "internal error: {}\n"
      "  scenario   {} ({})\n"
      "  seed       {}\n"
      "  time       {} ns\n"
      "  event      {}\n"
      "  reproduce  {}\n",
      rule, world.scenario().path, printable(world.scenario().name), world.seed(),
      nanoseconds_of(world.now()), world.counters().events, command);
}

}  // namespace swarmsim
