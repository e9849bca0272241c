#include "core/protocol/bencode.hpp"

#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/base/words.hpp"

namespace swarmsim {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The text behind the colon of the string that begins at `bytes`, which is well-formed.
std::string_view text_of(std::string_view raw) { return raw.substr(raw.find(':') + 1); }

}  // namespace

/// Reads a document from the left to the right, with the open containers on a stack of its own.
class BencodeReader {
 public:
  BencodeReader(std::string_view bytes, BencodeLimits limits) : limits_(limits) { document_.bytes_ = bytes; }

  std::variant<Bencode, BencodeProblem> read() {
    if (bytes().size() > std::numeric_limits<std::uint32_t>::max()) return problem("is longer than 4 GiB");
    do {
      if (auto found = step()) return *found;
    } while (!open_.empty());
    if (at_ < bytes().size()) return problem("bytes follow the value: it ends here");
    return std::move(document_);
  }

 private:
  using Problem = std::optional<BencodeProblem>;

  struct Open {
    std::uint32_t token = 0;
    bool is_dictionary = false;
    bool wants_key = false;
    std::string_view last_key{};
    bool has_key = false;
  };

  std::string_view bytes() const { return document_.bytes_; }
  BencodeProblem problem(std::string message) const { return {at_, std::move(message)}; }
  bool at_end() const { return at_ >= bytes().size(); }
  char here() const { return bytes()[at_]; }

  Problem push() {
    if (document_.tokens_.size() >= limits_.tokens) {
      return problem(fmt::format("more than {} values", limits_.tokens));
    }
    const auto begin = static_cast<std::uint32_t>(at_);
    document_.tokens_.push_back({begin, begin, static_cast<std::uint32_t>(document_.tokens_.size() + 1)});
    return std::nullopt;
  }

  /// One value, key, or end of a container.
  Problem step() {
    if (at_end()) return problem(open_.empty() ? "is empty" : "ends inside a list or dictionary");
    if (!open_.empty() && here() == 'e') return close();
    if (!open_.empty() && open_.back().is_dictionary && open_.back().wants_key) return key();
    if (here() == 'l' || here() == 'd') return open();
    const auto found = scalar();
    if (!found) value_done();
    return found;
  }

  void value_done() {
    if (!open_.empty()) open_.back().wants_key = true;
  }

  Problem open() {
    if (open_.size() >= limits_.depth) return problem(fmt::format("nested deeper than {}", limits_.depth));
    if (auto found = push()) return found;
    const bool is_dictionary = here() == 'd';
    open_.push_back({static_cast<std::uint32_t>(document_.tokens_.size() - 1), is_dictionary, is_dictionary});
    ++at_;
    return std::nullopt;
  }

  Problem close() {
    if (open_.back().is_dictionary && !open_.back().wants_key) return problem("a key without a value");
    ++at_;
    Bencode::Token& token = document_.tokens_[open_.back().token];
    token.end = static_cast<std::uint32_t>(at_);
    token.next = static_cast<std::uint32_t>(document_.tokens_.size());
    open_.pop_back();
    value_done();
    return std::nullopt;
  }

  Problem key() {
    if (!is_digit(here())) return problem("expected a key, which is a string, or `e`");
    const std::size_t begin = at_;
    if (auto found = scalar()) return found;
    const std::string_view name = text_of(bytes().substr(begin, at_ - begin));
    Open& dictionary = open_.back();
    if (dictionary.has_key && name <= dictionary.last_key) {
      return BencodeProblem{begin,
                            fmt::format("the key {} {}", in_quotes(name),
                                        name == dictionary.last_key ? "comes twice" : "is out of order")};
    }
    dictionary.last_key = name;
    dictionary.has_key = true;
    dictionary.wants_key = false;
    return std::nullopt;
  }

  Problem scalar() {
    if (here() != 'i' && !is_digit(here())) return problem("expected `i`, `l`, `d`, a digit or `e`");
    if (auto found = push()) return found;
    if (auto found = here() == 'i' ? integer() : text()) return found;
    document_.tokens_.back().end = static_cast<std::uint32_t>(at_);
    return std::nullopt;
  }

