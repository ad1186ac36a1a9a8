// SPDX-License-Identifier: MIT
#include "runtime/from_abi.hpp"

#include "runtime/abi_text.hpp"

#include <afpunt/ext/settings.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace afpunt::runtime {
namespace {

// What the headers promise is what the store is made for.
static_assert(config::host_id_bytes_max == AFPUNT_ID_MAX);
static_assert(config::host_text_bytes_max == AFPUNT_TEXT_MAX);
static_assert(config::setting_bytes_max == AFPUNT_SETTING_MAX);

// Collects the fields of one record and keeps the first thing that was wrong: reading a record is a
// list of fields, not a ladder of ifs. `has` is AFPUNT_HAS for the field at hand.
class FieldReader {
public:
    explicit FieldReader(const char* record) : record_(record) {}

    void text(std::string& out, bool has, const afpunt_str& value, const char* field) {
        if (has) take_text(value, field, config::host_text_bytes_max, out);
    }
    // A key of the host: what the store keeps beside every letter, so shorter than a text.
    void key(std::string& out, bool has, const afpunt_str& value, const char* field) {
        if (has) take_text(value, field, config::host_id_bytes_max, out);
    }
    // Of an event, as they were promised to be shorter.
    void event_key(std::string& out, const afpunt_str& value, const char* field) {
        take_text(value, field, AFPUNT_EVENT_TEXT_MAX, out);
    }
    void required_event_key(std::string& out, const afpunt_str& value, const char* field) {
        event_key(out, value, field);
        if (!failure_ && out.empty()) fail_with(field, "", "a text that is not empty");
    }
    void event_keys(std::vector<std::string>& out, const afpunt_str* values, std::uint32_t count,
                    const char* field) {
        out.resize(count);
        for (std::uint32_t at = 0; at < count && !failure_; ++at) {
            required_event_key(out[at], values[at], field);
            if (failure_) failure_->field += "[" + std::to_string(at) + "]";
        }
    }
    void required_key(std::string& out, bool has, const afpunt_str& value, const char* field) {
        key(out, has, value, field);
        if (!failure_ && out.empty()) fail_with(field, "", "an id");
    }
    void required_text(std::string& out, bool has, const afpunt_str& value, const char* field) {
        text(out, has, value, field);
        if (!failure_ && out.empty()) fail_with(field, "", "a text that is not empty");
    }
    void money(std::optional<Money>& out, bool has, const afpunt_money& value, const char* field) {
        if (has) take(money_from_abi(value, field), out);
    }
    void required_money(Money& out, bool has, const afpunt_money& value, const char* field) {
        std::optional<Money> read;
        money(read, has, value, field);
        if (read) out = *read;
        if (!failure_ && !read) fail_with(field, "", "an amount with its currency");
    }
    void date(std::optional<Date>& out, bool has, afpunt_date value, const char* field) {
        if (has) take(date_from_abi(value, field), out);
    }
    void required_date(Date& out, bool has, afpunt_date value, const char* field) {
        std::optional<Date> read;
        date(read, has, value, field);
        if (read) out = *read;
        if (!failure_ && !read) fail_with(field, "", "a day");
    }
    // `last` is the highest value that this version knows; 0 gives `fallback` when that is allowed.
    template <typename Enum>
    void enumeration(Enum& out, bool has, std::int32_t value, std::int32_t last, Enum first,
                     std::optional<Enum> fallback, const char* field) {
        if (!has || value == 0) {
            if (fallback) {
                out = *fallback;
            } else {
                fail_with(field, std::to_string(value), "one of 1 to " + std::to_string(last));
            }
        } else if (value < 0 || value > last) {
            fail_with(field, std::to_string(value), "one of 1 to " + std::to_string(last));
        } else {
            out = static_cast<Enum>(static_cast<std::int32_t>(first) + value - 1);
        }
    }
    void fail_with(const char* field, std::string found, std::string expected) {
        if (!failure_) failure_ = Failure{{}, field, std::move(found), std::move(expected)};
    }
    // What was wrong with the record, if anything, with its id as the place.
    [[nodiscard]] Result<void> finish(const std::string& id) const {
        if (!failure_) return {};
        return tl::unexpected<Failure>(
            failure_->at(std::string(record_) + " '" + id + "' of the host"));
    }

private:
    // Most fields of most records are absent or plain letters and digits, which need no second
    // look.
    void take_text(const afpunt_str& value, const char* field, std::size_t bytes_max,
                   std::string& out) {
        if (value.len == 0) return;
        if (value.ptr != nullptr && value.len <= bytes_max &&
            std::all_of(value.ptr, value.ptr + value.len, is_plain)) {
            out.assign(value.ptr, value.len);
        } else {
            take(from_abi(value, field, bytes_max), out);
        }
    }
    template <typename Read, typename Out>
    void take(Read read, Out& out) {
        if (read) {
            out = std::move(*read);
        } else if (!failure_) {
            failure_ = read.error();
        }
    }
    // Whether char has a sign is the processor's choice.
    static bool is_plain(char c) { return static_cast<signed char>(c) > 0; }

