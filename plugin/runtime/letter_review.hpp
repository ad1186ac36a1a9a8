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

// What a letter may ask for this item: parts in dispute and agreed retentions are carved out, as
// the plan does (PlannedItem::open).
[[nodiscard]] Money asked_for(const book::OpenItem& item);
// The decision about an item of this book; nullptr = the book does not have it.
[[nodiscard]] const policy::Decision* decision_of(const policy::Plan& plan, const book::Book& book,
                                                  std::string_view item_id);
// The letter that the plan has for the same customer in the same currency; nullptr = none.
[[nodiscard]] const policy::PlannedLetter* planned_for(const policy::Plan& plan,
                                                       const outbox::Letter& letter);
// The same items at the same steps, for the same amounts.
[[nodiscard]] bool says_the_same(const policy::PlannedLetter& planned,
                                 const outbox::Letter& letter);

// Why a letter is withdrawn by the event of a match alone, before anything was looked up.
[[nodiscard]] std::string withdrawn_by_match(std::string_view language);

// `fresh`: the plan made as if no letter were waiting.
[[nodiscard]] Review review_letter(const outbox::Letter& letter, const book::Book& book,
                                   const policy::Plan& fresh, const policy::Policy& policy,
                                   bool trial_now, std::string_view language);

} // namespace afpunt::runtime
