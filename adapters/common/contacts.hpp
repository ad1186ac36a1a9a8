// SPDX-License-Identifier: MIT
//
// contacts.csv: what the invoices do not say about customers. First line names the columns, in any
// order; comma or semicolon; UTF-8 (a byte-order mark is fine) or Windows-1252; quoted as RFC 4180.
//   customer   number, VAT id, registration id or exact name, as in the invoices (required)
//   mail, name (of the person), phone, language (nl, nl-BE, nl-NL, fr, fr-BE, fr-FR, de, en)
//   kind       consumer, business, public, association
//   hold       yes/no, or a date (the last day); hold_reason
//   standing   insolvent, debt-mediation, handed-over
//   iban       accounts this customer pays from, separated by spaces
//   owed       what the firm owes this customer, "EUR 120.00"
//   ubl        yes/no: the reminder attached to the mail as UBL
//   reminded, last_reminder   how often reminded before, and when last
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt {

struct ContactRow {
    int line = 0;
    std::string customer, mail, name, phone, language, kind;
    bool hold = false;
    std::optional<Date> hold_until;
    std::string hold_reason, standing;
    std::vector<std::string> ibans;
    std::optional<Money> owed;
    int reminded = 0;
    std::optional<Date> last_reminder;
    bool wants_ubl = false;
};

struct Contacts {
    std::vector<ContactRow> rows;
    std::vector<Failure> problems; // rows that were left out, each with its line
};

[[nodiscard]] Result<Contacts> read_contacts(const std::filesystem::path& path);
[[nodiscard]] Contacts parse_contacts(std::string_view bytes);

} // namespace afpunt
