#pragma once
// The scenarios that `swarmsim init` writes: the files of tools/swarmsim/templates/, inside the program.
//
// CMake makes templates.cpp from the files when it configures; the file's name is the template's.

#include <span>
#include <string_view>

namespace swarmsim {

struct Template {
  std::string_view name;
  std::string_view text;
};

/// In the order of their names.
std::span<const Template> all_templates();

}  // namespace swarmsim
