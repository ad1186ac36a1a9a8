// SPDX-License-Identifier: MIT
//
// Records that are whole and wrong: texts, numbers and days that break the rules, and sums that do
// not agree. Whatever the plugin makes of them, it lives, it says so, and no letter comes of it.
#include "conformance/expectations.hpp"
#include "conformance/plugin_cases/plugin_case.hpp"
#include "conformance/plugin_cases/session.hpp"

#include <cstddef>
#include <cstring>
#include <limits>

namespace afpunt::conformance {
namespace {

struct Field {
    Kind kind;
    const char* name;
    std::size_t offset;
};

#define PARTY(field)                                                                               \
    { Kind::Party, #field, offsetof(afpunt_party, field) }
#define ACCOUNT(field)                                                                             \
    { Kind::Account, #field, offsetof(afpunt_account, field) }
#define STATEMENT(field)                                                                           \
    { Kind::Statement, #field, offsetof(afpunt_statement, field) }
#define LINE(field)                                                                                \
    { Kind::Line, #field, offsetof(afpunt_bank_line, field) }
#define ITEM(field)                                                                                \
    { Kind::Item, #field, offsetof(afpunt_item, field) }
#define ALLOCATION(field)                                                                          \
    { Kind::Allocation, #field, offsetof(afpunt_allocation, field) }

constexpr Field texts[] = {
    PARTY(id),
    PARTY(name),
    PARTY(street),
    PARTY(street_extra),
    PARTY(postal_code),
    PARTY(city),
    PARTY(region),
    PARTY(country),
    PARTY(language),
    PARTY(vat_id),
    PARTY(registration_id),
    PARTY(endpoint_scheme),
    PARTY(endpoint_id),
    PARTY(hold_reason),
    {Kind::Creditor, "name", offsetof(afpunt_party, name)},
    ACCOUNT(id),
    ACCOUNT(iban),
    ACCOUNT(bic),
    ACCOUNT(name),
    ACCOUNT(holder),
    STATEMENT(id),
    STATEMENT(account_id),
    STATEMENT(number),
    LINE(id),
    LINE(account_id),
    LINE(statement_id),
    LINE(label),
    LINE(payer_name),
    LINE(payer_iban),
    LINE(structured_reference),
    LINE(remittance),
    LINE(end_to_end_id),
    ITEM(id),
    ITEM(document_id),
    ITEM(instalment_id),
    ITEM(number),
    ITEM(customer_id),
    ITEM(order_reference),
    ITEM(payment_reference),
    ITEM(description),
    ITEM(payee_iban),
    ITEM(payee_bic),
    ITEM(payee_name),
    ITEM(mandate_id),
    ITEM(assigned_to),
    ITEM(assigned_iban),
    ALLOCATION(id),
    ALLOCATION(item_id),
    ALLOCATION(source_id),
    ALLOCATION(rule),
    {Kind::Owed, "party_id", offsetof(afpunt_owed, party_id)},
};
constexpr Field days[] = {
    STATEMENT(from_on),  STATEMENT(until_on),  LINE(booked_on),       LINE(value_on),
    ITEM(issued_on),     ITEM(due_on),         ITEM(entered_on),      ITEM(sent_on),
    ITEM(collection_on), ITEM(discount_until), ALLOCATION(booked_on), ALLOCATION(value_on),
    PARTY(hold_until),
};
constexpr Field enumerations[] = {
    PARTY(kind),       PARTY(standing), ITEM(kind),       ITEM(state),
    ITEM(arrangement), LINE(kind),      ALLOCATION(kind),
};
constexpr Field amounts[] = {
    ITEM(total),
    ITEM(open),
    ITEM(discount),
    ITEM(retention),
    ITEM(disputed),
    LINE(amount),
    LINE(unallocated),
    ALLOCATION(amount),
    STATEMENT(opening),
    STATEMENT(closing),
    {Kind::Owed, "amount", offsetof(afpunt_owed, amount)},
};

constexpr Field required_keys[] = {
    PARTY(id),
    ACCOUNT(id),
    STATEMENT(id),
    STATEMENT(account_id),
    LINE(id),
    LINE(account_id),
    ITEM(id),
    ALLOCATION(id),
    ALLOCATION(item_id),
    {Kind::Owed, "party_id", offsetof(afpunt_owed, party_id)},
};
constexpr Field required_days[] = {ITEM(issued_on), ITEM(due_on), LINE(booked_on),
                                   STATEMENT(until_on), ALLOCATION(booked_on)};
constexpr Field required_enumerations[] = {ITEM(kind), ITEM(state)};
constexpr Field required_amounts[] = {ITEM(total), ITEM(open), LINE(amount), LINE(unallocated),
                                      ALLOCATION(amount)};

#undef PARTY
#undef ACCOUNT
#undef STATEMENT
#undef LINE
#undef ITEM
#undef ALLOCATION

// A book in which every kind of record stands once and one invoice is due.
class SpoiltBook {
public:
    explicit SpoiltBook(const PluginUnderTest& tried)
        : host(tried.folder), session(*tried.entry, host) {
        begin_known_book(session, host);
        host.book.invoice("V1", "jan");
        host.book.invoice("V2", "els");
        host.book.pay("V2");
        host.book.lines.push_back({"L1", 4200});
        host.book.owed_to = "els";
    }
    // Asks for a run of the book with this value at this place: it must be refused, in words.
    template <typename Value>
    void refuses(const Field& field, Value value, const char* what) {
        host.distort = [&](Kind kind, void* record) {
            if (kind == field.kind) {
                // The size of a pointer is meant, too. NOLINTNEXTLINE(bugprone-sizeof-expression)
                std::memcpy(static_cast<char*>(record) + field.offset, &value, sizeof value);
            }
        };
        const json::object answer = session.run();
        host.distort = nullptr;
        const std::string why = refusal(answer);
        const std::string place =
            std::string("a ") + name_of(field.kind) + " whose " + field.name + " is " + what;
        require(!why.empty(), place + " was taken");
        require(why.find(field.name) != std::string::npos,
                place + " was refused without naming the field: " + why);
    }
    void is_well_again() {
        const json::object answer = session.run();
        require_answered(answer, "a run after all that");
        require(session.live_letters("V1").size() == 1, "V1 is due and has no letter");
        session.destroy();
    }

    ScriptedHost host;
    Session session;
};

void texts_of_records(const PluginUnderTest& tried) {
    SpoiltBook book(tried);
    const std::string too_long(AFPUNT_TEXT_MAX + 1, 'x');
    const std::string long_id(AFPUNT_ID_MAX + 1, 'x');
    for (const Field& field : texts) {
        book.refuses(field, afpunt_str{nullptr, 7}, "null with a length");
        book.refuses(field, afpunt_str{"\xFF", 1}, "not UTF-8");
        book.refuses(field, afpunt_str{"\xE2\x82", 2}, "cut in the middle of a character");
        book.refuses(field, afpunt_str{"x", UINT64_MAX}, "longer than memory");
        book.refuses(field, afpunt_str{"a\0b", 3}, "cut by a zero byte");
        book.refuses(field, view(too_long), "longer than AFPUNT_TEXT_MAX");
    }
    for (const Field& field : required_keys) {
        book.refuses(field, afpunt_str{}, "absent");
        book.refuses(field, view(long_id), "longer than AFPUNT_ID_MAX");
    }
    book.is_well_again();
}

void numbers_of_records(const PluginUnderTest& tried) {
    SpoiltBook book(tried);
    for (const Field& field : days) {
        book.refuses(field, std::numeric_limits<afpunt_date>::max(), "the last day there is");
        book.refuses(field, std::numeric_limits<afpunt_date>::min(), "the first day there is");
    }
    for (const Field& field : enumerations) {
        book.refuses(field, std::int32_t{-1}, "-1");
        book.refuses(field, std::int32_t{1000}, "1000");
    }
    for (const Field& field : amounts) {
        book.refuses(field, afpunt_money{100, {'E', 'U', 'R'}, 3, 0}, "in euros of 3 decimals");
        book.refuses(field, afpunt_money{100, {'e', 'u', 'r'}, 2, 0}, "in 'eur'");
        book.refuses(field, afpunt_money{100, {'\xFF', 0, 1}, 2, 0}, "in no currency");
    }
    for (const Field& field : required_days)
        book.refuses(field, AFPUNT_NO_DATE, "absent");
    for (const Field& field : required_enumerations)
        book.refuses(field, std::int32_t{0}, "absent");
    for (const Field& field : required_amounts)
        book.refuses(field, afpunt_money{}, "absent");
    const Field contacts{Kind::Party, "contacts", offsetof(afpunt_party, contact_count)};
    book.refuses(contacts, UINT32_MAX, "an array of 4,294,967,295");
    const Field ibans{Kind::Party, "ibans", offsetof(afpunt_party, iban_count)};
    book.refuses(ibans, std::uint32_t{1}, "null with a count");
    const Field pointer{Kind::Party, "contacts", offsetof(afpunt_party, contacts)};
    book.refuses(pointer, static_cast<const afpunt_contact*>(nullptr), "null with a count");
    const Field stride{Kind::Party, "contacts", offsetof(afpunt_party, contact_stride)};
    book.refuses(stride, std::uint32_t{0}, "an array of no stride");
    book.is_well_again();
}

// Contacts lie `contact_stride` bytes apart, however odd: a later revision's are longer.
void contacts_of_another_stride(const PluginUnderTest& tried) {
    constexpr std::uint32_t odd = sizeof(afpunt_contact) + 1;
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    host.book.invoice("V1", "jan");
    static char packed[3 * odd];
    host.distort = [](Kind kind, void* record) {
        if (kind != Kind::Party) return;
        auto& party = *static_cast<afpunt_party*>(record);
        std::memset(packed, 0x5A, sizeof packed);
        for (std::size_t i = 0; i < 3; ++i)
            std::memcpy(packed + i * odd, party.contacts, sizeof(afpunt_contact));
        party.contacts = reinterpret_cast<const afpunt_contact*>(packed);
        party.contact_count = 3;
        party.contact_stride = odd;
    };
    require_answered(session.run(), "run");
    session.destroy();
}

void sums_that_disagree(const PluginUnderTest& tried) {
    ScriptedHost host(tried.folder);
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    host.book.invoice("V1", "jan");
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    struct Wrong {
        const char* what;
        afpunt_money total, open;
        afpunt_document_state state;
    };
    const afpunt_money dollars{12100, {'U', 'S', 'D'}, 2, 0};
    const Wrong wrong[] = {
        {"open for more than its total", euro(10000), euro(20000), AFPUNT_DOCUMENT_OPEN},
        {"open for less than nothing", euro(10000), euro(-10000), AFPUNT_DOCUMENT_OPEN},
        {"open in another currency than its total", euro(12100), dollars, AFPUNT_DOCUMENT_OPEN},
        {"settled and still open", euro(10000), euro(10000), AFPUNT_DOCUMENT_SETTLED},
        {"open for nothing", euro(10000), euro(0), AFPUNT_DOCUMENT_OPEN},
        {"the least number there is", euro(least), euro(least), AFPUNT_DOCUMENT_OPEN},
        {"from the least to the greatest number", euro(least), euro(most), AFPUNT_DOCUMENT_OPEN},
    };
    for (const Wrong& one : wrong) {
        host.distort = [&](Kind kind, void* record) {
            if (kind != Kind::Item) return;
            auto& item = *static_cast<afpunt_item*>(record);
            item.total = one.total;
            item.open = one.open;
            item.state = one.state;
        };
        const json::object answer = session.run();
        require(count_of(answer, "prepared") == 0,
                std::string("a letter was prepared for an invoice that is ") + one.what);
    }
    host.distort = nullptr;
    host.book.item("V1").open = 10000;
    host.book.payments.push_back({"p1", "V1", 100}); // 121.00 less 1.00 is not 100.00
    require(count_of(session.run(), "prepared") == 0,
            "a letter was prepared for an invoice whose allocations do not add up");
    // The greatest amounts that can be written: sums of them do not fit, and must not wrap round.
    host.book = {};
    for (int i = 1; i <= 3; ++i)
        host.book.invoice("M" + std::to_string(i), "jan", most);
    (void)session.run();
    (void)session.ask({{"command", "plan"}});
    host.book = {};
    host.book.invoice("V1", "jan");
    require_answered(session.run(), "a run after all that");
    session.destroy();
}

} // namespace

std::vector<PluginCase> record_cases() {
    return {
        {"texts-of-records",
         "Null, endless and non-UTF-8 texts are refused, and the field is named.",
         "afpunt/values.h: afpunt_str", texts_of_records},
        {"numbers-of-records",
         "Enumerations, days, currencies and counts out of range are refused, the field named.",
         "afpunt/records.h", numbers_of_records},
        {"contacts-of-another-stride", "Element i lies i times the stride on, however long it is.",
         "afpunt/records.h: afpunt_party", contacts_of_another_stride},
        {"sums-that-disagree", "No letter comes of an invoice whose amounts contradict each other.",
         "afpunt/records.h: afpunt_item", sums_that_disagree},
    };
}

} // namespace afpunt::conformance
