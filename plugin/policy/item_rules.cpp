// SPDX-License-Identifier: MIT
//
// The rules for one item, in order (product rules 1 to 4, 8 and 13). The first that speaks gives
// the reason. Holds come before "a letter waits for approval": a letter that was prepared yesterday
// for an item that is held today must not look ready.
#include "policy/item_rules.hpp"

#include "policy/decision_facts.hpp"
#include "policy/evidence_rules.hpp"

#include <algorithm>
#include <string>

namespace afpunt::policy {
namespace {

using book::OpenItem;
using Found = std::optional<Decision>;

// SEPA direct debit: a debit that the bank could not collect comes back within five bank days after
// the day of collection. After that an item that is still open was not collected at all.
constexpr int debit_return_days = 5;

struct Question {
    const PlanIndex& index;
    const OpenItem& item;
    const book::Party* party; // nullptr = unknown
    const ItemPast& past;
};

[[nodiscard]] Decision answer(const Question& q, ReasonCode reason) {
    Decision decision;
    decision.item_id = q.item.id;
    decision.party_id = q.item.customer_id;
    decision.outcome = outcome_of(reason);
    decision.reason = reason;
    decision.round = q.past.round;
    return decision;
}

[[nodiscard]] const PastStep* taken_in_state(const ItemPast& past, PastLetterState state) {
    for (const PastStep* step : past.this_round) {
        if (step->state == state) return step;
    }
    return nullptr;
}

[[nodiscard]] const PastStep* standing_letter(const ItemPast& past) {
    for (const PastLetterState state : {PastLetterState::Uncertain, PastLetterState::InDelivery,
                                        PastLetterState::Approved, PastLetterState::Prepared}) {
        if (const PastStep* step = taken_in_state(past, state)) return step;
    }
    return nullptr;
}

[[nodiscard]] Found not_a_debt(const Question& q) {
    if (q.item.kind == book::DocumentKind::CreditNote) {
        Decision decision = answer(q, ReasonCode::CreditNote);
        put(decision, "amount", q.item.open);
        return decision;
    }
    switch (q.item.state) {
    case book::DocumentState::Cancelled: return answer(q, ReasonCode::Cancelled);
    case book::DocumentState::WrittenOff: return answer(q, ReasonCode::WrittenOff);
    case book::DocumentState::Settled: return answer(q, ReasonCode::Settled);
    case book::DocumentState::Open:
    case book::DocumentState::Disputed: break;
    }
    if (q.item.open.is_zero()) return answer(q, ReasonCode::Settled);
    if (q.item.open.is_positive() && q.item.open.minor <= q.index.policy().tolerance_minor) {
        Decision decision = answer(q, ReasonCode::WithinTolerance);
        put(decision, "amount", q.item.open);
        return decision;
    }
    return std::nullopt;
}

[[nodiscard]] Found uncertain_letter(const Question& q) {
    const PastStep* step = taken_in_state(q.past, PastLetterState::Uncertain);
    if (step == nullptr) return std::nullopt;
    Decision decision = answer(q, ReasonCode::LetterUncertain);
    decision.step_id = step->step_id;
    put(decision, "on", step->on);
    return decision;
}

[[nodiscard]] Found not_due(const Question& q) {
    if (q.item.kind == book::DocumentKind::OpeningBalance) {
        return answer(q, ReasonCode::OpeningBalance);
    }
    // A day that the debtor may still use in full: due today is not late.
    if (q.item.due_on < q.index.today()) return std::nullopt;
    Decision decision = answer(q, ReasonCode::NotDue);
    put(decision, "due", q.item.due_on);
    if (const auto step = next_step(q.index, q.item, q.past)) decision.next_on = step->on;
    return decision;
}

// What the host allocated to the item; nothing where it gives no allocations, or a hopeless sum.
[[nodiscard]] std::optional<Money> allocated_to(const Question& q) {
    const auto& allocations = q.index.allocations_of(q.item.id);
    if (allocations.empty()) return std::nullopt;
    Result<Money> sum = Money{0, q.item.total.currency};
    for (const book::Allocation* allocation : allocations) {
        if (sum) sum = add(*sum, allocation->amount);
    }
    return sum ? std::optional(*sum) : std::nullopt;
}

[[nodiscard]] Found contradictory(const Question& q) {
    if (q.party == nullptr) {
        Decision decision = answer(q, ReasonCode::CustomerUnknown);
        put(decision, "customer", q.item.customer_id);
        return decision;
    }
    const book::Inconsistency* found = q.index.inconsistency_of(q.item.id);
    if (found == nullptr && !q.index.book().is_inconsistent(q.item.id) &&
        q.item.open.is_positive()) {
        return std::nullopt;
    }
    Decision decision = answer(q, ReasonCode::AmountsDisagree);
    put(decision, "total", q.item.total);
    put(decision, "open", q.item.open);
    put(decision, "allocated", allocated_to(q));
    if (found != nullptr) {
        put(decision, "field", found->field);
        put(decision, "found", found->found);
    }
    return decision;
}

[[nodiscard]] Found standing_of_debt(const Question& q) {
    if (!q.item.assigned_to.empty() || !q.item.assigned_iban.empty()) {
        Decision decision = answer(q, ReasonCode::AssignedToFactor);
        put(decision, "factor",
            q.item.assigned_to.empty() ? q.item.assigned_iban : q.item.assigned_to);
        return decision;
    }
    switch (q.party->standing) {
    case book::PartyStanding::HandedOver: return answer(q, ReasonCode::HandedOver);
    case book::PartyStanding::Insolvent: return answer(q, ReasonCode::Insolvent);
    case book::PartyStanding::DebtMediation: return answer(q, ReasonCode::DebtMediation);
    case book::PartyStanding::Normal: break;
    }
    const Money disputed = disputed_part(q.item);
    if (q.item.open.minor - disputed.minor > q.index.policy().tolerance_minor) {
        return std::nullopt;
    }
    Decision decision = answer(q, ReasonCode::Disputed);
    put(decision, "amount", disputed);
    return decision;
}

[[nodiscard]] Found held_by_someone(const Question& q) {
    const auto until = [](Decision& decision, const std::optional<Date>& last_day) {
        put(decision, "until", last_day);
        if (last_day) decision.next_on = *last_day + 1;
    };
    if (const Hold* hold = q.index.hold_on(q.item)) {
        Decision decision = answer(q, ReasonCode::HeldByPerson);
        put(decision, "who", hold->who);
        put(decision, "why", hold->reason);
        until(decision, hold->until);
        return decision;
    }
    const std::optional<Date>& last_day = q.party->dunning_hold_until;
    if (!q.party->dunning_hold || (last_day && *last_day < q.index.today())) return std::nullopt;
    Decision decision = answer(q, ReasonCode::HeldByHost);
    put(decision, "why", q.party->dunning_hold_reason);
    until(decision, last_day);
    return decision;
}

[[nodiscard]] Found paid_another_way(const Question& q) {
    if (q.item.arrangement == book::PaymentArrangement::Card) {
        return answer(q, ReasonCode::PaidByCard);
    }
    if (q.item.arrangement != book::PaymentArrangement::DirectDebit) return std::nullopt;
    Decision decision = answer(q, ReasonCode::DirectDebitUnderWay);
    if (!q.item.collection_on) return decision;
    const Date last_day =
        add_working_days(CalendarId::Target, *q.item.collection_on, debit_return_days);
    if (last_day < q.index.today()) return std::nullopt;
    put(decision, "collection", *q.item.collection_on);
    put(decision, "until", last_day);
    decision.next_on = last_day + 1;
    return decision;
}

// The debtor's part is done: whatever the bank shows, he is not reminded while this is so.
[[nodiscard]] Found paid_by_link(const Question& q) {
    const LinkPayment* payment = q.index.link_payment_of(q.item);
    if (payment == nullptr || !payment->paid_on) return std::nullopt;
    const Date until = *payment->paid_on + q.index.policy().link_money_days;
    Decision decision =
        answer(q, until < q.index.today() ? ReasonCode::LinkMoneyMissing : ReasonCode::PaidByLink);
    put(decision, "paid", *payment->paid_on);
    put(decision, "until", until);
    return decision;
}

// Paid in time: what had arrived on the last day of the discount covers the total less the
// discount. Where the host knows of no payment at all, its silence is not held against the debtor.
[[nodiscard]] bool was_paid_in_time(const Question& q) {
    const auto& allocations = q.index.allocations_of(q.item.id);
    Result<Money> missing = subtract(q.item.total, q.item.discount->amount);
    for (const book::Allocation* allocation : allocations) {
        const Date day = allocation->value_on.value_or(allocation->booked_on);
        if (missing && day <= q.item.discount->last_day) {
            missing = subtract(*missing, allocation->amount);
        }
    }
    return allocations.empty() || !missing || missing->minor <= q.index.policy().tolerance_minor;
}

[[nodiscard]] Found open_by_agreement(const Question& q) {
    const Money retained = retained_part(q.item);
    const std::int64_t rest = q.item.open.minor - disputed_part(q.item).minor - retained.minor;
    if (retained.is_positive() && rest <= q.index.policy().tolerance_minor) {
        Decision decision = answer(q, ReasonCode::Retention);
        put(decision, "amount", retained);
        return decision;
    }
    if (!q.item.discount || rest > q.item.discount->amount.minor || !was_paid_in_time(q)) {
        return std::nullopt;
    }
    Decision decision = answer(q, ReasonCode::DiscountTaken);
    put(decision, "amount", Money{rest, q.item.open.currency});
    put(decision, "last_day", q.item.discount->last_day);
    return decision;
}

[[nodiscard]] Found nowhere_to_pay(const Question& q) {
    const book::BankAccount* account = q.index.account_for(q.item.open.currency);
    if (account == nullptr) {
        Decision decision = answer(q, ReasonCode::NoAccountForCurrency);
        put(decision, "currency", q.item.open.currency.code());
        return decision;
    }
    if (q.index.account_of(q.item) != nullptr) return std::nullopt;
    Decision decision = answer(q, ReasonCode::OtherIban);
    put(decision, "invoice_iban", q.item.payee_iban);
    put(decision, "reminder_iban", account->iban);
    return decision;
}

// Switched on over a running book: no flood of letters about what everybody has long forgotten.
[[nodiscard]] Found old_balance(const Question& q) {
    const Date first_day = q.index.history().first_day.value_or(q.index.today());
    const Date known_on = q.item.entered_on.value_or(q.item.issued_on);
    const bool was_overdue =
        q.item.due_on < first_day - q.index.policy().old_balance_after_days &&
        known_on <= first_day; // what is read on the first day was there before it
    if (!was_overdue || q.index.is_released(q.item)) return std::nullopt;
    Decision decision = answer(q, ReasonCode::OldBalance);
    put(decision, "due", q.item.due_on);
    put(decision, "first_day", first_day);
    put(decision, "reminders", q.past.before);
    put(decision, "last", q.item.last_reminder_before);
    return decision;
}

[[nodiscard]] Found before_step(const Question& q, const std::optional<NextStep>& next) {
    const std::optional<Date> last = last_step_on(q.index, q.past, q.item);
    if (!next) {
        Decision decision = answer(q, ReasonCode::LastStepSent);
        put(decision, "reminders", q.past.reminders);
        put(decision, "last", last);
        return decision;
    }
    if (next->on <= q.index.today()) return std::nullopt;
    Decision decision = answer(q, last ? ReasonCode::BeforeNextStep : ReasonCode::BeforeFirstStep);
    decision.step_id = q.index.policy().steps[next->step].id;
    decision.next_on = next->on;
    if (last) {
        put(decision, "last", *last);
    } else {
        put(decision, "due", q.item.due_on);
    }
    put(decision, "next", next->on);
    return decision;
}

[[nodiscard]] Found waiting_letter(const Question& q, const PastStep& letter) {
    const bool prepared = letter.state == PastLetterState::Prepared;
    Decision decision =
        answer(q, prepared ? ReasonCode::LetterPrepared : ReasonCode::LetterApproved);
    decision.step_id = letter.step_id;
    put(decision, "on", letter.on);
    return decision;
}

[[nodiscard]] Decision decide(const Question& q, std::optional<Candidate>& candidate) {
    using Rule = Found (*)(const Question&);
    constexpr Rule before_steps[]{not_a_debt,     uncertain_letter, not_due,
                                  contradictory,  standing_of_debt, held_by_someone,
                                  paid_by_link,   paid_another_way, open_by_agreement,
                                  nowhere_to_pay, old_balance};
    for (const Rule rule : before_steps) {
        if (Found found = rule(q)) return *std::move(found);
    }
    const PastStep* letter = standing_letter(q.past);
    const std::optional<NextStep> next = next_step(q.index, q.item, q.past);
    if (letter == nullptr) {
        if (Found found = before_step(q, next)) return *std::move(found);
    }
    Decision held = answer(q, ReasonCode::StepDue);
    if (holds_by_evidence(q.index, q.item, *q.party, held)) {
        held.outcome = outcome_of(held.reason);
        return held;
    }
    if (letter != nullptr) return *waiting_letter(q, *letter);
    held.step_id = q.index.policy().steps[next->step].id;
    candidate = Candidate{
        0,
        &q.item,
        next->step,
        q.past.round,
        q.past.reminders + 1,
        Money{q.item.open.minor - disputed_part(q.item).minor - retained_part(q.item).minor,
              q.item.open.currency}};
    return held;
}

} // namespace

Money disputed_part(const OpenItem& item) {
    if (item.disputed) {
        return {std::clamp<std::int64_t>(item.disputed->minor, 0, item.open.minor),
                item.open.currency};
    }
    const bool whole = item.state == book::DocumentState::Disputed;
    return {whole ? item.open.minor : 0, item.open.currency};
}

Money retained_part(const OpenItem& item) {
    const std::int64_t undisputed = item.open.minor - disputed_part(item).minor;
    return {item.retention ? std::clamp<std::int64_t>(item.retention->minor, 0, undisputed) : 0,
            item.open.currency};
}

Verdict judge(const PlanIndex& index, const OpenItem& item) {
    const ItemPast past = index.past_of(item);
    const Question question{index, item, index.book().party(item.customer_id), past};
    Verdict verdict;
    verdict.decision = decide(question, verdict.candidate);
    if (const PastStep* letter = standing_letter(past)) {
        verdict.decision.letter_id = letter->letter_id;
    }
    return verdict;
}

} // namespace afpunt::policy
