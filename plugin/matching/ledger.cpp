// SPDX-License-Identifier: MIT
//
// Keeps count of what is left of each item, so that two payments that name one invoice are never
// both booked on it for certain.
#include "matching/ledger.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace afpunt::matching {
namespace {

// A customer with more items is a collective one ("cash sales"), and an amount says nothing.
constexpr std::size_t most_items_of_a_payer = 300;
// All searches of one call together, in sums looked at: some two seconds of an old machine, and a
// hundred thousand payments by customers with a few invoices each.
constexpr std::size_t most_sums_of_a_call = 8'000'000;
constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

[[nodiscard]] bool is_credit(const book::OpenItem& item) {
    return item.kind == book::DocumentKind::CreditNote;
}
[[nodiscard]] bool is_open(const book::OpenItem& item) {
    return item.state == book::DocumentState::Open || item.state == book::DocumentState::Disputed;
}
void name_customer(Proposal& proposal, const std::string& id) {
    std::vector<std::string>& ids = proposal.party_ids;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

} // namespace

Ledger::Ledger(const book::Book& book, const Options& options)
    : book_(book), options_(options),
      tolerance_minor_(std::max<std::int64_t>(options.tolerance_minor, 0)),
      sums_left_(most_sums_of_a_call) {
    const std::vector<book::OpenItem>& items = book.snapshot().items;
    left_minor_.reserve(items.size());
    is_repeated_.assign(items.size(), false);
    customers_.assign(items.size(), nobody);
    for (std::uint32_t at = 0; at < items.size(); ++at) {
        left_minor_.push_back(std::max<std::int64_t>(items[at].open.minor, 0));
        // The book has marked an id that occurs twice.
        if (book.is_inconsistent(items[at].id)) {
            is_repeated_[at] = book.item(items[at].id) != &items[at];
        }
        const book::Party* const party = book.party(items[at].customer_id);
        if (party == nullptr) continue;
        customers_[at] = static_cast<std::uint32_t>(party - book.snapshot().parties.data());
    }
}

const book::OpenItem& Ledger::item(std::uint32_t at) const {
    return book_.snapshot().items[at];
}

std::optional<std::uint32_t> Ledger::customer_of(std::uint32_t at) const {
    if (customers_[at] == nobody) return std::nullopt;
    return customers_[at];
}

bool Ledger::is_refused(const book::BankLine& line) const {
    return !options_.refusals.empty() && options_.refusals.contains(Refusal{line.id, {}});
}

bool Ledger::is_refused(const book::BankLine& line, std::uint32_t at) const {
    return !options_.refusals.empty() && options_.refusals.contains(Refusal{line.id, item(at).id});
}

bool Ledger::may_pay(std::uint32_t at, const book::BankLine& line) const {
    const book::OpenItem& candidate = item(at);
    // An id that occurs twice is paid once.
    return !is_credit(candidate) && is_open(candidate) && left_minor_[at] > 0 &&
           !is_repeated_[at] && candidate.open.same_currency(line.unallocated) &&
           !is_refused(line, at);
}

void Ledger::sort_oldest_first(Items& items) const {
    std::sort(items.begin(), items.end(), [&](std::uint32_t left, std::uint32_t right) {
        return std::tie(item(left).due_on, item(left).issued_on, left) <
               std::tie(item(right).due_on, item(right).issued_on, right);
    });
}

Items Ledger::payable(Positions candidates, const book::BankLine& line) const {
    Items items;
    for (const std::uint32_t at : candidates) {
        if (may_pay(at, line)) items.push_back(at);
    }
    sort_oldest_first(items);
    return items;
}

bool Ledger::is_collective(const book::Party& party) const {
    return book_.items_of(party.id).size() > most_items_of_a_payer;
}

Items Ledger::payable_of(const book::Party& party, const book::BankLine& line) const {
    return is_collective(party) ? Items{} : payable(book_.items_of(party.id), line);
}

Items Ledger::credits(Positions candidates, const book::BankLine& line) const {
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

std::int64_t Ledger::discounted_minor(std::uint32_t at, const book::BankLine& line) const {
    const std::optional<book::EarlyPaymentDiscount>& discount = item(at).discount;
    if (!discount || !discount->amount.is_positive()) return 0;
    const Date paid_on = line.value_on.value_or(line.booked_on);
    // After a part payment the discount of the whole is no longer his.
    const bool is_whole = left_minor_[at] == item(at).open.minor;
    if (paid_on > discount->last_day || !is_whole) return 0;
    return std::max<std::int64_t>(left_minor_[at] - discount->amount.minor, 0);
}

bool Ledger::is_paid_exactly(std::uint32_t at, const book::BankLine& line) const {
    const std::int64_t amount = amount_of(line);
    return amount == left_minor_[at] || amount == discounted_minor(at, line);
}

bool Ledger::is_paid_nearly(std::uint32_t at, const book::BankLine& line) const {
    const std::int64_t left = left_minor_[at];
    const std::int64_t difference = amount_of(line) - left;
    const std::int64_t tolerance = tolerance_of(left);
    return difference <= tolerance && difference >= -tolerance;
}

std::int64_t Ledger::tolerance_of(std::int64_t minor) const {
    // A tenth of a small invoice is more than charges.
    return std::min(tolerance_minor_, minor / 10);
}

std::optional<ItemCombination> Ledger::combination(const Items& items, const Items& credits,
                                                   const book::BankLine& line,
                                                   std::int64_t shortfall) const {
    std::vector<Part> parts;
    for (const std::uint32_t at : items)
        parts.push_back({left_minor_[at], discounted_minor(at, line)});
    for (const std::uint32_t at : credits)
        parts.push_back({-left_minor_[at], 0});
    const std::int64_t amount = amount_of(line);
    const Search search = sums_left_ == 0 ? Search{} : find_combination(parts, amount, shortfall);
    sums_left_ -= std::min(sums_left_, search.sums);
    if (!search.found) return std::nullopt;
    ItemCombination found;
    found.is_only = search.found->is_only;
    found.is_several = search.found->parts.size() > 1;
    found.has_few_parts = parts.size() <= most_parts_of_a_likely_sum;
    std::int64_t sum = 0;
    for (const ChosenPart& chosen : search.found->parts) {
        sum += chosen.minor;
        if (chosen.part < items.size()) found.parts.push_back({items[chosen.part], chosen.minor});
    }
    found.is_exact = sum == amount;
    return found;
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
    ItemCombination everything;
    for (const std::uint32_t at : items)
        everything.parts.push_back({at, left_minor_[at]});
    return spread(line, everything, rule, confidence, std::move(evidence));
}

Proposal Ledger::spread(const book::BankLine& line, const ItemCombination& combination,
                        MatchRule rule, Confidence confidence, std::string evidence) const {
    Proposal proposal;
    proposal.bank_line_id = line.id;
    proposal.rule = rule;
    proposal.confidence = confidence;
    proposal.evidence = std::move(evidence);
    std::int64_t rest = amount_of(line);
    for (const ItemCombination::Part& part : combination.parts) {
        const book::OpenItem& paid = item(part.item);
        // A customer whose item gets no money is still one whom this line concerns.
        name_customer(proposal, paid.customer_id);
        const std::int64_t minor = std::min({rest, part.minor, left_minor_[part.item]});
        if (minor <= 0) continue;
        proposal.allocations.push_back({paid.id, Money{minor, line.unallocated.currency}});
        rest -= minor;
    }
    return proposal;
}

void Ledger::reserve(const Proposal& proposal) {
    const book::OpenItem* const first = book_.snapshot().items.data();
    for (const ProposedAllocation& allocation : proposal.allocations) {
        const auto at = static_cast<std::size_t>(book_.item(allocation.item_id) - first);
        left_minor_[at] -= allocation.amount.minor;
    }
}

void merge_into(Items& items, Positions more) {
    items.insert(items.end(), more.begin(), more.end());
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

} // namespace afpunt::matching
