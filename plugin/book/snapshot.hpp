// SPDX-License-Identifier: MIT
//
// One consistent reading of the host's book: the truth that every decision is made from. Plain data
// as the host gave it; Book (book.hpp) checks it and adds the indexes.
#pragma once

#include "book/bank_account.hpp"
#include "book/open_item.hpp"
#include "book/party.hpp"
#include "book/payment.hpp"

#include <optional>
#include <string>
#include <vector>

namespace afpunt::book {

struct Snapshot {
    std::string book_id;
    Party creditor; // the firm in whose name letters go out
    std::vector<BankAccount> accounts;
    std::vector<Statement> statements;
    std::vector<BankLine> bank_lines; // all that are not allocated whole, and recent others
    std::vector<Party> parties;
    std::vector<OpenItem> items; // open ones, and those settled in the last days
    std::vector<Allocation> allocations;
    // What the firm itself owes to a customer (rule 13: shown, never netted), by party id.
    struct Owed {
        std::string party_id;
        Money amount;
        friend bool operator==(const Owed&, const Owed&) = default;
    };
    std::vector<Owed> owed_to_parties;
    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

} // namespace afpunt::book
