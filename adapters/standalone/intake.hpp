// SPDX-License-Identifier: MIT
//
// Brings new files of a book into the ledger: invoices, bank files, contacts. A file that cannot be
// read stands in the report with the reason and is tried again next time; the others go on. A bank
// statement is booked whole or not at all.
#pragma once

#include "bank/statement.hpp"
#include "book_folder.hpp"
#include "ledger.hpp"

#include <afpunt/date.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace afpunt::standalone {

struct IntakeMessage {
    Severity severity = Severity::Notice;
    std::string file; // relative to the book; "bank/2026-11-19.cod"
    std::string text;
};

struct IntakeReport {
    int invoices_new = 0, invoices_known = 0, invoices_refused = 0;
    int bank_files_new = 0, bank_files_known = 0, bank_files_refused = 0;
    int statements_new = 0, statements_known = 0, statements_refused = 0;
    int lines_new = 0, lines_known = 0;
    int returned_debits = 0;                               // payments that were undone
    int lists_new = 0, lists_known = 0, lists_refused = 0; // of open items
    int settled_elsewhere = 0, reopened = 0;               // items, by such lists
    std::vector<IntakeMessage> messages;
    [[nodiscard]] bool has_errors() const;
};

// The bank accounts as afpunt.toml has them now; those that were taken out are no longer in use.
[[nodiscard]] Result<void> take_accounts(Ledger& ledger, const BookSettings& settings);

class Intake {
public:
    // `progress`: file name, bytes read, bytes in all; called often, may be empty.
    using ProgressTeller = std::function<void(const std::string&, std::uint64_t, std::uint64_t)>;
    // `trusted`: a file that looks incomplete and that a person has looked at, empty = none.
    Intake(Ledger& ledger, const BookFolder& book, Date today, ProgressTeller progress,
           std::filesystem::path trusted = {})
        : ledger_(ledger), book_(book), today_(today), progress_(std::move(progress)),
          trusted_(std::move(trusted)) {}

    // Everything in the book's folders that is new. A Failure means that the ledger itself fails.
    [[nodiscard]] Result<IntakeReport> run();

private:
    [[nodiscard]] Result<void> take_contacts();
    [[nodiscard]] Result<void> take_invoices();
    [[nodiscard]] Result<void> take_invoice(const std::filesystem::path& path,
                                            const std::string& name);
    [[nodiscard]] bool is_trusted(const std::filesystem::path& path) const;
    [[nodiscard]] Result<void> take_lists();
    [[nodiscard]] Result<void> take_list(const std::filesystem::path& path, const std::string& name,
                                         const OpenItemsList& list);
    [[nodiscard]] Result<void> take_bank_files();
    [[nodiscard]] Result<void> take_bank_file(const std::filesystem::path& path,
                                              const std::string& name);
    void say(Severity severity, const std::string& file, std::string text);

    Ledger& ledger_;
    const BookFolder& book_;
    Date today_;
    ProgressTeller progress_;
    std::filesystem::path trusted_;
    std::vector<std::filesystem::path> lists_; // of open items, met among the invoices
    IntakeReport report_;
};

} // namespace afpunt::standalone
