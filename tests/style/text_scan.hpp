#pragma once
// C++ source as text, read just well enough for the style law: what is code, what is a comment, which
// names are used, where functions begin and end.
//
// A heuristic, not a parser. It knows comments, string and character literals (raw ones too), digit
// separators, directives and braces; it knows no types and expands no macros. Where it can err it errs
// towards silence. Every view keeps the length and the lines of the text it was made from, so an offset
// means the same place in all of them.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace swarmsim::style {

/// One text seen three ways; what a view leaves out is blanks in it.
struct Views {
  std::string code;        ///< without comments and without what stands inside literals
  std::string statements;  ///< `code` without directives
  std::string comments;    ///< nothing but comments
};

Views separate(std::string_view text);

/// The lines without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

/// The line of `offset`, from 1.
std::size_t line_at(std::string_view text, std::size_t offset);

/// A use of a name, qualified as written: `std::chrono::steady_clock`, without a leading `::`.
struct Name {
  std::size_t offset = 0;
  std::string_view text;
  bool called = false;    ///< "(" follows
  bool member = false;    ///< "." or "->" stands before it
  bool declared = false;  ///< a type's name stands before it, as in `SimTime time()`
};

std::vector<Name> names_in(std::string_view code);

/// Lines of one function from its signature to its closing brace, both counted from 1.
struct FunctionSpan {
  std::size_t first_line = 0;
  std::size_t last_line = 0;
};

/// All outermost functions; namespaces, classes, enums and tables are looked into, not counted.
std::vector<FunctionSpan> functions_in(std::string_view statements);

}  // namespace swarmsim::style