    const char* record_;
    std::optional<Failure> failure_;
};

// The length-checked presence of a field of the record that is being read.
#define HAS(field)                                                                                 \
    (from.struct_size >= offsetof(std::remove_cvref_t<decltype(from)>, field) + sizeof(from.field))

void read_contacts(const afpunt_party& from, book::Party& party, FieldReader& read) {
    if (!HAS(contact_stride) || from.contact_count == 0) return;
    if (from.contacts == nullptr || from.contact_count > AFPUNT_PARTY_CONTACTS_MAX ||
        from.contact_stride < sizeof(std::uint32_t) * 2 + sizeof(afpunt_str)) {
        read.fail_with("contacts", std::to_string(from.contact_count) + " contacts",
                       "an array of at most 100 contacts with its stride");
        return;
    }
    const char* at = reinterpret_cast<const char*>(from.contacts);
    for (std::uint32_t i = 0; i < from.contact_count; ++i, at += from.contact_stride) {
        // Copied, for the host's stride need not keep our alignment.
        afpunt_contact contact{};
        std::memcpy(&contact, at, std::min<std::size_t>(from.contact_stride, sizeof contact));
        const auto has = [&](std::size_t end) {
            return contact.struct_size >= end && from.contact_stride >= end;
        };
        book::Contact& out = party.contacts.emplace_back();
        out.wants_ubl =
            has(offsetof(afpunt_contact, role)) && (contact.flags & AFPUNT_CONTACT_WANTS_UBL) != 0;
        read.text(out.role, has(offsetof(afpunt_contact, name)), contact.role, "contacts.role");
        read.text(out.name, has(offsetof(afpunt_contact, mail)), contact.name, "contacts.name");
        read.text(out.mail, has(offsetof(afpunt_contact, phone)), contact.mail, "contacts.mail");
        read.text(out.phone, has(sizeof(afpunt_contact)), contact.phone, "contacts.phone");
    }
}

void read_ibans(const afpunt_party& from, book::Party& party, FieldReader& read) {
    // The size of the pointer is meant. NOLINTNEXTLINE(bugprone-sizeof-expression)
    if (!HAS(ibans) || from.iban_count == 0) return;
    if (from.ibans == nullptr || from.iban_count > AFPUNT_PARTY_IBANS_MAX) {
        read.fail_with("ibans", std::to_string(from.iban_count) + " accounts",
                       "an array of at most 100 accounts");
        return;
    }
    for (std::uint32_t i = 0; i < from.iban_count; ++i) {
        read.text(party.ibans.emplace_back(), true, from.ibans[i], "ibans");
    }
}

} // namespace

