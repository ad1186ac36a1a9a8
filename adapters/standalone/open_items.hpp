// SPDX-License-Identifier: MIT
//
// Lists of open items as CSV, for bookkeeping packages that can give no more: what stands in the
// list is open, what is no longer in a later one was settled in the package. Which column is which
// stands in tables [[csv_open_items]] of afpunt.toml.
//
//   [[csv_open_items]]
//   name = "Our package"           # one list is compared with the next one of the same name
//   currency = "EUR"               # where no column has it; EUR unless said
//   date_format = "DD/MM/YYYY"     # YYYY-MM-DD unless said
//   decimal_mark = ","             # "," unless said
//   encoding = "windows-1252"      # told by the content unless said
//   every_invoice = true           # invoices that were never in a list are settled as well when
//                                  # they are missing in it; false unless said
//   bank_is_booked = true          # what the bank brought until that day is booked in the list:
//   then
//                                  # accounts without bank files here are up to date until it;
//                                  # false unless said
//   [csv_open_items.columns]
//   number = "Invoice"             # needed
//   customer = "Customer"          # needed: his number, or his name
//   due = "Due date"               # needed
//   open = "Open"                  # needed: what is still owed; below zero it is a credit
//   # also: issued, total, currency, reference (structured), name, vat_id, mail, street,
//   # postal_code, city, country, iban (to pay into), export_date
//
// The list is of the day in its name ("open-2026-11-19.csv", "20261119-1430.csv"), or of the one in
// the column export_date: the same in each row.
#pragma once

#include "invoice.hpp"

#include <afpunt/result.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

enum class OpenItemsColumn {
    Number,
    Customer,
    Due,
    Open,
    Issued,
    Total,
    Currency,
    Reference,
    Name,
    VatId,
    Mail,
    Street,
    PostalCode,
    City,
    Country,
    Iban,
    ExportDate
};

struct OpenItemsMapping {
    std::string name;
    std::map<OpenItemsColumn, std::string> columns; // names as in the file
    std::string currency = "EUR";
    std::string date_format = "YYYY-MM-DD";
    char decimal_mark = ',';
    bool windows_1252 = false;
    bool every_invoice = false;
    bool bank_is_booked = false;
};

// `toml`: the text of afpunt.toml. No [[csv_open_items]] is no mapping.
[[nodiscard]] Result<std::vector<OpenItemsMapping>> read_open_items_mappings(std::string_view toml);

// When a list was made: the watermark. Two lists of one moment: the one that is read later counts.
struct ExportMoment {
    Date on;
    int second_of_day = 0; // 0 where only the day is known
    friend auto operator<=>(const ExportMoment&, const ExportMoment&) = default;
};

// The one day that stands in a file's name, with the hour where that follows it.
[[nodiscard]] Result<ExportMoment> export_moment_in(std::string_view file_name);

struct ListedItem {
    int line = 0;
    InvoiceKind kind = InvoiceKind::Invoice; // a credit note where the list has it below zero
    std::string number;
    InvoiceParty customer;
    std::optional<Date> issued_on;
    Date due_on;
    Money open; // above zero
    std::optional<Money> total;
    std::string payment_reference, payee_iban;
};

struct OpenItemsList {
    std::string source; // the mapping's name
    ExportMoment made;
    bool every_invoice = false;
    std::vector<ListedItem> items; // what the list has at zero is left out: it is settled
};

// Whether a file is a list that one of these mappings describes: told by its first kilobytes.
[[nodiscard]] bool is_open_items_file(const std::filesystem::path& path,
                                      std::span<const OpenItemsMapping> mappings);
// A table of any kind, when it is no XML and no mapping fits.
[[nodiscard]] bool looks_like_table(const std::filesystem::path& path);

// The whole list or nothing: one row that cannot be read refuses the file, for what is missing in a
// list counts as settled.
[[nodiscard]] Result<OpenItemsList> read_open_items(const std::filesystem::path& path,
                                                    std::span<const OpenItemsMapping> mappings);
[[nodiscard]] Result<OpenItemsList> parse_open_items(std::string_view bytes,
                                                     std::string_view file_name,
                                                     std::span<const OpenItemsMapping> mappings);

} // namespace afpunt::standalone
