// SPDX-License-Identifier: MIT
//
// The small durable book of this host: what a bookkeeping package keeps, no more. One SQLite file
// (state/ledger.db), one transaction per file or action. What the module decides or sends is not in
// here: that is the module's own store.
#pragma once

#include "bank/statement.hpp"
#include "common/contacts.hpp"
#include "invoice.hpp"
#include "open_items.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

struct LedgerParty {
    std::string id; // the customer's id as invoices name it
    InvoiceParty details;
    ContactRow contact; // customer empty = contacts.csv has no row
};

struct LedgerItem { // one instalment of one document
    std::string id, document_id, instalment_id;
    InvoiceKind kind = InvoiceKind::Invoice;
    std::string number, customer_id, payment_reference, order_reference, description;
    Date issued_on, due_on, entered_on;
    Money total, open; // open: total less allocations; credit notes: the credit that is unused
    std::string payee_iban, payee_bic, payee_name, assigned_to;
    InvoiceArrangement arrangement = InvoiceArrangement::CreditTransfer;
    std::string mandate_id;
    bool debit_returned = false; // it was collected, and the collection came back
    std::optional<Money> discount;
    std::optional<Date> discount_until;
};

struct LedgerAccount {
    std::string id, iban, bic, name, holder, currency;
    bool customers_pay_here = true, in_use = true;
};

struct LedgerStatement {
    std::string id, account_id, number;
    int sequence = 0;
    Date from, until;
    std::optional<Money> opening, closing;
    bool provisional = false;
    std::string file; // where it was first read
};

struct LedgerBankLine {
    std::string id, account_id, statement_id, label;
    BankEntry entry;
    // amount = what is matched + what went back (or came, by a return or refund) + what is left;
    // all with the amount's sign.
    Money sent_back, unallocated;
};

// Elsewhere: the bookkeeping package has it settled, by its list of open items.
enum class LedgerAllocationKind { Bank, CreditNote, Elsewhere };

struct LedgerAllocation {
    std::string id, item_id;
    std::string source_id; // bank line id, or the credit note's item id; empty for Elsewhere
    LedgerAllocationKind kind = LedgerAllocationKind::Bank;
    Date booked_on;
    std::optional<Date> value_on;
    Money amount;
    std::string rule;           // why it was booked: "structured-reference", "person"
    std::string undone_because; // of what was undone by itself, in words
};

struct ImportCounts {
    int statements = 0, statements_known = 0, lines = 0, lines_known = 0;
    bool file_known = false; // the same bytes were read before
};

// Usual: a list that lacks most of what was open is refused, for it may be half a list. Checked: a
// person has looked at it.
enum class ListTrust { Usual, Checked };

struct OpenItemsCounts {
    bool is_older = false; // than the list that counts: nothing was changed
    int added = 0;         // documents that were not known
    int settled = 0;       // items of which more is settled than before
    int reopened = 0;      // items of which less is
};

class Ledger {
public:
    // Makes the file when it is not there; migrates older schemas; refuses newer ones.
    [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& path);
    virtual ~Ledger() = default;

    // A random id of this ledger's own making; travels as the epoch of its events.
    [[nodiscard]] virtual std::string epoch() const = 0;
    // Rises with every change: a snapshot under way notices that it is stale.
    [[nodiscard]] virtual std::int64_t version() const = 0;
    // Rises with every row that changes, by this program or another one, but not when events are
    // forgotten. No look at the book.
    [[nodiscard]] virtual Result<std::uint64_t> changes() = 0;

    // --- many changes, one sync of the disk ---------------------------------------------------
    // Between the two every change is still whole or not at all, but all become durable together.
    // What was not committed when the program dies was never there: events of a batch are told to
    // nobody before the commit.
    [[nodiscard]] virtual Result<void> begin_batch() = 0;
    [[nodiscard]] virtual Result<void> commit_batch() = 0;

