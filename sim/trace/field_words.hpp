#pragma once
// A line's fields in words, as people read them: "regular, rank 1, interested 3, bytes in 16384".
//
// Goes by the table of kinds: its order and its types. What a field's type does not fit is shown as it
// stands in the file.

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace swarmsim {

/// `record` is a line of a trace whose kind is known.
std::string words_of(const nlohmann::json& record);

/// The whole line: seconds, kind, who (-> whom), content and words_of() it, in columns.
std::string line_text_of(const nlohmann::json& record);

}  // namespace swarmsim
