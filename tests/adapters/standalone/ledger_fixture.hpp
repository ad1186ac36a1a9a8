// SPDX-License-Identifier: MIT
//
// A ledger in a folder of its own, and short ways to write invoices and bank lines.
#pragma once

#include "ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace afpunt::standalone {

class LedgerFolder {
public:
    LedgerFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "ledger-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~LedgerFolder() { std::filesystem::remove_all(folder_); }
    LedgerFolder(const LedgerFolder&) = delete;
    LedgerFolder& operator=(const LedgerFolder&) = delete;
    [[nodiscard]] std::filesystem::path file() const { return folder_ / "ledger.db"; }
    [[nodiscard]] std::unique_ptr<Ledger> open() const {
        Result<std::unique_ptr<Ledger>> ledger = Ledger::open(file());
        EXPECT_TRUE(ledger.has_value()) << ledger.error().sentence();
        return ledger ? std::move(*ledger) : nullptr;
    }

private:
    std::filesystem::path folder_;
};

inline constexpr std::string_view own_iban = "BE68539007547034";
inline constexpr std::string_view payer_iban = "NL91ABNA0417164300";

inline Money euro(std::int64_t minor) {
    return Money{minor, Currency::eur()};
}
inline Date november(unsigned day) {
    return Date::of(2026, 11, day);
}

inline Invoice invoice_of(const std::string& number, std::int64_t minor,
                          const std::string& customer = "K-17") {
    Invoice invoice;
    invoice.number = number;
    invoice.issued_on = november(1);
    invoice.total = euro(minor);
    invoice.supplier.name = "Timmerwerk Van Houte";
    invoice.customer.id = customer;
    invoice.customer.name = "Klant " + customer;
    invoice.instalments = {{"", november(30), euro(minor)}};
    return invoice;
}

inline Invoice credit_note_of(const std::string& number, std::int64_t minor,
                              const std::vector<std::string>& credited,
                              const std::string& customer = "K-17") {
    Invoice credit = invoice_of(number, minor, customer);
    credit.kind = InvoiceKind::CreditNote;
    credit.credited_numbers = credited;
    return credit;
}

inline BankEntry entry_of(unsigned day, std::int64_t minor, const std::string& text = "") {
    BankEntry entry;
    entry.amount = euro(minor);
    entry.booked_on = november(day);
    entry.kind = minor > 0 ? EntryKind::CustomerPayment : EntryKind::NotCustomerMoney;
    entry.counterparty_iban = payer_iban;
    entry.counterparty_name = "Klant";
    entry.remittance = text;
    return entry;
}

// Numbers the lines, and balances that fit the entries when `opening` is given.
inline Ledger::StatementIntake statement_of(int sequence, unsigned from, unsigned until,
                                            std::optional<std::int64_t> opening,
                                            std::vector<BankEntry> entries) {
    Ledger::StatementIntake intake;
    intake.head.account = own_iban;
    intake.head.currency = "EUR";
    if (sequence > 0) intake.head.number = std::to_string(sequence);
    intake.head.sequence = sequence;
    intake.head.from = november(from);
    intake.head.until = november(until);
    intake.foot.from = november(from);
    intake.foot.until = november(until);
    std::int64_t balance = opening.value_or(0);
    int line = 0;
    for (BankEntry& entry : entries) {
        entry.line = ++line;
        balance += entry.amount.minor;
    }
    if (opening) {
        intake.head.opening = euro(*opening);
        intake.foot.closing = euro(balance);
    }
    intake.foot.entry_count = line;
    intake.entries = std::move(entries);
    return intake;
}

template <typename Value>
Value must(Result<Value> result) {
    EXPECT_TRUE(result.has_value()) << result.error().sentence();
    return result ? std::move(*result) : Value{};
}

inline ImportCounts add(Ledger& ledger, const Ledger::StatementIntake& intake) {
    return must(ledger.add_statement(intake, "bank/file"));
}

inline LedgerItem item_of(Ledger& ledger, const std::string& id) {
    for (const LedgerItem& item : must(ledger.items())) {
        if (item.id == id) return item;
    }
    ADD_FAILURE() << "no item " << id;
    return {};
}

inline std::vector<std::string> event_words(Ledger& ledger) {
    std::vector<std::string> words;
    for (const Ledger::Event& event : must(ledger.events_after(0))) {
        words.push_back(event.kind + " " + event.subject + " " + event.party_id);
    }
    return words;
}

} // namespace afpunt::standalone
