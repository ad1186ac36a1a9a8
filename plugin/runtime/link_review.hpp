// SPDX-License-Identifier: MIT
//
// What becomes of payment links now that the book was read anew. Pure. A link asks for exactly what
// its letter asks for: as soon as the book says anything else, it is closed.
#pragma once

#include "book/book.hpp"
#include "outbox/letter.hpp"
#include "outbox/letter_link.hpp"
#include "runtime/clock.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::runtime {

// The links that change, as they become; notes are in `language`.
[[nodiscard]] std::vector<outbox::LetterLink>
review_links(const std::vector<outbox::LetterLink>& links,
             const std::vector<outbox::Letter>& letters, const book::Book& book, Date today,
             std::string_view language);

// None of the letter's items asks for money any more.
[[nodiscard]] bool all_settled(const outbox::Letter& letter, const book::Book& book);

// What a person should do about a link that was paid although the bank shows another payment.
[[nodiscard]] std::string paid_twice_words(const outbox::LetterLink& link,
                                           std::string_view language);
[[nodiscard]] std::string_view code_of(outbox::LinkState state); // "paid-twice"

} // namespace afpunt::runtime
