#include "sim/scenario/sources.hpp"

#include <span>
#include <utility>

#include <fmt/format.h>

#include "core/base/hash.hpp"
#include "core/base/words.hpp"

namespace swarmsim {

const SourceText& Sources::add(std::string text, std::string path) {
  texts_.push_back(std::move(text));
  sources_.emplace_back(texts_.back(), std::move(path), static_cast<int>(sources_.size()));
  return sources_.back();
}

std::string Sources::resolved(const std::string& path, int from) const {
  const std::string& base = sources_[static_cast<std::size_t>(from)].path();
  const std::size_t slash = base.rfind('/');
  if (path.starts_with('/') || slash == std::string::npos) return path;
  return base.substr(0, slash + 1) + path;
}

std::variant<const SourceText*, FileProblem> Sources::open(const std::string& path, int from) {
  const std::string full = resolved(path, from);
  if (read_ == nullptr) return FileProblem{fmt::format("{} cannot be read: no files here", in_quotes(full))};
  FileText read = read_(full);
  if (const auto* problem = std::get_if<FileProblem>(&read)) {
    return FileProblem{fmt::format("{} {}", in_quotes(full), problem->message)};
  }
  return &add(std::get<std::string>(std::move(read)), full);
}

FileList Sources::list(const std::string& path) const {
  if (list_ == nullptr) return FileProblem{fmt::format("{} cannot be read: no files here", in_quotes(path))};
  FileList files = list_(path);
  auto* problem = std::get_if<FileProblem>(&files);
  // A problem further down names its place itself.
  if (problem != nullptr && !problem->message.starts_with('"')) {
    problem->message = fmt::format("{} {}", in_quotes(path), problem->message);
  }
  return files;
}

std::variant<std::string_view, FileProblem> Sources::bytes(const std::string& path, std::int64_t size) {
  // Asked first: a device has no end.
  const FileList listed = list(path);
  if (const auto* problem = std::get_if<FileProblem>(&listed)) return *problem;
  const auto& files = std::get<std::vector<ListedFile>>(listed);
  if (!files.front().path.empty()) return FileProblem{fmt::format("{} is a folder", in_quotes(path))};
  if (files.front().size != size) {
    return FileProblem{fmt::format("{} has {} bytes, not {}", in_quotes(path), files.front().size, size)};
  }
  FileText read = read_(path);
  if (const auto* problem = std::get_if<FileProblem>(&read)) {
    return FileProblem{fmt::format("{} {}", in_quotes(path), problem->message)};
  }
  auto& bytes = std::get<std::string>(read);
  if (std::cmp_not_equal(bytes.size(), size)) {
    return FileProblem{fmt::format("{} changed while it was read", in_quotes(path))};
  }
  bytes_.push_back(std::move(bytes));
  return std::string_view(bytes_.back());
}

std::string Sources::all_text() const {
  std::string all;
  for (const std::string& text : texts_) all += text;
  for (const std::string& bytes : bytes_) all += to_hex(hash128(std::as_bytes(std::span(bytes))));
  return all;
}

Diagnostic Sources::diagnose(TextPlace at, std::string message) const {
  return sources_[static_cast<std::size_t>(at.file)].diagnose(at, std::move(message));
}

}  // namespace swarmsim
