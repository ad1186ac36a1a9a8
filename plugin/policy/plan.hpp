// SPDX-License-Identifier: MIT
//
// The plan: for every open item what happens today and why; for every debtor at most one letter per
// currency. A pure function of (book, proposals, history, policy, day): the same inputs give the
// same plan, years later. It reads no clock, no file and no random number.
#pragma once

#include "book/book.hpp"
#include "matching/proposal.hpp"
#include "policy/history.hpp"
#include "policy/policy.hpp"
#include "policy/reason.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace afpunt::policy {

struct Decision {
    std::string item_id, party_id;
    Outcome outcome = Outcome::Waiting;
    ReasonCode reason = ReasonCode::NotDue;
    std::string step_id; // the step this is about; empty where none is
    int round = 1;
    // The letter of this item that stands in the outbox: always for LetterPrepared, LetterApproved
    // and LetterUncertain; with any other reason it says that this letter must not go out as it is.
    std::string letter_id;
    std::optional<Date> next_on; // when it is worth looking again, where that is known
    // The facts that the sentence names, in a fixed order per reason code (see explanation.cpp):
    // name and value; amounts as "EUR 12.34", dates as ISO.
    std::vector<std::pair<std::string, std::string>> facts;
    friend bool operator==(const Decision&, const Decision&) = default;

    [[nodiscard]] const std::string& fact(std::string_view name) const; // "" when absent
};

struct PlannedItem {
    std::string item_id, step_id;
    int round = 1;
    int sequence = 1; // how often this item was reminded, this time included
    Money open;       // what is asked: the open amount less what is disputed or retained
    friend bool operator==(const PlannedItem&, const PlannedItem&) = default;
};

// All due items of one debtor in one currency, each with its own step.
struct PlannedLetter {
    std::string party_id;
    Currency currency;
    std::vector<PlannedItem> items; // by due date, then number
    Money total;
    std::string tone;   // the firmest that all lines allow
    Date on, pay_by;    // `pay_by` is a working day: banks move no money on others
    Date covered_until; // what the letter may claim about payments
    std::string account_id;
    friend bool operator==(const PlannedLetter&, const PlannedLetter&) = default;
};

struct Plan {
    Date on;
    std::string policy_id, policy_version;
    std::vector<Decision> decisions;    // one per item of the snapshot, in its order
    std::vector<PlannedLetter> letters; // by party id, then currency
    friend bool operator==(const Plan&, const Plan&) = default;

    // Looks through the list: for single questions. Who needs all walks `decisions`.
    [[nodiscard]] const Decision* decision_for(std::string_view item_id) const;
    // A canonical text of everything above; its SHA-256 names the plan.
    [[nodiscard]] std::string canonical() const;
};

[[nodiscard]] Plan make_plan(const book::Book& book,
                             const std::vector<matching::Proposal>& proposals,
                             const History& history, const Policy& policy, Date today);

} // namespace afpunt::policy
