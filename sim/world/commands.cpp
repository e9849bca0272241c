// Scripted actions and the commands of the grammar, executed.

#include <algorithm>

#include "core/base/check.hpp"
#include "sim/command/answers.hpp"
#include "sim/command/grammar.hpp"
#include "sim/model/wanted_pieces.hpp"
#include "sim/scenario/holdings.hpp"
#include "sim/world/address.hpp"
#include "sim/world/world.hpp"

namespace swarmsim {

void World::on_action(const Event& event) {
  const Action action = actions_[event.subject];
  actions_pending_ -= action.keeps_running ? 1 : 0;
  starters_pending_ -= action.may_start && action.keeps_running ? 1 : 0;
  end_to_check_ = true;
  switch (action.kind) {
    case ActionKind::arrival: return arrive(action.peer);
    case ActionKind::download: {
      const Participant& participant = participants_[index_of(action.peer)];
      const DownloadSpec& spec = scenario_.groups[participant.group].download[action.index];
      if (participant.online()) begin_download(action.peer, spec);
      return;
    }
    case ActionKind::command:
      run_entry(action.index);
      repeat(action.index);
      return;
  }
}

std::string World::describe_action(const Event& event) const {
  const Action& action = actions_[event.subject];
  if (action.kind == ActionKind::arrival) return participants_[index_of(action.peer)].name + " arrives";
  if (action.kind == ActionKind::download) {
    const Participant& peer = participants_[index_of(action.peer)];
    const DownloadSpec& spec = scenario_.groups[peer.group].download[action.index];
    return peer.name + " begins its download of " + contents_[index_of(spec.content)].name;
  }
  const TimelineEntry& entry = scenario_.timeline[action.index];
  const bool named = entry.actor == ActorKind::peer || entry.actor == ActorKind::group;
  return (named ? entry.on : entry.actor == ActorKind::tracker ? "tracker" : "world") + ": " + entry.text;
}

void World::repeat(std::uint32_t index) {
  const TimelineEntry& entry = scenario_.timeline[index];
  if (!entry.every) return;
  const SimTime next = now_ + *entry.every;
  if (next <= entry.to.value_or(scenario_.stop_at)) schedule(index, next);
}

void World::run_entry(std::uint32_t index) {
  const TimelineEntry& entry = scenario_.timeline[index];
  ++waited_for_[index];  // nothing is done before all are told
  if (entry.actor == ActorKind::tracker || entry.actor == ActorKind::world) {
    const bool at_tracker = entry.actor == ActorKind::tracker;
    const std::uint32_t result = add_result(at_tracker ? "tracker" : "world", index);
    results_[result].answer =
        at_tracker ? execute_at_tracker(entry.command) : execute_at_world(entry.command);
    record_command(at_tracker ? tracker_peer : world_peer, results_[result]);
  }
  for (std::uint32_t i = 0; i < participants_.size(); ++i) {
    const Participant& participant = participants_[i];
    const bool member = entry.actor == ActorKind::group && participant.online() &&
                        scenario_.groups[participant.group].id == entry.on;
    const bool named = entry.actor == ActorKind::peer && participant.name == entry.on;
    if (member || named) say(PeerId{i}, index);
  }
  note_done(index);
}

void World::note_done(std::uint32_t entry) {
  check(waited_for_[entry] > 0, "world: a result is done once");
  if (--waited_for_[entry] > 0) return;
  for (std::uint32_t i = 0; i < scenario_.timeline.size(); ++i) {
    const TimelineEntry& next = scenario_.timeline[i];
    if (next.after == entry) schedule(i, now_ + next.plus);
  }
}

std::uint32_t World::add_result(const std::string& on, std::uint32_t entry) {
  results_.push_back({now_, now_, true, on, scenario_.timeline[entry].text, entry, {}});
  return static_cast<std::uint32_t>(results_.size() - 1);
}

const CommandResult* World::saved(std::string_view name) const {
  const auto found = std::find_if(results_.rbegin(), results_.rend(), [&](const CommandResult& result) {
    return scenario_.timeline[result.entry].save == name;
  });
  return found == results_.rend() ? nullptr : &*found;
}

void World::record_command(PeerId to, const CommandResult& result) {
  std::uint64_t answer = 0;
  for (const std::string& line : result.answer.lines) answer = hash64(line, answer);
  const std::uint64_t text = hash64(result.text);
  emit({now_, RecordKind::commanded, 0, no_content, world_peer, to, 0, text, answer, now_},
       [&] { return Detail{.text = result.text, .lines = result.answer.lines, .ok = result.answer.ok}; });
}

void World::arrive(PeerId peer) {
  Participant& participant = participants_[index_of(peer)];
  const GroupSpec& group = scenario_.groups[participant.group];
  participant.presence = Presence::online;
  emit({now_, RecordKind::arrived, 0, no_content, peer, peer, 0, 0, 0, now_});
  for (const HoldSpec& hold : group.has) take_stock(peer, hold);
  for (const ContentId content : group.send) send(peer, content);
  for (const DownloadSpec& spec : group.download) {
    if (spec.after == Duration::zero()) begin_download(peer, spec);
  }
}

/// Puts what a peer has from the start into its store.
void World::take_stock(PeerId peer, const HoldSpec& hold) {
  const Participant& participant = participants_[index_of(peer)];
  const ContentInfo& info = contents_[index_of(hold.content)];
  const Holder holder{participant.name, participant.member,
                      scenario_.groups[participant.group].count.value_or(1)};
  const Bitfield pieces = pieces_held(hold, scenario_.contents[index_of(hold.content)], holder, seed_);
  Participation& part = participation_of(peer, hold.content);
  part.torrent->hold(info, pieces);
  const Bitfield& held = part.torrent->have();
  std::vector<std::uint32_t>& copies = content_states_[index_of(hold.content)].copies;
  for (PieceIndex piece = 0; piece < held.size(); ++piece) {
    copies[piece] += held.test(piece) ? 1 : 0;
  }
  part.bytes_at_start = part.bytes_held = info.geometry.bytes_of(held);
}

void World::say(PeerId peer, std::uint32_t entry) {
  const std::uint32_t index = add_result(participants_[index_of(peer)].name, entry);
  ++waited_for_[entry];
  Answer answer = execute_at_peer(peer, scenario_.timeline[entry].command, index);
  // What the command caused at once (a scrape on its way) may have touched the result: only fill it.
  results_[index].answer = std::move(answer);
  record_command(peer, results_[index]);
  const bool downloads = std::any_of(
      participants_[index_of(peer)].torrents.begin(), participants_[index_of(peer)].torrents.end(),
      [&](const Participation& part) { return part.result == index && part.torrent->wants_more(); });
  if (results_[index].is_answered && !downloads) note_done(entry);
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
    case CommandKind::exit: exit(peer, "exit"); return answers::exited();
    case CommandKind::list:
    case CommandKind::fileinfo:
    case CommandKind::peerinfo:
    case CommandKind::crash:
    case CommandKind::link:
    case CommandKind::tracker_fail:
    case CommandKind::tracker_recover:
    case CommandKind::peer:
    case CommandKind::set: break;
  }
  check(false, "world: tracker commands are said at the tracker");
  return {};
}

