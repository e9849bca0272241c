#pragma once
// JSON as people would write it: what fits goes on one line, the rest is indented by two.
//
// Keys keep their order. The text ends in a newline. Knows no scenario.

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace swarmsim {

std::string json_text(const nlohmann::ordered_json& value);

}  // namespace swarmsim
