// SPDX-License-Identifier: MIT
//
// Coverage first: as long as the bank is not up to date, nothing else is known for certain.
#include "policy/evidence_rules.hpp"

#include "policy/decision_facts.hpp"

#include <algorithm>
#include <string>

namespace afpunt::policy {
namespace {

// "KBC zichtrekening ...4821": the name people use, and enough of the number to tell two apart.
[[nodiscard]] std::string account_label(const book::AccountCoverage& account) {
    if (account.name.empty()) return account.iban.empty() ? account.account_id : account.iban;
    if (account.iban.size() < 4) return account.name;
    return account.name + " ..." + account.iban.substr(account.iban.size() - 4);
}

void put_gap(Decision& decision, const book::CoverageGap& gap) {
    if (gap.kind == book::GapKind::MissingNumber) {
        const std::string first = std::to_string(gap.first_missing);
        put(decision, "statements",
            gap.last_missing > gap.first_missing ? first + "-" + std::to_string(gap.last_missing)
                                                 : first);
    }
    put(decision, "after", gap.after);
    put(decision, "before", gap.before);
    if (gap.kind == book::GapKind::BalanceJump && gap.closing && gap.opening) {
        put(decision, "closing", *gap.closing);
        put(decision, "opening", *gap.opening);
    }
}

// The bank must reach the last bank day, and the due day itself: a weekend may lie between them.
[[nodiscard]] bool is_stale(const PlanIndex& index, const book::OpenItem& item,
                            Decision& decision) {
    const CoverageCheck& check = index.coverage();
    const Date needed = std::max(check.needed, item.due_on);
    if (check.until && *check.until >= needed) return false;
    const bool gap = check.weakest != nullptr && !check.weakest->gaps.empty();
    decision.reason = gap ? ReasonCode::StatementMissing : ReasonCode::BankNotUpToDate;
    if (check.weakest != nullptr) put(decision, "account", account_label(*check.weakest));
    if (gap) {
        put_gap(decision, check.weakest->gaps.front());
    } else {
        put(decision, "until", check.until);
        put(decision, "needed", needed);
    }
    return true;
}

[[nodiscard]] bool is_probably_paid(const PlanIndex& index, const book::OpenItem& item,
                                    Decision& decision) {
    const matching::Proposal* proposal = index.proposal_for(item);
    if (proposal == nullptr) return false;
    decision.reason = ReasonCode::ProbablyPaid;
    const book::BankLine* line = index.bank_line(proposal->bank_line_id);
    if (line == nullptr) {
        put(decision, "line", proposal->bank_line_id);
    } else {
        put(decision, "line", line->label.empty() ? line->id : line->label);
        put(decision, "booked", line->booked_on);
        put(decision, "amount", line->unallocated);
        put(decision, "payer", line->payer_name.empty() ? line->payer_iban : line->payer_name);
    }
    put(decision, "evidence", proposal->evidence);
    return true;
}

[[nodiscard]] bool has_money_with_us(const PlanIndex& index, const book::OpenItem& item,
                                     Decision& decision) {
    if (const book::OpenItem* credit = index.unused_credit(item.customer_id, item.open.currency)) {
        decision.reason = ReasonCode::UnallocatedCredit;
        put(decision, "number", credit->number.empty() ? credit->id : credit->number);
        put(decision, "amount", credit->open);
        return true;
    }
    if (const Money* owed = index.owed_to(item.customer_id)) {
        decision.reason = ReasonCode::WeOweThem;
        put(decision, "amount", *owed);
        return true;
    }
    return false;
}

// Somebody may have paid by a link whose provider does not say.
[[nodiscard]] bool is_link_unknown(const PlanIndex& index, const book::OpenItem& item,
                                   Decision& decision) {
    const LinkPayment* payment = index.link_payment_of(item);
    if (payment == nullptr || payment->paid_on) return false;
    decision.reason = ReasonCode::LinkStateUnknown;
    put(decision, "why", payment->why);
    return true;
}

} // namespace

bool holds_by_evidence(const PlanIndex& index, const book::OpenItem& item, const book::Party& party,
                       Decision& decision) {
    if (is_stale(index, item, decision) || is_probably_paid(index, item, decision) ||
        has_money_with_us(index, item, decision) || is_link_unknown(index, item, decision)) {
        return true;
    }
    if (!party.reminder_mail().empty()) return false;
    decision.reason = ReasonCode::NoMailAddress;
    for (const book::Contact& contact : party.contacts) {
        if (contact.returned.empty()) continue;
        decision.reason = ReasonCode::MailReturned;
        put(decision, "address", contact.mail);
        put(decision, "why", contact.returned);
        break;
    }
    put(decision, "customer", party.name.empty() ? party.id : party.name);
    return true;
}

} // namespace afpunt::policy