Result<std::optional<Money>> money_from_abi(const afpunt_money& money, const char* field) {
    const std::string_view code(money.currency, 3);
    if (code == std::string_view("\0\0\0", 3)) return std::nullopt;
    const auto currency = Currency::parse(code);
    if (!currency) {
        Failure failure = currency.error();
        failure.field = field;
        return tl::unexpected<Failure>(failure);
    }
    if (currency->exponent() != money.exponent) {
        return fail(field,
                    std::string(code) + " with " + std::to_string(money.exponent) + " decimals",
                    std::to_string(currency->exponent()) + " decimals, as ISO 4217 says");
    }
    return Money{money.minor, *currency};
}

Result<std::optional<Date>> date_from_abi(afpunt_date date, const char* field) {
    if (date == AFPUNT_NO_DATE) return std::nullopt;
    const Date day = Date::from_days(date);
    // Outside these years the host has mixed up its units (seconds for days, for instance).
    if (date < Date::of(1900, 1, 1).days() || date > Date::of(2999, 12, 31).days()) {
        return fail(field, std::to_string(date) + " days since 1970", "a day from 1900 to 2999");
    }
    return day;
}

Result<void> read_record(const afpunt_party& from, book::Party& party) {
    FieldReader read("party");
    read.required_key(party.id, HAS(id), from.id, "id");
    read.text(party.name, HAS(name), from.name, "name");
    read.enumeration(party.kind, HAS(kind), from.kind, AFPUNT_PARTY_ASSOCIATION,
                     book::PartyKind::Consumer, {book::PartyKind::Unknown}, "kind");
    read.enumeration(party.standing, HAS(standing), from.standing, AFPUNT_STANDING_HANDED_OVER,
                     book::PartyStanding::Insolvent, {book::PartyStanding::Normal}, "standing");
    read.text(party.address.street, HAS(street), from.street, "street");
    read.text(party.address.street_extra, HAS(street_extra), from.street_extra, "street_extra");
    read.text(party.address.postal_code, HAS(postal_code), from.postal_code, "postal_code");
    read.text(party.address.city, HAS(city), from.city, "city");
    read.text(party.address.region, HAS(region), from.region, "region");
    read.text(party.address.country, HAS(country), from.country, "country");
    read.text(party.language, HAS(language), from.language, "language");
    read.text(party.vat_id, HAS(vat_id), from.vat_id, "vat_id");
    read.text(party.registration_id, HAS(registration_id), from.registration_id, "registration_id");
    read.text(party.endpoint_scheme, HAS(endpoint_scheme), from.endpoint_scheme, "endpoint_scheme");
    read.text(party.endpoint_id, HAS(endpoint_id), from.endpoint_id, "endpoint_id");
    party.dunning_hold = HAS(flags) && (from.flags & AFPUNT_PARTY_DUNNING_HOLD) != 0;
    read.text(party.dunning_hold_reason, HAS(hold_reason), from.hold_reason, "hold_reason");
    read.date(party.dunning_hold_until, HAS(hold_until), from.hold_until, "hold_until");
    read_contacts(from, party, read);
    read_ibans(from, party, read);
    return read.finish(party.id);
}

