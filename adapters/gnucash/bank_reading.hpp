// SPDX-License-Identifier: MIT
//
// The firm's bank accounts in GnuCash, how far each is up to date, and the money on them that no
// invoice has taken yet.
//
// GnuCash knows no statements. An account is up to date until its last reconciliation, or until the
// day before its newest imported line: of that last day itself more may still come.
#pragma once

#include "gnucash/book_reader.hpp"
#include "gnucash/settings_folder.hpp"

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace afpunt::gnucash {

// Lines older than this are settled business; nobody ties them to an invoice any more, but for
// advances that stand in a customer's lot, which count however old they are.
inline constexpr std::int32_t bank_days_read = 400;

struct BankAccountRecord {
    Guid guid;
    std::string id, iban, bic, name, holder;
    Currency currency;
    bool customers_pay_here = true;
    bool in_use = true;
    std::size_t place = 0;           // in the settings; their number where it is not listed
    std::optional<Date> from, until; // the days that are in the book; nullopt = none is known to be
};

// Where money waits for somebody to say whose it is: what GnuCash made for transactions that do not
// balance, and what the settings list. [main]
using AccountSet = std::unordered_set<Guid, GuidHash>;
[[nodiscard]] AccountSet read_unassigned_accounts(const BookReader& reader,
                                                  const BookSettings& settings);

// Accounts of the type Bank but for the unassigned ones, in the order of the settings and then of
// their names. [main]
[[nodiscard]] std::vector<BankAccountRecord>
read_bank_accounts(const BookReader& reader, const BookSettings& settings,
                   const AccountSet& unassigned, std::string_view firm_name, Date today);

enum class LineIs { CustomersMoney, BookedElsewhere };

struct BankLineRecord {
    std::string id, account_id, label;
    LineIs is = LineIs::CustomersMoney;
    Date on;
    Money amount, unallocated;
    std::string payer_name, payer_iban, remittance;
    std::string customer_id; // known where the money stands in a customer's lot; may be empty
};

class BankLines {
public:
    BankLines(const BookReader& reader, const BookSettings& settings);

    // Splits that may be money of customers: those that came in on these accounts lately, and the
    // advances of customers. In a fixed order.
    [[nodiscard]] std::vector<Guid> candidates(const std::vector<BankAccountRecord>& accounts,
                                               Date today) const;
    // nullopt: voided, not committed yet (the import window is open), or no exact amount.
    [[nodiscard]] std::optional<BankLineRecord> read(const Split* split) const;

    [[nodiscard]] const AccountSet& unassigned() const { return unassigned_; }
    // Money on this account waits for somebody to say whose it is.
    [[nodiscard]] bool is_unassigned(const Account* account) const;

private:
    struct OtherSide;
    [[nodiscard]] OtherSide look_at_other_side(const Split* split, Currency currency) const;
    [[nodiscard]] std::unordered_set<Guid, GuidHash> find_advances() const;
    [[nodiscard]] std::string label_of(const Split* split, Date on) const;

    const BookReader& reader_;
    const BookSettings& settings_;
    AccountSet unassigned_;
    std::vector<const Account*> receivables_;
};

} // namespace afpunt::gnucash
