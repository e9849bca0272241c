#pragma once
// The table of keys as a page: what docs/scenario-format.md holds between its markers.
//
// Generated from the table that the loader checks against, so the page cannot promise a key that does
// not parse; a test compares the two.

#include <string>

namespace swarmsim {

/// One Markdown section with a table for each object of the format; keys of later versions at its end.
std::string scenario_format_markdown();

}  // namespace swarmsim
