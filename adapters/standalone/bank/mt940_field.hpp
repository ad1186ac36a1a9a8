// SPDX-License-Identifier: MIT
//
// The fields of MT940 and MT942 messages (SWIFT standards, category 9): account, statement number,
// balance, statement line. Amounts have a comma, days two digits of a year, as SWIFT writes them.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace afpunt::standalone {

// :25: "NL91ABNA0417164300EUR", "50880050/0194774600888", "TRIODOSBANK/0390512345". `bank`: the
// four letters of a Dutch bank, where they are known; its IBANs follow from its numbers.
struct Mt940Account {
    std::string number; // the IBAN where there is one
    std::string bic;
    bool always_number_one = false; // Triodos numbers each of its statements 1
};
[[nodiscard]] Mt940Account mt940_account(std::string_view field, std::string_view bank);

// :28C: "27/1": number of the statement and of its page; 0 = none given.
struct Mt940Number {
    int statement = 0, page = 0;
};
[[nodiscard]] Result<Mt940Number> mt940_number(std::string_view field);

// YYMMDD; years from 1980 to 2079.
[[nodiscard]] Result<Date> mt940_date(std::string_view digits);
// "1234,5": digits and a comma.
[[nodiscard]] Result<Money> mt940_amount(std::string_view text, Currency currency);

// :60F:, :62F: "C260318EUR380115,12".
struct Mt940Balance {
    Date day;
    Money amount; // signed
};
[[nodiscard]] Result<Mt940Balance> mt940_balance(std::string_view field);

// :61: with the lines that continue it.
struct Mt940Line {
    Date value_on, booked_on;
    Money amount;          // signed
    bool reversal = false; // RC and RD: an earlier booking is undone
    bool expected = false; // EC and ED: announced, not booked (MT942)
    std::string type;      // "NTRF"; the first letter says where the code comes from
    std::string customer_reference, bank_reference; // empty for NONREF and the like
    std::string supplement;                         // the second line, 34 characters and more
};
[[nodiscard]] Result<Mt940Line> mt940_line(std::string_view field, Currency currency);

} // namespace afpunt::standalone
