// SPDX-License-Identifier: MIT
//
// A story as people read it when it has failed.
#include "simulation/story.hpp"

#include <array>
#include <utility>

namespace afpunt::simulation {

std::string in_words(Kind kind) {
    static constexpr std::array<std::pair<Kind, const char*>, 52> words{{
        {Kind::Invoice, "an invoice"},
        {Kind::CreditNote, "a credit note"},
        {Kind::PayAtBank, "a customer pays at the bank"},
        {Kind::PayPart, "a customer pays a part at the bank"},
        {Kind::PayTwo, "a customer pays two invoices at once"},
        {Kind::PayVaguely, "a customer pays without a reference"},
        {Kind::PayTooMuch, "a customer pays too much"},
        {Kind::PayInCash, "a customer pays in cash"},
        {Kind::ReturnDebit, "the bank takes a payment back"},
        {Kind::UnMatch, "a person unties a payment"},
        {Kind::UseCredit, "a credit note is used"},
        {Kind::Dispute, "a customer disputes"},
        {Kind::EndDispute, "a dispute ends"},
        {Kind::Cancel, "an invoice is cancelled"},
        {Kind::StopCustomer, "the host stops reminders to a customer"},
        {Kind::GoOnWithCustomer, "the host ends its reminder stops"},
        {Kind::Import, "bank import"},
        {Kind::ImportLate, "bank import without the newest statement"},
        {Kind::ImportWithGap, "bank import that misses a statement"},
        {Kind::ImportSlowly, "bank import that takes minutes"},
        {Kind::ImportAnew, "bank import of what was read before"},
        {Kind::BookLines, "a person ties bank lines"},
        {Kind::ApproveAll, "a person approves all"},
        {Kind::ApproveOne, "a person approves one letter"},
        {Kind::ApproveTwice, "two programs approve all at one moment"},
        {Kind::Run, "a person runs it"},
        {Kind::HoldItem, "a person holds an invoice"},
        {Kind::Release, "a person releases"},
        {Kind::ConfirmBank, "a person confirms the bank"},
        {Kind::SettleUncertain, "a person settles what is uncertain"},
        {Kind::Look, "a person looks"},
        {Kind::OpenSecond, "a second program opens the book"},
        {Kind::CloseSecond, "the second program closes"},
        {Kind::Restart, "the program is closed and opened"},
        {Kind::Outage, "the program is closed for days"},
        {Kind::Kill, "the program is killed"},
        {Kind::PowerCut, "the power fails"},
        {Kind::KillAtWrite, "the program will be killed at a write"},
        {Kind::PowerCutAtWrite, "the power will fail at a write"},
        {Kind::DiskFull, "the disk is full for a while"},
        {Kind::BackUp, "a backup of the state is made"},
        {Kind::PutBack, "the backup is put back"},
        {Kind::ClockJump, "somebody sets the clock"},
        {Kind::HostIsBusy, "the host gives no turns for a while"},
        {Kind::LoseEvents, "the next events are lost"},
        {Kind::RepeatEvents, "old events are told again"},
        {Kind::Mood, "the mail server changes its mood"},
        {Kind::PayAtStage, "money will be booked while a letter leaves"},
        {Kind::PaySilentlyAtStage, "the same, and its event will be lost"},
        {Kind::KillAtStage, "the program will be killed while a letter leaves"},
        {Kind::PowerCutAtStage, "the power will fail while a letter leaves"},
        {Kind::StopCustomerAtStage, "a reminder stop will come while a letter leaves"},
    }};
    for (const auto& [known, word] : words) {
        if (known == kind) return word;
    }
    return "old events will be told again while a letter leaves";
}

std::string in_words(const Rules& rules) {
    const auto yes = [](bool is, const char* words) { return is ? std::string(words) : ""; };
    return "letters leave " +
           std::string(rules.sends_without_hand ? "without a hand" : "when approved") +
           yes(rules.host_books_matches, ", the module books certain matches") +
           yes(rules.host_knows_coverage, ", permits tell the coverage") +
           yes(rules.host_knows_payers, ", permits tell of loose money") +
           yes(rules.host_keeps_log, ", the host keeps a log of events") + "; letters a day " +
           std::to_string(rules.letters_per_day) + ", mails a day " +
           std::to_string(rules.mails_per_day) + ", a minute " +
           std::to_string(rules.mails_per_minute) + ", days between messages " +
           std::to_string(rules.days_between_messages);
}

} // namespace afpunt::simulation
