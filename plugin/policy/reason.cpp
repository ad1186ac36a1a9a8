// SPDX-License-Identifier: MIT
//
// The stable codes of reasons and outcomes. Hosts compare and store them: a code is never changed
// and never given to another reason.
#include "policy/reason.hpp"

namespace afpunt::policy {

std::string_view code_of(ReasonCode reason) {
    switch (reason) {
    case ReasonCode::StepDue: return "step-due";
    case ReasonCode::LetterPrepared: return "letter-prepared";
    case ReasonCode::LetterApproved: return "letter-approved";
    case ReasonCode::NotDue: return "not-due";
    case ReasonCode::BeforeFirstStep: return "before-first-step";
    case ReasonCode::BeforeNextStep: return "before-next-step";
    case ReasonCode::DaysBetweenMessages: return "days-between-messages";
    case ReasonCode::QuietDay: return "quiet-day";
    case ReasonCode::DailyLimit: return "daily-limit";
    case ReasonCode::BelowMinimum: return "below-minimum";
    case ReasonCode::HeldByPerson: return "held-by-person";
    case ReasonCode::HeldByHost: return "held-by-host";
    case ReasonCode::BankNotUpToDate: return "bank-not-up-to-date";
    case ReasonCode::StatementMissing: return "statement-missing";
    case ReasonCode::ProbablyPaid: return "probably-paid";
    case ReasonCode::UnallocatedCredit: return "unallocated-credit";
    case ReasonCode::Disputed: return "disputed";
    case ReasonCode::AssignedToFactor: return "assigned-to-factor";
    case ReasonCode::OtherIban: return "other-iban";
    case ReasonCode::PaidByCard: return "paid-by-card";
    case ReasonCode::DirectDebitUnderWay: return "direct-debit-under-way";
    case ReasonCode::PaidByLink: return "paid-by-link";
    case ReasonCode::LinkMoneyMissing: return "link-money-missing";
    case ReasonCode::LinkStateUnknown: return "link-state-unknown";
    case ReasonCode::DiscountTaken: return "discount-taken";
    case ReasonCode::Retention: return "retention";
    case ReasonCode::WeOweThem: return "we-owe-them";
    case ReasonCode::Insolvent: return "insolvent";
    case ReasonCode::DebtMediation: return "debt-mediation";
    case ReasonCode::HandedOver: return "handed-over";
    case ReasonCode::OldBalance: return "old-balance";
    case ReasonCode::OpeningBalance: return "opening-balance";
    case ReasonCode::NoMailAddress: return "no-mail-address";
    case ReasonCode::MailReturned: return "mail-returned";
    case ReasonCode::NoAccountForCurrency: return "no-account-for-currency";
    case ReasonCode::AmountsDisagree: return "amounts-disagree";
    case ReasonCode::CustomerUnknown: return "customer-unknown";
    case ReasonCode::LetterUncertain: return "letter-uncertain";
    case ReasonCode::Settled: return "settled";
    case ReasonCode::WithinTolerance: return "within-tolerance";
    case ReasonCode::CreditNote: return "credit-note";
    case ReasonCode::Cancelled: return "cancelled";
    case ReasonCode::WrittenOff: return "written-off";
    case ReasonCode::LastStepSent: break;
    }
    return "last-step-sent";
}

// The enumeration is written in the order of the outcomes, so that its ranges decide.
Outcome outcome_of(ReasonCode reason) {
    if (reason <= ReasonCode::LetterApproved) return Outcome::Ready;
    if (reason <= ReasonCode::BelowMinimum) return Outcome::Waiting;
    if (reason <= ReasonCode::LetterUncertain) return Outcome::Held;
    return Outcome::Done;
}

std::string_view code_of(Outcome outcome) {
    switch (outcome) {
    case Outcome::Ready: return "ready";
    case Outcome::Waiting: return "waiting";
    case Outcome::Held: return "held";
    case Outcome::Done: break;
    }
    return "done";
}

} // namespace afpunt::policy
