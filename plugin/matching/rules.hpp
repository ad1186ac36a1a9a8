// SPDX-License-Identifier: MIT
//
// The rules by which a bank line finds its items, strongest first. Each gives a proposal or
// nothing; none of them knows the others, except that what the text names goes together.
#pragma once

#include "matching/ledger.hpp"
#include "matching/line_facts.hpp"

#include <optional>
#include <string_view>

namespace afpunt::matching {

struct Situation {
    const LineFacts& facts;
    const Indexes& indexes;
    const Ledger& ledger;

    [[nodiscard]] const book::BankLine& line() const { return *facts.line; }
    // Parties by the account that the money came from.
    [[nodiscard]] const std::vector<std::uint32_t>& payers() const { return facts.payers; }
    // The same, or by the payer's name where nobody is known by the account. None where too many
    // have such a name for it to be a sign of any of them.
    [[nodiscard]] std::vector<std::uint32_t> probable_payers() const;
    // What these parties owe in the line's currency, oldest first.
    [[nodiscard]] Items owed_by(const std::vector<std::uint32_t>& parties) const;
    // One of them is a collective customer: what he owes is not all looked at, so nobody can say
    // that nothing else fits.
    [[nodiscard]] bool is_one_collective(const std::vector<std::uint32_t>& parties) const;
};

// witnesses.cpp and alternatives.cpp: what speaks for or against the items that a text names.

// Each once.
[[nodiscard]] std::vector<std::uint32_t> customers_of(const Items& items, const Ledger& ledger);
// The account or the name is their customer's, and the name nobody else's.
[[nodiscard]] bool payer_is_customer(const Situation& situation, const Items& items);
// The account or the name is their customer's; others may have the name as well.
[[nodiscard]] bool payer_may_be_customer(const Situation& situation, const Items& items);
// The account is known, or the name is, and as another customer's.
[[nodiscard]] bool payer_is_somebody_else(const Situation& situation, const Items& items);
// Another item that is paid as exactly has a number so near to the written one that a slip of the
// finger leads from one to the other; or so many have this amount that it tells nothing.
[[nodiscard]] bool slip_leads_elsewhere(const Situation& situation, const Items& items,
                                        std::string_view written);
[[nodiscard]] bool slip_leads_elsewhere(const Situation& situation, const Items& items,
                                        const StructuredReference& reference);
// The same for any item of the payer, whatever its amount.
[[nodiscard]] bool slip_leads_to_payers_other(const Situation& situation, const Items& items,
                                              std::string_view written);
// The amount is exactly that of another item of the same customer: the reference may be the one of
// an earlier payment, copied.
[[nodiscard]] bool pays_other_item_exactly(const Situation& situation, const Items& items);

// What the line pays exactly, where the amount says another item than the text does: one that a
// slip in the text leads to, or another of the customers concerned. Likely; none when no single
// customer owes that amount.
[[nodiscard]] std::optional<Proposal>
exact_alternative(const Situation& situation, const Items& named, const std::string& evidence);

// text_rules.cpp: what the text names in full.
[[nodiscard]] std::optional<Proposal> by_reference(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_numbers(const Situation& situation);
// hint_rules.cpp: what the text makes likely.
[[nodiscard]] std::optional<Proposal> by_short_numbers(const Situation& situation);
// Another amount, but the payer's account agrees with the number.
[[nodiscard]] std::optional<Proposal> by_payers_short_numbers(const Situation& situation);
// slip_rules.cpp: what the text almost names.
[[nodiscard]] std::optional<Proposal> by_mistyped_reference(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_mistyped_number(const Situation& situation);
// payer_rules.cpp: who pays.
[[nodiscard]] std::optional<Proposal> by_payer_and_amount(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_combination(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_payer_and_near_amount(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_near_combination(const Situation& situation);
// No item, only a customer: his account, or an invoice of his that the line cannot pay.
[[nodiscard]] std::optional<Proposal> by_payer_alone(const Situation& situation);
[[nodiscard]] std::optional<Proposal> by_name(const Situation& situation);

// several_payments.cpp: lines of one payer that together pay one item. `lines` are those that were
// given no item, each with its proposal (none, or one that only names customers), which is
// replaced.
struct UnplacedLine {
    const LineFacts* facts = nullptr;
    std::optional<Proposal>* proposal = nullptr;
};
void propose_several_payments(const std::vector<UnplacedLine>& lines, const Indexes& indexes,
                              const Ledger& ledger);

} // namespace afpunt::matching
