#include "core/protocol/metainfo.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/file_text.hpp"
#include "core/base/words.hpp"
#include "core/protocol/bencode.hpp"
#include "core/protocol/safe_name.hpp"

namespace swarmsim {

namespace {

using Found = std::optional<MetainfoProblem>;

/// No disk holds more, and sums of a few stay far from 64 bits.
constexpr std::int64_t largest_content = std::numeric_limits<std::int64_t>::max() / 2;

/// Reads the values of one .torrent; stops at the first that is wrong.
class MetainfoReader {
 public:
  std::variant<Metainfo, MetainfoProblem> read(const BencodeItem& root) {
    if (!root.is(BencodeKind::dictionary)) return MetainfoProblem{"is not a dictionary"};
    const auto info = root.find("info");
    if (!info) return MetainfoProblem{"has no key \"info\": this is no .torrent"};
    if (!info->is(BencodeKind::dictionary)) return MetainfoProblem{"info is not a dictionary"};
    torrent_.info = std::string(info->raw());
    torrent_.info_hash = sha1(info->raw());
    if (auto found = read_info(*info)) return *found;
    if (auto found = read_outside(root)) return *found;
    return std::move(torrent_);
  }

 private:
  template <typename... Args>
  static Found problem(fmt::format_string<Args...> format, Args&&... args) {
    return MetainfoProblem{fmt::format(format, std::forward<Args>(args)...)};
  }

  Found read_info(const BencodeItem& info) {
    const bool is_v2 = info.find("meta version").has_value() || info.find("file tree").has_value();
    const bool is_v1 = info.find("length").has_value() || info.find("files").has_value();
    if (is_v2 && !(is_v1 && info.find("pieces"))) {
      return problem("is a v2 torrent (BEP 52) without v1 data: such are not in this version");
    }
    torrent_.is_hybrid = is_v2;
    if (auto found = read_name(info)) return found;
    std::int64_t piece_size = 0;
    if (auto found = read_number(info, "piece length", 1, largest_piece, piece_size)) return found;
    torrent_.piece_size = static_cast<std::uint32_t>(piece_size);
    if (auto found = read_files(info)) return found;
    if (auto found = read_pieces(info)) return found;
    const auto is_private = info.find("private");
    torrent_.is_private = is_private && is_private->is(BencodeKind::integer) && is_private->integer() == 1;
    return std::nullopt;
  }

  /// The text of `key`, or of its twin that is promised to be UTF-8.
  static std::optional<BencodeItem> find_text(const BencodeItem& in, const char* key, const char* twin) {
    const auto better = in.find(twin);
    return better ? better : in.find(key);
  }

  Found read_name(const BencodeItem& info) {
    const auto name = find_text(info, "name", "name.utf-8");
    if (!name) return problem("info has no key \"name\"");
    if (!name->is(BencodeKind::text)) return problem("info.name is not a string");
    torrent_.name = std::string(name->text());
    const std::string_view why = unsafe_name(torrent_.name);
    if (!why.empty()) return problem("info.name {} {}", in_quotes(torrent_.name), why);
    return std::nullopt;
  }

  static Found read_number(const BencodeItem& in, std::string_view key, std::int64_t least, std::int64_t most,
                           std::int64_t& into) {
    const auto value = in.find(key);
    if (!value) return problem("info has no key {}", in_quotes(key));
    if (!value->is(BencodeKind::integer)) return problem("info: {} is not a number", in_quotes(key));
    into = value->integer();
    if (into < least) return problem("info: {} is {}, less than {}", in_quotes(key), into, least);
    if (into > most) return problem("info: {} is {}, more than {}", in_quotes(key), into, most);
    return std::nullopt;
  }

  Found read_files(const BencodeItem& info) {
    const auto length = info.find("length");
    const auto files = info.find("files");
    if (length && files) return problem("info has both \"length\" and \"files\"");
    if (!length && !files) return problem("info has neither \"length\" nor \"files\"");
    if (length) {
      TorrentFile file;
      if (auto found = read_number(info, "length", 0, largest_content, file.size)) return found;
      torrent_.files.push_back(std::move(file));
    } else {
      if (!files->is(BencodeKind::list)) return problem("info.files is not a list");
      for (const BencodeItem& item : files->items()) {
        if (auto found = read_file(item)) return found;
      }
      if (torrent_.files.empty()) return problem("info.files is empty");
      if (auto found = find_clash()) return found;
    }
    for (const TorrentFile& file : torrent_.files) {
      if (file.size > largest_content - torrent_.size) return problem("its files add up to more than 4 EiB");
      torrent_.size += file.size;
    }
    if (torrent_.size == 0) return problem("has no bytes: there is nothing to share");
    return std::nullopt;
  }

