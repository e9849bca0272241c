#include "sim/console/why.hpp"

#include <charconv>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "sim/console/lookup.hpp"

namespace swarmsim {

namespace {

using Words = std::span<const std::string>;
using Answered = std::variant<std::string, ConditionProblem>;

Answered piece_question(Words words, const World& world) {
  ContentId content{};
  if (words.size() == 5) {
    const auto named = content_called(words[3], world);
    if (const auto* problem = std::get_if<ConditionProblem>(&named)) return *problem;
    content = std::get<ContentId>(named);
  }
  const std::uint32_t pieces = world.contents()[index_of(content)].geometry.pieces();
  PieceIndex piece = 0;
  const std::string& word = words[1];
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), piece);
  if (error != std::errc{} || end != word.data() + word.size() || piece >= pieces) {
    return ConditionProblem{fmt::format("{} is no piece of {}: they are 0 to {}", in_quotes(word),
                                        in_quotes(world.contents()[index_of(content)].name), pieces - 1)};
  }
  return why_rare(world, content, piece);
}

}  // namespace

Answered explain(Words words, const World& world, SimTime now, const View& view) {
  const bool plain = words.size() == 3 && words[0] == "piece" && words[2] == "rare";
  const bool named = words.size() == 5 && words[0] == "piece" && words[2] == "of" && words[4] == "rare";
  if (plain || named) return piece_question(words, world);
  const bool choked = words.size() == 4 && words[1] == "choked" && words[2] == "by";
  if (!choked && !(words.size() == 2 && words[1] == "idle")) {
    return ConditionProblem{fmt::format("ask why like this: why {}", why_forms)};
  }
  const auto peer = peer_called(words[0], world);
  if (const auto* problem = std::get_if<ConditionProblem>(&peer)) return *problem;
  if (!choked) return why_idle(world, std::get<PeerId>(peer), now);
  const auto other = peer_called(words[3], world);
  if (const auto* problem = std::get_if<ConditionProblem>(&other)) return *problem;
  return why_choked(world, std::get<PeerId>(peer), std::get<PeerId>(other), now, view);
}

std::string why_rare(const World& world, ContentId content, PieceIndex piece) {
  const std::vector<std::uint32_t>& copies = world.content_state(content).copies;
  const ContentInfo& info = world.contents()[index_of(content)];
  std::uint64_t sum = 0;
  std::uint32_t rarer = 0;
  for (const std::uint32_t count : copies) {
    sum += count;
    rarer += count < copies[piece] ? 1 : 0;
  }
  std::string holders;
  std::string wanting;
  std::uint32_t lacking = 0;
  for (const Participant& peer : world.participants()) {
    if (!peer.online()) continue;
    for (const Participation& part : peer.torrents) {
      if (part.torrent->content() != content) continue;
      if (part.torrent->have().test(piece)) {
        if (holders.size() < 60) holders += (holders.empty() ? "" : ", ") + peer.name;
        continue;
      }
      if (!part.torrent->wants_more() || part.torrent->settled().test(piece)) continue;
      ++lacking;
      const Torrent* torrent = wire_torrent(part);
      const bool begun = torrent != nullptr && torrent->partials().begun().test(piece);
      if (begun && wanting.size() < 60) wanting += (wanting.empty() ? "" : ", ") + peer.name;
    }
  }
  std::string text = fmt::format("Piece {} of {} has {} cop{} online", piece, info.name, copies[piece],
                                 copies[piece] == 1 ? "y" : "ies");
  text += holders.empty() ? ": nobody who is online holds it.\n" : fmt::format(": {}.\n", holders);
  const std::uint64_t hundredths = sum * 100 / copies.size();
  text += fmt::format("Of {} pieces {} are rarer; the average is {}.{:02} copies.\n", copies.size(), rarer,
                      hundredths / 100, hundredths % 100);
  text +=
      fmt::format("{} downloader{} lack{} it; ", lacking, lacking == 1 ? "" : "s", lacking == 1 ? "s" : "");
  text += wanting.empty() ? "nobody has begun it.\n" : fmt::format("it has been begun by {}.\n", wanting);
  if (copies[piece] == 0 && lacking > 0) text += "Until a holder comes back nobody can complete.\n";
  return text;
}

}  // namespace swarmsim
