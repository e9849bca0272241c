// Scripted actions and the commands of the grammar, executed.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/command/answers.hpp"
#include "sim/command/grammar.hpp"
#include "sim/world/address.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::on_action(const Event& event) {
  const Action action = actions_[event.subject];
  --actions_pending_;
  starters_pending_ -= action.may_start_download ? 1 : 0;
  end_to_check_ = true;
  if (action.arrival != no_peer) return arrive(action.arrival);
  const TimelineEntry& entry = scenario_.timeline[action.timeline];
  if (entry.actor == ActorKind::tracker) {
    CommandResult result{now_, now_, true, "tracker", entry.text, execute_at_tracker(entry.command)};
    record_command(tracker_hash_, result);
    results_.push_back(std::move(result));
    return;
  }
  for (std::uint32_t i = 0; i < participants_.size(); ++i) {
    const Participant& participant = participants_[i];
    const bool member = entry.actor == ActorKind::group && participant.online() &&
                        scenario_.groups[participant.group].id == entry.on;
    if (member || participant.name == entry.on) say(PeerId{i}, entry.command, entry.text);
  }
}

void World::record_command(std::uint32_t to, const CommandResult& result) {
  std::uint64_t answer = 0;
  for (const std::string& line : result.answer.lines) answer = hash64(line, answer);
  emit_state(RecordKind::commanded, world_hash_, to, hash64(result.text), answer);
}

void World::arrive(PeerId peer) {
  Participant& participant = participants_[index_of(peer)];
  const GroupSpec& group = scenario_.groups[participant.group];
  participant.presence = Presence::online;
  emit_state(RecordKind::arrived, hash_of(peer), hash_of(peer), 0, 0);
  for (const ContentId content : group.has) {
    const ContentInfo& info = contents_[index_of(content)];
    Participation& part = participation_of(peer, content);
    part.torrent->hold_everything(info);
    part.bytes_at_start = part.bytes_held = info.geometry.size;
    for (std::uint32_t& copies : content_states_[index_of(content)].copies) ++copies;
  }
  for (const ContentId content : group.send) send(peer, content);
  for (const ContentId content : group.download) download(peer, content, no_index);
}

void World::say(PeerId peer, const Command& command, const std::string& text) {
  const auto index = static_cast<std::uint32_t>(results_.size());
  results_.push_back({now_, now_, true, participants_[index_of(peer)].name, text, {}});
  Answer answer = execute_at_peer(peer, command, index);
  // What the command caused at once (a scrape on its way) may have touched the result: only fill it.
  results_[index].answer = std::move(answer);
  record_command(hash_of(peer), results_[index]);
}

Answer World::execute_at_peer(PeerId peer, const Command& command, std::uint32_t result) {
  const Participant& participant = participants_[index_of(peer)];
  if (participant.presence == Presence::gone) return answers::has_left(participant.name);
  if (participant.presence == Presence::expected) return answers::not_arrived(participant.name);
  switch (command.kind) {
    case CommandKind::send: return send(peer, content_named(command.file));
    case CommandKind::download: return download(peer, content_named(command.file), result);
    case CommandKind::scrape:
      results_[result].is_answered = false;
      start_scrape(peer, content_named(command.file), result);
      return {};
    case CommandKind::exit: exit(peer); return answers::exited();
    case CommandKind::list:
    case CommandKind::fileinfo:
    case CommandKind::peerinfo: break;
  }
  check(false, "world: tracker commands are said at the tracker");
  return {};
}

void World::on_scraped(const Exchange& exchange) {
  --actions_pending_;
  end_to_check_ = true;
  CommandResult& result = results_[exchange.result];
  result.answered = now_;
  result.is_answered = true;
  result.answer = answers::scraped(contents_[index_of(exchange.announce.content)].name, exchange.counts);
  emit({now_, RecordKind::scraped, 0, tracker_hash_, hash_of(exchange.announce.peer), 0,
        exchange.counts.seeders, exchange.counts.leechers, exchange.sent});
}

Answer World::execute_at_tracker(const Command& command) {
  sweep_tracker(now_);
  if (command.kind == CommandKind::list) {
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < contents_.size(); ++i) {
      if (tracker_.knows(ContentId{i})) names.push_back(contents_[i].name);
    }
    std::sort(names.begin(), names.end());
    return answers::listed(std::move(names));
  }
  if (command.kind == CommandKind::scrape) {
    return answers::scraped(command.file, tracker_.scrape(content_named(command.file)));
  }
  if (command.kind == CommandKind::fileinfo) {
    std::vector<HolderInfo> holders;
    for (const Registration& one : tracker_.holders(content_named(command.file))) {
      const Participant& peer = participants_[index_of(one.peer)];
      holders.push_back({peer.name, format_address(peer.address), peer_port, one.complete});
    }
    return answers::holders(command.file, std::move(holders));
  }
  check(command.kind == CommandKind::peerinfo, "world: peer commands are said at a peer");
  std::vector<PeerInfo> peers;
  for (const Registration& one : tracker_.peers()) {
    const Participant& peer = participants_[index_of(one.peer)];
    peers.push_back({peer.name, format_address(peer.address), peer_port, one.uploaded});
  }
  return answers::peers(std::move(peers));
}

Answer World::send(PeerId peer, ContentId content) {
  const std::string& name = contents_[index_of(content)].name;
  Participation* part = find_participation(peer, content);
  if (part == nullptr || !part->torrent->complete()) return answers::not_owned(name);
  if (part->torrent->active()) return answers::already_sending();
  Turn turn = turn_for(peer, content);
  part->torrent->start(turn, Role::sending, participants_[index_of(peer)].arrives);
  apply_effects(peer, *part);
  arm_timer(peer);
  return answers::now_sending();
}

Answer World::download(PeerId peer, ContentId content, std::uint32_t result) {
  const std::string& name = contents_[index_of(content)].name;
  Participation& part = participation_of(peer, content);
  if (part.torrent->complete()) return answers::already_owned(name);
  if (part.torrent->active()) return answers::already_downloading(name);
  part.download_started = now_;
  part.result = result;
  ++unfinished_;
  Turn turn = turn_for(peer, content);
  part.torrent->start(turn, Role::downloading, participants_[index_of(peer)].arrives);
  apply_effects(peer, part);
  arm_timer(peer);
  return answers::now_downloading(name);
}

void World::exit(PeerId peer) {
  Participant& participant = participants_[index_of(peer)];
  check(participant.online(), "world: only who is online leaves");
  participant.presence = Presence::gone;
  participant.left = now_;
  end_to_check_ = true;
  for (Participation& part : participant.torrents) {
    const ContentId content = part.torrent->content();
    ContentState& state = content_states_[index_of(content)];
    for (PieceIndex piece = 0; piece < state.copies.size(); ++piece) {
      state.copies[piece] -= part.torrent->have().test(piece) ? 1 : 0;
    }
    if (part.torrent->wants_more()) {
      --unfinished_;
      ++counters_.aborted;
    }
    Turn turn = turn_for(peer, content);
    part.torrent->leave(turn);
    apply_effects(peer, part);
  }
  emit_state(RecordKind::left, hash_of(peer), hash_of(peer), 0, 0);
}

ContentId World::content_named(std::string_view name) const {
  for (std::uint32_t i = 0; i < contents_.size(); ++i) {
    if (contents_[i].name == name) return ContentId{i};
  }
  check(false, "world: the loader knows every name of a command");
  return {};
}

}  // namespace swarmsim