  /// Decimal digits up to `stop`, which is passed too.
  std::variant<std::int64_t, BencodeProblem> number(char stop, bool may_be_negative) {
    const std::size_t begin = at_;
    if (may_be_negative && !at_end() && here() == '-') ++at_;
    const std::size_t digits = at_;
    while (!at_end() && is_digit(here())) ++at_;
    if (at_ == digits) return problem("expected a digit");
    if (at_end() || here() != stop) return problem(fmt::format("expected a digit or `{}`", stop));
    if (bytes()[digits] == '0' && (at_ - digits > 1 || digits > begin)) {
      return BencodeProblem{begin, "a number with a leading zero, or minus zero"};
    }
    std::int64_t value = 0;
    const auto [stopped, error] = std::from_chars(bytes().data() + begin, bytes().data() + at_, value);
    if (error != std::errc{}) return BencodeProblem{begin, "a number of more than 64 bits"};
    ++at_;
    return value;
  }

  Problem integer() {
    ++at_;
    const auto value = number('e', true);
    if (const auto* found = std::get_if<BencodeProblem>(&value)) return *found;
    return std::nullopt;
  }

  Problem text() {
    const auto length = number(':', false);
    if (const auto* found = std::get_if<BencodeProblem>(&length)) return *found;
    const auto wanted = static_cast<std::uint64_t>(std::get<std::int64_t>(length));
    if (wanted > bytes().size() - at_) {
      return problem(fmt::format("a string of {} bytes, and {} are left", wanted, bytes().size() - at_));
    }
    at_ += wanted;
    return std::nullopt;
  }

  Bencode document_;
  BencodeLimits limits_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
};

std::variant<Bencode, BencodeProblem> Bencode::read(std::string_view bytes, BencodeLimits limits) {
  return BencodeReader(bytes, limits).read();
}

std::string_view BencodeItem::raw() const {
  const Bencode::Token& token = document_->tokens_[token_];
  return document_->bytes_.substr(token.begin, token.end - token.begin);
}

std::size_t BencodeItem::offset() const { return document_->tokens_[token_].begin; }

BencodeKind BencodeItem::kind() const {
  switch (raw().front()) {
    case 'i': return BencodeKind::integer;
    case 'l': return BencodeKind::list;
    case 'd': return BencodeKind::dictionary;
    default: return BencodeKind::text;
  }
}

std::string_view BencodeItem::text() const {
  check(is(BencodeKind::text), "bencode: the text is of a string");
  return text_of(raw());
}

std::int64_t BencodeItem::integer() const {
  check(is(BencodeKind::integer), "bencode: the number is of an integer");
  const std::string_view digits = raw().substr(1);
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size() - 1, value);
  return value;
}

std::vector<BencodeItem> BencodeItem::items() const {
  check(is(BencodeKind::list), "bencode: the items are of a list");
  std::vector<BencodeItem> found;
  const auto& tokens = document_->tokens_;
  for (std::uint32_t at = token_ + 1; at < tokens[token_].next; at = tokens[at].next) {
    found.push_back({*document_, at});
  }
  return found;
}

std::vector<BencodeItem> BencodeItem::keys() const {
  check(is(BencodeKind::dictionary), "bencode: keys are of a dictionary");
  std::vector<BencodeItem> found;
  const auto& tokens = document_->tokens_;
  for (std::uint32_t at = token_ + 1; at < tokens[token_].next; at = tokens[tokens[at].next].next) {
    found.push_back({*document_, at});
  }
  return found;
}

std::optional<BencodeItem> BencodeItem::find(std::string_view key) const {
  check(is(BencodeKind::dictionary), "bencode: keys are of a dictionary");
  const auto& tokens = document_->tokens_;
  for (std::uint32_t at = token_ + 1; at < tokens[token_].next;) {
    const BencodeItem value{*document_, tokens[at].next};
    if (BencodeItem{*document_, at}.text() == key) return value;
    at = tokens[value.token_].next;
  }
  return std::nullopt;
}

void BencodeWriter::integer(std::int64_t value) { out_ += fmt::format("i{}e", value); }

void BencodeWriter::text(std::string_view value) {
  out_ += fmt::format("{}:", value.size());
  out_ += value;
}

void BencodeWriter::begin(char opening) {
  out_ += opening;
  last_keys_.emplace_back();
}

void BencodeWriter::key(std::string_view name) {
  check(!last_keys_.empty(), "bencode: a key stands in a dictionary");
  std::optional<std::string>& last = last_keys_.back();
  check(!last || *last < name, "bencode: keys ascend");
  last = std::string(name);
  text(name);
}

void BencodeWriter::end() {
  check(!last_keys_.empty(), "bencode: only what was begun is ended");
  last_keys_.pop_back();
  out_ += 'e';
}

std::string BencodeWriter::take() {
  check(last_keys_.empty(), "bencode: everything that was begun has ended");
  return std::exchange(out_, {});
}

}  // namespace swarmsim
