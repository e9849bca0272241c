#pragma once
// The table of records: every kind with its number, its name and every field that a trace writes of it.
//
// One table for all: the writer writes by it, the reader reads and words by it, and docs/trace-format.md
// is generated from it. The order of fields is the order of keys in a line. A field's source says where
// in a record, or beside it, its value is found.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/record.hpp"

namespace swarmsim {

enum class TraceLevel : std::uint8_t { app, wire };

enum class FieldType : std::uint8_t {
  number,
  bytes,
  rate,      ///< bytes per second
  time,      ///< nanoseconds since the start
  duration,  ///< nanoseconds
  word,
  text,
  texts,    ///< a list
  numbers,  ///< a list, by content in the order of the first line
  flag,     ///< true or false; one with the source `cut` or `unread` is there only if true
  senders,  ///< a list of { "peer", "blocks" }
};

enum class FieldSource : std::uint8_t {
  a,
  b,
  piece_of_a,  ///< of the block `a`
  ordinal,
  sent,
  cut,
  unread,
  word,
  text,
  lines,
  ok,
  number_0,
  number_1,
  number_2,
  number_3,
  senders,
  copies,
};

struct FieldSpec {
  std::string_view name;
  FieldType type{};
  FieldSource source{};
  std::string_view meaning;
};

struct KindSpec {
  RecordKind kind{};
  std::string_view name;
  std::string_view meaning;
  std::string_view a;  ///< what is hashed as `a`, in words
  std::string_view b;
  std::span<const FieldSpec> fields;

  TraceLevel level() const { return is_message(kind) ? TraceLevel::wire : TraceLevel::app; }
  bool is_hashed() const { return kind < RecordKind::choked; }
};

/// All kinds by number.
std::span<const KindSpec> all_kinds();
/// The row of a kind; every kind has one.
const KindSpec& spec_of(RecordKind kind);
/// The row of the kind called `name`; null if there is none.
const KindSpec* find_kind(std::string_view name);
std::vector<std::string> kind_names();

std::string_view name_of(FieldType type);
std::string_view name_of(TraceLevel level);

/// The generated part of docs/trace-format.md.
std::string trace_format_markdown();

}  // namespace swarmsim
