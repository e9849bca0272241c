// The table of records as a page: what docs/trace-format.md holds between its markers.

#include <fmt/format.h>

#include <iterator>

#include "sim/trace/kinds.hpp"

namespace swarmsim {

namespace {

void add_kinds(std::string& page) {
  auto out = std::back_inserter(page);
  fmt::format_to(out,
                 "| number | kind | level | what | hashed as a | hashed as b |\n|---|---|---|---|---|---|\n");
  for (const KindSpec& one : all_kinds()) {
    const std::string_view unhashed = "not hashed";
    fmt::format_to(out, "| {} | `{}` | {} | {} | {} | {} |\n", static_cast<unsigned>(one.kind), one.name,
                   name_of(one.level()), one.meaning, one.is_hashed() ? one.a : unhashed,
                   one.is_hashed() ? one.b : unhashed);
  }
}

/// Kinds that share their fields share a table.
void add_fields(std::string& page) {
  auto out = std::back_inserter(page);
  for (const KindSpec& first : all_kinds()) {
    if (first.fields.empty()) continue;
    std::string names;
    bool again = false;
    for (const KindSpec& one : all_kinds()) {
      if (one.fields.data() != first.fields.data()) continue;
      if (names.empty()) again = one.kind != first.kind;
      names += fmt::format("{}`{}`", names.empty() ? "" : ", ", one.name);
    }
    if (again) continue;
    fmt::format_to(out, "\n{}:\n\n| field | type | meaning |\n|---|---|---|\n", names);
    for (const FieldSpec& field : first.fields) {
      fmt::format_to(out, "| `{}` | {} | {} |\n", field.name, name_of(field.type), field.meaning);
    }
  }
}

}  // namespace

std::string trace_format_markdown() {
  std::string page = "\n";
  add_kinds(page);
  add_fields(page);
  return page;
}

}  // namespace swarmsim
