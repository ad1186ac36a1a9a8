// SPDX-License-Identifier: MIT
//
// Customers' invoices and credit notes as open items. In GnuCash a posted invoice is a lot: its
// posting and everything that was tied to it are splits on the account of receivables, and the
// lot's balance is what is still open.
#pragma once

#include "gnucash/book_reader.hpp"

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>

#include <optional>
#include <string>
#include <vector>

namespace afpunt::gnucash {

enum class PaidBy { Bank, Cash, CreditNote, WriteOff, Other };

// One split that was tied to an invoice.
struct InvoicePayment {
    std::string id;        // of the split
    std::string source_id; // split on the bank account, or the credit note; may be empty
    PaidBy by = PaidBy::Other;
    Date on;
    Money amount; // > 0 lowers what is owed
};

struct InvoiceRecord {
    std::string id, number, customer_id, order_reference, description;
    bool is_credit = false;
    Date issued_on, due_on;
    std::optional<Date> entered_on;
    Money total, open; // of a credit note: what is unused
    std::vector<InvoicePayment> payments;
    // The last day on which something was tied to it.
    std::optional<Date> last_tied_on;
    // Why an amount is not exact; then `open` contradicts the other figures on purpose, so that the
    // module holds the item, and nothing here was rounded into a demand.
    std::string inexact;
};

// Why an invoice of the collection is no open item of ours.
enum class NotAnItem {
    OfAVendor,
    NotPosted,
    NotMoney // its account holds no currency of ISO 4217, or it has no day
};

// Reads one. [main]
[[nodiscard]] tl::expected<InvoiceRecord, NotAnItem> read_invoice(const BookReader& reader,
                                                                  GncInvoice* invoice);
// What is open now; nullopt when it is no posted invoice of a customer, or not exact.
[[nodiscard]] std::optional<Money> open_amount_of(const BookReader& reader, GncInvoice* invoice);

} // namespace afpunt::gnucash
