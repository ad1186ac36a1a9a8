// SPDX-License-Identifier: MIT
//
// A small book in which exactly one invoice would be reminded today: each test changes one thing
// and looks at what becomes of the reason. All firms and numbers are invented.
#pragma once

#include "policy/explanation.hpp"
#include "policy/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace afpunt::policy::tests {

[[nodiscard]] inline Date day(std::string_view iso) {
    return Date::parse(iso).value();
}
[[nodiscard]] inline Money euro(std::int64_t cents) {
    return Money{cents, Currency::eur()};
}
[[nodiscard]] inline Money money(std::int64_t minor, std::string_view currency) {
    return Money{minor, Currency::parse(currency).value()};
}

inline constexpr std::string_view our_iban = "BE68539007547034";

// Friday 20 November 2026; the bank is read up to Thursday.
struct World {
    book::Snapshot snapshot;
    std::vector<book::CoverageConfirmation> confirmations;
    std::vector<matching::Proposal> proposals;
    History history;
    Policy policy = Policy::standard(CalendarId::Belgium, "nl");
    Date today = day("2026-11-20");

    World() {
        snapshot.book_id = "book";
        snapshot.accounts.push_back(account("kbc", std::string(our_iban), Currency::eur()));
        statement(102, "2026-10-01", "2026-11-19");
        customer("jan");
        invoice("v1");
        history.first_day = day("2026-01-02");
    }

    [[nodiscard]] static book::BankAccount account(std::string id, std::string iban,
                                                   Currency currency) {
        book::BankAccount result;
        result.id = std::move(id);
        result.iban = std::move(iban);
        result.name = "KBC";
        result.currency = currency;
        return result;
    }

    book::Statement& statement(int sequence, std::string_view from, std::string_view until) {
        book::Statement& result = snapshot.statements.emplace_back();
        result.id = "s" + std::to_string(sequence);
        result.account_id = "kbc";
        result.number = std::to_string(sequence);
        result.sequence = sequence;
        result.from = day(from);
        result.until = day(until);
        return result;
    }

    book::Party& customer(std::string id) {
        book::Party& party = snapshot.parties.emplace_back();
        party.id = id;
        party.name = "Bakkerij " + id;
        party.contacts.push_back({"general", "", id + "@example.com", ""});
        return party;
    }

    // Overdue since 2 November: the friendly step may go out since the 5th.
    book::OpenItem& invoice(std::string id, std::string party = "jan",
                            std::string_view due = "2026-11-02", Money open = euro(8999)) {
        book::OpenItem& item = snapshot.items.emplace_back();
        item.id = id;
        item.document_id = id;
        item.number = "V26-" + id;
        item.customer_id = std::move(party);
        item.due_on = day(due);
        item.issued_on = item.due_on - 30;
        item.total = open;
        item.open = open;
        return item;
    }

    PastStep& past(std::string item, std::string step, std::string_view on,
                   PastLetterState state = PastLetterState::Accepted) {
        PastStep& result = history.steps.emplace_back();
        result.item_id = std::move(item);
        result.step_id = std::move(step);
        result.letter_id = "letter-1";
        result.party_id = "jan";
        result.state = state;
        result.on = day(on);
        return result;
    }

    [[nodiscard]] book::OpenItem& item() { return snapshot.items.front(); }
    [[nodiscard]] book::Party& jan() { return snapshot.parties.front(); }

    [[nodiscard]] Plan plan() const {
        Plan made = make_plan(book::Book::build(snapshot, confirmations), proposals, history,
                              policy, today);
        for (const Decision& decision : made.decisions)
            check_facts(decision);
        return made;
    }
    // Whatever a test is about: a decision carries the facts of its reason and no others, in their
    // order, and the sentence made of them has no hole.
    static void check_facts(const Decision& decision) {
        EXPECT_EQ(decision.outcome, outcome_of(decision.reason));
        const auto names = fact_names(decision.reason);
        auto next = names.begin();
        for (const auto& [name, value] : decision.facts) {
            next = std::find(next, names.end(), name);
            ASSERT_NE(next, names.end()) << code_of(decision.reason) << " has no fact " << name;
            EXPECT_FALSE(value.empty());
        }
        for (const std::string_view language : {"nl", "nl-NL", "fr", "de", "en"}) {
            const std::string sentence = explain(decision, language);
            EXPECT_FALSE(sentence.ends_with(" .")) << sentence;
            for (const std::string_view hole : {"  ", " ,", "''", "()", ": ."}) {
                EXPECT_EQ(sentence.find(hole), std::string::npos) << sentence;
            }
        }
    }
    [[nodiscard]] Decision decision(std::string_view item_id = "v1") const {
        const Plan made = plan();
        const Decision* found = made.decision_for(item_id);
        return found == nullptr ? Decision{} : *found;
    }
    [[nodiscard]] ReasonCode reason(std::string_view item_id = "v1") const {
        return decision(item_id).reason;
    }
};

} // namespace afpunt::policy::tests

namespace afpunt::policy {

// GoogleTest prints codes instead of numbers.
inline void PrintTo(ReasonCode reason, std::ostream* out) {
    *out << code_of(reason);
}
inline void PrintTo(Outcome outcome, std::ostream* out) {
    *out << code_of(outcome);
}

} // namespace afpunt::policy

namespace afpunt {

inline void PrintTo(Date day, std::ostream* out) {
    *out << day.iso();
}
inline void PrintTo(const Money& amount, std::ostream* out) {
    *out << amount.code_and_decimal();
}

} // namespace afpunt