Result<void> read_record(const afpunt_item& from, book::OpenItem& item) {
    FieldReader read("open item");
    read.required_key(item.id, HAS(id), from.id, "id");
    read.key(item.document_id, HAS(document_id), from.document_id, "document_id");
    read.key(item.instalment_id, HAS(instalment_id), from.instalment_id, "instalment_id");
    read.enumeration(item.kind, HAS(kind), from.kind, AFPUNT_OPENING_BALANCE,
                     book::DocumentKind::Invoice, {}, "kind");
    read.enumeration(item.state, HAS(state), from.state, AFPUNT_DOCUMENT_DISPUTED,
                     book::DocumentState::Open, {}, "state");
    read.enumeration(item.arrangement, HAS(arrangement), from.arrangement, AFPUNT_ARRANGEMENT_OTHER,
                     book::PaymentArrangement::CreditTransfer,
                     {book::PaymentArrangement::CreditTransfer}, "arrangement");
    read.required_text(item.number, HAS(number), from.number, "number");
    read.key(item.customer_id, HAS(customer_id), from.customer_id, "customer_id");
    read.text(item.order_reference, HAS(order_reference), from.order_reference, "order_reference");
    read.text(item.payment_reference, HAS(payment_reference), from.payment_reference,
              "payment_reference");
    read.text(item.description, HAS(description), from.description, "description");
    read.required_date(item.issued_on, HAS(issued_on), from.issued_on, "issued_on");
    read.required_date(item.due_on, HAS(due_on), from.due_on, "due_on");
    read.date(item.entered_on, HAS(entered_on), from.entered_on, "entered_on");
    read.date(item.sent_on, HAS(sent_on), from.sent_on, "sent_on");
    read.required_money(item.total, HAS(total), from.total, "total");
    read.required_money(item.open, HAS(open), from.open, "open");
    read.text(item.payee_iban, HAS(payee_iban), from.payee_iban, "payee_iban");
    read.text(item.payee_bic, HAS(payee_bic), from.payee_bic, "payee_bic");
    read.text(item.payee_name, HAS(payee_name), from.payee_name, "payee_name");
    read.text(item.mandate_id, HAS(mandate_id), from.mandate_id, "mandate_id");
    read.date(item.collection_on, HAS(collection_on), from.collection_on, "collection_on");
    std::optional<Date> discount_until;
    std::optional<Money> discount;
    read.date(discount_until, HAS(discount_until), from.discount_until, "discount_until");
    read.money(discount, HAS(discount), from.discount, "discount");
    if (discount && discount_until) {
        item.discount = book::EarlyPaymentDiscount{*discount, *discount_until};
    }
    read.money(item.retention, HAS(retention), from.retention, "retention");
    read.money(item.disputed, HAS(disputed), from.disputed, "disputed");
    read.text(item.assigned_to, HAS(assigned_to), from.assigned_to, "assigned_to");
    read.text(item.assigned_iban, HAS(assigned_iban), from.assigned_iban, "assigned_iban");
    read.date(item.last_reminder_before, HAS(last_reminder_before), from.last_reminder_before,
              "last_reminder_before");
    if (HAS(reminders_before)) item.reminders_before = from.reminders_before;
    return read.finish(item.id);
}

Result<void> read_record(const afpunt_allocation& from, book::Allocation& allocation) {
    FieldReader read("allocation");
    read.required_key(allocation.id, HAS(id), from.id, "id");
    read.required_key(allocation.item_id, HAS(item_id), from.item_id, "item_id");
    read.key(allocation.source_id, HAS(source_id), from.source_id, "source_id");
    read.enumeration(allocation.kind, HAS(kind), from.kind, AFPUNT_ALLOCATION_OTHER,
                     book::AllocationKind::Bank, {book::AllocationKind::Other}, "kind");
    read.required_date(allocation.booked_on, HAS(booked_on), from.booked_on, "booked_on");
    read.date(allocation.value_on, HAS(value_on), from.value_on, "value_on");
    read.required_money(allocation.amount, HAS(amount), from.amount, "amount");
    read.key(allocation.rule, HAS(rule), from.rule, "rule");
    return read.finish(allocation.id);
}

Result<void> read_record(const afpunt_account& from, book::BankAccount& account) {
    FieldReader read("bank account");
    read.required_key(account.id, HAS(id), from.id, "id");
    read.text(account.iban, HAS(iban), from.iban, "iban");
    read.text(account.bic, HAS(bic), from.bic, "bic");
    read.text(account.name, HAS(name), from.name, "name");
    read.text(account.holder, HAS(holder), from.holder, "holder");
    const auto currency = HAS(exponent) ? Currency::parse(std::string_view(from.currency, 3))
                                        : Result<Currency>(fail("currency", "", "a currency code"));
    if (currency) {
        account.currency = *currency;
    } else {
        read.fail_with("currency", currency.error().found, currency.error().expected);
    }
    const std::uint32_t flags = HAS(flags) ? from.flags : 0;
    account.customers_pay_here = (flags & AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE) != 0;
    account.in_use = (flags & AFPUNT_ACCOUNT_IN_USE) != 0;
    return read.finish(account.id);
}

