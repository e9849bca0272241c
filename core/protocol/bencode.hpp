#pragma once
// Bencoding (BEP 3): integers `i42e`, strings `4:spam`, lists `l...e`, dictionaries `d...e`.
//
// The reader is strict: keys ascend by their bytes and come once, numbers have no leading zeros and 64 bits,
// nothing follows the one value. So what was read is written back byte by byte. It keeps a flat list of
// tokens over the bytes it was given, which must outlive it, and calls nothing recursively: memory is bounded
// by BencodeLimits, whatever the bytes say. Knows no torrent.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace swarmsim {

enum class BencodeKind : std::uint8_t { integer, text, list, dictionary };

struct BencodeLimits {
  std::size_t depth = 100;         ///< libtorrent's; a .torrent needs 5
  std::size_t tokens = 2'000'000;  ///< values and keys: 24 MB of them, enough for 300,000 files
};

struct BencodeProblem {
  std::size_t offset = 0;  ///< of the byte at which it was noticed
  std::string message;
};

class Bencode;

/// One value of a document that outlives it.
class BencodeItem {
 public:
  BencodeKind kind() const;
  bool is(BencodeKind kind_asked) const { return kind() == kind_asked; }
  /// Of the first byte of the value.
  std::size_t offset() const;
  /// The bytes it was read from.
  std::string_view raw() const;
  /// Of a string.
  std::string_view text() const;
  /// Of an integer.
  std::int64_t integer() const;
  /// The values of a list, in their order.
  std::vector<BencodeItem> items() const;
  /// The keys of a dictionary, in their order.
  std::vector<BencodeItem> keys() const;
  /// The value of `key` in a dictionary.
  std::optional<BencodeItem> find(std::string_view key) const;

 private:
  friend class Bencode;
  BencodeItem(const Bencode& document, std::uint32_t token) : document_(&document), token_(token) {}

  const Bencode* document_;
  std::uint32_t token_;
};

/// A document: exactly one value.
class Bencode {
 public:
  /// Reads all of `bytes`, at most 4 GiB, or says what is wrong first.
  static std::variant<Bencode, BencodeProblem> read(std::string_view bytes, BencodeLimits limits = {});
  BencodeItem root() const { return {*this, 0}; }

 private:
  friend class BencodeItem;
  friend class BencodeReader;
  /// In the order of the bytes: a container stands in front of what it holds.
  struct Token {
    std::uint32_t begin = 0;  ///< of the value's bytes
    std::uint32_t end = 0;    ///< behind them
    std::uint32_t next = 0;   ///< the first token behind it and all it holds
  };

  std::string_view bytes_;
  std::vector<Token> tokens_;
};

/// Writes values one behind the other; what is begun must be ended, keys must ascend.
class BencodeWriter {
 public:
  void integer(std::int64_t value);
  void text(std::string_view value);
  void begin_list() { begin('l'); }
  void begin_dictionary() { begin('d'); }
  /// The key of the next value.
  void key(std::string_view name);
  /// A value that is bencoded already.
  void raw(std::string_view value) { out_ += value; }
  void end();
  /// What was written; everything begun has ended.
  std::string take();

 private:
  void begin(char opening);

  std::string out_;
  std::vector<std::optional<std::string>> last_keys_;  ///< of every container that is open
};

}  // namespace swarmsim
