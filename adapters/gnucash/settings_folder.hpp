// SPDX-License-Identifier: MIT
//
// What belongs to one GnuCash book, in a folder beside its file ("shop.gnucash" has
// "shop.gnucash.afpunt"):
//   afpunt.toml    settings; a book does without                       (people edit it)
//   contacts.csv   what GnuCash does not know about customers           (the same)
//   templates/     own texts in the place of the built-in ones          (the same)
//   out/           letters that were approved
//   state/         what the module keeps
// A book in a database server has no place: its folder lies in the user's data folder.
//
// Of afpunt.toml the host's own tables are read here; the others belong to the module, which gets
// the same text.
//   [book]       language = "nl-BE", sample = false, sample_day, write_back = false,
//                unassigned = ["Imbalance-EUR"]: accounts with money that nobody has assigned yet
//   [creditor]   the firm where the book's own properties are wrong or empty
//   [[account]]  account = "Assets:Bank" (its full name in GnuCash), iban, bic, holder,
//                customers_pay_here, in_use
//   [secrets]    see common/secrets.hpp
#pragma once

#include "common/secrets.hpp"

#include <afpunt/date.hpp>
#include <afpunt/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace afpunt::gnucash {

struct FirmSettings {
    std::string name, street, postal_code, city, country, vat_id, registration_id, mail, phone,
        contact;
};

struct AccountSettings {
    std::string account; // full name in GnuCash
    std::string iban, bic, holder;
    bool customers_pay_here = true;
    bool in_use = true;
};

struct BookSettings {
    std::string text; // afpunt.toml as the module gets it
    std::string language;
    bool sample = false;
    std::optional<Date> sample_day;
    // What became of a letter is written into the notes of its invoices.
    bool write_back = false;
    std::vector<std::string> unassigned;
    FirmSettings firm;
    std::vector<AccountSettings> accounts;
    Secrets secrets;
};

// `locale_language`: for a book whose settings name none.
[[nodiscard]] Result<BookSettings> read_book_settings(std::string text,
                                                      std::string locale_language);

// Where the folder of a book lies; nullopt for a book that was never saved. `book_id` names the
// folder of a book in a database server.
[[nodiscard]] std::optional<std::filesystem::path> folder_of_book(std::string_view url,
                                                                  const std::string& book_id);
// "nl-BE", "nl-NL", "fr", "de" or "en", by the user's LC_ALL, LC_MESSAGES or LANG.
[[nodiscard]] std::string locale_language();

class SettingsFolder {
public:
    explicit SettingsFolder(std::filesystem::path root) : root_(std::move(root)) {}

    [[nodiscard]] const std::filesystem::path& root() const { return root_; }
    [[nodiscard]] std::filesystem::path settings() const { return root_ / "afpunt.toml"; }
    [[nodiscard]] std::filesystem::path contacts() const { return root_ / "contacts.csv"; }
    [[nodiscard]] std::filesystem::path templates() const { return root_ / "templates"; }
    [[nodiscard]] std::filesystem::path out() const { return root_ / "out"; }
    [[nodiscard]] std::filesystem::path state() const { return root_ / "state"; }
    [[nodiscard]] std::filesystem::path report() const { return root_ / "report.html"; }

    // Makes what is missing, with settings that say in the person's language what can be set.
    [[nodiscard]] Result<void> create(const std::string& language) const;
    // Takes over the settings and the state of another place of the same book, where nothing is
    // here yet. The module notices that it is elsewhere and asks (afpunt.settings/1).
    [[nodiscard]] Result<void> take_over(const std::filesystem::path& other) const;
    // Defaults where there is no afpunt.toml.
    [[nodiscard]] Result<BookSettings> read() const;

private:
    std::filesystem::path root_;
};

} // namespace afpunt::gnucash
