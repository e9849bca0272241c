#pragma once
// Small messages to one neighbour that a client gathers before it sends them (Transmission's batches).
//
// A pulse that finds messages and no batch begins one; a later pulse sends all of them together once the
// batch is as old as its most urgent message allows. So even what cannot wait leaves a pulse later, and
// brings along what could have waited. Order is kept. Knows no network and no neighbour; times are its
// caller's.

#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "core/protocol/message.hpp"

namespace swarmsim {

class Outbox {
 public:
  /// `patience`: how long a batch with this message may grow older.
  void put(const Message& message, Duration patience);
  /// Looks at the batch, as a pulse does: begins one, or says that it is to be sent.
  bool is_due(SimTime now);
  /// When the next look can matter; sim_never while there is nothing to send.
  SimTime next_look(SimTime now) const;
  std::span<const Message> messages() const { return messages_; }
  void clear();

 private:
  std::vector<Message> messages_;
  SimTime begun_ = sim_never;  ///< of the batch
  Duration patience_ = Duration::max();
};

}  // namespace swarmsim
