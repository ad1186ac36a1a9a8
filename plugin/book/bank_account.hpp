// SPDX-License-Identifier: MIT
//
// The firm's bank accounts and the statements that the host has read for them. Coverage is worked
// out from these (coverage.hpp).
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>

#include <optional>
#include <string>

namespace afpunt::book {

struct BankAccount {
    std::string id; // the host's key; usually the IBAN
    std::string iban;
    std::string bic;
    std::string name;   // "KBC zichtrekening": how people call it
    std::string holder; // whose name a payer must write
    Currency currency;
    // "Customers pay into this one": only such accounts can hold letters back.
    bool customers_pay_here = true;
    bool in_use = true;
    friend bool operator==(const BankAccount&, const BankAccount&) = default;
};

struct Statement {
    std::string id;
    std::string account_id;
    std::string number; // as the bank prints it: "102", "2026/102"
    int sequence = 0;   // the number as such, restarts each year; 0 = the bank gives none
    Date from, until;   // first and last day it covers, both included
    std::optional<Money> opening, closing;
    // Intraday or not final: never raises coverage (CAMT.052, MT942).
    bool provisional = false;
    friend bool operator==(const Statement&, const Statement&) = default;
};

// A person's word that the bank is up to date until a day, kept with name and moment.
struct CoverageConfirmation {
    std::string account_id;
    Date until;
    std::string who;
    std::string at; // RFC 3339, UTC
    friend bool operator==(const CoverageConfirmation&, const CoverageConfirmation&) = default;
};

} // namespace afpunt::book
