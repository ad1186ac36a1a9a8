// SPDX-License-Identifier: MIT
//
// The life of a letter as one table. The line that matters lies between "claimed" and "submitting":
// on the left of it a letter can be stopped, on the right of it only the outside world knows.
#include "outbox/letter.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace afpunt::outbox {

namespace {

using enum LetterState;

constexpr std::array<std::pair<LetterState, std::string_view>, 13> codes{{
    {Prepared, "prepared"},
    {Approved, "approved"},
    {Held, "held"},
    {Claimed, "claimed"},
    {Submitting, "submitting"},
    {Accepted, "accepted"},
    {Deferred, "deferred"},
    {Refused, "refused"},
    {Uncertain, "uncertain"},
    {Bounced, "bounced"},
    {Printed, "printed"},
    {Posted, "posted"},
    {Withdrawn, "withdrawn"},
}};

bool is_one_of(LetterState state, std::initializer_list<LetterState> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

} // namespace

std::string_view code_of(LetterState state) {
    for (const auto& [known, code] : codes) {
        if (known == state) return code;
    }
    return {};
}

std::optional<LetterState> parse_letter_state(std::string_view code) {
    for (const auto& [state, known] : codes) {
        if (known == code) return state;
    }
    return std::nullopt;
}

bool may_move(LetterState from, LetterState to) {
    switch (from) {
    // Automatic mode claims without an approval.
    case Prepared: return is_one_of(to, {Approved, Claimed, Held, Withdrawn});
    case Approved: return is_one_of(to, {Claimed, Printed, Held, Withdrawn});
    // A held letter is looked at again before it goes out, whatever it was before; "held" once more
    // gives it another reason.
    case Held: return is_one_of(to, {Prepared, Held, Withdrawn});
    // "Approved" gives a claim back that was not used. A server may refuse before the final dot;
    // and what a machine that lost its power had in hand, nobody knows.
    case Claimed:
        return is_one_of(
            to, {Submitting, Printed, Approved, Deferred, Refused, Uncertain, Held, Withdrawn});
    // "Approved": the dot was not written after all.
    case Submitting: return is_one_of(to, {Accepted, Approved, Deferred, Refused, Uncertain});
    case Deferred: return is_one_of(to, {Claimed, Refused, Held, Withdrawn});
    // Only a person, or a bounce, settles what nobody knows.
    case Uncertain: return is_one_of(to, {Accepted, Refused, Bounced});
    case Accepted: return to == Bounced;
    case Printed: return is_one_of(to, {Posted, Held, Withdrawn});
    case Posted: return to == Bounced; // paper comes back, too
    case Refused:
    case Bounced:
    case Withdrawn: return false;
    }
    return false;
}

bool can_be_withdrawn(LetterState state) {
    return may_move(state, Withdrawn);
}

bool occupies_steps(LetterState state) {
    return !is_one_of(state, {Withdrawn, Refused, Bounced});
}

const LetterForm* form_named(const std::vector<LetterForm>& forms, std::string_view name) {
    const auto found = std::find_if(forms.begin(), forms.end(),
                                    [&](const LetterForm& form) { return form.name == name; });
    return found == forms.end() ? nullptr : &*found;
}

} // namespace afpunt::outbox
