// SPDX-License-Identifier: MIT
//
// See ledger_refunds.hpp.
#include "ledger_refunds.hpp"

#include "ledger_matching.hpp"
#include "ledger_open_items.hpp"
#include "plain_text.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

namespace afpunt::standalone {
namespace {

// A payment of longer ago is not sent back; what goes to that account then is something else.
constexpr std::int32_t refund_window_days = 400;
// Two equal payments within a quarter are one by mistake; a subscription pays each month as well,
// but then each has an invoice of its own to be matched to.
constexpr std::int32_t twice_window_days = 92;
// A shorter number stands in many texts by chance.
constexpr std::size_t telling_number_length = 4;

bool names(const std::string& words, std::string_view written) {
    const std::string wanted = plain_text(written);
    return wanted.size() >= telling_number_length && stands_whole_in(wanted, words);
}

struct Refund {
    std::int64_t line = 0, amount = 0; // positive
    Date booked_on;
    std::string iban, currency, words;
};

// Transfers out to accounts from which money came in.
std::vector<Refund> open_refunds(LedgerDatabase& database) {
    std::vector<Refund> refunds;
    database.each(
        "SELECT l.id, -l.amount, l.booked_on, l.counterparty_iban, l.currency, "
        "l.structured_reference, l.remittance FROM bank_line l JOIN statement s ON s.id = "
        "l.statement WHERE l.amount < 0 AND l.counterparty_iban <> '' AND s.provisional = 0 AND "
        "l.kind <> ? AND l.returned_with IS NULL AND "
        "NOT EXISTS (SELECT 1 FROM refund WHERE refund_line = l.id) AND "
        "NOT EXISTS (SELECT 1 FROM left_alone WHERE bank_line = l.id) AND "
        "NOT EXISTS (SELECT 1 FROM allocation WHERE bank_line = l.id) AND "
        "l.counterparty_iban IN (SELECT counterparty_iban FROM bank_line WHERE amount > 0) "
        "ORDER BY l.booked_on, l.id",
        [&](LedgerRow& row) {
            Refund refund;
            refund.line = row.number();
            refund.amount = row.number();
            refund.booked_on = row.date();
            refund.iban = row.text();
            refund.currency = row.text();
            refund.words = plain_text(row.text()) + " ";
            refund.words += plain_text(row.text());
            refunds.push_back(std::move(refund));
        },
        EntryKind::ReturnedDebit);
    return refunds;
}

struct Paid {
    std::int64_t line = 0, amount = 0, left = 0;
    bool is_returned = false;
    Date booked_on;
    std::string words;
    [[nodiscard]] bool is_matched() const { return left < amount; }
};

// All payments from one account, latest first: the one that was too much is the second.
std::vector<Paid> payments_from(LedgerDatabase& database, const Refund& refund) {
    std::vector<Paid> payments;
    database.each(
        "SELECT l.id, l.amount, l.amount - coalesce((SELECT sum(amount) FROM allocation WHERE "
        "bank_line = l.id), 0) - coalesce((SELECT sum(amount) FROM refund WHERE paid_line = l.id), "
        "0), l.returned_with IS NOT NULL, l.booked_on, l.structured_reference, l.remittance FROM "
        "bank_line l WHERE l.counterparty_iban = ? AND l.amount > 0 AND l.currency = ? ORDER BY "
        "l.booked_on DESC, l.id DESC",
        [&](LedgerRow& row) {
            Paid paid;
            paid.line = row.number();
            paid.amount = row.number();
            paid.left = row.number();
            paid.is_returned = row.number() != 0;
            paid.booked_on = row.date();
            paid.words = plain_text(row.text());
            paid.words += plain_text(row.text());
            payments.push_back(std::move(paid));
        },
        refund.iban, refund.currency);
    return payments;
}

// A supplier may be paid thousands of times from whom money came as well: what came from an account
// is read once for all that went there, until something of it changes.
class Payments {
public:
    explicit Payments(LedgerDatabase& database) : database_(database) {}
    // Those that the refund may be of. Good until the next call.
    [[nodiscard]] std::span<const Paid> before(const Refund& refund) {
        const auto [known, is_new] = known_.try_emplace({refund.iban, refund.currency});
        if (is_new) known->second = payments_from(database_, refund);
        const auto latest = std::ranges::find_if(
            known->second, [&](const Paid& paid) { return paid.booked_on <= refund.booked_on; });
        const auto too_old = std::find_if(latest, known->second.end(), [&](const Paid& paid) {
            return paid.booked_on < refund.booked_on - refund_window_days;
        });
        return {latest, too_old};
    }
    void forget() { known_.clear(); }

private:
    LedgerDatabase& database_;
    std::map<std::pair<std::string, std::string>, std::vector<Paid>> known_;
};

bool is_too_much(const Paid& paid, std::span<const Paid> payments, const Refund& refund) {
    if (paid.is_returned || paid.left != refund.amount) return false;
    if (paid.is_matched() || names(refund.words, paid.words)) return true;
    return std::any_of(payments.begin(), payments.end(), [&](const Paid& other) {
        return !other.is_returned && other.line != paid.line && other.amount == paid.amount &&
               other.left == 0 && other.booked_on <= paid.booked_on &&
               other.booked_on + twice_window_days >= paid.booked_on;
    });
}

void note_refund(LedgerDatabase& database, const Refund& refund, std::int64_t paid_line) {
    database.run("INSERT INTO refund VALUES (?, ?, ?)", refund.line, paid_line, refund.amount);
    database.touch();
}

bool refund_rest(LedgerDatabase& database, const Refund& refund, std::span<const Paid> payments) {
    const auto paid = std::find_if(payments.begin(), payments.end(), [&](const Paid& one) {
        return is_too_much(one, payments, refund);
    });
    if (paid == payments.end()) return false;
    note_refund(database, refund, paid->line);
    return true;
}

// The credit note itself is named, or an invoice that it credits.
bool refund_credit(LedgerDatabase& database, const Refund& refund) {
    std::vector<std::int64_t> credits;
    database.each(
        "SELECT i.id, d.number, coalesce(n.number, '') FROM item i JOIN document d ON d.id = "
        "i.document LEFT JOIN credited n ON n.document = d.id WHERE d.kind = ? AND d.currency = ? "
        "AND i.total - coalesce((SELECT sum(amount) FROM allocation WHERE item = i.id OR "
        "credit_item = i.id), 0) = ? ORDER BY i.id",
        [&](LedgerRow& row) {
            const std::int64_t item = row.number();
            const std::string number = row.text();
            const bool is_named = names(refund.words, number) || names(refund.words, row.text());
            if (is_named && (credits.empty() || credits.back() != item)) credits.push_back(item);
        },
        InvoiceKind::CreditNote, refund.currency, refund.amount);
    if (credits.size() != 1) return false;
    NewAllocation allocation;
    allocation.item = credits.front();
    allocation.bank_line = refund.line;
    allocation.amount = refund.amount;
    allocation.booked_on = refund.booked_on;
    allocation.rule = "credit-note-refunded";
    insert_allocation(database, allocation);
    return true;
}

struct Match {
    std::int64_t allocation = 0, line = 0;
};

std::optional<Match> named_match(LedgerDatabase& database, const Refund& refund) {
    std::optional<Match> match;
    database.each(
        "SELECT a.id, l.id, d.number, d.payment_reference FROM allocation a JOIN bank_line l ON "
        "l.id = a.bank_line JOIN item i ON i.id = a.item JOIN document d ON d.id = i.document "
        "WHERE l.counterparty_iban = ? AND l.amount > 0 AND a.amount = ? AND l.currency = ? AND "
        "l.booked_on BETWEEN ? AND ? ORDER BY l.booked_on, a.id",
        [&](LedgerRow& row) {
            const Match one{row.number(), row.number()};
            const std::string number = row.text();
            const bool is_named = names(refund.words, number) || names(refund.words, row.text());
            if (is_named) match = one; // the latest
        },
        refund.iban, refund.amount, refund.currency, refund.booked_on - refund_window_days,
        refund.booked_on);
    return match;
}

} // namespace

std::vector<LedgerAllocation> settle_refunds(LedgerDatabase& database) {
    std::vector<LedgerAllocation> undone;
    Payments all(database);
    for (const Refund& refund : open_refunds(database)) {
        const std::span<const Paid> payments = all.before(refund);
        const bool may_undo = std::ranges::any_of(payments, &Paid::is_matched);
        if (refund_rest(database, refund, payments)) {
            all.forget();
            continue;
        }
        if (refund_credit(database, refund) || !may_undo) continue;
        const std::optional<Match> match = named_match(database, refund);
        if (!match) continue;
        Result<LedgerAllocation> released =
            delete_allocation(database, "match:" + std::to_string(match->allocation));
        if (!released) continue;
        note_refund(database, refund, match->line);
        level_with_list_of(database, released->item_id, refund.booked_on);
        all.forget();
        released->undone_because = "the money was sent back on " + refund.booked_on.iso();
        undone.push_back(std::move(*released));
    }
    return undone;
}

} // namespace afpunt::standalone