void World::on_scraped(const Exchange& exchange) {
  CommandResult& result = end_scrape(exchange);
  result.answer = answers::scraped(contents_[index_of(exchange.announce.content)].name, exchange.counts);
  note_done(result.entry);
  const auto content = static_cast<std::uint16_t>(index_of(exchange.announce.content));
  emit({now_, RecordKind::scraped, 0, content, tracker_peer, exchange.announce.peer, 0,
        exchange.counts.seeders, exchange.counts.leechers, exchange.sent},
       [&] { return Detail{.lines = result.answer.lines, .numbers = {exchange.counts.completed}}; });
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
      const auto peer = index_of(one.peer);
      holders.push_back(
          {participants_[peer].name, format_address(addresses_[peer]), peer_port, one.complete});
    }
    return answers::holders(command.file, std::move(holders));
  }
  check(command.kind == CommandKind::peerinfo, "world: peer commands are said at a peer");
  std::vector<PeerInfo> peers;
  for (const Registration& one : tracker_.peers()) {
    const auto peer = index_of(one.peer);
    peers.push_back({participants_[peer].name, format_address(addresses_[peer]), peer_port, one.uploaded});
  }
  return answers::peers(std::move(peers));
}

Answer World::execute_at_world(const Command& command) {
  if (command.kind == CommandKind::tracker_fail) {
    sweep_tracker(now_);  // whoever ran out before was dropped before
    tracker_.fail(command.fault, command.forget);
    return answers::tracker_failing(command.forget);
  }
  if (command.kind == CommandKind::tracker_recover) {
    tracker_.recover();
    return answers::tracker_recovered();
  }
  const PeerId peer = *find_peer(command.peer);
  const Participant& participant = participants_[index_of(peer)];
  if (participant.presence == Presence::gone) return answers::has_left(participant.name);
  if (command.kind == CommandKind::link) return change_link(peer, command);
  if (command.kind == CommandKind::set) return change_settings(peer, command);
  if (command.kind == CommandKind::peer) {
    if (participant.online()) return answers::arrived_already(participant.name);
    participants_[index_of(peer)].arrives = participants_[index_of(peer)].rates_since = now_;
    arrive(peer);
    return answers::arrived(participant.name);
  }
  if (participant.presence == Presence::expected) return answers::not_arrived(participant.name);
  crash(peer);
  return answers::crashed(participant.name);
}