  Found read_file(const BencodeItem& item) {
    const std::string where = fmt::format("info.files[{}]", torrent_.files.size());
    if (!item.is(BencodeKind::dictionary)) return problem("{} is not a dictionary", where);
    TorrentFile file;
    const auto length = item.find("length");
    if (!length || !length->is(BencodeKind::integer)) return problem("{} has no number \"length\"", where);
    file.size = length->integer();
    if (file.size < 0) return problem("{}.length is {}, less than 0", where, file.size);
    if (file.size > largest_content) return problem("{}.length is {}, more than 4 EiB", where, file.size);
    const auto path = find_text(item, "path", "path.utf-8");
    if (!path || !path->is(BencodeKind::list)) return problem("{} has no list \"path\"", where);
    for (const BencodeItem& part : path->items()) {
      const std::string which = fmt::format("{}.path[{}]", where, file.path.size());
      if (!part.is(BencodeKind::text)) return problem("{} is not a string", which);
      const std::string_view why = unsafe_name(part.text());
      if (!why.empty()) return problem("{} {} {}", which, in_quotes(part.text()), why);
      file.path.emplace_back(part.text());
    }
    if (file.path.empty()) return problem("{}.path is empty", where);
    const auto attributes = item.find("attr");
    if (attributes && attributes->is(BencodeKind::text)) {
      const std::string_view letters = attributes->text();
      file.is_padding = letters.find('p') != std::string_view::npos;
      if (letters.find('l') != std::string_view::npos) {
        return problem("{} is a symbolic link (BEP 47): such are not in this version", where);
      }
    }
    torrent_.files.push_back(std::move(file));
    return std::nullopt;
  }

  /// Two files of one path, or a file where another needs a folder. Padding is never written: it may repeat.
  Found find_clash() const {
    std::vector<const std::vector<std::string>*> paths;
    for (const TorrentFile& file : torrent_.files) {
      if (!file.is_padding) paths.push_back(&file.path);
    }
    std::sort(paths.begin(), paths.end(), [](const auto* a, const auto* b) { return *a < *b; });
    for (std::size_t i = 1; i < paths.size(); ++i) {
      const auto& before = *paths[i - 1];
      const auto& after = *paths[i];
      // Sorted by parts: what lies in a folder follows the folder's own name at once.
      if (before.size() > after.size() || !std::equal(before.begin(), before.end(), after.begin())) continue;
      return problem("info.files: {} {}", in_quotes(fmt::format("{}", fmt::join(before, "/"))),
                     before.size() == after.size() ? "comes twice" : "is a file and a folder");
    }
    return std::nullopt;
  }

  Found read_pieces(const BencodeItem& info) {
    const auto pieces = info.find("pieces");
    if (!pieces || !pieces->is(BencodeKind::text)) return problem("info has no string \"pieces\"");
    const std::string_view hashes = pieces->text();
    constexpr std::size_t each = std::tuple_size_v<Sha1>;
    if (hashes.size() % each != 0) return problem("info.pieces is not a multiple of {} bytes", each);
    const std::int64_t expected = (torrent_.size - 1) / torrent_.piece_size + 1;
    if (std::cmp_not_equal(hashes.size() / each, expected)) {
      return problem("info.pieces has {} hashes: {} bytes in pieces of {} need {}", hashes.size() / each,
                     torrent_.size, torrent_.piece_size, expected);
    }
    torrent_.pieces.resize(hashes.size() / each);
    for (std::size_t i = 0; i < torrent_.pieces.size(); ++i) {
      std::memcpy(torrent_.pieces[i].data(), hashes.data() + i * each, each);
    }
    return std::nullopt;
  }

  static Found read_text(const BencodeItem& root, const char* key, const char* twin, std::string& into) {
    const auto value = find_text(root, key, twin);
    if (!value) return std::nullopt;
    if (!value->is(BencodeKind::text)) return problem("{} is not a string", in_quotes(key));
    if (!is_utf8(value->text())) return problem("{} is not UTF-8", in_quotes(key));
    into = std::string(value->text());
    return std::nullopt;
  }

  Found read_outside(const BencodeItem& root) {
    if (auto found = read_text(root, "comment", "comment.utf-8", torrent_.comment)) return found;
    if (auto found = read_text(root, "created by", "created by.utf-8", torrent_.created_by)) return found;
    if (const auto date = root.find("creation date")) {
      if (!date->is(BencodeKind::integer)) return problem("\"creation date\" is not a number");
      torrent_.created_at = date->integer();
    }
    const auto tiers = root.find("announce-list");
    if (tiers) {
      if (!tiers->is(BencodeKind::list)) return problem("\"announce-list\" is not a list");
      for (const BencodeItem& tier : tiers->items()) {
        if (auto found = read_tier(tier)) return found;
      }
    }
    std::string single;
    if (auto found = read_text(root, "announce", "announce", single)) return found;
    // BEP 12: where there is a list, the single key is not looked at.
    if (torrent_.trackers.empty() && !single.empty()) torrent_.trackers.push_back({single});
    return std::nullopt;
  }

