// SPDX-License-Identifier: MIT
//
// One line of a CODA file (Febelfin, coded statement of account, version 2): 128 columns that the
// standard counts from 1. Columns are bytes, whatever the text's encoding.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace afpunt::standalone {

class CodaRecord {
public:
    static constexpr std::size_t columns = 128;

    // The line without its end. Refused when it has not exactly 128 columns; blanks behind them
    // are dropped, and a file that some editor made UTF-8 has its characters counted.
    [[nodiscard]] static Result<CodaRecord> parse(std::string_view line, int number);

    [[nodiscard]] char type() const { return bytes_[0]; }
    [[nodiscard]] char at(std::size_t column) const { return bytes_[column - 1]; }
    // Both columns included, as the standard writes them.
    [[nodiscard]] std::string_view raw(std::size_t first, std::size_t last) const {
        return std::string_view(bytes_).substr(first - 1, last - first + 1);
    }
    // UTF-8, without blanks around it and with single blanks inside.
    [[nodiscard]] std::string text(std::size_t first, std::size_t last) const;
    [[nodiscard]] int number() const { return number_; }
    // "line 17"
    [[nodiscard]] std::string where() const { return "line " + std::to_string(number_); }

private:
    CodaRecord(std::string bytes, int number) : bytes_(std::move(bytes)), number_(number) {}
    std::string bytes_;
    int number_;
};

// UTF-8 of a field: as it stands where it is valid UTF-8, otherwise read as Windows-1252.
[[nodiscard]] std::string coda_text(std::string_view bytes);

// Sign '0' credit, '1' debit; 15 digits of which 3 are decimals. More decimals than the currency
// has must be zero.
[[nodiscard]] Result<Money> coda_amount(std::string_view field, char sign, std::string_view digits,
                                        Currency currency);
// DDMMYY; nothing for "000000", which means that the bank does not know.
[[nodiscard]] Result<std::optional<Date>> coda_date(std::string_view field, std::string_view text);

// The 37 columns of an account with its currency, after the structure in column 2 of record 1.
struct CodaAccount {
    std::string number; // no blanks
    std::string currency;
};
[[nodiscard]] CodaAccount coda_account(char structure, std::string_view zone);

} // namespace afpunt::standalone
