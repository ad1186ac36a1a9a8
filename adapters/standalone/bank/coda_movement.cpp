// SPDX-License-Identifier: MIT
//
// Columns of records 2.1 to 3.3 and the structured communications of enclosure III.
#include "bank/coda_movement.hpp"

#include "bank/coda_code.hpp"
#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::standalone {

namespace {

std::string clean(std::string_view bytes) {
    return single_spaced(coda_text(bytes));
}

std::string field(std::string_view bytes, std::size_t from, std::size_t size) {
    return from < bytes.size() ? clean(bytes.substr(from, size)) : std::string();
}

// A reference of twelve digits that are not all zero; anything else there is no reference.
std::string twelve_digits(std::string_view bytes, std::size_t from) {
    std::string digits = field(bytes, from, 12);
    const bool whole = digits.size() == 12 && std::ranges::all_of(digits, text::is_digit);
    return whole && digits != "000000000000" ? digits : std::string();
}

void append_line(std::string& text, std::string_view line) {
    if (line.empty() || text.size() + line.size() > CodaMovement::max_information_bytes) return;
    if (!text.empty()) text += ' ';
    text += line;
}

} // namespace

Result<CodaMovement> CodaMovement::parse(const CodaRecord& record, Currency currency) {
    CodaMovement movement;
    const Result<Money> amount =
        coda_amount("amount (columns 33-47)", record.at(32), record.raw(33, 47), currency);
    if (!amount) return tl::unexpected(amount.error().at(record.where()));
    const auto value_on = coda_date("value date (columns 48-53)", record.raw(48, 53));
    if (!value_on) return tl::unexpected(value_on.error().at(record.where()));
    const auto booked_on = coda_date("entry date (columns 116-121)", record.raw(116, 121));
    if (!booked_on) return tl::unexpected(booked_on.error().at(record.where()));
    if (!*booked_on) {
        return tl::unexpected(Failure{record.where(), "entry date (columns 116-121)", "000000",
                                      "the day of the booking, written DDMMYY"});
    }
    movement.sequence = record.raw(3, 6);
    movement.detail = record.raw(7, 10);
    movement.amount = *amount;
    movement.value_on = *value_on;
    movement.booked_on = **booked_on;
    movement.bank_reference_ = record.text(11, 31);
    movement.code_ = record.text(54, 61);
    movement.structured_ = record.at(62) == '1';
    movement.communication_ = record.raw(63, 115);
    return movement;
}

void CodaMovement::add_2_2(const CodaRecord& record) {
    communication_ += record.raw(11, 63);
    customer_reference_ = record.text(64, 98);
    bic_ = record.text(99, 109);
    return_reason_ = record.text(114, 117);
}

void CodaMovement::add_2_3(const CodaRecord& record) {
    // 34 columns of account and 3 of currency. Some banks put the currency right behind a short
    // number: the account is what comes before the first blank.
    const std::string zone = record.text(11, 44);
    counterparty_account_ = zone.substr(0, zone.find(' '));
    counterparty_name_ = record.text(48, 82);
    communication_ += record.raw(83, 125);
}

void CodaMovement::add_information(const CodaRecord& record) {
    const char part = record.at(2);
    if (part == '1') {
        open_type_ = record.at(40) == '1' ? record.text(41, 43) : std::string();
        if (open_type_.empty()) append_line(free_information_, record.text(41, 113));
        // Types 001, 008 and 009 begin with a name of 70 columns.
        if (open_type_ == "001") party_ = record.text(44, 113);
        if (open_type_ == "008" || open_type_ == "009") ultimate_party_ = record.text(44, 113);
    } else if (open_type_.empty()) {
        append_line(free_information_, part == '2' ? record.text(11, 115) : record.text(11, 100));
    } else if (part == '3') {
        // No structured type continues here; what banks do put here is text for people.
        append_line(free_information_, record.text(11, 100));
    }
}

BankEntry CodaMovement::entry() const {
    BankEntry entry;
    entry.amount = amount;
    entry.booked_on = booked_on;
    entry.value_on = value_on;
    entry.kind = kind_of_coda_code(code_, !amount.is_negative());
    entry.counterparty_name = counterparty_name_;
    entry.counterparty_iban = counterparty_account_;
    entry.counterparty_bic = bic_;
    entry.bank_reference = bank_reference_;
    entry.transaction_code = code_;
    entry.return_reason = return_reason_;
    if (customer_reference_ != "NOTPROVIDED") entry.end_to_end_id = customer_reference_;
    if (structured_) {
        use_structured(entry);
    } else {
        entry.remittance = clean(communication_);
    }
    use_information(entry);
    return entry;
}

void CodaMovement::use_structured(BankEntry& entry) const {
    const std::string_view all = communication_;
    const std::string_view type = all.substr(0, 3);
    const std::string_view data = all.substr(3);
    if (type == "100") {
        // ISO 11649: up to 25 characters.
        entry.structured_reference = field(data, 0, 25);
    } else if (type == "101" || type == "102") {
        // 101: the payer gave it; 102: the bank made it out of free text. The rest of the zone is
        // free: some banks put text there.
        entry.structured_reference = field(data, 0, 12);
        entry.remittance = field(data, 12, data.size());
    } else if (type == "105") {
        // Original amount, amount, rate, currency: 45 columns; then the reference of the payer.
        entry.structured_reference = twelve_digits(data, 45);
    } else if (type == "115") {
        // Cash at a terminal: the message stands after 87 columns about the terminal.
        entry.structured_reference = twelve_digits(data, 87);
        if (entry.structured_reference.empty()) entry.remittance = field(data, 87, 12);
    } else if (type == "127" &&
               std::string_view(code_).substr(code_.empty() ? 0 : 1).starts_with("05")) {
        // Settlement date 6, kind 1, scheme 1, paid 1, creditor 35, mandate 35, text 62, R-type 1,
        // reason 4.
        entry.mandate_id = field(data, 44, 35);
        entry.remittance = field(data, 79, 62);
        const std::string reason = field(data, 142, 4);
        if (entry.return_reason.empty()) entry.return_reason = reason;
    } else {
        entry.remittance = clean(data);
    }
}

void CodaMovement::use_information(BankEntry& entry) const {
    if (entry.counterparty_name.empty()) entry.counterparty_name = party_;
    if (entry.counterparty_name.empty()) {
        entry.counterparty_name = ultimate_party_;
    } else if (ultimate_party_ != entry.counterparty_name) {
        append_line(entry.remittance, ultimate_party_);
    }
    append_line(entry.remittance, free_information_);
}

} // namespace afpunt::standalone
