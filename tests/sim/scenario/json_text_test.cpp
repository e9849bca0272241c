// JSON as people would write it.

#include "sim/scenario/json_text.hpp"

#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"

namespace swarmsim::json_text_test {

using Json = nlohmann::ordered_json;

TEST_CASE("what fits stands on one line, with keys in their order", "[scenario]") {
  CHECK(json_text(Json::parse(R"({"b":[1,"x",true,null],"a":{"c":{}, "d":[]}})")) ==
        "{ \"b\": [1, \"x\", true, null], \"a\": { \"c\": {}, \"d\": [] } }\n");
  CHECK(json_text(Json("a\"\n")) == "\"a\\\"\\n\"\n");
}

TEST_CASE("what does not fit is broken at its outermost level", "[scenario]") {
  const std::string wide(60, 'w');
  CHECK(json_text(Json{{"one", {{"x", 1}}}, {"two", {wide, wide}}}) ==
        "{\n  \"one\": { \"x\": 1 },\n  \"two\": [\n    \"" + wide + "\",\n    \"" + wide + "\"\n  ]\n}\n");
}

TEST_CASE("small numbers have no exponent where nine digits hold them", "[scenario]") {
  CHECK(json_text(Json(0.000000001)) == "0.000000001\n");
  CHECK(json_text(Json(0.00001)) == "0.00001\n");
  CHECK(json_text(Json(1.2)) == "1.2\n");
  CHECK(json_text(Json(2.0)) == "2.0\n");
  CHECK(json_text(Json(1e-30)) == "1e-30\n");
}

}  // namespace swarmsim::json_text_test
