// SPDX-License-Identifier: MIT
#include "conformance/plugin_cases/scripted_reading.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace afpunt::conformance {
namespace {

constexpr std::string_view own_iban = "BE68539007547034";
constexpr int days_to_pay = 30;

// A record of which nothing is known: absent is all zero.
template <typename Record>
Record absent() {
    Record record{};
    record.struct_size = sizeof record;
    return record;
}

void fill_address(afpunt_party& out, std::string_view street, std::string_view postal_code,
                  std::string_view city) {
    out.street = view(street);
    out.postal_code = view(postal_code);
    out.city = view(city);
    out.country = view("BE");
    out.language = view("nl-BE");
    out.contact_count = 1;
    out.contact_stride = sizeof(afpunt_contact);
}

} // namespace

BookItem& Book::item(std::string_view id) {
    for (BookItem& one : items) {
        if (one.id == id) return one;
    }
    throw std::out_of_range("no item " + std::string(id) + " in the scripted book");
}

void Book::invoice(const std::string& id, const std::string& customer, std::int64_t cents) {
    if (std::find(customers.begin(), customers.end(), customer) == customers.end()) {
        customers.push_back(customer);
    }
    items.push_back({id, customer, cents, cents, AFPUNT_DOCUMENT_OPEN});
}

void Book::pay(std::string_view id) {
    BookItem& paid = item(id);
    payments.push_back({"p" + std::to_string(++payments_ever), paid.id, paid.open});
    paid.open = 0;
    paid.state = AFPUNT_DOCUMENT_SETTLED;
}

void Book::unpay(std::string_view id) {
    BookItem& unpaid = item(id);
    unpaid.open = unpaid.total;
    unpaid.state = AFPUNT_DOCUMENT_OPEN;
    std::erase_if(payments, [&](const BookPayment& payment) { return payment.item == id; });
}

ScriptedReading::ScriptedReading(Book book, afpunt_date bank_until)
    : book_(std::move(book)), bank_until_(bank_until), own_iban_(view(own_iban)) {
    for (const std::string& customer : book_.customers)
        mails_.push_back(customer + "@example.com");
    for (std::size_t i = 0; i < mails_.size(); ++i) {
        contacts_.push_back({sizeof(afpunt_contact), 0, view("general"), view(book_.customers[i]),
                             view(mails_[i]), afpunt_str{}});
    }
    own_contact_ = {
        sizeof(afpunt_contact),         0,           view("general"), view("Boekhouding"),
        view("boekhouding@example.be"), afpunt_str{}};
}

void ScriptedReading::creditor(afpunt_party& out) const {
    out = absent<afpunt_party>();
    out.id = view("us");
    out.name = view("Drukkerij De Linde");
    fill_address(out, "Lindestraat 4", "9000", "Gent");
    out.contacts = &own_contact_;
    out.iban_count = 1;
    out.ibans = &own_iban_;
}

bool ScriptedReading::next(afpunt_party& out) {
    if (party_ >= book_.customers.size()) return false;
    out = absent<afpunt_party>();
    out.kind = AFPUNT_PARTY_BUSINESS;
    out.id = out.name = view(book_.customers[party_]);
    fill_address(out, "Kerkstraat 1", "2000", "Antwerpen");
    out.contacts = &contacts_[party_++];
    return true;
}

bool ScriptedReading::next(afpunt_account& out) {
    if (account_++ > 0) return false;
    out = absent<afpunt_account>();
    out.flags = AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE | AFPUNT_ACCOUNT_IN_USE;
    out.id = view("bank");
    out.iban = own_iban_;
    out.holder = view("Drukkerij De Linde");
    std::memcpy(out.currency, "EUR", sizeof out.currency);
    out.exponent = 2;
    return true;
}

bool ScriptedReading::next(afpunt_statement& out) {
    if (statement_++ > 0) return false;
    out = absent<afpunt_statement>();
    out.id = view("s1");
    out.account_id = view("bank");
    out.number = view("1");
    out.sequence = 1;
    out.from_on = first_day - days_to_pay;
    out.until_on = bank_until_;
    return true;
}

bool ScriptedReading::next(afpunt_bank_line& out) {
    if (line_ >= book_.lines.size()) return false;
    const BookLine& line = book_.lines[line_++];
    out = absent<afpunt_bank_line>();
    out.kind = AFPUNT_LINE_CUSTOMER_PAYMENT;
    out.id = out.label = view(line.id);
    out.account_id = view("bank");
    out.booked_on = bank_until_;
    out.amount = out.unallocated = euro(line.amount);
    return true;
}

bool ScriptedReading::next(afpunt_item& out) {
    if (item_ >= book_.items.size()) return false;
    const BookItem& item = book_.items[item_++];
    out = absent<afpunt_item>();
    out.kind = AFPUNT_INVOICE;
    out.state = item.state;
    out.id = out.document_id = out.number = view(item.id);
    out.customer_id = view(item.customer);
    out.issued_on = due_day - days_to_pay;
    out.due_on = due_day;
    out.total = euro(item.total);
    out.open = euro(item.open);
    return true;
}

bool ScriptedReading::next(afpunt_allocation& out) {
    if (payment_ >= book_.payments.size()) return false;
    const BookPayment& payment = book_.payments[payment_++];
    out = absent<afpunt_allocation>();
    out.kind = AFPUNT_ALLOCATION_BANK;
    out.id = view(payment.id);
    out.item_id = view(payment.item);
    out.booked_on = bank_until_;
    out.amount = euro(payment.amount);
    return true;
}

bool ScriptedReading::next(afpunt_owed& out) {
    if (book_.owed_to.empty() || owed_++ > 0) return false;
    out = absent<afpunt_owed>();
    out.party_id = view(book_.owed_to);
    out.amount = euro(1);
    return true;
}

} // namespace afpunt::conformance
