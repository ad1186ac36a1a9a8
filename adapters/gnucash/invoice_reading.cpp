// SPDX-License-Identifier: MIT
#include "gnucash/invoice_reading.hpp"

#include "gnucash/civil_day.hpp"
#include "gnucash/exact_amount.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::gnucash {
namespace {

// Goods and services in one line of a letter.
constexpr std::size_t description_bytes_max = 120;

bool is_customers(const BookReader& reader, const GncInvoice* invoice) {
    return reader.customer_of(reader.engine().gncInvoiceGetOwner(invoice)) != nullptr;
}

// The posted split stands in the transaction of the posting; the others were tied to it.
struct LotSplits {
    const Split* posting = nullptr;
    std::vector<const Split*> tied;
};
LotSplits splits_of(const Engine& engine, GncInvoice* invoice) {
    LotSplits splits;
    const Transaction* posting = engine.gncInvoiceGetPostedTxn(invoice);
    each<Split>(engine.gnc_lot_get_split_list(engine.gncInvoiceGetPostedLot(invoice)),
                [&](const Split* split) {
                    if (engine.xaccSplitGetParent(split) == posting && splits.posting == nullptr) {
                        splits.posting = split;
                    } else {
                        splits.tied.push_back(split);
                    }
                });
    return splits;
}

// "Flowers; transport": names of the entries, as far as they fit.
std::string description_of(const Engine& engine, GncInvoice* invoice) {
    std::string text;
    each<GncEntry>(engine.gncInvoiceGetEntries(invoice), [&](const GncEntry* entry) {
        const std::string_view line = text::trim(view(engine.gncEntryGetDescription(entry)));
        if (line.empty() || text.size() + line.size() + 2 > description_bytes_max) return;
        text += (text.empty() ? "" : "; ") + std::string(line);
    });
    return text;
}

// Where the money of a payment came from, by the other side of its transaction.
void find_source(const BookReader& reader, const Split* tied, InvoicePayment& payment) {
    const Engine& engine = reader.engine();
    Transaction* transaction = engine.xaccSplitGetParent(tied);
    const bool is_link = engine.xaccTransGetTxnType(transaction) == type_link;
    each<Split>(engine.xaccTransGetSplitList(transaction), [&](const Split* other) {
        if (other == tied || !payment.source_id.empty()) return;
        const Account* account = engine.xaccSplitGetAccount(other);
        if (account == nullptr) return;
        switch (engine.xaccAccountGetType(account)) {
        case account_bank:
            payment.by = PaidBy::Bank;
            payment.source_id = reader.id(other);
            break;
        case account_cash: payment.by = PaidBy::Cash; break;
        case account_expense: payment.by = PaidBy::WriteOff; break;
        case account_receivable: {
            // A link ties two documents; its other half stands in the lot of the credit note.
            GncInvoice* document =
                engine.gncInvoiceGetInvoiceFromLot(engine.xaccSplitGetLot(other));
            if (!is_link || document == nullptr) break;
            payment.by = PaidBy::CreditNote;
            payment.source_id = reader.id(document);
            break;
        }
        default: break;
        }
    });
}

// Half a cent down: what stands in the book is named beside it, and the item is held.
Money floor_of(Numeric fraction, Currency currency) {
    if (auto exact = exact_amount(fraction, currency)) return *exact;
    if (fraction.denom <= 0) return Money{0, currency};
    Numeric whole = fraction;
    const std::int64_t units = fraction_of(Money{1, currency}).denom;
    whole.num = static_cast<std::int64_t>(__int128{fraction.num} * units / fraction.denom);
    whole.denom = units;
    return exact_amount(whole, currency).value_or(Money{0, currency});
}

class InvoiceReading {
public:
    InvoiceReading(const BookReader& reader, GncInvoice* invoice, Currency currency)
        : reader_(reader), engine_(reader.engine()), invoice_(invoice), currency_(currency) {}

