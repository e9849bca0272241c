// swarmsim torrent create: a file or a folder, hashed and described.

#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/base/file_text.hpp"
#include "core/base/words.hpp"
#include "core/protocol/metainfo.hpp"
#include "core/protocol/piece_hasher.hpp"
#include "core/protocol/safe_name.hpp"
#include "sim/model/quantity.hpp"
#include "tools/swarmsim/arguments.hpp"
#include "tools/swarmsim/commands.hpp"
#include "tools/swarmsim/file_list.hpp"
#include "tools/swarmsim/output_file.hpp"
#include "tools/swarmsim/terminal.hpp"
#include "tools/swarmsim/torrent_commands.hpp"

namespace swarmsim {

namespace {

using Problem = std::optional<UsageProblem>;

constexpr std::int64_t least_piece = 16 * 1'024;

struct CreateRequest {
  std::string path;
  std::string output;
  std::optional<std::uint32_t> piece_size;
  Metainfo torrent;  ///< what the options say of it
};

Problem read_piece(const std::string& text, CreateRequest& request) {
  const auto parsed = parse_bytes(text);
  if (const auto* problem = std::get_if<QuantityProblem>(&parsed))
    return UsageProblem{"--piece " + problem->message};
  const std::int64_t bytes = std::get<Bytes>(parsed).value;
  if (bytes < least_piece || bytes > largest_piece || (bytes & (bytes - 1)) != 0) {
    return UsageProblem{
        fmt::format("--piece {}: expected a power of two from 16 KiB to 1 GiB", in_quotes(text))};
  }
  request.piece_size = static_cast<std::uint32_t>(bytes);
  return std::nullopt;
}

Problem read_created(const std::string& text, CreateRequest& request) {
  std::int64_t seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, seconds);
  if (problem != std::errc{} || stopped != end || seconds < 0) {
    return UsageProblem{fmt::format("--created {}: expected seconds since 1970", in_quotes(text))};
  }
  request.torrent.created_at = seconds;
  return std::nullopt;
}

Problem read_name(const std::string& text, CreateRequest& request) {
  const std::string_view why = unsafe_name(text);
  if (!why.empty()) return UsageProblem{fmt::format("--name {}: {}", in_quotes(text), why)};
  request.torrent.name = text;
  return std::nullopt;
}

Problem read_comment(const std::string& text, CreateRequest& request) {
  if (!is_utf8(text)) return UsageProblem{"--comment is not UTF-8"};
  request.torrent.comment = text;
  return std::nullopt;
}

Problem read_trackers(const std::vector<std::string>& urls, CreateRequest& request) {
  for (const std::string& url : urls) {
    const bool is_url =
        url.find("://") != std::string::npos && is_utf8(url) && url.find(' ') == std::string::npos;
    if (!is_url) return UsageProblem{fmt::format("--tracker {}: expected a URL", in_quotes(url))};
    request.torrent.trackers.push_back({url});
  }
  return std::nullopt;
}

std::variant<CreateRequest, UsageProblem> read_create_request(const cxxopts::ParseResult& given) {
  CreateRequest request;
  const std::vector<std::string> paths = positional(given);
  if (paths.size() != 1) {
    return UsageProblem{
        paths.empty()
            ? "torrent create needs a file or a folder; see swarmsim torrent create --help"
            : fmt::format("torrent create takes one path: {} is one too many", in_quotes(paths[1]))};
  }
  request.path = paths[0];
  if (given.count("output") == 0) return UsageProblem{"torrent create needs -o FILE"};
  request.output = given["output"].as<std::string>();
  if (request.output.empty()) return UsageProblem{"-o needs the name of a file"};
  request.torrent.is_private = given.count("private") > 0;
  constexpr std::pair<const char*, Problem (*)(const std::string&, CreateRequest&)> options[] = {
      {"piece", read_piece}, {"created", read_created}, {"name", read_name}, {"comment", read_comment}};
  for (const auto& [name, read] : options) {
    if (given.count(name) == 0) continue;
    if (auto problem = read(given[name].as<std::string>(), request)) return *problem;
  }
  if (given.count("tracker") > 0) {
    if (auto problem = read_trackers(given["tracker"].as<std::vector<std::string>>(), request))
      return *problem;
  }
  return request;
}

/// Adds the bytes of one file.
std::optional<FileProblem> hash_file(const std::string& path, std::int64_t size, PieceHasher& hasher) {
  std::ifstream file(path, std::ios::binary);
  std::string buffer(std::size_t{1} << 20, '\0');
  std::int64_t done = 0;
  while (file && done <= size) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto got = static_cast<std::size_t>(file.gcount());
    hasher.add(std::as_bytes(std::span(buffer).first(got)));
    done += static_cast<std::int64_t>(got);
  }
  if (file.bad() || (done == 0 && size > 0))
    return FileProblem{fmt::format("{} cannot be read", in_quotes(path))};
  if (done != size) return FileProblem{fmt::format("{} changed while it was read", in_quotes(path))};
  return std::nullopt;
}

/// The name that `path` has in its folder.
std::string name_on_disk(const std::string& path) {
  std::error_code error;
  const std::filesystem::path full = std::filesystem::canonical(path, error);
  return error ? path : full.filename().string();
}

std::optional<FileProblem> hash_files(CreateRequest& request, const std::vector<ListedFile>& files) {
  Metainfo& torrent = request.torrent;
  for (const ListedFile& file : files) {
    torrent.files.push_back({file.path, file.size});
    torrent.size += file.size;
  }
  if (torrent.size == 0) {
    return FileProblem{fmt::format("{} has no bytes: there is nothing to share", in_quotes(request.path))};
  }
  torrent.piece_size = request.piece_size.value_or(usual_piece_size(torrent.size));
  PieceHasher hasher(torrent.piece_size);
  for (const ListedFile& file : files) {
    const std::string path = path_below(request.path, file.path);
    if (auto problem = hash_file(path, file.size, hasher)) return problem;
  }
  torrent.pieces = hasher.finish();
  return std::nullopt;
}

int refuse_to_create(const std::string& message) {
  complain(message);
  return exit_bad_input;
}

int create(CreateRequest& request) {
  const FileList files = list_files(request.path);
  if (const auto* problem = std::get_if<FileProblem>(&files)) {
    // What lies below is named already.
    return refuse_to_create(problem->message.starts_with('"')
                                ? problem->message
                                : in_quotes(request.path) + " " + problem->message);
  }
  if (request.torrent.name.empty()) request.torrent.name = name_on_disk(request.path);
  const std::string_view why = unsafe_name(request.torrent.name);
  if (!why.empty()) {
    return refuse_to_create(fmt::format("{} cannot be shared under its name, which {}: give a --name",
                                        in_quotes(request.path), why));
  }
  if (const auto problem = hash_files(request, std::get<std::vector<ListedFile>>(files)))
    return refuse_to_create(problem->message);
  const std::string bytes = write_metainfo(request.torrent);
  if (request.output == "-") return print(bytes, exit_ok);
  OutputFile out(request.output);
  out.write(bytes);
  const auto problem = out.commit();
  return problem ? refuse_to_create(problem->message) : exit_ok;
}

}  // namespace

int torrent_create_main(int argc, char** argv) {
  const auto arguments = read_verb_arguments("torrent", torrent_create_help, argc, argv);
  if (const int* status = std::get_if<int>(&arguments)) return *status;
  auto request = read_create_request(std::get<cxxopts::ParseResult>(arguments));
  if (const auto* problem = std::get_if<UsageProblem>(&request)) return refuse_to_create(problem->message);
  return create(std::get<CreateRequest>(request));
}

}  // namespace swarmsim
