// SPDX-License-Identifier: MIT
//
// English.
#include "policy/sentences.hpp"

#include <array>

namespace afpunt::policy {
namespace {

constexpr std::array sentences{
    Sentence{ReasonCode::StepDue,
             "Ready: reminder {sequence} for {amount:amount}, due on {due:date}[; "
             "{disputed:amount} is disputed and not asked for][; {retained:amount} is "
             "retained by agreement and not asked for]."},
    Sentence{ReasonCode::LetterPrepared,
             "The reminder of {on:date} is ready and waits for approval."},
    Sentence{ReasonCode::LetterApproved,
             "The reminder of {on:date} is approved and is being sent."},
    Sentence{ReasonCode::NotDue, "Not overdue yet: due on {due:date}."},
    Sentence{ReasonCode::BeforeFirstStep,
             "Overdue since {due:date}; the first reminder follows on {next:date} at the "
             "earliest."},
    Sentence{ReasonCode::BeforeNextStep,
             "Last reminded on {last:date}; the next reminder follows on {next:date} at "
             "the earliest."},
    Sentence{ReasonCode::DaysBetweenMessages,
             "The customer had a message on {last:date}. Messages are at least {days} "
             "{days#day|days} apart: the reminder follows on {next:date} at the earliest."},
    Sentence{ReasonCode::QuietDay,
             "Nothing is sent on {day:date}: weekend, holiday or a day without sending. "
             "The reminder follows on {next:date}."},
    Sentence{ReasonCode::DailyLimit,
             "Today's limit of {limit} {limit#message|messages} is reached. The oldest "
             "debts go first; this one follows from {next:date}."},
    Sentence{ReasonCode::BelowMinimum,
             "Only {total:amount} is to be asked for in all; below {minimum:amount} no "
             "reminder is sent."},
    Sentence{ReasonCode::HeldByPerson, "Held[ by {who}][ until {until:date} inclusive][: {why}]."},
    Sentence{ReasonCode::HeldByHost,
             "The bookkeeping package says that this customer is not to be reminded[, "
             "until {until:date} inclusive][: {why}]."},
    Sentence{ReasonCode::BankNotUpToDate,
             "The bank is not up to date[: {account}][, up to date until {until:date}]. "
             "The reminder can go once the statements up to {needed:date} are read."},
    Sentence{ReasonCode::StatementMissing,
             "Bank entries are missing on {account}: [statement {statements}, ]between "
             "{after:date} and {before:date}[ (closing balance {closing:amount}, next "
             "opening balance {opening:amount})]. Read them first."},
    Sentence{ReasonCode::ProbablyPaid,
             "Probably paid: {line}[, {amount:amount} on {booked:date}][ from {payer}][, "
             "with '{evidence}']. Match that line first."},
    Sentence{ReasonCode::UnallocatedCredit,
             "The customer still has {amount:amount} of credit note {number}. Match it "
             "first."},
    Sentence{ReasonCode::Disputed,
             "Disputed: {amount:amount}. Reminding is possible again once this is settled."},
    Sentence{ReasonCode::AssignedToFactor,
             "Assigned to {factor}: only they can be paid, so we do not remind."},
    Sentence{ReasonCode::OtherIban,
             "The invoice names account {invoice_iban}, the reminder would name "
             "{reminder_iban}. Check which account is right."},
    Sentence{ReasonCode::PaidByCard,
             "The customer pays by card. Check whether the card company's payout is still "
             "to come."},
    Sentence{ReasonCode::DirectDebitUnderWay,
             "Collected by direct debit[: collection on {collection:date}, return "
             "possible until {until:date} inclusive]."},
    Sentence{ReasonCode::PaidByLink, "Paid by the payment link on {paid:date}, not yet on the bank "
                                     "account[; expected by {until:date}]."},
    Sentence{ReasonCode::LinkMoneyMissing,
             "Paid by the payment link on {paid:date}, but the money is not on the bank account[; "
             "it was expected by {until:date}]. Ask the payment provider."},
    Sentence{ReasonCode::LinkStateUnknown, "The payment provider could not say whether the link of "
                                           "the previous letter was paid[: {why}]."},
    Sentence{ReasonCode::DiscountTaken,
             "Only the early-payment discount is open: {amount:amount}, granted for "
             "payment by {last_day:date}. Book the discount."},
    Sentence{ReasonCode::Retention, "Only the agreed retention is open: {amount:amount}."},
    Sentence{ReasonCode::WeOweThem,
             "We ourselves owe this customer {amount:amount}. Look at that first; nothing "
             "is offset by itself."},
    Sentence{ReasonCode::Insolvent,
             "The customer is bankrupt or in insolvency proceedings: no reminders."},
    Sentence{ReasonCode::DebtMediation,
             "The customer is in debt mediation or a debt settlement scheme: no reminders."},
    Sentence{ReasonCode::HandedOver,
             "The case was handed over for collection: no more reminders go out from here."},
    Sentence{ReasonCode::OldBalance,
             "Old balance, look first: due on {due:date}, so before the start on "
             "{first_day:date}; reminders before: {reminders}[, the last on {last:date}]. "
             "Release what may still be reminded."},
    Sentence{ReasonCode::OpeningBalance,
             "Opening balance of the books: never reminded automatically."},
    Sentence{ReasonCode::NoMailAddress,
             "No mail address is known for {customer}. Add it to the customer."},
    Sentence{ReasonCode::MailReturned,
             "Mail to {customer} comes back from {address}[ ({why})]. Give another address, send "
             "the letter by post, or release the customer if the address works again."},
    Sentence{ReasonCode::NoAccountForCurrency,
             "There is no bank account in {currency} that customers pay into. Add one."},
    Sentence{ReasonCode::AmountsDisagree,
             "The figures of this invoice contradict each other: total "
             "{total:amount}, open {open:amount}[, matched {allocated:amount}]. "
             "Check them in the books[ ({field}: {found})]."},
    Sentence{ReasonCode::CustomerUnknown,
             "Customer '{customer}' is not among the customers of the books."},
    Sentence{ReasonCode::LetterUncertain,
             "Sending uncertain: the reminder of {on:date} may have left, or may not. "
             "Find out and say so here."},
    Sentence{ReasonCode::Settled, "Paid: nothing is open any more."},
    Sentence{ReasonCode::WithinTolerance, "Only {amount:amount} is open: too little to ask for."},
    Sentence{ReasonCode::CreditNote,
             "Credit note of {amount:amount}: the customer's credit, not a debt."},
    Sentence{ReasonCode::Cancelled, "Cancelled."},
    Sentence{ReasonCode::WrittenOff, "Written off."},
    Sentence{ReasonCode::LastStepSent,
             "All reminders have been sent: {reminders}[, the last on {last:date}]. What "
             "happens now is for you to decide."},
};
static_assert(has_every_reason(sentences));

} // namespace

std::string_view english_sentence(ReasonCode reason) {
    return sentence_in(sentences, reason);
}

} // namespace afpunt::policy
