#pragma once
// Text that a user wrote: taking its blanks off, quoting it in messages, listing it, guessing what was meant.
//
// Every message about a name the user wrote goes through in_quotes(), so that no control character of
// a file reaches a terminal, and ends in did_you_mean() where the right names are known.

#include <string>
#include <string_view>
#include <vector>

namespace swarmsim {

/// `"; did you mean \"bep3\"?"` for the nearest of `allowed` (the first of equals), else "". Near is
/// the same but for case, or an edit distance of at most 2 (1 for two or three letters, 0 for one).
std::string did_you_mean(const std::string& found, const std::vector<std::string>& allowed);

/// User text for a message: in double quotes, control characters escaped, long text cut.
std::string in_quotes(std::string_view text);

/// "a, b, c".
std::string comma_list(const std::vector<std::string>& words);

/// The words of `text`, which are parted by single blanks.
std::vector<std::string> split_words(std::string_view text);

/// `text` without the `blanks` at its ends.
std::string_view trimmed(std::string_view text, std::string_view blanks = " ");

}  // namespace swarmsim
