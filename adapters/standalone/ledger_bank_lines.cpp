// SPDX-License-Identifier: MIT
//
// See ledger_bank_lines.hpp.
#include "ledger_bank_lines.hpp"

#include "ledger_identity.hpp"
#include "ledger_matching.hpp"
#include "ledger_open_items.hpp"

namespace afpunt::standalone {

std::vector<StoredLine> stored_lines(LedgerDatabase& database, const std::string& account, Date day,
                                     std::int64_t amount,
                                     const std::set<std::int64_t>& other_statements) {
    std::vector<StoredLine> lines;
    database.each(
        "SELECT l.statement, l.id, l.identity, l.bank_reference, s.provisional "
        "FROM bank_line l JOIN statement s ON s.id = l.statement "
        "WHERE l.account = ? AND l.booked_on = ? AND l.amount = ? ORDER BY l.id",
        [&](LedgerRow& row) {
            if (other_statements.contains(row.number())) return;
            lines.push_back({row.number(), row.text(), row.text(), row.flag()});
        },
        account, day, amount);
    return lines;
}

void insert_line(LedgerDatabase& database, const std::string& account, std::int64_t statement,
                 const BankEntry& entry) {
    database.run("INSERT INTO bank_line VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                 "?, ?, ?, ?, NULL)",
                 account, statement, entry.line, entry.batch_line, entry.amount.currency.code(),
                 entry.amount.minor, entry.booked_on, entry.value_on, entry.kind,
                 entry.counterparty_name, plain_account(entry.counterparty_iban),
                 entry.counterparty_bic, entry.structured_reference, entry.remittance,
                 entry.end_to_end_id, entry.bank_reference, entry.transaction_code,
                 entry.return_reason, identity_of(entry));
}

void confirm_line(LedgerDatabase& database, std::int64_t line, std::int64_t statement,
                  const BankEntry& entry) {
    database.run("UPDATE bank_line SET statement = ?, line = ?, batch_line = ?, value_on = ?, "
                 "kind = ?, counterparty_name = ?, counterparty_iban = ?, counterparty_bic = ?, "
                 "structured_reference = ?, remittance = ?, end_to_end_id = ?, bank_reference = ?, "
                 "transaction_code = ?, return_reason = ?, identity = ? WHERE id = ?",
                 statement, entry.line, entry.batch_line, entry.value_on, entry.kind,
                 entry.counterparty_name, plain_account(entry.counterparty_iban),
                 entry.counterparty_bic, entry.structured_reference, entry.remittance,
                 entry.end_to_end_id, entry.bank_reference, entry.transaction_code,
                 entry.return_reason, identity_of(entry), line);
}

void drop_unconfirmed_lines(LedgerDatabase& database, const std::string& account) {
    std::vector<std::int64_t> lines;
    database.each(
        "SELECT l.id FROM statement s CROSS JOIN bank_line l ON l.statement = s.id "
        "WHERE s.account = ? AND s.provisional = 1 AND l.booked_on < "
        "(SELECT max(last_day) FROM statement WHERE account = s.account AND "
        "provisional = 0) AND EXISTS (SELECT 1 FROM statement f WHERE "
        "f.account = s.account AND f.provisional = 0 AND "
        "f.first_day <= l.booked_on AND f.last_day >= l.booked_on AND "
        // The first day may be no more than that of the old balance.
        "(f.first_day < l.booked_on OR f.first_day = f.last_day OR f.first_day_net <> 0))",
        [&](LedgerRow& row) { lines.push_back(row.number()); }, account);
    for (const std::int64_t line : lines) {
        for (const LedgerAllocation& released : release_line(database, line))
            level_with_list(database, released.item_id);
        database.run("DELETE FROM bank_line WHERE id = ?", line);
    }
}

} // namespace afpunt::standalone
