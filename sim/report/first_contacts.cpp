#include "sim/report/first_contacts.hpp"

#include "core/base/check.hpp"

namespace swarmsim {

void FirstContacts::on_record(const Record& record, const Detail& /*detail*/) {
  const bool is_unchoke = record.kind == record_kind(MessageKind::unchoke);
  const bool is_data = is_message(record.kind) && carries_content(static_cast<MessageKind>(record.kind));
  if ((!is_unchoke && !is_data) || record.flags != 0) return;
  const std::size_t index = index_of(is_unchoke ? record.to : record.from);
  check(index < first_.size(), "first contacts: messages are between peers of the world");
  std::optional<SimTime>& first = is_unchoke ? first_[index].unchoke : first_[index].upload;
  if (!first) first = record.time;
}

}  // namespace swarmsim
