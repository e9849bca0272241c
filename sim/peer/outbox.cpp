#include "sim/peer/outbox.hpp"

#include <algorithm>

namespace swarmsim {

void Outbox::put(const Message& message, Duration patience) {
  messages_.push_back(message);
  patience_ = std::min(patience_, patience);
}

bool Outbox::is_due(SimTime now) {
  if (messages_.empty()) return false;
  if (begun_ == sim_never) {
    begun_ = now;
    return false;
  }
  return now - begun_ >= patience_;
}

SimTime Outbox::next_look(SimTime now) const {
  if (messages_.empty()) return sim_never;
  return begun_ == sim_never ? now : begun_ + patience_;
}

void Outbox::clear() {
  messages_.clear();
  begun_ = sim_never;
  patience_ = Duration::max();
}

}  // namespace swarmsim
