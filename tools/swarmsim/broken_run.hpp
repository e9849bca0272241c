#pragma once
// A broken invariant of one run out of many, on its way from a thread to whoever speaks.
//
// Carries the whole message: with scenario, seed and the command that shows it again.

#include <exception>
#include <string>
#include <utility>

namespace swarmsim {

class BrokenRun : public std::exception {
 public:
  explicit BrokenRun(std::string message) : message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

}  // namespace swarmsim
