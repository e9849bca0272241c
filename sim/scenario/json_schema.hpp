#pragma once
// The table of keys as JSON Schema, draft 7: what editors check and complete scenarios with.
//
// Generated from the table that the loader checks against; docs/scenario.schema.json is its output, and
// a test compares the two. The schema refuses less than the loader, never more, with one exception: that
// a file which includes others may take a key out with null is not in it.

#include <string>

namespace swarmsim {

/// One JSON document and a newline.
std::string scenario_json_schema();

}  // namespace swarmsim
