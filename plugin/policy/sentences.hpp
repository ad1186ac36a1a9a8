// SPDX-License-Identifier: MIT
//
// The sentences behind the reason codes, one table per language. A table is plain text with marks:
//   {due:date} {open:amount}   a fact, in the language's form
//   {payer}                    a fact, as it is
//   {days#dag|dagen}           one word or the other, by the number
//   [ by {who}]                left out when a fact in it is not known
// Whole sentences, never pieces put together: a translator sees what a reader sees.
#pragma once

#include "policy/reason.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace afpunt::policy {

struct Sentence {
    ReasonCode reason;
    std::string_view text;
};

// In the order of the enumeration, with none left out: a new reason does not compile without its
// sentence.
[[nodiscard]] constexpr bool has_every_reason(std::span<const Sentence> sentences) {
    if (sentences.size() != all_reasons.size()) return false;
    for (std::size_t at = 0; at < sentences.size(); ++at) {
        if (sentences[at].reason != all_reasons[at]) return false;
    }
    return true;
}
// Empty where the table has none.
[[nodiscard]] constexpr std::string_view sentence_in(std::span<const Sentence> sentences,
                                                     ReasonCode reason) {
    for (const Sentence& sentence : sentences) {
        if (sentence.reason == reason) return sentence.text;
    }
    return {};
}

[[nodiscard]] std::string_view dutch_sentence(ReasonCode reason);
// The sentences that the Netherlands words otherwise ("afletteren", "vervaldatum"); empty where the
// Belgian one serves.
[[nodiscard]] std::string_view dutch_sentence_of_the_netherlands(ReasonCode reason);
[[nodiscard]] std::string_view french_sentence(ReasonCode reason);
[[nodiscard]] std::string_view german_sentence(ReasonCode reason);
[[nodiscard]] std::string_view english_sentence(ReasonCode reason);

} // namespace afpunt::policy
