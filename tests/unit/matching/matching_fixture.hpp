// SPDX-License-Identifier: MIT
//
// A small invented book for the matching tests: three customers, their invoices, one bank line.
#pragma once

#include "matching/matcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace afpunt::matching {

inline const Date day = Date::of(2026, 11, 19);
inline const char* const peeters_iban = "BE68539007547034";
inline const char* const maes_iban = "NL91ABNA0417164300";
inline const char* const first_reference = "+++010/8068/17183+++";
inline const char* const second_reference = "+++240/2838/42818+++";

inline book::Party party(std::string id, std::string name, std::vector<std::string> ibans = {}) {
    book::Party result;
    result.id = std::move(id);
    result.name = std::move(name);
    result.ibans = std::move(ibans);
    return result;
}

inline book::OpenItem invoice(std::string number, std::string customer, std::int64_t open,
                              std::string reference = "") {
    book::OpenItem item;
    item.id = number;
    item.number = std::move(number);
    item.customer_id = std::move(customer);
    item.payment_reference = std::move(reference);
    item.issued_on = day - 60;
    item.due_on = day - 30;
    item.total = item.open = Money{open};
    return item;
}

inline book::BankLine money(std::string id, std::int64_t amount, std::string text = "") {
    book::BankLine line;
    line.id = std::move(id);
    line.booked_on = day;
    line.amount = line.unallocated = Money{amount};
    line.remittance = std::move(text);
    return line;
}

class Matching : public testing::Test {
protected:
    Matching() {
        snapshot.parties = {party("peeters", "Bakkerij Peeters NV", {peeters_iban}),
                            party("maes", "Maes & Zonen SRL", {maes_iban}),
                            party("an", "An Claes")};
        snapshot.items = {invoice("V26-0107", "peeters", 12100, first_reference),
                          invoice("V26-0108", "peeters", 5000),
                          invoice("V26-0109", "maes", 30000, second_reference),
                          invoice("V26-0111", "an", 4250)};
    }

    [[nodiscard]] std::vector<Proposal> proposals(const Options& options = {}) const {
        return propose(book::Book::build(snapshot, {}), options);
    }
    // The proposal for one line alone; an empty line id when there is none.
    [[nodiscard]] Proposal proposed(const book::BankLine& line, const Options& options = {}) {
        snapshot.bank_lines = {line};
        const std::vector<Proposal> found = proposals(options);
        return found.empty() ? Proposal{} : found.front();
    }
    [[nodiscard]] Proposal proposed(std::int64_t amount, const std::string& text) {
        return proposed(money("line", amount, text));
    }
    [[nodiscard]] book::OpenItem& item(const std::string& id) {
        for (book::OpenItem& one : snapshot.items) {
            if (one.id == id) return one;
        }
        throw std::logic_error("no item " + id);
    }

    book::Snapshot snapshot;
};

// "Certain InvoiceNumber V26-0107=12100 V26-0108=5000": one line to compare with.
inline std::string summary(const Proposal& proposal) {
    if (proposal.bank_line_id.empty()) return "none";
    const char* const confidences[] = {"Certain", "Likely", "Possible"};
    const char* const rules[] = {"StructuredReference",  "InvoiceNumber", "SeveralNumbers",
                                 "PayerAndAmount",       "PayerOnly",     "AmountOnly",
                                 "ReferenceTypo",        "WholeBalance",  "Combination",
                                 "AmbiguousCombination", "DiscountTaken", "NumberTypo",
                                 "SeveralPayments"};
    std::string text = confidences[static_cast<int>(proposal.confidence)];
    text += std::string(" ") + rules[static_cast<int>(proposal.rule)];
    for (const ProposedAllocation& one : proposal.allocations) {
        text += " " + one.item_id + "=" + std::to_string(one.amount.minor);
    }
    return text;
}

} // namespace afpunt::matching