    [[nodiscard]] tl::expected<InvoiceRecord, NotAnItem> read() {
        const LotSplits splits = splits_of(engine_, invoice_);
        if (splits.posting == nullptr) return tl::unexpected(NotAnItem::NotPosted);
        record_.id = reader_.id(invoice_);
        record_.number = text::trim(view(engine_.gncInvoiceGetID(invoice_)));
        record_.customer_id = hex(
            *engine_.gncOwnerGetGUID(reader_.customer_of(engine_.gncInvoiceGetOwner(invoice_))));
        record_.order_reference = text::trim(view(engine_.gncInvoiceGetBillingID(invoice_)));
        record_.description = description_of(engine_, invoice_);
        if (!read_days()) return tl::unexpected(NotAnItem::NotMoney);
        const Money posted = amount(engine_.xaccSplitGetAmount(splits.posting));
        // A credit note, or an invoice whose lines add up to less than nothing.
        record_.is_credit = posted.is_negative();
        record_.total = on_our_side(posted);
        for (const Split* split : splits.tied)
            add_payment(split);
        record_.open = on_our_side(
            amount(engine_.gnc_lot_get_balance(engine_.gncInvoiceGetPostedLot(invoice_))));
        if (!record_.inexact.empty()) contradict();
        return std::move(record_);
    }

private:
    Money amount(Numeric fraction) {
        auto exact = exact_amount(fraction, currency_);
        if (exact) return *exact;
        record_.inexact = exact.error().sentence();
        return floor_of(fraction, currency_);
    }
    [[nodiscard]] Money on_our_side(const Money& money) const {
        return record_.is_credit ? money.negated() : money;
    }
    [[nodiscard]] bool read_days() {
        const auto posted = civil_day(engine_.gncInvoiceGetDatePosted(invoice_));
        const auto due = civil_day(engine_.gncInvoiceGetDateDue(invoice_));
        if (!posted) return false;
        record_.issued_on = *posted; // the date that GnuCash prints on the invoice
        // Without terms GnuCash makes it due on the day of posting.
        record_.due_on = due.value_or(*posted);
        record_.entered_on =
            civil_day(engine_.xaccTransRetDateEntered(engine_.gncInvoiceGetPostedTxn(invoice_)));
        return true;
    }
    void add_payment(const Split* split) {
        InvoicePayment payment;
        payment.id = reader_.id(split);
        payment.amount = on_our_side(amount(engine_.xaccSplitGetAmount(split))).negated();
        const auto day =
            civil_day(engine_.xaccTransRetDatePosted(engine_.xaccSplitGetParent(split)));
        payment.on = day.value_or(record_.issued_on);
        find_source(reader_, split, payment);
        if (!record_.last_tied_on || *record_.last_tied_on < payment.on) {
            record_.last_tied_on = payment.on;
        }
        record_.payments.push_back(std::move(payment));
    }
    // The module holds what disagrees with itself, and names the figures.
    void contradict() {
        std::int64_t left = record_.total.minor;
        for (const InvoicePayment& payment : record_.payments)
            left -= payment.amount.minor;
        if (record_.payments.empty() || record_.open.minor == left) ++record_.open.minor;
    }

    const BookReader& reader_;
    const Engine& engine_;
    GncInvoice* invoice_;
    Currency currency_;
    InvoiceRecord record_;
};

} // namespace

tl::expected<InvoiceRecord, NotAnItem> read_invoice(const BookReader& reader, GncInvoice* invoice) {
    const Engine& engine = reader.engine();
    if (!is_customers(reader, invoice)) return tl::unexpected(NotAnItem::OfAVendor);
    if (engine.gncInvoiceIsPosted(invoice) == 0) return tl::unexpected(NotAnItem::NotPosted);
    const auto currency = reader.currency_of(engine.gncInvoiceGetPostedAcc(invoice));
    if (!currency) return tl::unexpected(NotAnItem::NotMoney);
    return InvoiceReading(reader, invoice, *currency).read();
}

std::optional<Money> open_amount_of(const BookReader& reader, GncInvoice* invoice) {
    const Engine& engine = reader.engine();
    if (!is_customers(reader, invoice) || engine.gncInvoiceIsPosted(invoice) == 0) {
        return std::nullopt;
    }
    const auto currency = reader.currency_of(engine.gncInvoiceGetPostedAcc(invoice));
    if (!currency) return std::nullopt;
    const auto balance =
        exact_amount(engine.gnc_lot_get_balance(engine.gncInvoiceGetPostedLot(invoice)), *currency);
    return balance ? std::optional(*balance) : std::nullopt;
}

} // namespace afpunt::gnucash