  Found read_tier(const BencodeItem& tier) {
    if (!tier.is(BencodeKind::list)) return problem("\"announce-list\" holds what is not a list");
    std::vector<std::string> urls;
    for (const BencodeItem& url : tier.items()) {
      if (!url.is(BencodeKind::text)) return problem("\"announce-list\" holds what is not a string");
      if (!is_utf8(url.text())) return problem("\"announce-list\" holds what is not UTF-8");
      if (!url.text().empty()) urls.emplace_back(url.text());
    }
    if (!urls.empty()) torrent_.trackers.push_back(std::move(urls));
    return std::nullopt;
  }

  Metainfo torrent_;
};

void write_files(BencodeWriter& out, const Metainfo& torrent) {
  out.key("files");
  out.begin_list();
  for (const TorrentFile& file : torrent.files) {
    out.begin_dictionary();
    if (file.is_padding) {
      out.key("attr");
      out.text("p");
    }
    out.key("length");
    out.integer(file.size);
    out.key("path");
    out.begin_list();
    for (const std::string& part : file.path) out.text(part);
    out.end();
    out.end();
  }
  out.end();
}

void write_info(BencodeWriter& out, const Metainfo& torrent) {
  out.begin_dictionary();
  if (torrent.is_folder()) {
    write_files(out, torrent);
  } else {
    out.key("length");
    out.integer(torrent.size);
  }
  out.key("name");
  out.text(torrent.name);
  out.key("piece length");
  out.integer(torrent.piece_size);
  out.key("pieces");
  std::string hashes(torrent.pieces.size() * std::tuple_size_v<Sha1>, '\0');
  for (std::size_t i = 0; i < torrent.pieces.size(); ++i) {
    std::memcpy(hashes.data() + i * torrent.pieces[i].size(), torrent.pieces[i].data(),
                torrent.pieces[i].size());
  }
  out.text(hashes);
  if (torrent.is_private) {
    out.key("private");
    out.integer(1);
  }
  out.end();
}

}  // namespace

std::variant<Metainfo, MetainfoProblem> read_metainfo(std::string_view bytes) {
  if (bytes.size() > largest_torrent) {
    return MetainfoProblem{fmt::format("has {} bytes, {} at most", bytes.size(), largest_torrent)};
  }
  const auto document = Bencode::read(bytes);
  if (const auto* problem = std::get_if<BencodeProblem>(&document)) {
    return MetainfoProblem{fmt::format("is not bencoded: byte {}: {}", problem->offset, problem->message)};
  }
  return MetainfoReader().read(std::get<Bencode>(document).root());
}

std::string write_metainfo(const Metainfo& torrent) {
  BencodeWriter out;
  out.begin_dictionary();
  if (!torrent.trackers.empty()) {
    out.key("announce");
    out.text(torrent.trackers.front().front());
    if (torrent.trackers.size() > 1 || torrent.trackers.front().size() > 1) {
      out.key("announce-list");
      out.begin_list();
      for (const std::vector<std::string>& tier : torrent.trackers) {
        out.begin_list();
        for (const std::string& url : tier) out.text(url);
        out.end();
      }
      out.end();
    }
  }
  if (!torrent.comment.empty()) {
    out.key("comment");
    out.text(torrent.comment);
  }
  if (!torrent.created_by.empty()) {
    out.key("created by");
    out.text(torrent.created_by);
  }
  if (torrent.created_at) {
    out.key("creation date");
    out.integer(*torrent.created_at);
  }
  out.key("info");
  write_info(out, torrent);
  out.end();
  return out.take();
}

std::uint32_t info_size(const Metainfo& torrent, std::uint32_t pieces) {
  BencodeWriter out;
  write_info(out, torrent);
  const std::size_t hashes = std::size_t{pieces} * std::tuple_size_v<Sha1>;
  // "0:" becomes the length of the text, a colon and the text.
  const std::size_t size = out.take().size() - 1 + std::to_string(hashes).size() + hashes;
  return static_cast<std::uint32_t>(size);
}

std::string shown_path(const Metainfo& torrent, const TorrentFile& file) {
  return path_below(torrent.name, file.path);
}

std::uint32_t usual_piece_size(std::int64_t size) {
  constexpr std::int64_t most_pieces = 2'048;
  constexpr std::int64_t least = 16 * 1'024;
  constexpr std::int64_t most = 16 * 1'024 * 1'024;
  const auto wanted =
      static_cast<std::uint64_t>(std::clamp((size + most_pieces - 1) / most_pieces, least, most));
  return static_cast<std::uint32_t>(std::bit_ceil(wanted));
}

}  // namespace swarmsim
