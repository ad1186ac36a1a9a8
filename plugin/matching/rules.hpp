// SPDX-License-Identifier: MIT
//
// The rules by which a bank line finds its items, strongest first. Each gives a proposal or
// nothing; none of them knows the others, except that what the text names goes together.
#pragma once

#include "matching/line_facts.hpp"

#include <optional>

namespace afpunt::matching {

struct Situation {
    const LineFacts& facts;
    const Indexes& indexes;
    const Ledger& ledger;

    [[nodiscard]] const book::BankLine& line() const { return *facts.line; }
    // The host lists the payer's account with other customers, and not with this one.
    [[nodiscard]] bool payer_is_somebody_else(const Items& items) const;
    // Parties by the account that the money came from; none where it is the firm's own.
    [[nodiscard]] std::vector<std::uint32_t> payers() const;
};

// text_rules.cpp: what the text names in full.
[[nodiscard]] std::optional<Proposal> by_reference(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_numbers(const Situation& situation);
// hint_rules.cpp: what the text or the payer makes likely.
[[nodiscard]] std::optional<Proposal> by_short_numbers(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_mistyped_reference(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_payer_and_amount(const Situation& situation);
// Another amount, but the payer's account agrees with the number.
[[nodiscard]] std::optional<Proposal> by_payers_short_numbers(const Situation& situation);
// No item, only a customer: his account, or an invoice of his that the line cannot pay.
[[nodiscard]] std::optional<Proposal> by_payer_alone(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_name(const Situation& situation);

} // namespace afpunt::matching
