// The one main of swarmsim_tests, for Catch2 2.13 and 3. With v2 it takes ten seconds to compile, so
// nothing else lives here.

#define CATCH_CONFIG_RUNNER
#include "tests/support/catch.hpp"

int main(int argc, char* argv[]) { return Catch::Session().run(argc, argv); }
