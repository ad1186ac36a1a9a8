// SPDX-License-Identifier: MIT
//
// Finds the invoice numbers of a book in what payers typed. A number that stands there whole is
// worth much; one with its leading zeros dropped less; a bare short number ("107") is only a hint
// that amount or payer must agree with.
#pragma once

#include "book/book.hpp"
#include "matching/key_index.hpp"
#include "matching/remittance_text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace afpunt::matching {

enum class NumberForm {
    Whole,   // every letter and digit of a number that is long enough to be nobody else's
    Loose,   // zeros dropped, or digits that might be something else: a year, a postal code
    Similar, // the letter O for a zero, the letter I or L for a one
    Short    // "107", "V107" and "26/107" for V26-0107, and what lies within "107 t/m 109"
};

struct NumberInText {
    NumberForm form = NumberForm::Short;
    std::string written;              // as it was typed
    std::vector<std::uint32_t> items; // positions in the snapshot; several for instalments
    std::size_t begin = 0, end = 0;   // where it stands in the text
    // A few digits that nothing announces: as easily a year, a postal code or a house number.
    bool is_bare = false;
};

class NumberIndex {
public:
    explicit NumberIndex(const book::Book& book);
    // In the order of the text; a number that is written twice is given once.
    [[nodiscard]] std::vector<NumberInText> find(const RemittanceText& text) const;

private:
    void add(std::string_view number, int year, std::uint32_t position);
    void add_short_forms(const std::vector<TextRun>& runs, int year, std::uint32_t position);
    // The longest number that begins at this run, and how many runs it takes.
    [[nodiscard]] std::size_t longest_at(const RemittanceText& text, std::size_t first,
                                         NumberInText& found) const;
    void look_up(const std::string& whole, const std::string& loose, bool is_announced,
                 NumberInText& found) const;
    [[nodiscard]] bool short_at(const RemittanceText& text, std::size_t at,
                                NumberInText& found) const;
    [[nodiscard]] bool short_pair_at(const RemittanceText& text, std::size_t at,
                                     NumberInText& found) const;
    void add_ranges(const RemittanceText& text, std::vector<NumberInText>& numbers) const;

    KeyIndex whole_, loose_, similar_, short_;
};

} // namespace afpunt::matching
