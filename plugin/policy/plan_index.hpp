// SPDX-License-Identifier: MIT
//
// Everything that the rules look up, indexed once: a plan for a hundred thousand items walks each
// input a single time. Keys are views into the inputs, which outlive the index.
#pragma once

#include "book/book.hpp"
#include "book/id_table.hpp"
#include "matching/proposal.hpp"
#include "policy/history.hpp"
#include "policy/policy.hpp"

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace afpunt::policy {

// A host that counts more reminders than this before afpunt came has a wrong counter.
inline constexpr int most_reminders_before = 1000;

// What afpunt did before for one item; refused letters never count.
struct ItemPast {
    int round = 1;
    std::vector<const PastStep*> this_round; // in the order of the history
    int before = 0;    // reminders from before afpunt; they belong to the first round
    int reminders = 0; // over all rounds, those from before afpunt included
};

// The day that bank data must reach, and what is missing where it does not.
struct CoverageCheck {
    std::optional<Date> until;
    Date needed;
    const book::AccountCoverage* weakest = nullptr;
};

class PlanIndex {
public:
    PlanIndex(const book::Book& book, const std::vector<matching::Proposal>& proposals,
              const History& history, const Policy& policy, Date today);

    [[nodiscard]] const book::Book& book() const { return book_; }
    [[nodiscard]] const History& history() const { return history_; }
    [[nodiscard]] const Policy& policy() const { return policy_; }
    [[nodiscard]] Date today() const { return today_; }
    [[nodiscard]] const CoverageCheck& coverage() const { return coverage_; }

    [[nodiscard]] ItemPast past_of(const book::OpenItem& item) const;
    // The hold on the item or its customer that is in force today and lasts longest.
    [[nodiscard]] const Hold* hold_on(const book::OpenItem& item) const;
    // What is known of a payment by link that the bank does not show; nullptr = nothing.
    [[nodiscard]] const LinkPayment* link_payment_of(const book::OpenItem& item) const;
    [[nodiscard]] bool is_released(const book::OpenItem& item) const;
    // The strongest proposal that names the item, else the strongest that names its customer; else
    // money of which nobody knows who paid it, that may hold what the item owes.
    [[nodiscard]] const matching::Proposal* proposal_for(const book::OpenItem& item) const;
    [[nodiscard]] const book::BankLine* bank_line(std::string_view id) const;
    [[nodiscard]] const std::vector<const book::Allocation*>&
    allocations_of(std::string_view item_id) const;
    [[nodiscard]] const book::OpenItem* unused_credit(std::string_view party_id,
                                                      Currency currency) const;
    [[nodiscard]] const Money* owed_to(std::string_view party_id) const;
    [[nodiscard]] const book::BankAccount* account_for(Currency currency) const;
    // Where the customer may pay this item: the firm's account that the invoice names, or the first
    // of its currency where it names none. nullptr = the invoice names an account that is not ours,
    // or no longer one to pay into.
    [[nodiscard]] const book::BankAccount* account_of(const book::OpenItem& item) const;
    [[nodiscard]] const book::Inconsistency* inconsistency_of(std::string_view item_id) const;
    // The day of the customer's newest message, over all his items.
    [[nodiscard]] std::optional<Date> last_message_to(std::string_view party_id) const;

    // Weekends, holidays of the calendar and the book's own quiet days.
    [[nodiscard]] bool is_quiet(Date day) const;
    [[nodiscard]] Date next_allowed_day_after(Date day) const;

private:
    template <typename Value>
    using ById = book::ById<Value>;
    using PartyAndCurrency = std::pair<std::string_view, Currency>;

    void index_history();
    void index_proposals(const std::vector<matching::Proposal>& proposals);
    void index_book();
    void note_message(std::string_view party_id, Date day);
    [[nodiscard]] CoverageCheck check_coverage() const;

    const book::Book& book_;
    const History& history_;
    const Policy& policy_;
    Date today_;
    CoverageCheck coverage_;
    ById<std::vector<const PastStep*>> steps_;
    ById<int> rounds_;
    ById<const Hold*> item_holds_, party_holds_;
    ById<const LinkPayment*> link_payments_;
    book::Ids released_items_, released_parties_;
    bool all_released_ = false;
    ById<const matching::Proposal*> item_proposals_, party_proposals_;
    std::vector<const matching::Proposal*> nameless_; // in the order of the lines
    [[nodiscard]] const matching::Proposal* nameless_for(const book::OpenItem& item) const;
    ById<std::vector<const book::Allocation*>> allocations_;
    std::map<PartyAndCurrency, const book::OpenItem*> credits_;
    ById<const Money*> owed_;
    std::map<Currency, const book::BankAccount*> accounts_;
    ById<const book::Inconsistency*> inconsistencies_;
    ById<Date> last_messages_;
    std::set<Date> quiet_days_;
    std::vector<const book::Allocation*> no_allocations_; // what allocations_of gives for none
};

// The n-th day before `today` on which both the country works and the banks settle (TARGET); n = 0:
// today, or the last such day before it. 26 December is a working day in Belgium on which no bank
// books a payment: asking for a statement of that day would hold letters for nothing.
[[nodiscard]] Date bank_day_before(CalendarId calendar, Date today, int n);

} // namespace afpunt::policy
