// SPDX-License-Identifier: MIT
#include "gnucash/payment_booking.hpp"

#include "gnucash/bank_reading.hpp"
#include "gnucash/exact_amount.hpp"
#include "gnucash/invoice_reading.hpp"

#include <algorithm>
#include <vector>

namespace afpunt::gnucash {
namespace {

// Keeps GnuCash's windows still while several things change, as its own dialogs do.
class StillWindows {
public:
    explicit StillWindows(const Engine& engine) : engine_(engine) {
        if (engine_.has_windows) engine_.gnc_suspend_gui_refresh();
    }
    ~StillWindows() {
        if (engine_.has_windows) engine_.gnc_resume_gui_refresh();
    }
    StillWindows(const StillWindows&) = delete;
    StillWindows& operator=(const StillWindows&) = delete;

private:
    const Engine& engine_;
};

struct Part {
    GncInvoice* invoice = nullptr;
    Money amount, open;
};

class Booking {
public:
    Booking(const BookReader& reader, const BookSettings& settings)
        : reader_(reader), engine_(reader.engine()), lines_(reader, settings) {}

    [[nodiscard]] Result<void> run(std::string_view bank_line_id,
                                   std::span<const host::MatchPart> parts) {
        if (auto found = find_line(bank_line_id); !found) return found;
        if (auto found = find_parts(parts); !found) return found;
        if (auto looked = look_at_other_side(); !looked) return looked;
        if (auto fits = amounts_fit(); !fits) return fits;
        apply();
        return booked_as_asked();
    }

private:
    Result<void> find_line(std::string_view id) {
        const auto guid = guid_of_hex(id);
        split_ = guid ? reader_.find_as<Split>(splits_of_book, *guid) : nullptr;
        if (split_ == nullptr) return fail("bank line", std::string(id), "a line of this book");
        transaction_ = engine_.xaccSplitGetParent(split_);
        account_ = engine_.xaccSplitGetAccount(split_);
        const auto line = lines_.read(split_);
        const auto currency = account_ == nullptr ? std::nullopt : reader_.currency_of(account_);
        if (!line || !currency) {
            return fail("bank line", std::string(id), "a booked line with an amount that came in");
        }
        line_ = *line;
        if (const char* why = engine_.xaccTransGetReadOnly(transaction_)) {
            return fail("bank line", line_.label + ": " + why, "a transaction that may be changed");
        }
        return {};
    }

    Result<void> find_parts(std::span<const host::MatchPart> parts) {
        for (const host::MatchPart& asked : parts) {
            const auto guid = guid_of_hex(asked.item_id);
            auto* invoice = guid ? reader_.find_as<GncInvoice>(invoices_of_book, *guid) : nullptr;
            const auto open = invoice == nullptr ? std::nullopt : open_amount_of(reader_, invoice);
            if (!open || !open->is_positive()) {
                return fail("invoice", std::string(asked.item_id), "an open invoice of this book");
            }
            const GncOwner* owner = reader_.customer_of(engine_.gncInvoiceGetOwner(invoice));
            Account* receivable = engine_.gncInvoiceGetPostedAcc(invoice);
            if (owner_ != nullptr &&
                (*engine_.gncOwnerGetGUID(owner) != *engine_.gncOwnerGetGUID(owner_) ||
                 receivable != receivable_)) {
                return fail("invoices", "several customers or accounts of receivables",
                            "one of each: GnuCash books a payment for one customer");
            }
            owner_ = owner;
            receivable_ = receivable;
            if (asked.amount.minor <= 0 || asked.amount.minor > open->minor ||
                open->currency.code() != std::string_view(asked.amount.currency, 3)) {
                return fail("amount", std::to_string(asked.amount.minor),
                            "more than zero and at most the open " + open->code_and_decimal());
            }
            parts_.push_back({invoice, Money{asked.amount.minor, open->currency}, *open});
        }
        if (parts_.empty()) return fail("invoices", "", "at least one open invoice");
        return {};
    }

    // GnuCash throws the other splits of the transaction away when it makes a payment of it.
    Result<void> look_at_other_side() {
        const Commodity* currency = engine_.gncOwnerGetCurrency(owner_);
        if (engine_.gnc_commodity_equal(engine_.xaccTransGetCurrency(transaction_), currency) ==
                0 ||
            engine_.gnc_commodity_equal(engine_.xaccAccountGetCommodity(account_), currency) == 0) {
            return fail("bank line", line_.label, "a payment in the customer's own currency");
        }
        Result<void> checked;
        each<Split>(engine_.xaccTransGetSplitList(transaction_), [&](const Split* other) {
            if (other == split_ || !checked) return;
            Account* account = engine_.xaccSplitGetAccount(other);
            GncLot* lot = engine_.xaccSplitGetLot(other);
            const bool is_receivable =
                account != nullptr && engine_.xaccAccountGetType(account) == account_receivable;
            if (is_receivable && lot != nullptr) {
                const bool is_tied = engine_.gncInvoiceGetInvoiceFromLot(lot) != nullptr;
                if (is_tied) keep_others_ = true;
                if (!is_tied) advances_.push_back(lot);
                return;
            }
            if (account == nullptr || is_receivable || lines_.is_unassigned(account)) return;
            checked =
                fail("bank line", line_.label + ", also booked on " + reader_.full_name(account),
                     "a line that is not assigned yet: assign this one in GnuCash");
        });
        if (!checked) return checked;
        if (keep_others_ && advances_.empty()) {
            return fail("bank line", line_.label + ", which pays another invoice already",
                        "a line with money left");
        }
        const std::string customer = hex(*engine_.gncOwnerGetGUID(owner_));
        if (!advances_.empty() && line_.customer_id != customer) {
            return fail("bank line", line_.label + ", an advance of another customer",
                        "money of the customer of the invoice");
        }
        return {};
    }

