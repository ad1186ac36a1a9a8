// SPDX-License-Identifier: MIT
//
// Accounts of the ledger, and statements and bank lines as the module and people read them.
#include "ledger_identity.hpp"
#include "ledger_statements.hpp"

#include <afpunt/iban.hpp>

namespace afpunt::standalone {
namespace {

std::optional<Money> money_in(std::optional<std::int64_t> minor, Currency currency) {
    if (!minor) return std::nullopt;
    return Money{*minor, currency};
}

// "line 17 of 2026-11-19 (statement 102)"
std::string label_of(const BankEntry& entry, const std::string& statement_number) {
    std::string label = "line " + std::to_string(entry.line);
    if (entry.batch_line > 0) label += ", payment " + std::to_string(entry.batch_line);
    label += " of " + entry.booked_on.iso();
    if (!statement_number.empty()) label += " (statement " + statement_number + ")";
    return label;
}

LedgerBankLine bank_line_from(LedgerRow& row) {
    LedgerBankLine line;
    BankEntry& entry = line.entry;
    line.id = "bank:" + std::to_string(row.number());
    line.account_id = row.text();
    line.statement_id = "statement:" + std::to_string(row.number());
    entry.line = row.small();
    entry.batch_line = row.small();
    entry.booked_on = row.date();
    entry.value_on = row.optional_date();
    entry.kind = row.choice<EntryKind>();
    for (std::string* field :
         {&entry.counterparty_name, &entry.counterparty_iban, &entry.counterparty_bic,
          &entry.structured_reference, &entry.remittance, &entry.end_to_end_id,
          &entry.bank_reference, &entry.transaction_code, &entry.return_reason}) {
        *field = row.text();
    }
    line.label = label_of(entry, row.text());
    const std::int64_t amount = row.number();
    const bool came_in = amount > 0;
    const std::int64_t allocated = row.number();
    const std::int64_t partner = row.number(); // the collection of a return, or the other way round
    const std::int64_t refunded = row.number();
    const Currency currency = row.currency();
    // A return may bear the bank's charge on top: the collection is gone whole, of the return that
    // charge is left.
    const std::int64_t returned = partner == 0 ? 0 : came_in ? amount : -partner;
    const std::int64_t sign = came_in ? 1 : -1;
    entry.amount = Money{amount, currency};
    line.sent_back = Money{returned + sign * refunded, currency};
    line.unallocated = Money{amount - sign * allocated - line.sent_back.minor, currency};
    return line;
}

} // namespace

std::string keep_account_of(LedgerDatabase& database, const StatementHead& head) {
    const std::string plain = plain_account(head.account);
    std::string found;
    bool number_taken = false; // by the same account in another currency
    database.each(
        "SELECT id, currency FROM account WHERE id = ? OR iban = ? ORDER BY rowid",
        [&](LedgerRow& row) {
            const std::string id = row.text();
            const std::string currency = row.text();
            number_taken = number_taken || id == plain;
            if (found.empty() && (currency == head.currency || currency.empty())) {
                found = id;
            }
        },
        plain, plain);
    if (found.empty()) {
        found = number_taken ? plain + "-" + head.currency : plain;
        const Result<Iban> iban = Iban::parse(plain);
        database.run("INSERT INTO account VALUES (?, ?, ?, '', ?, ?, 1, 1)", found,
                     iban ? iban->electronic() : std::string(), head.bic, head.holder,
                     head.currency);
    }
    database.run("UPDATE account SET currency = iif(currency = '', ?, currency), "
                 "holder = iif(holder = '', ?, holder), bic = iif(bic = '', ?, bic) WHERE id = ?",
                 head.currency, head.holder, head.bic, found);
    return found;
}

Result<void> keep_account(LedgerDatabase& database, const LedgerAccount& account) {
    if (account.id.empty()) return fail("account", "", "an id");
    if (!account.currency.empty()) {
        const Result<Currency> currency = Currency::parse(account.currency);
        if (!currency) return tl::unexpected(currency.error());
    }
    const std::string iban = plain_account(account.iban);
    // What the first statement made by itself gets the id that people give it now.
    database.run("UPDATE account SET id = ? WHERE id <> ? AND iban <> '' AND iban = ? AND "
                 "(currency = ? OR ? = '') AND NOT EXISTS (SELECT 1 FROM account WHERE id = ?)",
                 account.id, account.id, iban, account.currency, account.currency, account.id);
    const int changed = database.run(
        "INSERT INTO account VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "iban = excluded.iban, bic = excluded.bic, name = excluded.name, holder = excluded.holder, "
        "currency = iif(excluded.currency = '', currency, excluded.currency), "
        "customers_pay_here = excluded.customers_pay_here, in_use = excluded.in_use "
        "WHERE (iban, bic, name, holder, customers_pay_here, in_use) <> (excluded.iban, "
        "excluded.bic, excluded.name, excluded.holder, excluded.customers_pay_here, "
        "excluded.in_use) OR (excluded.currency <> '' AND currency <> excluded.currency)",
        account.id, iban, account.bic, account.name, account.holder, account.currency,
        account.customers_pay_here, account.in_use);
    if (changed > 0) database.touch();
    return {};
}

std::vector<LedgerAccount> accounts_of(LedgerDatabase& database) {
    std::vector<LedgerAccount> accounts;
    database.each("SELECT id, iban, bic, name, holder, currency, customers_pay_here, in_use "
                  "FROM account ORDER BY id",
                  [&](LedgerRow& row) {
                      accounts.push_back({row.text(), row.text(), row.text(), row.text(),
                                          row.text(), row.text(), row.flag(), row.flag()});
                  });
    return accounts;
}

std::vector<LedgerStatement> statements_of(LedgerDatabase& database) {
    std::vector<LedgerStatement> statements;
    database.each(
        "SELECT id, account, number, sequence, first_day, last_day, provisional, file, "
        "currency, opening, closing FROM statement ORDER BY account, first_day, last_day, "
        "sequence, id",
        [&](LedgerRow& row) {
            LedgerStatement statement;
            statement.id = "statement:" + std::to_string(row.number());
            statement.account_id = row.text();
            statement.number = row.text();
            statement.sequence = row.small();
            statement.from = row.date();
            statement.until = row.date();
            statement.provisional = row.flag();
            statement.file = row.text();
            const Currency currency = row.currency();
            statement.opening = money_in(row.optional_number(), currency);
            statement.closing = money_in(row.optional_number(), currency);
            statements.push_back(std::move(statement));
        });
    return statements;
}

std::vector<LedgerBankLine> bank_lines_of(LedgerDatabase& database) {
    std::vector<LedgerBankLine> lines;
    // A collection and its return have nothing left: the one took back what the other brought.
    database.each(
        "SELECT l.id, l.account, l.statement, l.line, l.batch_line, l.booked_on, l.value_on, "
        "l.kind, l.counterparty_name, l.counterparty_iban, l.counterparty_bic, "
        "l.structured_reference, l.remittance, l.end_to_end_id, l.bank_reference, "
        "l.transaction_code, l.return_reason, s.number, l.amount, "
        "coalesce((SELECT sum(amount) FROM allocation WHERE bank_line = l.id), 0), "
        "coalesce((SELECT c.amount FROM bank_line c WHERE c.id = l.returned_with), 0), "
        "coalesce((SELECT sum(amount) FROM refund WHERE paid_line = l.id OR refund_line = l.id), "
        "0), l.currency "
        "FROM bank_line l JOIN statement s ON s.id = l.statement "
        "ORDER BY l.booked_on, l.account, l.statement, l.line, l.batch_line, l.id",
        [&](LedgerRow& row) { lines.push_back(bank_line_from(row)); });
    return lines;
}

} // namespace afpunt::standalone
