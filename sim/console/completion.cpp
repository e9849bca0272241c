// What may stand where the cursor stands: commands first, then what the command before it takes.

#include <algorithm>

#include "sim/command/grammar.hpp"
#include "sim/console/console.hpp"

namespace swarmsim {

namespace {

using Names = std::vector<std::string>;

void add_peers(const World& world, Names& names) {
  for (const Participant& peer : world.participants()) names.push_back(peer.name);
}

void add_files(const World& world, Names& names) {
  for (const ContentInfo& content : world.contents()) names.push_back(format_name(content.name));
}

/// What stands behind a word of the grammar, as the `nth` word of the line.
void add_arguments(const CommandForm& form, std::size_t nth, const World& world, Names& names) {
  switch (form.arguments) {
    case Arguments::none: return;
    case Arguments::file:
      if (nth == 1) add_files(world, names);
      return;
    case Arguments::tracker:
      if (nth == 1) names = argument_words(form);
      return;
    case Arguments::peer:
    case Arguments::link:
    case Arguments::newcomer:
    case Arguments::settings: break;
  }
  if (nth == 1) return add_peers(world, names);
  for (std::string& key : argument_words(form)) names.push_back(std::move(key));
}

}  // namespace

std::vector<std::string> Console::completions(std::string_view line) const {
  Names words;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    if (end > at) words.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  const bool begins_word = line.empty() || line.back() == ' ';
  const std::string prefix = begins_word || words.empty() ? "" : words.back();
  const std::size_t nth = words.size() - (begins_word ? 0 : words.empty() ? 0 : 1);
  Names names;
  const World& world = session_.world();
  if (nth == 0) {
    for (const OwnCommand& command : own_commands) names.emplace_back(command.word);
    for (const CommandForm& form : command_forms()) names.emplace_back(form.word);
  } else {
    for (const CommandForm& form : command_forms()) {
      if (form.word == words[0]) add_arguments(form, nth, world, names);
    }
    static constexpr std::array<std::string_view, 6> with_peers{"attach", "watch", "peer",
                                                                "why",    "break", "run"};
    if (std::find(with_peers.begin(), with_peers.end(), words[0]) != with_peers.end())
      add_peers(world, names);
    if (words[0] == "attach") names.emplace_back("tracker");
    if (words[0] == "run" && nth == 1) names.emplace_back("until");
    if (words[0] == "step" && nth == 1) names.emplace_back("event");
    if (words[0] == "break" && nth == 1) names.insert(names.end(), {"when", "off"});
    if (words[0] == "trace" && nth == 1) names.emplace_back("messages");
    if (words[0] == "help") {
      for (const OwnCommand& command : own_commands) names.emplace_back(command.word);
      for (const CommandForm& form : command_forms()) names.emplace_back(form.word);
    }
  }
  const auto differs = [&](const std::string& name) { return !name.starts_with(prefix); };
  names.erase(std::remove_if(names.begin(), names.end(), differs), names.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace swarmsim
