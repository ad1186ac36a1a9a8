// SPDX-License-Identifier: MIT
//
// A book is a folder:
//   afpunt.toml    who the firm is, its bank accounts, its policy      (people edit it)
//   invoices/      UBL invoices and credit notes, lists of open items   (people or programs
//   bank/          bank files                                            fill them)
//   contacts.csv   what invoices do not say about customers
//   templates/     own texts in the place of the built-in ones
//   out/           letters that were approved
//   state/         ledger.db of this host, afpunt.db of the module
//
// Here the host's own tables of afpunt.toml are read: [book], [creditor], [[account]], [secrets].
// The others belong to the module, which gets the same text.
#pragma once

#include "csv_mapping.hpp"
#include "ledger.hpp"
#include "open_items.hpp"

#include "common/secrets.hpp"
#include "common/text_file.hpp"

#include <afpunt/date.hpp>
#include <afpunt/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

struct BookSettings {
    std::string text; // afpunt.toml as it stands
    std::string id, language = "nl", country = "BE";
    // A sample book may be given any day; nothing can ever be sent from it.
    bool sample = false;
    std::optional<Date> sample_day;
    InvoiceParty creditor;
    std::vector<LedgerAccount> accounts;
    Secrets secrets;
    std::vector<CsvMapping> csv_mappings;              // [[csv_bank]]
    std::vector<OpenItemsMapping> open_items_mappings; // [[csv_open_items]]
};

class BookFolder {
public:
    // The folder must hold an afpunt.toml.
    [[nodiscard]] static Result<BookFolder> open(const std::filesystem::path& root);

    [[nodiscard]] const BookSettings& settings() const { return settings_; }
    [[nodiscard]] std::filesystem::path root() const { return root_; }
    [[nodiscard]] std::filesystem::path invoices() const { return root_ / "invoices"; }
    [[nodiscard]] std::filesystem::path bank() const { return root_ / "bank"; }
    [[nodiscard]] std::filesystem::path contacts() const { return root_ / "contacts.csv"; }
    [[nodiscard]] std::filesystem::path templates() const { return root_ / "templates"; }
    [[nodiscard]] std::filesystem::path out() const { return root_ / "out"; }
    [[nodiscard]] std::filesystem::path state() const { return root_ / "state"; }

    // The secret, or why it cannot be had; never part of a message. A file that others than its
    // owner can read is refused.
    [[nodiscard]] Result<std::optional<std::string>> secret(std::string_view key) const;

private:
    std::filesystem::path root_;
    BookSettings settings_;
};

[[nodiscard]] Result<BookSettings> read_book_settings(std::string text);

} // namespace afpunt::standalone