    // Offsetting goes as far as it can: a part that leaves something open must take the money to
    // its end, and come last.
    Result<void> amounts_fit() {
        std::int64_t sum = 0;
        std::stable_partition(parts_.begin(), parts_.end(),
                              [](const Part& part) { return part.amount == part.open; });
        for (const Part& part : parts_)
            sum += part.amount.minor;
        const bool last_is_whole = parts_.back().amount == parts_.back().open;
        const auto partial = std::count_if(parts_.begin(), parts_.end(), [](const Part& part) {
            return !(part.amount == part.open);
        });
        if (sum > line_.unallocated.minor) {
            return fail("amount", Money{sum, line_.amount.currency}.code_and_decimal(),
                        "at most what is left of the line, " +
                            line_.unallocated.code_and_decimal());
        }
        if (partial > 1 || (!last_is_whole && sum != line_.unallocated.minor)) {
            return fail("amount", "parts of several invoices",
                        "whole invoices, and one part at most that takes the rest of the line");
        }
        return {};
    }

    void apply() {
        const StillWindows still(engine_);
        GList* lots = nullptr;
        for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
            lots = engine_.g_list_prepend(lots, engine_.gncInvoiceGetPostedLot(part->invoice));
        }
        if (!advances_.empty()) {
            for (GncLot* advance : advances_)
                lots = engine_.g_list_prepend(lots, advance);
            engine_.gncOwnerAutoApplyPaymentsWithLots(owner_, lots);
            engine_.g_list_free(lots);
            return;
        }
        const std::string memo(view(engine_.xaccSplitGetMemo(split_)));
        const std::string number(view(engine_.xaccTransGetNum(transaction_)));
        Transaction* transaction = transaction_;
        // It takes the list over, and frees it.
        engine_.gncOwnerApplyPaymentSecs(owner_, &transaction, lots, receivable_, account_,
                                         engine_.xaccSplitGetAmount(split_), Numeric{1, 1},
                                         engine_.xaccTransRetDatePosted(transaction_), memo.c_str(),
                                         number.c_str(), 0);
    }

    Result<void> booked_as_asked() {
        for (const Part& part : parts_) {
            const auto open = open_amount_of(reader_, part.invoice);
            if (open && open->minor == part.open.minor - part.amount.minor) continue;
            return fail("payment", open ? open->code_and_decimal() : "no amount",
                        "GnuCash to leave " +
                            Money{part.open.minor - part.amount.minor, part.open.currency}
                                .code_and_decimal() +
                            " open: look at the payment in GnuCash");
        }
        return {};
    }

    const BookReader& reader_;
    const Engine& engine_;
    BankLines lines_;
    Split* split_ = nullptr;
    Transaction* transaction_ = nullptr;
    Account* account_ = nullptr;
    BankLineRecord line_;
    std::vector<Part> parts_;
    const GncOwner* owner_ = nullptr;
    Account* receivable_ = nullptr;
    std::vector<GncLot*> advances_; // the money stands in these already
    bool keep_others_ = false;      // the line pays another invoice as well
};

} // namespace

Result<void> book_payment(const BookReader& reader, const BookSettings& settings,
                          std::string_view bank_line_id, std::span<const host::MatchPart> parts) {
    return Booking(reader, settings).run(bank_line_id, parts);
}

Result<void> untie_payment(const BookReader& reader, std::string_view allocation_id) {
    const Engine& engine = reader.engine();
    const auto guid = guid_of_hex(allocation_id);
    auto* split = guid ? reader.find_as<Split>(splits_of_book, *guid) : nullptr;
    GncLot* lot = split == nullptr ? nullptr : engine.xaccSplitGetLot(split);
    GncInvoice* invoice = lot == nullptr ? nullptr : engine.gncInvoiceGetInvoiceFromLot(lot);
    if (invoice == nullptr) {
        return fail("payment", std::string(allocation_id), "a payment that is tied to an invoice");
    }
    Transaction* transaction = engine.xaccSplitGetParent(split);
    if (engine.xaccTransGetTxnType(transaction) != type_payment) {
        return fail("payment", "a link between two documents or a booking by hand",
                    "a payment: delete that transaction in GnuCash");
    }
    const GncOwner* owner = reader.customer_of(engine.gncInvoiceGetOwner(invoice));
    if (owner == nullptr) return fail("payment", "a vendor's", "a customer's payment");
    const StillWindows still(engine);
    Account* receivable = engine.gncInvoiceGetPostedAcc(invoice);
    engine.xaccAccountBeginEdit(receivable);
    engine.gnc_lot_remove_split(lot, split);
    GncLot* advance = engine.gnc_lot_new(reader.book());
    engine.gncOwnerAttachToLot(owner, advance);
    engine.gnc_lot_add_split(advance, split);
    engine.xaccAccountCommitEdit(receivable);
    return {};
}

} // namespace afpunt::gnucash
