// SPDX-License-Identifier: MIT
//
// Finds the invoice numbers of a book in what payers typed. A number that stands there whole is
// worth much; one with its leading zeros dropped less; a bare short number ("107") is only a hint
// that amount or payer must agree with.
#pragma once

#include "book/book.hpp"
#include "matching/remittance_text.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace afpunt::matching {

enum class NumberForm {
    Whole, // every letter and digit of a number that is long enough to be nobody else's
    Loose, // zeros dropped, or digits that might be something else: a year, a postal code
    Short  // "107" for V26-0107
};

struct NumberInText {
    NumberForm form = NumberForm::Short;
    std::string written;              // as it was typed
    std::vector<std::uint32_t> items; // positions in the snapshot; several for instalments
};

class NumberIndex {
public:
    explicit NumberIndex(const book::Book& book);
    // In the order of the text; a number that is written twice is given once.
    [[nodiscard]] std::vector<NumberInText> find(const RemittanceText& text) const;

private:
    // Forgets the forms that too many items have in common.
    void drop_common_forms();
    using Positions = std::unordered_map<std::string, std::vector<std::uint32_t>>;
    void add(std::string_view number, int year, std::uint32_t position);
    // The longest number that begins at this run, and how many runs it takes.
    [[nodiscard]] std::size_t longest_at(const RemittanceText& text, std::size_t first,
                                         NumberInText& found) const;
    [[nodiscard]] bool short_at(const RemittanceText& text, std::size_t at,
                                NumberInText& found) const;

    Positions whole_, loose_, short_;
};

} // namespace afpunt::matching
