// SPDX-License-Identifier: MIT
//
// Reads each bank line once, and keeps count of what is left of each item, so that two payments
// that name one invoice are never both booked on it for certain.
#include "matching/line_facts.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>

namespace afpunt::matching {
namespace {

// Instalments share a reference; one that more items have is printed on everything.
constexpr std::size_t most_items_of_a_reference = 100;
// Each is looked up in a few hundred spellings; a payer mistypes one or two.
constexpr std::size_t most_near_references = 8;
// A customer with more items is a collective one ("cash sales"), and an amount says nothing.
constexpr std::size_t most_items_of_a_payer = 1000;
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

[[nodiscard]] bool is_credit(const book::OpenItem& item) {
    return item.kind == book::DocumentKind::CreditNote;
}
[[nodiscard]] bool is_open(const book::OpenItem& item) {
    return item.state == book::DocumentState::Open || item.state == book::DocumentState::Disputed;
}

} // namespace

Indexes::Indexes(const book::Book& book) : numbers(book), payers(book) {
    const std::vector<book::OpenItem>& items = book.snapshot().items;
    for (std::uint32_t at = 0; at < items.size(); ++at) {
        if (items[at].payment_reference.empty() || is_credit(items[at])) continue;
        if (const auto reference = parse_reference(items[at].payment_reference)) {
            by_reference[*reference].push_back(at);
        }
    }
    std::erase_if(by_reference, [](const auto& entry) {
        return entry.second.size() > most_items_of_a_reference;
    });
}

LineFacts read_line(const book::BankLine& line, const Indexes& indexes) {
    LineFacts facts;
    facts.line = &line;
    std::string text = line.remittance;
    if (const auto reference = parse_reference(line.structured_reference)) {
        facts.references.push_back(*reference);
    } else if (!line.structured_reference.empty()) {
        // Banks put other things in the structured field as well: it is read as text. The bar keeps
        // the two fields apart.
        text = line.structured_reference + " | " + text;
    }
    const RemittanceText remittance = read_remittance(text);
    for (const ReferenceInText& found : remittance.references) {
        const StructuredReference reference{found.scheme, found.value};
        if (!found.is_verified) {
            if (facts.near_references.size() < most_near_references) {
                facts.near_references.push_back({found.scheme, found.value});
            }
        } else if (std::find(facts.references.begin(), facts.references.end(), reference) ==
                   facts.references.end()) {
            facts.references.push_back(reference);
        }
    }
    facts.numbers = indexes.numbers.find(remittance);
    return facts;
}

Ledger::Ledger(const book::Book& book, const Options& options)
    : book_(book), options_(options),
      tolerance_minor_(std::max<std::int64_t>(options.tolerance_minor, 0)) {
    const std::vector<book::OpenItem>& items = book.snapshot().items;
    left_minor_.reserve(items.size());
    for (std::uint32_t at = 0; at < items.size(); ++at) {
        left_minor_.push_back(std::max<std::int64_t>(items[at].open.minor, 0));
        position_.try_emplace(items[at].id, at);
    }
}

const book::OpenItem& Ledger::item(std::uint32_t at) const {
    return book_.snapshot().items[at];
}

bool Ledger::is_refused(const book::BankLine& line) const {
    return options_.refusals.contains(Refusal{line.id, {}});
}

bool Ledger::is_refused(const book::BankLine& line, std::uint32_t at) const {
    return options_.refusals.contains(Refusal{line.id, item(at).id});
}

bool Ledger::may_pay(std::uint32_t at, const book::BankLine& line) const {
    const book::OpenItem& candidate = item(at);
    return !is_credit(candidate) && is_open(candidate) && left_minor_[at] > 0 &&
           candidate.open.same_currency(line.unallocated) && !is_refused(line, at);
}

void Ledger::sort_oldest_first(Items& items) const {
    std::sort(items.begin(), items.end(), [&](std::uint32_t left, std::uint32_t right) {
        return std::tie(item(left).due_on, item(left).issued_on, left) <
               std::tie(item(right).due_on, item(right).issued_on, right);
    });
}

Items Ledger::payable(const Items& candidates, const book::BankLine& line) const {
    Items items;
    std::unordered_set<std::string_view> ids; // an id that occurs twice is paid once
    for (const std::uint32_t at : candidates) {
        if (may_pay(at, line) && ids.insert(item(at).id).second) items.push_back(at);
    }
    sort_oldest_first(items);
    return items;
}

Items Ledger::payable_of(const book::Party& party, const book::BankLine& line) const {
    const Items& items = book_.items_of(party.id);
    return items.size() > most_items_of_a_payer ? Items{} : payable(items, line);
}

Items Ledger::credits(const Items& candidates, const book::BankLine& line) const {
    Items items;
    for (const std::uint32_t at : candidates) {
        if (is_credit(item(at)) && is_open(item(at)) && left_minor_[at] > 0 &&
            item(at).open.same_currency(line.unallocated)) {
            items.push_back(at);
        }
    }
    return items;
}

std::int64_t Ledger::sum_minor(const Items& items) const {
    std::int64_t sum = 0;
    for (const std::uint32_t at : items) {
        if (__builtin_add_overflow(sum, left_minor_[at], &sum)) return most;
    }
    return sum;
}

bool Ledger::is_paid_exactly(std::uint32_t at, const book::BankLine& line) const {
    const std::int64_t left = left_minor_[at];
    if (amount_of(line) == left) return true;
    const std::optional<book::EarlyPaymentDiscount>& discount = item(at).discount;
    const Date paid_on = line.value_on.value_or(line.booked_on);
    return discount && discount->amount.is_positive() && paid_on <= discount->last_day &&
           discount->amount.minor < left && amount_of(line) == left - discount->amount.minor;
}

bool Ledger::have_one_customer(const Items& items) const {
    return std::all_of(items.begin(), items.end(), [&](std::uint32_t at) {
        return item(at).customer_id == item(items.front()).customer_id;
    });
}

bool Ledger::are_consistent(const Items& items) const {
    return std::none_of(items.begin(), items.end(),
                        [&](std::uint32_t at) { return book_.is_inconsistent(item(at).id); });
}

Proposal Ledger::spread(const book::BankLine& line, const Items& items, MatchRule rule,
                        Confidence confidence, std::string evidence) const {
    Proposal proposal;
    proposal.bank_line_id = line.id;
    proposal.rule = rule;
    proposal.confidence = confidence;
    proposal.evidence = std::move(evidence);
    std::int64_t rest = amount_of(line);
    for (const std::uint32_t at : items) {
        const book::OpenItem& paid = item(at);
        // A customer whose item gets no money is still one whom this line concerns.
        if (std::find(proposal.party_ids.begin(), proposal.party_ids.end(), paid.customer_id) ==
            proposal.party_ids.end()) {
            proposal.party_ids.push_back(paid.customer_id);
        }
        const std::int64_t part = std::min(rest, left_minor_[at]);
        if (part <= 0) continue;
        proposal.allocations.push_back({paid.id, Money{part, line.unallocated.currency}});
        rest -= part;
    }
    return proposal;
}

void Ledger::book_certain(const Proposal& proposal) {
    for (const ProposedAllocation& allocation : proposal.allocations) {
        left_minor_[position_.at(allocation.item_id)] -= allocation.amount.minor;
    }
}

void merge_into(Items& items, const Items& more) {
    items.insert(items.end(), more.begin(), more.end());
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

} // namespace afpunt::matching
