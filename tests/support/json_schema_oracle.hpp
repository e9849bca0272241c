#pragma once
// Somebody else's opinion on our JSON Schema: valijson (Debian package libvalijson-dev).
//
// Its headers are slow to compile and stay in one .cpp. Knows no scenario: two JSON texts.

#include <memory>
#include <string>

namespace swarmsim {

class JsonSchemaOracle {
 public:
  /// `schema` is a JSON Schema of draft 7; throws if it is none.
  explicit JsonSchemaOracle(const std::string& schema);
  ~JsonSchemaOracle();
  JsonSchemaOracle(const JsonSchemaOracle&) = delete;
  JsonSchemaOracle& operator=(const JsonSchemaOracle&) = delete;

  /// "" if `document` (`//` comments allowed) follows the schema, else what does not, a line each.
  std::string complaints_about(const std::string& document) const;

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace swarmsim
