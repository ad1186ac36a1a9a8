// SPDX-License-Identifier: MIT
//
// The table of moves, and what a store demands of what it is given.
#include "outbox/letter.hpp"

#include "outbox/checks.hpp"
#include "store_contract.hpp"

#include <algorithm>

using namespace afpunt;
using namespace afpunt::outbox;
using enum LetterState;

namespace {

std::vector<LetterState> all_states() {
    return {Prepared, Approved,  Held,    Claimed, Submitting, Accepted, Deferred,
            Refused,  Uncertain, Bounced, Printed, Posted,     Withdrawn};
}

} // namespace

TEST(LetterState, HasOneCodeForEachState) {
    for (const LetterState state : all_states()) {
        EXPECT_EQ(parse_letter_state(code_of(state)), state);
    }
    EXPECT_EQ(code_of(Submitting), "submitting");
    EXPECT_FALSE(parse_letter_state("sent"));
    EXPECT_FALSE(parse_letter_state(""));
}

TEST(LetterState, AllowsExactlyTheseMoves) {
    const std::pair<LetterState, std::vector<LetterState>> allowed[] = {
        {Prepared, {Approved, Held, Claimed, Withdrawn}},
        {Approved, {Held, Claimed, Printed, Withdrawn}},
        {Held, {Prepared, Held, Withdrawn}},
        {Claimed, {Approved, Held, Submitting, Deferred, Refused, Uncertain, Printed, Withdrawn}},
        {Submitting, {Accepted, Approved, Deferred, Refused, Uncertain}},
        {Accepted, {Bounced}},
        {Deferred, {Held, Claimed, Refused, Withdrawn}},
        {Refused, {}},
        {Uncertain, {Accepted, Refused, Bounced}},
        {Bounced, {}},
        {Printed, {Held, Posted, Withdrawn}},
        {Posted, {Bounced}},
        {Withdrawn, {}},
    };
    for (const auto& [from, targets] : allowed) {
        for (const LetterState to : all_states()) {
            const bool listed = std::find(targets.begin(), targets.end(), to) != targets.end();
            EXPECT_EQ(may_move(from, to), listed) << code_of(from) << " -> " << code_of(to);
        }
    }
}

TEST(LetterState, CannotBeWithdrawnOnceItMayHaveLeft) {
    for (const LetterState state : {Submitting, Accepted, Uncertain, Posted, Bounced, Refused}) {
        EXPECT_FALSE(can_be_withdrawn(state)) << code_of(state);
    }
    for (const LetterState state : {Prepared, Approved, Held, Claimed, Deferred, Printed}) {
        EXPECT_TRUE(can_be_withdrawn(state)) << code_of(state);
    }
}

TEST(LetterState, NeverTakesItsStepsBackOnceTheyAreFree) {
    for (const LetterState from : all_states()) {
        for (const LetterState to : all_states()) {
            if (may_move(from, to) && !occupies_steps(from)) {
                EXPECT_FALSE(occupies_steps(to)) << code_of(from) << " -> " << code_of(to);
            }
        }
    }
}

TEST(LetterNumber, HasYearAndFiveDigitsOrAsManyAsItTakes) {
    EXPECT_EQ(letter_number(2026, 42), "H-2026-00042");
    EXPECT_EQ(letter_number(2026, 100'000), "H-2026-100000");
    for (const char* number : {"H-2026-00042", "H-2026-99999", "H-2026-100000", "H-2026-9999999"}) {
        EXPECT_TRUE(is_letter_number(number)) << number;
    }
    for (const char* number : {"", "H-2026-42", "H-2026-000421", "H-2026-10000000", "../../../etc",
                               "h-2026-00042", "H-2026-0004a", "H-2026-10000a", "H-2026/00042"}) {
        EXPECT_FALSE(is_letter_number(number)) << number;
    }
}

TEST(NewLetter, IsRefusedInWordsWhenSomethingIsWrongWithIt) {
    const auto refusal = [](auto change) {
        Letter letter = outbox::tests::letter_for({"V26-0107"}).letter;
        change(letter);
        const auto checked = check_letter(letter, "book-1");
        return checked ? "" : checked.error().sentence();
    };
    EXPECT_EQ(refusal([](auto&) {}), "");
    EXPECT_NE(refusal([](auto& l) { l.items.clear(); }), "");
    EXPECT_NE(refusal([](auto& l) { l.items.push_back(l.items[0]); }).find("once"),
              std::string::npos);
    EXPECT_NE(refusal([](auto& l) { l.items[0].round = 0; }), "");
    EXPECT_NE(refusal([](auto& l) { l.items[0].step_id.clear(); }), "");
    EXPECT_NE(refusal([](auto& l) { l.items[0].item_id = std::string(501, 'x'); }), "");
    EXPECT_NE(refusal([](auto& l) { l.items.resize(10'001, l.items[0]); }), "");
    EXPECT_NE(refusal([](auto& l) { l.state = Accepted; }), "");
    EXPECT_NE(refusal([](auto& l) { l.number = "../x"; }), "");
    EXPECT_NE(refusal([](auto& l) { l.id = "H-2026-00042"; }), "");
    EXPECT_NE(refusal([](auto& l) { l.book_id = "book-2"; }).find("book-1"), std::string::npos);
    EXPECT_NE(refusal([](auto& l) { l.party_id.clear(); }), "");
    EXPECT_NE(refusal([](auto& l) { l.party_id = "a\xFF"; }), "");
    EXPECT_NE(refusal([](auto& l) { l.state_reason = std::string("a\0b", 3); }), "");
    EXPECT_NE(refusal([](auto& l) { l.model = std::string(8'000'001, 'm'); }), "");
}

TEST(LetterForms, AreRefusedWhenTheyAreTooManyOrDouble) {
    const LetterForm form{"mail.eml", "message/rfc822", "bytes"};
    EXPECT_TRUE(check_forms({form}));
    EXPECT_FALSE(check_forms({form, form}));
    EXPECT_FALSE(check_forms({{"", "text/plain", ""}}));
    EXPECT_FALSE(check_forms({{"big", "text/plain", std::string(25'000'001, 'x')}}));
    std::vector<LetterForm> many;
    for (int i = 0; i < 21; ++i)
        many.push_back({std::to_string(i), "text/plain", ""});
    EXPECT_FALSE(check_forms(many));
}
