#pragma once
// Problems in a user's file, as values: collected, never thrown, printed together.
//
// A problem says where (file:line:column), what was found, what was expected, and a near miss if
// there is one. The text form is the program's stable way to answer bad input.

#include <string>

namespace swarmsim {

struct Diagnostic {
  std::string file;
  int line = 0;    ///< from 1; 0 where the problem concerns the whole file
  int column = 0;  ///< from 1, in bytes
  std::string message;      ///< one sentence: what was found and what was expected
  std::string source_line;  ///< the text of that line, for the caret; may be empty
  int source = 0;           ///< files in the order in which problems are listed
};

/// "file:line:column: error: message", the line and a caret under the column; no newline at the end.
std::string format_diagnostic(const Diagnostic& diagnostic);

}  // namespace swarmsim
