// SPDX-License-Identifier: MIT
//
// One letter to one debtor and its life:
//   prepared -> approved -> claimed -> submitting -> accepted | deferred | refused | uncertain,
// then bounced; printed -> posted on paper; held or withdrawn at any time before it left. The table
// of allowed moves is in letter.cpp; everything else is refused.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::outbox {

enum class LetterState {
    Prepared,
    Approved,
    Held,
    Claimed,
    Submitting,
    Accepted,
    Deferred,
    Refused,
    Uncertain,
    Bounced,
    Printed,
    Posted,
    Withdrawn
};

[[nodiscard]] std::string_view code_of(LetterState state); // "prepared"
[[nodiscard]] std::optional<LetterState> parse_letter_state(std::string_view code);
[[nodiscard]] bool may_move(LetterState from, LetterState to);
// Nothing left the building yet and it still can be stopped.
[[nodiscard]] bool can_be_withdrawn(LetterState state);
// Its items' steps count as taken; false for withdrawn, refused and bounced letters.
[[nodiscard]] bool occupies_steps(LetterState state);

struct LetterItem {
    std::string item_id, step_id;
    int round = 1;
    Money open; // as claimed in the letter
    friend bool operator==(const LetterItem&, const LetterItem&) = default;
};

struct Letter {
    std::string id; // 128 random bits, hex
    // "H-2026-00042": unique and rising per book and year. A number that was made for a letter that
    // was then left out is not used again, so there may be gaps.
    std::string number;
    std::string book_id, party_id;
    LetterState state = LetterState::Prepared;
    std::string state_reason; // "withdrawn: V26-0107 was paid on 20 November" in words
    Date on;
    Money total;
    std::string model_hash, template_hash, policy_version;
    std::string model;  // canonical text of the reminder model
    bool trial = false; // prepared for a day that was set by hand: never delivered
    std::string approved_by;
    std::string to_address;           // set when its forms are frozen; empty on paper
    int attempts = 0;                 // times it was deferred
    std::int64_t next_attempt_us = 0; // microseconds since 1970, UTC; 0 = at once
    std::int64_t left_us = 0;         // when the server took it over; 0 = not yet
    std::string crossing;             // the payment that crossed it, in words; empty = none
    std::vector<LetterItem> items;
    friend bool operator==(const Letter&, const Letter&) = default;
};

// A form of a letter: frozen when the letter is approved or claimed, and not rendered again unless
// a hold brought the letter back to prepared.
struct LetterForm {
    std::string name; // "reminder.xml", "mail.eml"
    std::string media_type;
    std::string bytes;
    friend bool operator==(const LetterForm&, const LetterForm&) = default;
};
// nullptr where the letter has no such form.
[[nodiscard]] const LetterForm* form_named(const std::vector<LetterForm>& forms,
                                           std::string_view name);

} // namespace afpunt::outbox
