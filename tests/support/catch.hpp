#pragma once
// Catch2, whichever is installed: 2.13 (Debian 12) or 3.
//
// The only way in which tests include Catch2. What both versions know may be used: TEST_CASE, SECTION,
// CHECK, REQUIRE, CHECK_THROWS_AS, GENERATE(values<Row>({...})), INFO, CAPTURE.

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
