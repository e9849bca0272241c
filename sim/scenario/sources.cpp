#include "sim/scenario/sources.hpp"

#include <utility>

#include <fmt/format.h>

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

std::string Sources::all_text() const {
  std::string all;
  for (const std::string& text : texts_) all += text;
  return all;
}

Diagnostic Sources::diagnose(TextPlace at, std::string message) const {
  return sources_[static_cast<std::size_t>(at.file)].diagnose(at, std::move(message));
}

}  // namespace swarmsim
