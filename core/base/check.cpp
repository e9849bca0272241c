#include "core/base/check.hpp"

namespace swarmsim {

void fail_check(const char* rule) { throw InvariantError(rule); }

}  // namespace swarmsim
