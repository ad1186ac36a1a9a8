// SPDX-License-Identifier: MIT
//
// Bank statements as this host keeps them, whatever the file's format. Readers push into a sink,
// one entry at a time, so that memory does not grow with the file.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace afpunt::standalone {

// As far as the bank's own codes tell (CODA family and operation, ISO 20022 bank transaction code).
enum class EntryKind {
    Unknown,
    CustomerPayment,
    ReturnedDebit, // a collection that we did comes back: negative
    OwnTransfer,
    ProviderPayout,
    NotCustomerMoney // charges, interest, own payments, executed orders
};

struct StatementHead {
    std::string account;  // IBAN where there is one, otherwise the bank's own number; no spaces
    std::string currency; // as in the file, already checked against ISO 4217
    std::string holder;
    std::string bic;
    std::string number;              // as people see it: "102", "2026-177"
    int sequence = 0;                // the number as such; 0 = none given
    std::optional<Date> from, until; // the days the file states; entries may widen them
    std::optional<Money> opening;
    bool provisional = false; // intraday
};

// One payment that stands on its own: the entries of a batch that has its details come one by one
// and their sum is the batch's amount; a batch without details is one entry.
struct BankEntry {
    int line = 0;       // 1-based position within the statement
    int batch_line = 0; // 1-based position within a batch, 0 = no batch
    Money amount;       // signed, > 0 came in
    Date booked_on;
    std::optional<Date> value_on;
    EntryKind kind = EntryKind::Unknown;
    std::string counterparty_name, counterparty_iban, counterparty_bic;
    std::string structured_reference; // as the bank gave it; check digits are not judged here
    std::string remittance;           // free text, lines joined by a space
    std::string end_to_end_id;        // "NOTPROVIDED" becomes empty
    // The bank's own reference of the entry; may be empty, and is no key: the parts of a batch
    // share it and some banks use one for several bookings.
    std::string bank_reference;
    std::string transaction_code; // "00150000" or "PMNT/RCDT/ESCT": for people who ask why
    std::string return_reason;    // ISO 20022 code: "AM04"
    std::string mandate_id;       // of a direct debit, where the bank gives it
};

struct StatementFoot {
    std::optional<Money> closing;
    Date from, until; // widened by the entries
    int entry_count = 0;
};

// Severity of what a reader found odd. An Error inside a statement refuses that whole statement:
// half a statement would look like a complete one. The rest of the file goes on.
enum class Severity { Notice, Warning, Error };

struct Problem {
    Severity severity = Severity::Error;
    Failure failure; // where = "line 17" or "BkToCstmrStmt/Stmt[2]/Ntry[5]"
};

class StatementSink {
public:
    virtual ~StatementSink() = default;
    virtual void begin(const StatementHead& head) = 0;
    virtual void entry(const BankEntry& entry) = 0;
    // `sound`: false when an Error was reported since begin(); the sink drops the statement then.
    virtual void end(const StatementFoot& foot, bool sound) = 0;
    virtual void problem(const Problem& problem) = 0;
    // Bytes read so far, for progress on long files.
    virtual void progress(std::uint64_t bytes_read, std::uint64_t bytes_total) = 0;
};

} // namespace afpunt::standalone
