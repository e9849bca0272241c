#include "tests/support/random_session.hpp"

#include <fmt/format.h>

#include "sim/command/grammar.hpp"

namespace swarmsim {

std::string RandomTypist::peer(const World& world) {
  const std::uint64_t which = draw(world.participants().size() + 1);
  return which < world.participants().size() ? world.participants()[which].name : "nobody";
}

std::string RandomTypist::file(const World& world) {
  const std::uint64_t which = draw(world.contents().size() * 8 + 1);
  return which == 0 ? "nothing.iso" : format_name(world.contents()[which % world.contents().size()].name);
}

std::string RandomTypist::time() {
  const std::uint64_t amount = draw(40);
  switch (draw(4)) {
    case 0: return fmt::format("{}ms", amount * 37);
    case 1: return fmt::format("{} s", amount);
    case 2: return fmt::format("{}s", amount * 5);
    default: return fmt::format("{}.25s", amount);
  }
}

std::string RandomTypist::condition(const World& world) {
  const std::string one = peer(world);
  const std::string other = peer(world);
  const std::uint64_t number = draw(12);
  switch (draw(6)) {
    case 0: return one + " completes";
    case 1: return "all complete";
    case 2: return fmt::format("{} unchoked by {}", one, other);
    case 3: return fmt::format("{} choked by {}", one, other);
    case 4: return fmt::format("piece {} complete at {}", number, one);
    default: return fmt::format("peers > {}", number);
  }
}

std::string RandomTypist::looking(const World& world) {
  const std::string one = peer(world);
  const std::string other = peer(world);
  const std::uint64_t number = draw(12);
  switch (draw(13)) {
    case 0: return "status";
    case 1: return "peers";
    case 2: return "peer " + one;
    case 3: return "pieces";
    case 4: return "links";
    case 5: return "events";
    case 6: return fmt::format("trace messages {}", number + 1);
    case 7: return fmt::format("why {} choked by {}", one, other);
    case 8: return fmt::format("why {} idle", one);
    case 9: return fmt::format("why piece {} rare", number);
    case 10: return "help " + one;
    case 11: return "trace";
    default: return "break";
  }
}

std::string RandomTypist::moving(const World& world) {
  const std::uint64_t number = draw(20) + 1;
  const std::string amount = time();
  switch (draw(10)) {
    case 0: return "step";
    case 1: return fmt::format("step {}", number);
    case 2: return "step event";
    case 3:
    case 4: return "run " + amount;
    case 5: return "run until " + condition(world);
    case 6: return "goto " + amount;
    case 7: return "back " + amount;
    case 8: return "undo";
    default: return "break when " + condition(world);
  }
}

std::string RandomTypist::intervening(const World& world) {
  const std::string one = peer(world);
  const std::string named = file(world);
  const std::uint64_t number = draw(9) + 1;
  switch (draw(16)) {
    case 0: return "send " + named;
    case 1:
    case 2: return "torrent -mode download " + named;
    case 3: return "scrape " + named;
    case 4: return "exit";
    case 5: return "list";
    case 6: return "fileinfo " + named;
    case 7: return "peerinfo";
    case 8: return "crash " + one;
    case 9: return fmt::format("link {} up={}kB/s", one, number * 10);
    case 10: return fmt::format("link {} down={}kB/s latency={}ms", one, number * 30, number);
    case 11: return "tracker fail silent";
    case 12: return "tracker recover";
    case 13: return fmt::format("set {} unchoke_slots={}", one, number - 1);
    case 14: return fmt::format("set {} request_queue={}", one, number);
    default: break;
  }
  const std::string has = draw(3) == 0 ? " has=" + world.contents().front().name : "";
  return fmt::format("peer late{} up={}kB/s{}", ++newcomers_, number * 25,
                     has.find(' ', 1) == std::string::npos ? has : "");
}

std::string RandomTypist::sensible_line(const Console& console) {
  const World& world = console.session().world();
  switch (draw(10)) {
    case 0:
    case 1: return draw(4) == 0 ? "attach tracker" : "attach " + peer(world);
    case 2:
    case 3:
    case 4: return intervening(world);
    case 5: return looking(world);
    default: return moving(world);
  }
}

std::string RandomTypist::damaged_line(const Console& console) {
  std::string line = sensible_line(console);
  switch (draw(8)) {
    case 0: {
      line.clear();
      const std::uint64_t length = draw(40);
      for (std::uint64_t i = 0; i < length; ++i) line += static_cast<char>(draw(256));
      return line;
    }
    case 1: return line.substr(0, draw(line.size() + 1));
    case 2: return line + " " + sensible_line(console);
    case 3: return std::string(draw(6'000), 'x') + line;
    case 4: return line + " \"";
    default: break;
  }
  const std::uint64_t changes = draw(3) + 1;
  for (std::uint64_t i = 0; i < changes && !line.empty(); ++i) {
    const std::uint64_t at = draw(line.size());
    line[at] = static_cast<char>(draw(256));
  }
  return line;
}

}  // namespace swarmsim