Result<void> read_record(const afpunt_statement& from, book::Statement& statement) {
    FieldReader read("bank statement");
    read.required_key(statement.id, HAS(id), from.id, "id");
    read.required_key(statement.account_id, HAS(account_id), from.account_id, "account_id");
    read.text(statement.number, HAS(number), from.number, "number");
    if (HAS(sequence)) statement.sequence = from.sequence;
    read.required_date(statement.from, HAS(from_on), from.from_on, "from_on");
    read.required_date(statement.until, HAS(until_on), from.until_on, "until_on");
    read.money(statement.opening, HAS(opening), from.opening, "opening");
    read.money(statement.closing, HAS(closing), from.closing, "closing");
    statement.provisional = HAS(flags) && (from.flags & AFPUNT_STATEMENT_PROVISIONAL) != 0;
    return read.finish(statement.id);
}

Result<void> read_record(const afpunt_bank_line& from, book::BankLine& line) {
    FieldReader read("bank line");
    read.required_key(line.id, HAS(id), from.id, "id");
    read.required_key(line.account_id, HAS(account_id), from.account_id, "account_id");
    read.key(line.statement_id, HAS(statement_id), from.statement_id, "statement_id");
    read.text(line.label, HAS(label), from.label, "label");
    read.enumeration(line.kind, HAS(kind), from.kind, AFPUNT_LINE_NOT_CUSTOMER_MONEY,
                     book::BankLineKind::CustomerPayment, {book::BankLineKind::Unknown}, "kind");
    read.required_date(line.booked_on, HAS(booked_on), from.booked_on, "booked_on");
    read.date(line.value_on, HAS(value_on), from.value_on, "value_on");
    read.required_money(line.amount, HAS(amount), from.amount, "amount");
    read.required_money(line.unallocated, HAS(unallocated), from.unallocated, "unallocated");
    read.text(line.payer_name, HAS(payer_name), from.payer_name, "payer_name");
    read.text(line.payer_iban, HAS(payer_iban), from.payer_iban, "payer_iban");
    read.text(line.structured_reference, HAS(structured_reference), from.structured_reference,
              "structured_reference");
    read.text(line.remittance, HAS(remittance), from.remittance, "remittance");
    read.text(line.end_to_end_id, HAS(end_to_end_id), from.end_to_end_id, "end_to_end_id");
    read.key(line.party_id, HAS(party_id), from.party_id, "party_id");
    return read.finish(line.id);
}

Result<void> read_record(const afpunt_owed& from, book::Snapshot::Owed& owed) {
    FieldReader read("debt of the firm");
    read.required_key(owed.party_id, HAS(party_id), from.party_id, "party_id");
    read.required_money(owed.amount, HAS(amount), from.amount, "amount");
    return read.finish(owed.party_id);
}

#undef HAS

Result<void> read_event(const afpunt_event& from, EventCopy& event) {
    FieldReader read("event");
    event.type = from.type;
    read.required_event_key(event.source, from.source, "source");
    read.required_event_key(event.epoch, from.epoch, "epoch");
    read.required_event_key(event.id, from.id, "id");
    read.event_key(event.cursor, from.cursor, "cursor");
    read.event_key(event.party_id, from.party_id, "party_id");
    read.text(event.subject, true, from.subject, "subject");
    if (from.item_count > AFPUNT_EVENT_ITEMS_MAX) {
        read.fail_with("item_count", std::to_string(from.item_count),
                       "at most 1024; else send RESYNC");
    } else if (from.item_count > 0 && from.item_ids == nullptr) {
        read.fail_with("item_ids", "a null pointer with a count", "the ids of the items");
    } else {
        read.event_keys(event.item_ids, from.item_ids, from.item_count, "item_ids");
    }
    return read.finish(event.id);
}

} // namespace afpunt::runtime
