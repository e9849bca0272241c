#pragma once
// Text to expression: numbers, metrics, + - * / and parentheses.
//
// A name may hold letters, digits, dots, underscores and dashes, so a minus directly behind a name belongs
// to it: the operator stands between blanks, or in front of a number or a parenthesis. A metric with other
// characters in its name stands in backquotes. Which metrics exist is not known here.

#include <string>
#include <string_view>
#include <variant>

#include "sim/model/expression.hpp"

namespace swarmsim {

/// The expression, or what is wrong with it.
std::variant<Expression, std::string> parse_expression(std::string_view text);

}  // namespace swarmsim