Answer World::change_link(PeerId peer, const Command& command) {
  Participant& participant = participants_[index_of(peer)];
  const AccessLink& before = network_->link(peer);
  if (participant.online()) {
    // What the queues hold still goes at the rates before, beside what the new ones carry.
    participant.could_send_before = participant.could_send(now_) + before.held_up(now_);
    participant.could_receive_before = participant.could_receive(now_) + before.held_down(now_);
    participant.rates_since = now_;
    participant.rates_changed = true;
  }
  LinkSpec link{before.up, before.down, before.latency, before.region};
  link.up = participant.up = command.up.value_or(link.up);
  link.down = participant.down = command.down.value_or(link.down);
  link.latency = command.latency.value_or(link.latency);
  network_->change_link(peer, link);
  return answers::link_changed(participant.name);
}

Answer World::change_settings(PeerId peer, const Command& command) {
  Participant& participant = participants_[index_of(peer)];
  const Profile& before = profile_of(participant);
  if (before.protocol != Protocol::wire) return answers::not_a_setting(participant.name, before.name);
  ClientSpec changed;
  for (const Setting& setting : command.settings) {
    (setting.key == SettingKey::unchoke_slots ? changed.unchoke_slots : changed.request_queue) =
        setting.value;
  }
  Profile after = apply_overrides(before, changed);
  participant.profile = static_cast<std::uint32_t>(profiles_.size());
  reaches_.forget(peer);
  profiles_.push_back(std::move(after));
  const Profile& profile = profiles_.back();
  if (profile.slots_per_session) {
    deal_slots(peer);
  } else {
    for (Participation& part : participant.torrents) {
      if (part.torrent->active()) grant_slots(peer, part, profile.unchoke_slots);
    }
  }
  return answers::settings_changed(participant.name);
}

/// Where a peer's choke rounds count from.
SimTime World::round_origin(PeerId peer) const {
  const Participant& participant = participants_[index_of(peer)];
  const Profile& profile = profile_of(participant);
  if (profile.start_phase == StartPhase::at_arrival) return participant.arrives;
  Rng luck(seed_, "phase", participant.name);
  const Duration widest =
      profile.start_spread > Duration::zero() ? profile.start_spread : profile.choke_interval;
  const auto most = static_cast<std::uint64_t>(widest.count());
  const std::uint64_t early = luck.below(most);
  return participant.arrives - Duration{static_cast<std::int64_t>(early)};
}

Answer World::send(PeerId peer, ContentId content) {
  const std::string& name = contents_[index_of(content)].name;
  Participation* part = find_participation(peer, content);
  if (part == nullptr || !part->torrent->complete()) return answers::not_owned(name);
  if (part->torrent->active()) return answers::already_sending();
  start(peer, *part, Role::sending);
  return answers::now_sending();
}

/// Who holds all that it wants of a content it has not all of has nothing to fetch: it sends that.
void World::begin_download(PeerId peer, const DownloadSpec& spec) {
  const ContentInfo& content = contents_[index_of(spec.content)];
  Participation& part = participation_of(peer, spec.content);
  if (!spec.unwanted.empty() && !part.torrent->active()) {
    const Bitfield wanted = wanted_pieces(content.geometry, content.files, spec.unwanted);
    part.torrent->want(wanted);
    part.bytes_wanted = content.geometry.bytes_of(wanted);
  }
  if (spec.magnet && !part.torrent->active() && part.torrent->have().none()) {
    part.torrent->fetch_metadata(content);
  }
  if (part.torrent->complete() || !part.torrent->has_all_it_wants()) {
    download(peer, spec.content, no_index);
  } else if (!part.torrent->active()) {
    start(peer, part, Role::sending);
  }
}

void World::start(PeerId peer, Participation& part, Role role) {
  Turn turn = turn_for(peer, part.torrent->content());
  part.torrent->start(turn, role, round_origin(peer));
  apply_effects(peer, part);
  arm_timer(peer);
}

Answer World::download(PeerId peer, ContentId content, std::uint32_t result) {
  const std::string& name = contents_[index_of(content)].name;
  Participation& part = participation_of(peer, content);
  if (part.torrent->complete()) return answers::already_owned(name);
  if (part.torrent->active()) return answers::already_downloading(name);
  part.download_started = now_;
  part.result = result;
  ++unfinished_;
  if (part.bytes_wanted == 0) part.bytes_wanted = contents_[index_of(content)].geometry.size;
  start(peer, part, Role::downloading);
  return answers::now_downloading(name);
}

ContentId World::content_named(std::string_view name) const {
  for (std::uint32_t i = 0; i < contents_.size(); ++i) {
    if (contents_[i].name == name) return ContentId{i};
  }
  check(false, "world: the loader knows every name of a command");
  return {};
}

}  // namespace swarmsim
