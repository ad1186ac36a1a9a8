// SPDX-License-Identifier: MIT
//
// Makes the model from the book and the planned letter, and checks once more what must never go
// wrong: nobody sees another customer's invoice, no two currencies meet, nothing that is paid is
// asked for, and the total is the sum of what is shown.
#include "document/clean_text.hpp"
#include "document/payment_request.hpp"
#include "document/reminder_model.hpp"

#include "book/localised.hpp"
#include "matching/structured_reference.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <algorithm>
#include <set>

namespace afpunt::document {
namespace {

// A mail with more rows is cut off by mail programs and read by nobody; a customer with so many
// overdue invoices needs a call.
constexpr std::size_t most_lines = 1000;

tl::unexpected<Failure> refuse(const std::string& place, std::string field, std::string found,
                               std::string expected) {
    return tl::unexpected(Failure{place, std::move(field), std::move(found), std::move(expected)});
}

// The leak invariant: whatever the plan says, an item that is not this customer's is refused.
Result<void> check_item(const policy::PlannedLetter& letter, const policy::PlannedItem& planned,
                        const book::OpenItem* item) {
    const std::string place = "letter to customer " + letter.party_id;
    if (item == nullptr) {
        return refuse(place, "invoice", planned.item_id, "an invoice that is in the book");
    }
    if (item->customer_id != letter.party_id) {
        return refuse(place, "customer of " + item->number, item->customer_id,
                      "the customer that the letter goes to, " + letter.party_id);
    }
    if (item->kind == book::DocumentKind::CreditNote) {
        return refuse(place, "kind of " + item->number, "credit note", "an invoice");
    }
    for (const Money& amount : {planned.open, item->open, item->total}) {
        if (amount.currency != letter.currency) {
            return refuse(place, "currency of " + item->number, std::string(amount.currency.code()),
                          "the currency of the letter, " + std::string(letter.currency.code()));
        }
    }
    if (!planned.open.is_positive()) {
        return refuse(place, "open amount of " + item->number, planned.open.decimal(),
                      "an amount above zero");
    }
    // Less may be asked (a part in dispute), never more than the book says is open.
    if (planned.open.minor > item->open.minor) {
        return refuse(place, "open amount of " + item->number, planned.open.decimal(),
                      "at most what is open in the book, " + item->open.decimal());
    }
    return {};
}

ReminderLine line_of(const book::OpenItem& item, const policy::PlannedItem& planned) {
    ReminderLine line{.item_id = item.id,
                      .number = item.number,
                      .order_reference = item.order_reference,
                      .description = item.description,
                      .issued_on = item.issued_on,
                      .due_on = item.due_on,
                      .total = item.total,
                      .open = planned.open,
                      .payment_reference = {},
                      .payment_reference_print = {},
                      .step_id = planned.step_id,
                      .round = planned.round,
                      .sequence = planned.sequence};
    // What is no reference with correct check digits is not repeated: the payer's bank would
    // refuse it. He writes the invoice number then.
    if (const auto reference = matching::parse_reference(item.payment_reference)) {
        line.payment_reference = reference->value;
        line.payment_reference_print = matching::print_reference(*reference);
    }
    return line;
}

Result<void> put_lines(ReminderModel& model, const book::Book& book,
                       const policy::PlannedLetter& letter) {
    const std::string place = "letter to customer " + letter.party_id;
    if (letter.items.empty() || letter.items.size() > most_lines) {
        return refuse(place, "number of invoices", std::to_string(letter.items.size()),
                      "1 to " + std::to_string(most_lines));
    }
    std::set<std::string> seen;
    Money sum{0, letter.currency};
    for (const policy::PlannedItem& planned : letter.items) {
        const book::OpenItem* item = book.item(planned.item_id);
        Result<void> checked = check_item(letter, planned, item);
        if (!checked) return checked;
        if (!seen.insert(planned.item_id).second) {
            return refuse(place, "invoice", item->number, "each invoice once");
        }
        const Result<Money> longer = add(sum, planned.open);
        if (!longer) return tl::unexpected(longer.error().at(place));
        sum = *longer;
        model.lines.push_back(line_of(*item, planned));
    }
    if (sum != letter.total) {
        return refuse(place, "total", letter.total.code_and_decimal(),
                      "the sum of the invoices, " + sum.code_and_decimal());
    }
    model.total = sum;
    return {};
}

Result<void> put_payee(ReminderModel& model, const book::Book& book,
                       const policy::PlannedLetter& letter) {
    const auto& accounts = book.snapshot().accounts;
    const auto account = std::ranges::find(accounts, letter.account_id, &book::BankAccount::id);
    const std::string place = "letter to customer " + letter.party_id;
    if (account == accounts.end()) {
        return refuse(place, "bank account", letter.account_id, "an account of the book");
    }
    if (account->currency != letter.currency) {
        return refuse(place, "currency of account " + account->id,
                      std::string(account->currency.code()),
                      "the currency of the letter, " + std::string(letter.currency.code()));
    }
    const Result<Iban> iban = Iban::parse(account->iban);
    if (!iban) return tl::unexpected(iban.error().at(place));
    model.payee_iban = iban->electronic();
    model.payee_bic = text::upper(clean_line(account->bic));
    model.payee_name = payee_name(account->holder);
    if (model.payee_name.empty()) model.payee_name = payee_name(model.creditor.name);
    if (model.payee_name.empty()) {
        return refuse(place, "account holder", {}, "the name that a payer has to write");
    }
    return {};
}

// Belgian and Dutch bookkeepers use different words. A customer's own tag decides; a bare "nl"
// follows the country of the firm that writes.
std::string language_of(const book::Party& debtor, const book::Party& creditor,
                        const std::string& default_language) {
    const std::string& wanted = debtor.language.empty() ? default_language : debtor.language;
    std::string base(book::base_language(wanted));
    if (base != "nl") return base;
    const std::string tag = text::upper(std::string_view(wanted));
    const bool netherlands =
        tag == "NL-NL" || tag == "NL_NL" ||
        (tag != "NL-BE" && tag != "NL_BE" && text::upper(creditor.address.country) == "NL");
    return netherlands ? "nl-NL" : "nl-BE";
}

// Only https: a link that anyone on the way can change must not ask for money.
Result<void> check_link(const std::string& link) {
    const bool https = link.starts_with("https://") && link.size() > 8;
    const bool plain = std::ranges::all_of(link, [](char c) { return c > ' ' && c < 0x7F; });
    if (link.empty() || (https && plain)) return {};
    return fail("payment link", std::string(shortened(clean_line(link), 80, 80)),
                "an address that begins with https://");
}

} // namespace

Result<ReminderModel> build_reminder(const book::Book& book, const policy::PlannedLetter& letter,
                                     const LetterIdentity& identity, const PaymentOptions& options,
                                     const std::string& default_language) {
    const std::string place = "letter to customer " + letter.party_id;
    const book::Party* debtor = book.party(letter.party_id);
    if (debtor == nullptr) {
        return refuse(place, "customer", letter.party_id, "a customer of the book");
    }
    ReminderModel model;
    model.letter_id = identity.letter_id;
    model.letter_number = identity.letter_number;
    model.book_id = book.snapshot().book_id;
    model.on = letter.on;
    model.pay_by = letter.pay_by;
    model.covered_until = letter.covered_until;
    model.tone = letter.tone;
    model.creditor = book.snapshot().creditor;
    model.debtor = *debtor;
    model.debtor_mail = debtor->reminder_mail();
    model.currency = letter.currency;
    model.payment_link = options.payment_link;
    model.language = language_of(*debtor, model.creditor, default_language);
    if (clean_line(debtor->name).empty()) return refuse(place, "name", {}, "the customer's name");
    if (clean_line(model.creditor.name).empty()) {
        return refuse(place, "name of the firm", {}, "the name in which the letter goes out");
    }
    if (model.debtor_mail.empty()) {
        return refuse(place, "mail address", {}, "an address to send the letter to");
    }
    for (const auto& step : {check_link(model.payment_link), put_lines(model, book, letter),
                             put_payee(model, book, letter)}) {
        if (!step) return tl::unexpected(step.error());
    }
    if (const auto asked = put_payment_request(model, options); !asked) {
        return tl::unexpected(asked.error().at(place));
    }
    return model;
}

} // namespace afpunt::document
