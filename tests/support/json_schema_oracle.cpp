#include "tests/support/json_schema_oracle.hpp"

#include <nlohmann/json.hpp>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace swarmsim {

namespace {

nlohmann::json parse(const std::string& text) { return nlohmann::json::parse(text, nullptr, true, true); }

}  // namespace

struct JsonSchemaOracle::Parsed {
  valijson::Schema schema;
};

JsonSchemaOracle::JsonSchemaOracle(const std::string& schema) : parsed_(std::make_unique<Parsed>()) {
  const nlohmann::json document = parse(schema);
  const valijson::adapters::NlohmannJsonAdapter adapter(document);
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(adapter, parsed_->schema);
}

JsonSchemaOracle::~JsonSchemaOracle() = default;

std::string JsonSchemaOracle::complaints_about(const std::string& document) const {
  const nlohmann::json value = parse(document);
  const valijson::adapters::NlohmannJsonAdapter adapter(value);
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  if (validator.validate(parsed_->schema, adapter, &results)) return "";
  std::string complaints;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& step : error.context) complaints += step;
    complaints += ": " + error.description + "\n";
  }
  return complaints;
}

}  // namespace swarmsim
