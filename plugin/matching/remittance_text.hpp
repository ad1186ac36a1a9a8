// SPDX-License-Identifier: MIT
//
// What a payer typed, cut into runs of letters and runs of digits, so that "V26-0107", "v26 0107"
// and "V26/107" can be compared. Structured references are taken out first: their digits are not
// invoice numbers.
#pragma once

#include "matching/structured_reference.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::matching {

// Letters (capitals) or digits that stand together.
struct TextRun {
    std::string text;
    std::size_t begin = 0, end = 0;
    bool is_digits = false;
    bool touches_previous = false;  // nothing stands between it and the run before
    bool joins_previous = false;    // only a separator does: "V26-0107", "V26 / 0107"
    bool is_amount_or_date = false; // part of "107,50" or "12/10/2026"
    bool announces_number = false;  // "FACTUUR", "NR", "INV"
    bool joins_numbers = false;     // "EN", "TM": stands between two numbers
};

struct RemittanceText {
    std::string text;
    std::vector<ReferenceInText> references;
    std::vector<TextRun> runs;

    // What stands from the first to the last of these runs, as it was typed.
    [[nodiscard]] std::string written(std::size_t first, std::size_t count) const;
};

[[nodiscard]] std::vector<TextRun> runs_of(std::string_view text);
[[nodiscard]] RemittanceText read_remittance(std::string_view text);

// "-", "t/m", "tot", "bis": what stands between the first and the last number of a range.
[[nodiscard]] bool means_until(std::string_view between);

} // namespace afpunt::matching