    // --- intake: the same document or statement again changes nothing ------------------------
    [[nodiscard]] virtual Result<bool> file_is_known(std::string_view sha256) = 0;
    [[nodiscard]] virtual Result<void> remember_file(std::string_view sha256,
                                                     std::string_view name) = 0;
    // false = had it already, equal. The same number with other content is refused in words.
    // A credit note that names an invoice (BillingReference) with enough open is allocated to it.
    [[nodiscard]] virtual Result<bool> add_invoice(const Invoice& invoice, Date entered_on,
                                                   std::string_view file) = 0;
    [[nodiscard]] virtual Result<void> set_contacts(const std::vector<ContactRow>& rows) = 0;
    [[nodiscard]] virtual Result<void> set_account(const LedgerAccount& account) = 0;
    // A statement is stored whole or not at all. Known ones (same account, number and days, or the
    // same entries by identity) add only entries that were not there. An entry's identity: account,
    // bank reference where there is one, else day, amount, counterparty, texts and its occurrence
    // among equal ones of that day: two equal payments on one day stay two.
    struct StatementIntake {
        StatementHead head;
        StatementFoot foot;
        std::vector<BankEntry> entries;
    };
    [[nodiscard]] virtual Result<ImportCounts> add_statement(const StatementIntake& statement,
                                                             std::string_view file) = 0;

    // The whole list or nothing; see ledger_open_items.hpp. Refused in words: a day to come,
    // another customer or currency than a document has, a list that lacks most of what was open.
    [[nodiscard]] virtual Result<OpenItemsCounts> take_open_items(const OpenItemsList& list,
                                                                  Date entered_on, ListTrust trust,
                                                                  std::string_view file) = 0;

    // --- matching ------------------------------------------------------------------------------
    // Refused when more than the line has left, or than the item owes, or another currency.
    [[nodiscard]] virtual Result<LedgerAllocation> allocate(std::string_view bank_line_id,
                                                            std::string_view item_id,
                                                            std::optional<Money> amount,
                                                            std::string_view rule) = 0;
    [[nodiscard]] virtual Result<LedgerAllocation> remove_allocation(std::string_view id) = 0;
    // A returned direct debit (ReturnedDebit entry) whose end-to-end id, or mandate and amount, is
    // that of an allocated payment un-matches it; a refund undoes what ledger_refunds.hpp says. The
    // allocations that were undone come back, each with the reason.
    [[nodiscard]] virtual Result<std::vector<LedgerAllocation>> undo_returned_debits() = 0;

    // Bank lines that evidently are what a list of open items has settled (the whole amount, and
    // the invoice named or the customer's account) take the place of "elsewhere"; gives these back.
    [[nodiscard]] virtual Result<std::vector<LedgerAllocation>> find_listed_payments() = 0;

    // --- reading -------------------------------------------------------------------------------
    [[nodiscard]] virtual Result<std::vector<LedgerParty>> parties() = 0;
    [[nodiscard]] virtual Result<std::vector<LedgerItem>> items() = 0;
    // nullopt = no such item.
    [[nodiscard]] virtual Result<std::optional<Money>> open_amount(std::string_view item_id) = 0;
    [[nodiscard]] virtual Result<std::vector<LedgerAccount>> accounts() = 0;
    [[nodiscard]] virtual Result<std::vector<LedgerStatement>> statements() = 0;
    [[nodiscard]] virtual Result<std::vector<LedgerBankLine>> bank_lines() = 0;
    [[nodiscard]] virtual Result<std::vector<LedgerAllocation>> allocations() = 0;
    // The day of the list of open items that counts for this source; nullopt = there is none.
    [[nodiscard]] virtual Result<std::optional<Date>> listed_on(std::string_view source) = 0;

    // --- events for the module, kept until the module has them on its own disk -------------------
    struct Event {
        std::int64_t id = 0; // the cursor
        std::string kind; // "invoice", "matched", "unmatched", "import-started", "import-finished"
        std::string subject; // item id, allocation id or file name
        std::string party_id;
        std::string item_id; // the item that it is about; empty for imports
    };
    [[nodiscard]] virtual Result<std::vector<Event>> events_after(std::int64_t cursor) = 0;
    [[nodiscard]] virtual Result<void> forget_events_through(std::int64_t cursor) = 0;
    [[nodiscard]] virtual Result<void> note_event(std::string_view kind,
                                                  std::string_view subject) = 0;
};

} // namespace afpunt::standalone
