#pragma once
// The names that no code here uses, each with what to use instead and where it is allowed all the same.
//
// Most of them would break the determinism contract: what they answer differs between libraries,
// compilers, machines or runs. The rest would put input, output or the wall clock below tools/.

#include <string_view>

namespace swarmsim::style {

struct BannedName {
  /// "*" is any run of characters. A closing "(" bans calls, of the plain name and of `std::` alike, but
  /// neither members nor declarations; without it every use counts.
  std::string_view pattern;
  std::string_view instead;
  /// Beginnings of paths, parted by blanks.
  std::string_view allowed_in;
};

inline constexpr std::string_view nowhere = "";
inline constexpr std::string_view programs_and_tests = "tools/ tests/";

inline constexpr BannedName banned_names[] = {
    // Ownership and calls that cost an allocation or hide one.
    {"std::shared_ptr", "use an id into the owner's array", nowhere},
    {"std::function", "use a template parameter, an interface or an event", nowhere},
    // Luck that is not ours.
    {"rand(", "use core/base/rng.hpp", nowhere},
    {"srand(", "use core/base/rng.hpp", nowhere},
    {"std::random_device", "use the scenario's seed", nowhere},
    {"std::mt19937*", "use core/base/rng.hpp", nowhere},
    {"std::minstd_rand*", "use core/base/rng.hpp", nowhere},
    {"std::default_random_engine", "use core/base/rng.hpp", nowhere},
    {"std::*_distribution", "use Rng::below() or core/base/distribution.hpp: the library's differ", nowhere},
    {"std::shuffle", "use core/base/shuffle.hpp", nowhere},
    {"std::sample", "use core/base/shuffle.hpp", nowhere},
    // Orders that differ between libraries.
    {"std::nth_element", "sort fully, ties by id", nowhere},
    {"std::unordered_*map", "use a vector indexed by id: iteration order differs", nowhere},
    {"std::unordered_*set", "use a vector indexed by id: iteration order differs", nowhere},
    {"std::hash", "use core/base/hash.hpp", nowhere},
    // libm's last bit differs between machines; std::sqrt is exact everywhere and stays.
    {"log(", "use integers, or the portable logarithm in core/base/portable_math.hpp", "tests/"},
    {"log2(", "use std::bit_width, or the portable logarithm in core/base/portable_math.hpp", "tests/"},
    {"log10(", "use integers, or the portable logarithm in core/base/portable_math.hpp", "tests/"},
    {"log1p(", "use integers, or the portable logarithm in core/base/portable_math.hpp", "tests/"},
    {"exp(", "use integers, or the portable exponential in core/base/portable_math.hpp", "tests/"},
    {"exp2(", "use a shift, or the portable exponential in core/base/portable_math.hpp", "tests/"},
    {"expm1(", "use integers, or the portable exponential in core/base/portable_math.hpp", "tests/"},
    {"pow(", "use integers, or the portable power in core/base/portable_math.hpp", "tests/"},
    {"sin(", "use integers, or portable code in core/base", "tests/"},
    {"cos(", "use integers, or portable code in core/base", "tests/"},
    {"tan(", "use integers, or portable code in core/base", "tests/"},
    {"atan*(", "use integers, or portable code in core/base", "tests/"},
    {"sinh(", "use integers, or portable code in core/base", "tests/"},
    {"cosh(", "use integers, or portable code in core/base", "tests/"},
    {"tanh(", "use integers, or portable code in core/base", "tests/"},
    {"cbrt(", "use integers, or portable code in core/base", "tests/"},
    {"hypot(", "use std::sqrt, which is exact", "tests/"},
    {"*gamma(", "use portable code in core/base", "tests/"},
    {"float", "use double in reports and integers elsewhere", nowhere},
    // Checks and casts.
    {"assert(", "use check(), which stays on in every build", nowhere},
    {"reinterpret_cast", "use std::bit_cast, std::as_bytes or a conversion",
     "core/base/hash. sim/trace/"},
    // Input, output, environment and the wall clock.
    {"*printf(", "use fmt::format and return the text; tools/ print", programs_and_tests},
    {"fmt::print*", "use fmt::format and return the text; tools/ print", programs_and_tests},
    {"puts(", "return the text; tools/ print", programs_and_tests},
    {"std::cout", "return the text; tools/ print", programs_and_tests},
    {"std::cerr", "return a problem; tools/ print", programs_and_tests},
    {"std::clog", "return a problem; tools/ print", programs_and_tests},
    {"fopen(", "take the text as an argument; tools/ read files", programs_and_tests},
    {"std::*fstream", "take the text as an argument; tools/ read files", programs_and_tests},
    {"std::filesystem*", "take the text as an argument; tools/ read files", programs_and_tests},
    {"*steady_clock*", "take SimTime as an argument; the wall clock belongs to tools/", programs_and_tests},
    {"*system_clock*", "take SimTime as an argument; the wall clock belongs to tools/", programs_and_tests},
    {"*high_resolution_clock*", "take SimTime as an argument; the wall clock belongs to tools/",
     programs_and_tests},
    {"time(", "take SimTime as an argument; the wall clock belongs to tools/", programs_and_tests},
    {"clock(", "take SimTime as an argument; the wall clock belongs to tools/", programs_and_tests},
    {"clock_gettime(", "take SimTime as an argument; the wall clock belongs to tools/", programs_and_tests},
    {"getenv(", "take the value as an argument; tools/ read the environment", programs_and_tests},
    // One way in for JSON: it is slow to compile and easy to read wrongly.
    {"nlohmann::*", "read and write JSON in sim/scenario, sim/report or sim/trace",
     "sim/scenario/ sim/report/ sim/trace/ tests/"},
};

struct BannedInclude {
  std::string_view prefix;  ///< of what stands between <> or ""
  std::string_view instead;
  std::string_view allowed_in;
};

inline constexpr BannedInclude banned_includes[] = {
    {"nlohmann/", "read and write JSON in sim/scenario, sim/report or sim/trace",
     "sim/scenario/ sim/report/ sim/trace/ tests/"},
    {"fstream", "take the text as an argument; tools/ read files", programs_and_tests},
    {"filesystem", "take the text as an argument; tools/ read files", programs_and_tests},
    {"iostream", "return the text; tools/ print", programs_and_tests},
    {"random", "use core/base/rng.hpp", nowhere},
    {"unordered_", "use a vector indexed by id: iteration order differs", nowhere},
    {"math.h", "use <cmath>, and of it only what is exact", nowhere},
    {"cassert", "use core/base/check.hpp", nowhere},
    {"catch2/", "use tests/support/catch.hpp, which knows both versions", "tests/support/catch.hpp"},
};

}  // namespace swarmsim::style
