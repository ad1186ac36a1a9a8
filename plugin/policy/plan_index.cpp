// SPDX-License-Identifier: MIT
//
// One pass over each input; see plan_index.hpp.
#include "policy/plan_index.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::policy {
namespace {

[[nodiscard]] std::string compact(std::string_view iban) {
    std::string result;
    for (const char c : iban) {
        if (!text::is_space(c)) result += text::upper(c);
    }
    return result;
}

[[nodiscard]] bool lasts_longer(const Hold& left, const Hold& right) {
    if (!right.until) return false;
    return !left.until || *left.until > *right.until;
}

template <typename Map>
[[nodiscard]] auto found_or_null(const Map& map, const typename Map::key_type& key) ->
    typename Map::mapped_type {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

} // namespace

Date bank_day_before(CalendarId calendar, Date today, int n) {
    const auto is_bank_day = [&](Date day) {
        return is_working_day(calendar, day) && is_working_day(CalendarId::Target, day);
    };
    Date day = today;
    while (n == 0 && !is_bank_day(day))
        day = day - 1;
    for (int left = n; left > 0; --left) {
        do {
            day = day - 1;
        } while (!is_bank_day(day));
    }
    return day;
}

PlanIndex::PlanIndex(const book::Book& book, const std::vector<matching::Proposal>& proposals,
                     const History& history, const Policy& policy, Date today)
    : book_(book), history_(history), policy_(policy), today_(today),
      quiet_days_(policy.quiet_days.begin(), policy.quiet_days.end()) {
    coverage_ = check_coverage();
    index_history();
    index_proposals(proposals);
    index_book();
}

CoverageCheck PlanIndex::check_coverage() const {
    const book::Coverage& coverage = book_.coverage();
    return {coverage.until(),
            bank_day_before(policy_.calendar, today_, policy_.coverage_working_days),
            coverage.weakest()};
}

void PlanIndex::note_message(std::string_view party_id, Date day) {
    const auto [place, is_new] = last_messages_.try_emplace(party_id, day);
    if (!is_new) place->second = std::max(place->second, day);
}

void PlanIndex::index_history() {
    for (const PastStep& step : history_.steps) {
        if (step.state == PastLetterState::Refused) continue;
        note_message(step.party_id, step.on);
        if (step.state != PastLetterState::ReturnedForNow) steps_[step.item_id].push_back(&step);
    }
    for (const History::Round& round : history_.rounds)
        rounds_[round.item_id] = round.round;
    for (const Hold& hold : history_.holds) {
        if (hold.from > today_ || (hold.until && *hold.until < today_)) continue;
        auto& holds = hold.scope == HoldScope::Item ? item_holds_ : party_holds_;
        const Hold*& longest = holds[hold.target_id];
        if (longest == nullptr || lasts_longer(hold, *longest)) longest = &hold;
    }
    for (const LinkPayment& payment : history_.link_payments) {
        const LinkPayment*& kept = link_payments_[payment.item_id];
        // A payment that is known outweighs a provider that is silent; the oldest waits longest.
        const bool better = kept == nullptr || (payment.paid_on && !kept->paid_on) ||
                            (payment.paid_on && *payment.paid_on < *kept->paid_on);
        if (better) kept = &payment;
    }
    for (const OldBalanceRelease& release : history_.released) {
        if (!release.item_id.empty()) {
            released_items_.insert(release.item_id);
        } else if (!release.party_id.empty()) {
            released_parties_.insert(release.party_id);
        } else {
            all_released_ = true;
        }
    }
}

void PlanIndex::index_proposals(const std::vector<matching::Proposal>& proposals) {
    const auto keep_strongest = [](const matching::Proposal*& kept,
                                   const matching::Proposal& proposal) {
        // The enumeration runs from Certain to Possible: the smaller is the stronger.
        if (kept == nullptr || proposal.confidence < kept->confidence) kept = &proposal;
    };
    for (const matching::Proposal& proposal : proposals) {
        for (const matching::ProposedAllocation& allocation : proposal.allocations) {
            keep_strongest(item_proposals_[allocation.item_id], proposal);
        }
        for (const std::string& party : proposal.party_ids) {
            keep_strongest(party_proposals_[party], proposal);
        }
        if (proposal.allocations.empty() && proposal.party_ids.empty()) {
            nameless_.push_back(&proposal);
        }
    }
}

// The sum of a batch without its details: any payment since the invoice that is not larger than it
// may be in there.
const matching::Proposal* PlanIndex::nameless_for(const book::OpenItem& item) const {
    for (const matching::Proposal* proposal : nameless_) {
        const book::BankLine* line = bank_line(proposal->bank_line_id);
        if (line == nullptr || !line->unallocated.same_currency(item.open)) continue;
        if (line->unallocated.minor >= item.open.minor && line->booked_on >= item.issued_on) {
            return proposal;
        }
    }
    return nullptr;
}

void PlanIndex::index_book() {
    const book::Snapshot& snapshot = book_.snapshot();
    allocations_.reserve(snapshot.allocations.size());
    for (const book::Allocation& allocation : snapshot.allocations) {
        allocations_[allocation.item_id].push_back(&allocation);
    }
    for (const book::OpenItem& item : snapshot.items) {
        // A customer who had reminders before afpunt came had messages too.
        if (item.last_reminder_before) note_message(item.customer_id, *item.last_reminder_before);
        accounts_.try_emplace(item.open.currency, nullptr);
        if (item.kind != book::DocumentKind::CreditNote) continue;
        const bool usable =
            item.state == book::DocumentState::Open || item.state == book::DocumentState::Disputed;
        if (usable && item.open.minor > policy_.tolerance_minor) {
            credits_.try_emplace({item.customer_id, item.open.currency}, &item);
        }
    }
    for (auto& [currency, account] : accounts_)
        account = book_.account_for(currency);
    for (const book::Snapshot::Owed& owed : snapshot.owed_to_parties) {
        if (owed.amount.is_positive()) owed_.try_emplace(owed.party_id, &owed.amount);
    }
    for (const book::Inconsistency& found : book_.inconsistencies()) {
        if (!found.item_id.empty()) inconsistencies_.try_emplace(found.item_id, &found);
    }
}

ItemPast PlanIndex::past_of(const book::OpenItem& item) const {
    ItemPast past;
    if (const auto found = rounds_.find(item.id); found != rounds_.end()) {
        past.round = found->second;
    }
    past.before = std::clamp(item.reminders_before, 0, most_reminders_before);
    past.reminders = past.before;
    if (const auto found = steps_.find(item.id); found != steps_.end()) {
        past.reminders += static_cast<int>(found->second.size());
        for (const PastStep* step : found->second) {
            if (step->round == past.round) past.this_round.push_back(step);
        }
    }
    return past;
}

const Hold* PlanIndex::hold_on(const book::OpenItem& item) const {
    const Hold* by_item = found_or_null(item_holds_, item.id);
    const Hold* by_party = found_or_null(party_holds_, item.customer_id);
    if (by_item == nullptr || by_party == nullptr) return by_item ? by_item : by_party;
    return lasts_longer(*by_party, *by_item) ? by_party : by_item;
}

const LinkPayment* PlanIndex::link_payment_of(const book::OpenItem& item) const {
    return found_or_null(link_payments_, item.id);
}

bool PlanIndex::is_released(const book::OpenItem& item) const {
    return all_released_ || released_items_.contains(item.id) ||
           released_parties_.contains(item.customer_id);
}

const matching::Proposal* PlanIndex::proposal_for(const book::OpenItem& item) const {
    const matching::Proposal* by_item = found_or_null(item_proposals_, item.id);
    if (by_item != nullptr) return by_item;
    const matching::Proposal* by_party = found_or_null(party_proposals_, item.customer_id);
    return by_party != nullptr ? by_party : nameless_for(item);
}

const book::BankLine* PlanIndex::bank_line(std::string_view id) const {
    return book_.bank_line(id);
}

const std::vector<const book::Allocation*>&
PlanIndex::allocations_of(std::string_view item_id) const {
    const auto found = allocations_.find(item_id);
    return found == allocations_.end() ? no_allocations_ : found->second;
}

const book::OpenItem* PlanIndex::unused_credit(std::string_view party_id, Currency currency) const {
    return found_or_null(credits_, {party_id, currency});
}

const Money* PlanIndex::owed_to(std::string_view party_id) const {
    return found_or_null(owed_, party_id);
}

const book::BankAccount* PlanIndex::account_for(Currency currency) const {
    return found_or_null(accounts_, currency);
}

const book::BankAccount* PlanIndex::account_of(const book::OpenItem& item) const {
    if (item.payee_iban.empty()) return account_for(item.open.currency);
    const std::string wanted = compact(item.payee_iban);
    for (const book::BankAccount& account : book_.snapshot().accounts) {
        // One number may stand for accounts in several currencies.
        if (account.in_use && account.customers_pay_here &&
            account.currency == item.open.currency && compact(account.iban) == wanted) {
            return &account;
        }
    }
    return nullptr;
}

const book::Inconsistency* PlanIndex::inconsistency_of(std::string_view item_id) const {
    return found_or_null(inconsistencies_, item_id);
}

std::optional<Date> PlanIndex::last_message_to(std::string_view party_id) const {
    const auto found = last_messages_.find(party_id);
    if (found == last_messages_.end()) return std::nullopt;
    return found->second;
}

bool PlanIndex::is_quiet(Date day) const {
    const bool weekend =
        day.weekday() == std::chrono::Saturday || day.weekday() == std::chrono::Sunday;
    return (weekend && !policy_.send_on_weekends) ||
           holiday_name(policy_.calendar, day).has_value() || quiet_days_.contains(day);
}

Date PlanIndex::next_allowed_day_after(Date day) const {
    // Ends: the quiet days are a finite list and no two weeks consist of holidays.
    Date next = day + 1;
    while (is_quiet(next))
        next = next + 1;
    return next;
}

} // namespace afpunt::policy
