// Any bytes as bencoding. What must hold beyond "it ends, and no sanitizer speaks":
//
//  1. a problem is one plain line, and its offset lies within the bytes;
//  2. what was read, written again value by value, gives the same bytes;
//  3. every key that a dictionary lists is found, and has the value that follows it;
//  4. depth and values stay within the limits, and memory with them (-malloc_limit_mb).

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/protocol/bencode.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/target.hpp"

namespace swarmsim {

namespace {

/// Values seen so far: never more than were allowed.
struct Seen {
  std::size_t values = 0;
  std::size_t depth = 0;
};

constexpr BencodeLimits limits{20, 500};

void write(BencodeWriter& out, const BencodeItem& item, Seen& seen, std::size_t depth) {
  promise(++seen.values <= limits.tokens, "values stay within the limit");
  promise(depth <= limits.depth, "depth stays within the limit");
  switch (item.kind()) {
    case BencodeKind::integer: return out.integer(item.integer());
    case BencodeKind::text: return out.text(item.text());
    case BencodeKind::list:
      out.begin_list();
      for (const BencodeItem& one : item.items()) write(out, one, seen, depth + 1);
      return out.end();
    case BencodeKind::dictionary: break;
  }
  out.begin_dictionary();
  for (const BencodeItem& key : item.keys()) {
    const auto value = item.find(key.text());
    promise(value.has_value(), "a key that is listed is found");
    promise(value->offset() == key.offset() + key.raw().size(), "a value follows its key");
    out.key(key.text());
    write(out, *value, seen, depth + 1);
  }
  out.end();
}

}  // namespace

void run_input(std::string bytes) {
  const auto read = Bencode::read(bytes, limits);
  if (const auto* problem = std::get_if<BencodeProblem>(&read)) {
    promise(is_one_plain_line(problem->message), "a problem is one plain line", problem->message);
    promise(problem->offset <= bytes.size(), "its offset lies within the bytes");
    return;
  }
  BencodeWriter out;
  Seen seen;
  write(out, std::get<Bencode>(read).root(), seen, 0);
  promise(out.take() == bytes, "what was read is written again");
}

}  // namespace swarmsim
