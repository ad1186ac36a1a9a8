// SPDX-License-Identifier: MIT
#include "gnucash/book_snapshot.hpp"

#include "common/contact_codes.hpp"
#include "gnucash/address_lines.hpp"
#include "gnucash/firm.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <utility>

namespace afpunt::gnucash {
namespace {

using host::to_abi;

// What the module is shown of settled items (afpunt.snapshot/1): an un-match within these days
// still finds its item.
constexpr std::int32_t settled_days_shown = 60;

afpunt_date optional_date(const std::optional<Date>& date) {
    return date ? date->days() : AFPUNT_NO_DATE;
}

afpunt_allocation_kind kind_of(PaidBy by) {
    switch (by) {
    case PaidBy::Bank: return AFPUNT_ALLOCATION_BANK;
    case PaidBy::Cash: return AFPUNT_ALLOCATION_CASH;
    case PaidBy::CreditNote: return AFPUNT_ALLOCATION_CREDIT_NOTE;
    case PaidBy::WriteOff: return AFPUNT_ALLOCATION_WRITE_OFF;
    case PaidBy::Other: break;
    }
    return AFPUNT_ALLOCATION_OTHER;
}

} // namespace

afpunt_money money_to_abi(const Money& money) {
    afpunt_money out{};
    out.minor = money.minor;
    money.currency.code().copy(out.currency, 3);
    out.exponent = static_cast<std::uint8_t>(money.currency.exponent());
    return out;
}

BookSnapshot::BookSnapshot(const BookReader& reader, const BookSettings& settings,
                           const Contacts& contacts, BookState& state, Date today)
    : reader_(reader), settings_(settings), state_(state), version_(state.version), today_(today),
      firm_(read_firm(reader, settings.firm)), bank_lines_(reader_, settings) {
    for (const ContactRow& row : contacts.rows)
        contacts_.emplace(text::lower(row.customer), &row);
}

const std::vector<BankAccountRecord>& BookSnapshot::accounts() {
    if (!accounts_) {
        accounts_ =
            read_bank_accounts(reader_, settings_, bank_lines_.unassigned(), firm_.name, today_);
    }
    return *accounts_;
}

afpunt_str BookSnapshot::keep(std::string_view text) {
    if (text.empty()) return {nullptr, 0};
    char* const kept = static_cast<char*>(texts_.allocate(text.size(), 1));
    // GnuCash's own files are UTF-8; what a script put in otherwise must not stop the reading.
    const bool is_whole = text::is_utf8(text);
    std::transform(text.begin(), text.end(), kept, [is_whole](char c) {
        return is_whole || static_cast<unsigned char>(c) < 0x80 ? c : '?';
    });
    return {kept, text.size()};
}

const ContactRow* BookSnapshot::contact_of(std::string_view number, std::string_view name) const {
    for (const std::string_view key : {number, name}) {
        const auto found = contacts_.find(text::lower(text::trim(key)));
        if (!key.empty() && found != contacts_.end()) return found->second;
    }
    return nullptr;
}

void BookSnapshot::creditor(afpunt_party& out) {
    out.id = keep("creditor");
    out.name = keep(firm_.name);
    out.kind = AFPUNT_PARTY_BUSINESS;
    out.street = keep(firm_.street);
    out.postal_code = keep(firm_.postal_code);
    out.city = keep(firm_.city);
    out.country = keep(firm_.country);
    out.vat_id = keep(firm_.vat_id);
    out.registration_id = keep(firm_.registration_id);
    out.language = keep(settings_.language);
    auto& contacts = party_contacts_.emplace_back();
    contacts.push_back({sizeof(afpunt_contact), 0, to_abi("general"), keep(firm_.contact),
                        keep(firm_.mail), keep(firm_.phone)});
    out.contacts = contacts.data();
    out.contact_count = 1;
    out.contact_stride = sizeof(afpunt_contact);
}

void BookSnapshot::fill_contact(const ContactRow& row, afpunt_party& out) {
    out.kind = party_kind_of(row.kind);
    out.standing = standing_of(row.standing);
    out.language = keep(row.language);
    if (row.hold || row.hold_until) out.flags = AFPUNT_PARTY_DUNNING_HOLD;
    out.hold_reason = keep(row.hold_reason);
    out.hold_until = optional_date(row.hold_until);
    auto& contacts = party_contacts_.back();
    if (!row.mail.empty()) {
        contacts.insert(contacts.begin(), {sizeof(afpunt_contact), 0, to_abi("dunning"),
                                           keep(row.name), keep(row.mail), keep(row.phone)});
    }
    for (afpunt_contact& each : contacts) {
        if (row.wants_ubl) each.flags = AFPUNT_CONTACT_WANTS_UBL;
    }
    auto& ibans = party_ibans_.emplace_back();
    for (const std::string& iban : row.ibans)
        ibans.push_back(keep(iban));
    out.ibans = ibans.data();
    out.iban_count = static_cast<std::uint32_t>(ibans.size());
}

bool BookSnapshot::next(afpunt_party& out) {
    const Engine& engine = reader_.engine();
    if (!std::exchange(customers_.begun, true)) customers_.guids = reader_.all(customers_of_book);
    const GncCustomer* customer = nullptr;
    Guid guid;
    while (customer == nullptr && customers_.at < customers_.guids.size()) {
        guid = customers_.guids[customers_.at++];
        customer = reader_.find_as<GncCustomer>(customers_of_book, guid);
    }
    if (customer == nullptr) return false;
    const std::string_view name = text::trim(view(engine.gncCustomerGetName(customer)));
    const std::string_view number = text::trim(view(engine.gncCustomerGetID(customer)));
    const GncAddress* lines = engine.gncCustomerGetAddr(customer);
    const ReadAddress address = read_address_lines(
        {view(engine.gncAddressGetAddr1(lines)), view(engine.gncAddressGetAddr2(lines)),
         view(engine.gncAddressGetAddr3(lines)), view(engine.gncAddressGetAddr4(lines))});
    const std::string id = hex(guid);
    out.name = keep(name.empty() ? number : name);
    out.street = keep(address.street);
    out.street_extra = keep(address.street_extra);
    out.postal_code = keep(address.postal_code);
    out.city = keep(address.city);
    out.country = keep(address.country);
    auto& contacts = party_contacts_.emplace_back();
    const std::string_view mail = text::trim(view(engine.gncAddressGetEmail(lines)));
    const std::string_view person = text::trim(view(engine.gncAddressGetName(lines)));
    if (!mail.empty()) {
        contacts.push_back({sizeof(afpunt_contact), 0, to_abi("invoice"),
                            keep(person == name ? std::string_view() : person), keep(mail),
                            keep(view(engine.gncAddressGetPhone(lines)))});
    }
    if (const ContactRow* row = contact_of(number, name)) {
        contact_of_customer_[id] = row;
        if (row->owed) owed_.emplace_back(id, *row->owed);
        fill_contact(*row, out);
    }
    out.id = keep(id);
    out.contacts = contacts.data();
    out.contact_count = static_cast<std::uint32_t>(contacts.size());
    out.contact_stride = sizeof(afpunt_contact);
    return true;
}

bool BookSnapshot::next(afpunt_account& out) {
    if (account_at_ == accounts().size()) return false;
    const BankAccountRecord& account = accounts()[account_at_++];
    out.id = to_abi(account.id);
    out.iban = keep(account.iban);
    out.bic = keep(account.bic);
    out.name = keep(account.name);
    out.holder = keep(account.holder);
    account.currency.code().copy(out.currency, 3);
    out.exponent = static_cast<std::uint8_t>(account.currency.exponent());
    if (account.customers_pay_here) out.flags |= AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE;
    if (account.in_use) out.flags |= AFPUNT_ACCOUNT_IN_USE;
    return true;
}

bool BookSnapshot::next(afpunt_statement& out) {
    while (statement_at_ < accounts().size()) {
        const BankAccountRecord& account = accounts()[statement_at_++];
        if (!account.from || !account.until) continue;
        out.id = keep("until " + account.until->iso() + " of " + account.id);
        out.account_id = to_abi(account.id);
        out.from_on = account.from->days();
        out.until_on = account.until->days();
        return true;
    }
    begin_lines();
    return false;
}

void BookSnapshot::begin_lines() {
    if (!std::exchange(lines_.begun, true))
        lines_.guids = bank_lines_.candidates(accounts(), today_);
}

bool BookSnapshot::next(afpunt_bank_line& out) {
    begin_lines();
    while (lines_.at < lines_.guids.size()) {
        const auto* split = reader_.find_as<Split>(splits_of_book, lines_.guids[lines_.at++]);
        if (split == nullptr) continue;
        auto line = bank_lines_.read(split);
        if (!line) continue;
        out.id = keep(line->id);
        out.account_id = keep(line->account_id);
        out.label = keep(line->label);
        out.kind = line->is == LineIs::CustomersMoney ? 0 : AFPUNT_LINE_NOT_CUSTOMER_MONEY;
        out.booked_on = line->on.days();
        out.amount = money_to_abi(line->amount);
        out.unallocated = money_to_abi(line->unallocated);
        out.payer_name = keep(line->payer_name);
        out.payer_iban = keep(line->payer_iban);
        out.remittance = keep(line->remittance);
        out.party_id = keep(line->customer_id);
        return true;
    }
    begin_items();
    return false;
}

void BookSnapshot::begin_items() {
    if (!std::exchange(invoices_.begun, true)) invoices_.guids = reader_.all(invoices_of_book);
}

bool BookSnapshot::next(afpunt_item& out) {
    begin_items();
    while (invoices_.at < invoices_.guids.size()) {
        const Guid guid = invoices_.guids[invoices_.at++];
        if (state_.settled_long_ago.contains(guid)) continue;
        auto* invoice = reader_.find_as<GncInvoice>(invoices_of_book, guid);
        if (invoice != nullptr && fill_item(invoice, guid, out)) return true;
    }
    return false;
}

bool BookSnapshot::fill_item(GncInvoice* invoice, const Guid& guid, afpunt_item& out) {
    auto read = read_invoice(reader_, invoice);
    if (!read) return false;
    InvoiceRecord& item = *read;
    const bool is_settled = item.open.is_zero() && item.inexact.empty();
    const Date last_change = item.last_tied_on.value_or(item.issued_on);
    if (is_settled && last_change < today_ - settled_days_shown) {
        state_.settled_long_ago.insert(guid);
        return false;
    }
    out.kind = item.is_credit ? AFPUNT_CREDIT_NOTE : AFPUNT_INVOICE;
    out.state = is_settled ? AFPUNT_DOCUMENT_SETTLED : AFPUNT_DOCUMENT_OPEN;
    out.id = out.document_id = keep(item.id);
    out.number = keep(item.number.empty() ? item.id : item.number);
    out.customer_id = keep(item.customer_id);
    out.order_reference = keep(item.order_reference);
    out.description = keep(item.description);
    out.issued_on = item.issued_on.days();
    out.due_on = item.due_on.days();
    out.entered_on = optional_date(item.entered_on);
    out.total = money_to_abi(item.total);
    out.open = money_to_abi(item.open);
    const auto row = contact_of_customer_.find(item.customer_id);
    if (row != contact_of_customer_.end() && row->second->reminded > 0 &&
        row->second->last_reminder && item.due_on < *row->second->last_reminder) {
        out.reminders_before = row->second->reminded;
        out.last_reminder_before = row->second->last_reminder->days();
    }
    for (InvoicePayment& payment : item.payments) {
        payments_.push_back(std::move(payment));
        payment_items_.push_back(item.id);
    }
    return true;
}

bool BookSnapshot::next(afpunt_allocation& out) {
    if (payments_.empty()) return false;
    const InvoicePayment payment = std::move(payments_.front());
    payments_.pop_front();
    out.id = keep(payment.id);
    out.item_id = keep(payment_items_.front());
    payment_items_.pop_front();
    out.source_id = keep(payment.source_id);
    out.kind = kind_of(payment.by);
    out.booked_on = payment.on.days();
    out.amount = money_to_abi(payment.amount);
    return true;
}

bool BookSnapshot::next(afpunt_owed& out) {
    if (owed_at_ == owed_.size()) return false;
    const auto& [party, amount] = owed_[owed_at_++];
    out.party_id = keep(party);
    out.amount = money_to_abi(amount);
    return true;
}

} // namespace afpunt::gnucash
