// SPDX-License-Identifier: MIT
//
// What becomes of a letter that waits, now that the book was read anew: it stays, it is held, it
// goes on, or it is withdrawn. Pure. A letter is never changed: an amount that moved withdraws it.
#pragma once

#include "book/book.hpp"
#include "outbox/letter.hpp"
#include "policy/plan.hpp"

#include <string>
#include <string_view>

namespace afpunt::runtime {

enum class Verdict { Keep, Hold, Resume, Withdraw };

struct Review {
    Verdict verdict = Verdict::Keep;
    std::string reason; // for people, in `language`; empty for Keep and Resume
    friend bool operator==(const Review&, const Review&) = default;
};

// `fresh`: the plan made as if no letter were waiting.
[[nodiscard]] Review review_letter(const outbox::Letter& letter, const book::Book& book,
                                   const policy::Plan& fresh, const policy::Policy& policy,
                                   bool trial_now, std::string_view language);

} // namespace afpunt::runtime
