// swarmsim torrent: which of its subcommands, and the two that read.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/base/words.hpp"
#include "core/protocol/magnet.hpp"
#include "core/protocol/metainfo.hpp"
#include "sim/report/torrent_text.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/help.hpp"
#include "tools/swarmsim/terminal.hpp"
#include "tools/swarmsim/torrent_commands.hpp"

namespace swarmsim {

namespace {

int refuse(std::string_view what, std::string_view why) {
  complain(fmt::format("{} {}", in_quotes(what), why));
  return exit_bad_input;
}

std::variant<Metainfo, int> read_torrent(const std::string& path) {
  const FileText text = read_file_up_to(path == "-" ? "/dev/stdin" : path, largest_torrent);
  if (const auto* problem = std::get_if<FileProblem>(&text)) return refuse(path, problem->message);
  auto torrent = read_metainfo(std::get<std::string>(text));
  if (const auto* problem = std::get_if<MetainfoProblem>(&torrent)) return refuse(path, problem->message);
  return std::get<Metainfo>(std::move(torrent));
}

/// The one argument of `verb`, or an exit code after a message.
std::variant<std::string, int> one_argument(const cxxopts::ParseResult& given, std::string_view verb) {
  const std::vector<std::string> arguments = positional(given);
  if (arguments.size() == 1) return arguments[0];
  if (arguments.empty()) {
    complain(fmt::format("torrent {} needs a .torrent; see swarmsim torrent {} --help", verb, verb));
  } else {
    complain(fmt::format("torrent {} takes one file: {} is one too many", verb, in_quotes(arguments[1])));
  }
  return exit_bad_input;
}

int show_magnet(const std::string& uri, bool json) {
  const auto magnet = read_magnet(uri);
  if (const auto* problem = std::get_if<MagnetProblem>(&magnet)) return refuse(uri, problem->message);
  const auto& read = std::get<Magnet>(magnet);
  return print(json ? magnet_json(read) : format_magnet(read), exit_ok);
}

int torrent_show_main(int argc, char** argv) {
  const auto arguments = read_verb_arguments("torrent", torrent_show_help, argc, argv);
  if (const int* status = std::get_if<int>(&arguments)) return *status;
  const auto& given = std::get<cxxopts::ParseResult>(arguments);
  const auto path = one_argument(given, "show");
  if (const int* status = std::get_if<int>(&path)) return *status;
  const bool json = given.count("json") > 0;
  if (std::get<std::string>(path).starts_with("magnet:"))
    return show_magnet(std::get<std::string>(path), json);
  const auto torrent = read_torrent(std::get<std::string>(path));
  if (const int* status = std::get_if<int>(&torrent)) return *status;
  const auto& read = std::get<Metainfo>(torrent);
  return print(json ? torrent_json(read) : format_torrent(read), exit_ok);
}

int torrent_magnet_main(int argc, char** argv) {
  const auto arguments = read_verb_arguments("torrent", torrent_magnet_help, argc, argv);
  if (const int* status = std::get_if<int>(&arguments)) return *status;
  const auto path = one_argument(std::get<cxxopts::ParseResult>(arguments), "magnet");
  if (const int* status = std::get_if<int>(&path)) return *status;
  const auto torrent = read_torrent(std::get<std::string>(path));
  if (const int* status = std::get_if<int>(&torrent)) return *status;
  return print(write_magnet(magnet_of(std::get<Metainfo>(torrent))) + "\n", exit_ok);
}

}  // namespace

int torrent_main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "create") return torrent_create_main(argc - 1, argv + 1);
  if (name == "show") return torrent_show_main(argc - 1, argv + 1);
  if (name == "magnet") return torrent_magnet_main(argc - 1, argv + 1);
  if (name == "--help" || name == "-h" || name == "help") return print(torrent_help, exit_ok);
  if (name.empty()) {
    complain("torrent what? see swarmsim torrent --help");
  } else {
    complain(fmt::format("no subcommand {} of torrent{}; see swarmsim torrent --help", in_quotes(name),
                         did_you_mean(name, {"create", "show", "magnet"})));
  }
  return exit_bad_input;
}

}  // namespace swarmsim
