#include "tests/support/torrent_rig.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/base/check.hpp"
#include "sim/peer/packed_pieces.hpp"

namespace swarmsim {

namespace {

constexpr std::uint32_t first_end = 1'000;  // ends are no peer ids: whoever mixes them up is found out

std::uint32_t remote_behind(EndId end) { return index_of(end) - first_end; }

void append(std::string& text, const std::string& more) {
  if (more.empty()) return;
  if (!text.empty()) text += ", ";
  text += more;
}

}  // namespace

Bitfield bitfield_of(std::string_view picture) {
  Bitfield field(static_cast<std::uint32_t>(picture.size()));
  for (std::uint32_t i = 0; i < field.size(); ++i) {
    if (picture[i] == 'x') field.set(i);
  }
  return field;
}

std::string picture_of(std::span<const std::uint64_t> words, std::uint32_t size) {
  std::string picture(size, '.');
  for (std::uint32_t i = 0; i < size; ++i) {
    if (has_bit(words, i)) picture[i] = 'x';
  }
  return picture;
}

Profile rig_profile() {
  Profile profile = bep3_profile();
  profile.picker = "in-order";
  return profile;
}

TorrentRig::TorrentRig(const RigSpec& spec)
    : profile(spec.profile),
      content(make_content({"file", spec.geometry, spec.data}, 1)),
      torrent(PeerId{spec.self}, ContentId{0}, content, profile, *spec.registry,
              {Rng(spec.luck, "picker", "rig"), Rng(spec.luck, "choker", "rig")},
              std::make_unique<PackedPieces>(spec.geometry.pieces())) {
  if (spec.complete) torrent.hold_everything(content);
}

std::string TorrentRig::start() {
  const Role role = torrent.complete() ? Role::sending : Role::downloading;
  return turn([&](Turn& t) { torrent.start(t, role, sim_start); });
}

std::string TorrentRig::leave() {
  return turn([&](Turn& t) { torrent.leave(t); });
}

std::string TorrentRig::tracker_answers(std::initializer_list<std::uint32_t> peers, Duration interval) {
  std::vector<PeerId> ids;
  for (const std::uint32_t peer : peers) ids.push_back(PeerId{peer});
  return turn([&](Turn& t) { torrent.on_tracker_answer(t, ids, interval); });
}

std::string TorrentRig::connected(std::uint32_t remote, bool we_opened) {
  return turn(
      [&](Turn& t) { torrent.on_connected(t, PeerId{remote}, EndId{first_end + remote}, we_opened); });
}

std::string TorrentRig::accepted(std::uint32_t remote) {
  check(accepts(remote), "rig: the attempt is welcome");
  return connected(remote, false);
}

std::string TorrentRig::opened(std::uint32_t remote) { return connected(remote, true); }

std::string TorrentRig::refused(std::uint32_t remote) {
  return turn([&](Turn& t) { torrent.on_refused(t, PeerId{remote}); });
}

std::string TorrentRig::closed(std::uint32_t remote) {
  return turn([&](Turn& t) { torrent.on_closed(t, slot_of(remote)); });
}

std::string TorrentRig::hears(std::uint32_t remote, const Message& message) {
  const std::string text = turn([&](Turn& t) { torrent.on_message(t, slot_of(remote), message); });
  payloads.give_back(message.payload);
  return text;
}

std::string TorrentRig::says(std::uint32_t remote, MessageKind kind, std::uint32_t subject) {
  const bool of_block = kind == MessageKind::request || kind == MessageKind::cancel;
  return hears(remote, {kind, subject, of_block ? content.geometry.block_bytes(subject) : 0});
}

std::string TorrentRig::says_bitfield(std::uint32_t remote, std::string_view picture) {
  const Bitfield field = bitfield_of(picture);
  const std::uint32_t payload = payloads.take(field.words().size_bytes());
  std::memcpy(payloads.bytes(payload).data(), field.words().data(), field.words().size_bytes());
  return hears(remote, {MessageKind::bitfield, 0, 0, payload});
}

std::string TorrentRig::delivers(std::uint32_t remote, BlockIndex block, std::byte damage) {
  Message message{MessageKind::block, block, content.geometry.block_bytes(block)};
  if (content.carries_data) {
    message.payload = payloads.take(message.length);
    read_original(content, content.geometry.block_offset(block), payloads.bytes(message.payload));
    payloads.bytes(message.payload).front() ^= damage;
  }
  return hears(remote, message);
}

std::string TorrentRig::delivers(std::uint32_t remote, BlockIndex block) {
  return delivers(remote, block, std::byte{0});
}

std::string TorrentRig::delivers_corrupt(std::uint32_t remote, BlockIndex block) {
  return delivers(remote, block, std::byte{1});
}

std::string TorrentRig::rechoke(bool regular) {
  return turn([&](Turn& t) { torrent.rechoke(t, regular); });
}

std::string TorrentRig::timer() {
  return turn([&](Turn& t) { torrent.on_timer(t); });
}

std::string TorrentRig::upload(std::uint32_t remote) {
  std::string text;
  turn([&](Turn& t) {
    const auto upload = torrent.next_upload(t, slot_of(remote));
    if (!upload) return;
    check(upload->end == EndId{first_end + remote}, "rig: a torrent serves whom it is asked for");
    send_buffer = upload->send_buffer;
    text = fmt::format("{} {}", name_of(upload->message.kind), upload->message.subject);
    payloads.give_back(upload->message.payload);
  });
  return text;
}

void TorrentRig::meets(std::uint32_t remote, std::string_view picture) {
  accepted(remote);
  says(remote, MessageKind::handshake);
  if (picture.find('x') != std::string_view::npos) says_bitfield(remote, picture);
}

std::string TorrentRig::meets_generous(std::uint32_t remote, std::string_view picture) {
  meets(remote, picture);
  return says(remote, MessageKind::unchoke);
}

std::string TorrentRig::delivers_piece(std::uint32_t remote, PieceIndex piece) {
  std::string text;
  for (std::uint32_t i = 0; i < content.geometry.blocks_in(piece); ++i) {
    append(text, delivers(remote, content.geometry.first_block(piece) + i));
  }
  return text;
}

std::string TorrentRig::pass(Duration time) {
  const SimTime until = now + time;
  std::string text;
  while (torrent.next_deadline() <= until) {
    now = torrent.next_deadline();
    append(text, timer());
  }
  now = until;
  return text;
}

bool TorrentRig::has_neighbour(std::uint32_t remote) const {
  return std::ranges::any_of(torrent.order(),
                             [&](Slot slot) { return torrent.neighbour(slot).remote == PeerId{remote}; });
}

TorrentRig::Slot TorrentRig::slot_of(std::uint32_t remote) const {
  for (const Slot slot : torrent.order()) {
    if (torrent.neighbour(slot).remote == PeerId{remote}) return slot;
  }
  check(false, "rig: who is spoken of is a neighbour");
  return {};
}

std::string TorrentRig::availability() const {
  std::string digits;
  for (const std::uint16_t owners : torrent.theirs().availability()) digits += fmt::format("{}", owners);
  return digits;
}

std::string TorrentRig::describe_effects() {
  std::string text;
  for (const Effect& effect : effects_) append(text, describe(effect));
  return text;
}

std::string TorrentRig::describe(const Effect& effect) {
  const Message& message = effect.message;
  const std::uint32_t remote = effect.remote == no_peer ? remote_behind(effect.end) : index_of(effect.remote);
  switch (effect.kind) {
    case EffectKind::send: break;
    case EffectKind::serve: return fmt::format("serve {}", remote);
    case EffectKind::say_goodbye: return fmt::format("goodbye to {}", remote);
    case EffectKind::fall_silent: return fmt::format("silent to {}", remote);
    case EffectKind::weigh: return fmt::format("weigh {} by {}", remote, effect.number);
    case EffectKind::connect: return fmt::format("connect {}", remote);
    case EffectKind::announce:
      return fmt::format("announce {}", name_of(static_cast<AnnounceEvent>(effect.number)));
    case EffectKind::ask_rechoke: return "ask rechoke";
    case EffectKind::piece_completed: return fmt::format("piece {}", effect.number);
    case EffectKind::piece_failed: return fmt::format("piece {} failed", effect.number);
    case EffectKind::banned:
      return fmt::format("bans {} for the {}. time", index_of(effect.remote), effect.number);
    case EffectKind::completed: return "completed";
    case EffectKind::metadata_completed: return "metadata is here";
    case EffectKind::held_round: return fmt::format("round {}", effect.number);
    case EffectKind::unchoked:
      return fmt::format("{} is {}", remote, name_of(static_cast<ChokeReason>(effect.number)));
    case EffectKind::was_snubbed: return fmt::format("{} snubs", remote);
    case EffectKind::alone: return "alone";
    case EffectKind::ask_owners: return "ask owners";
    case EffectKind::deadline_moved: return "deadline moved";
    case EffectKind::gave_up: return "gave up";
  }
  const std::string_view kind = name_of(message.kind);
  if (message.kind == MessageKind::bitfield) {
    std::vector<std::uint64_t> words((content.geometry.pieces() + 63) / 64);
    std::memcpy(words.data(), payloads.bytes(message.payload).data(), words.size() * sizeof words[0]);
    payloads.give_back(message.payload);
    return fmt::format("{} {} to {}", kind, picture_of(words, content.geometry.pieces()), remote);
  }
  if (message.kind == MessageKind::peer_exchange) {
    std::vector<PeerId> told(message.length);
    std::memcpy(told.data(), payloads.bytes(message.payload).data(), told.size() * sizeof told[0]);
    payloads.give_back(message.payload);
    std::string names;
    for (const PeerId peer : told) names += fmt::format(" {}", index_of(peer));
    return fmt::format("tells{} to {}", names, remote);
  }
  const bool numbered = message.kind == MessageKind::have || message.kind == MessageKind::request ||
                        message.kind == MessageKind::cancel;
  return numbered ? fmt::format("{} {} to {}", kind, message.subject, remote)
                  : fmt::format("{} to {}", kind, remote);
}

void TorrentRig::check_rules() const {
  std::vector<std::uint16_t> availability(content.geometry.pieces());
  for (const Slot slot : torrent.order()) check_neighbour(slot, availability);
  check(std::ranges::equal(availability, torrent.theirs().availability()),
        "rig: availability counts the neighbours that have it");
  for (PieceIndex piece = 0; piece < content.geometry.pieces(); ++piece) {
    check(!torrent.have().test(piece) || !torrent.partials().begun().test(piece),
          "rig: what is there is not begun");
  }
}

void TorrentRig::check_neighbour(Slot slot, std::vector<std::uint16_t>& availability) const {
  const Neighbour& neighbour = torrent.neighbour(slot);
  const auto theirs = torrent.theirs().row(slot);
  std::uint32_t count = 0;
  std::uint32_t wanted = 0;
  for (PieceIndex piece = 0; piece < availability.size(); ++piece) {
    if (!has_bit(theirs, piece)) continue;
    ++count;
    ++availability[piece];
    wanted += torrent.have().test(piece) ? 0 : 1;
  }
  check(neighbour.live, "rig: who is in the order is live");
  check(count == torrent.theirs().count(slot) && wanted == torrent.theirs().wanted(slot),
        "rig: their pieces are counted");
  check(neighbour.we_want == (torrent.wants_more() && wanted > 0), "rig: interest is what we told them");
  std::uint32_t asked = torrent.duplicates_of(slot);
  torrent.partials().for_each_requested([&](BlockIndex block, Slot holder) {
    if (holder != slot) return;
    ++asked;
    check(has_bit(theirs, content.geometry.piece_of(block)), "rig: nothing is asked of who lacks it");
  });
  check(asked == neighbour.outstanding, "rig: no request is orphaned");
  check(asked <= profile.pipeline.first, "rig: a pipeline is not overfull");
  check(asked == 0 || !neighbour.they_choke_us, "rig: nothing is asked of who chokes us");
  check(neighbour.queued == 0 || !neighbour.we_choke_them, "rig: a choked neighbour has no queue");
}

}  // namespace swarmsim
