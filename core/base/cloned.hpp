#pragma once
// A pointer that owns a polymorphic value and copies it with itself.
//
// Strategies keep state (who holds the optimistic slot), and a world is a copyable value: so a copy of
// a world must copy its strategies. T has `std::unique_ptr<T> clone() const`. Never null after
// construction from a value.

#include <memory>
#include <utility>

namespace swarmsim {

template <typename T>
class Cloned {
 public:
  Cloned() = default;
  explicit Cloned(std::unique_ptr<T> value) : value_(std::move(value)) {}
  Cloned(const Cloned& other) : value_(other.value_ ? other.value_->clone() : nullptr) {}
  Cloned(Cloned&&) noexcept = default;
  Cloned& operator=(const Cloned& other) {
    if (this != &other) value_ = other.value_ ? other.value_->clone() : nullptr;
    return *this;
  }
  Cloned& operator=(Cloned&&) noexcept = default;
  ~Cloned() = default;

  T& operator*() const { return *value_; }
  T* operator->() const { return value_.get(); }
  /// Null where there is none.
  T* get() const { return value_.get(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace swarmsim
