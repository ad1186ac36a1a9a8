// SPDX-License-Identifier: MIT
//
// Payments that crossed a letter: the debtor had paid when it left, and the books did not know yet.
// No program can stop that; it is said, so that nobody has to find it out on the telephone.
#pragma once

#include "runtime/assessment.hpp"

#include <afpunt/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::runtime {

struct Crossing {
    std::string letter_id, letter_number;
    std::string text; // in the given language: the amount and the day
};

// Of letters that left within the last 30 days and are not known to be crossed: those with an item
// that is owed less by now, and a payment of it dated on the letter's day or before.
[[nodiscard]] std::vector<Crossing> find_crossings(const Assessment& assessment,
                                                   std::string_view language);

} // namespace afpunt::runtime
