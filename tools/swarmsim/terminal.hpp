#pragma once
// The program's side of the terminal: files in, text out, colours, Ctrl-C.
//
// The only place that reads files, the environment and signals. Knows no scenario.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/file_text.hpp"

namespace swarmsim {

/// The bytes of the file at `path`, or why they cannot be read ("cannot be read: ...").
FileText read_file(const std::string& path);
/// The same, refusing what is longer than `most` bytes before all of it is read.
FileText read_file_up_to(const std::string& path, std::size_t most);

/// To be called first. A reader that went away is an error to report, not a reason to die: SIGPIPE is
/// ignored. Where stdin, stdout or stderr is closed (`2>&-`), the next file to be opened would get its
/// number, and messages would end in that file: something takes its place that fails as before.
void prepare_streams();

/// Writes all of `text` to stdout. Returns `status`, or, after a message, exit_bad_input if it cannot be
/// written (disk full, reader gone).
int print(std::string_view text, int status);
/// Writes "swarmsim: message" and a newline to stderr.
void complain(std::string_view message);

enum class ColourChoice { automatic, always, never };

enum class Stream { out, err };

/// Whether it is a terminal that can rewrite a line, not a dumb one.
bool is_terminal(Stream stream);
/// Whether `stream` takes colours: by choice, else if it is a terminal, without NO_COLOR.
bool wants_colour(ColourChoice choice, Stream stream = Stream::out);

/// `word` as a shell reads it back: in single quotes where it needs them.
std::string shell_quoted(std::string_view word);

/// From now on the first Ctrl-C, or SIGTERM, only sets a flag; a later one kills as usual.
void watch_interrupts();
bool is_interrupted();

}  // namespace swarmsim
