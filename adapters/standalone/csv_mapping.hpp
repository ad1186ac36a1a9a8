// SPDX-License-Identifier: MIT
//
// Which column of a bank's CSV file is which: tables [[csv_bank]] of afpunt.toml.
//
//   [[csv_bank]]
//   name = "Our bank"
//   account = "BE68539007547034"   # where no column has it
//   currency = "EUR"               # the same; EUR unless said
//   date_format = "DD/MM/YYYY"     # YYYY-MM-DD unless said
//   decimal_mark = ","             # "," unless said
//   encoding = "windows-1252"      # told by the content unless said
//   debit_word = "D"               # what stands in the column `sign`
//   credit_word = "C"
//   [csv_bank.columns]
//   date = "Booked"                # needed
//   amount = "Amount"              # needed, or debit and credit
//   text = ["Message", "Details"]  # one or more
//   # also: account, currency, value_date, sign, debit, credit, balance, name, iban, bic,
//   # reference (structured), id (the bank's own), code
#pragma once

#include "bank/csv_bank_reader.hpp"

#include <afpunt/result.hpp>

#include <string_view>
#include <vector>

namespace afpunt::standalone {

// `toml`: the text of afpunt.toml. No [[csv_bank]] is no mapping.
[[nodiscard]] Result<std::vector<CsvMapping>> read_csv_mappings(std::string_view toml);

} // namespace afpunt::standalone
