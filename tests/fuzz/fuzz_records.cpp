// SPDX-License-Identifier: MIT
//
// libFuzzer on a host's snapshot: structs of any size, text of any bytes, numbers, days and amounts
// of any value, in any order, from a host that changes its mind. The reading ends with a book or
// with a sentence, and never reads what the host did not offer.
#include "demand.hpp"

#include <runtime/snapshot_reader.hpp>

#include <cstring>
#include <deque>
#include <string>
#include <vector>

struct afpunt_snapshot {
    afpunt::fuzz::Bytes* bytes = nullptr;
    // Text stays where it is until the next call. Each on its own, so that a read beyond its end is
    // seen.
    std::deque<std::string> texts;
    std::deque<std::vector<afpunt_contact>> contacts;
    std::deque<std::vector<afpunt_str>> lists;
};

namespace {

using namespace afpunt::fuzz;

constexpr int steps_max = 3'000;
constexpr afpunt_status statuses[] = {AFPUNT_MORE,      AFPUNT_END,      AFPUNT_OK,
                                      AFPUNT_E_CHANGED, AFPUNT_E_AMOUNT, 99};

afpunt_str text(afpunt_snapshot& from) {
    switch (from.bytes->below(4)) {
    case 0: return {nullptr, 0};
    case 1: return {"id", 2};
    default:
        from.texts.emplace_back(from.bytes->piece());
        return {from.texts.back().data(), from.texts.back().size()};
    }
}

afpunt_money money(afpunt_snapshot& from) {
    afpunt_money out{};
    switch (from.bytes->below(4)) {
    case 0: break;
    case 1: out = {12100, {'E', 'U', 'R'}, 2, 0}; break;
    default:
        out.minor = from.bytes->number();
        for (char& letter : out.currency)
            letter = static_cast<char>(from.bytes->byte());
        out.exponent = from.bytes->byte();
    }
    return out;
}

afpunt_date date(afpunt_snapshot& from) {
    switch (from.bytes->below(3)) {
    case 0: return AFPUNT_NO_DATE;
    case 1: return 20'700 + from.bytes->byte();
    default: return static_cast<afpunt_date>(from.bytes->number());
    }
}

std::int32_t choice(afpunt_snapshot& from) {
    const std::uint8_t byte = from.bytes->byte();
    return byte < 250 ? byte % 8 : static_cast<std::int32_t>(from.bytes->number());
}

// The fields that a host of another version, or a wrong one, says to have filled.
template <typename Struct>
void size(afpunt_snapshot& from, Struct& out) {
    const std::uint8_t byte = from.bytes->byte();
    if (byte >= 200) out.struct_size = static_cast<std::uint32_t>(byte - 200) * 8;
}

void fill(afpunt_snapshot& from, afpunt_party& out) {
    out.flags = from.bytes->byte();
    out.kind = choice(from);
    out.standing = choice(from);
    for (afpunt_str* field :
         {&out.id, &out.name, &out.street, &out.street_extra, &out.postal_code, &out.city,
          &out.region, &out.country, &out.language, &out.vat_id, &out.registration_id,
          &out.endpoint_scheme, &out.endpoint_id, &out.hold_reason})
        *field = text(from);
    out.hold_until = date(from);
    auto& contacts = from.contacts.emplace_back(from.bytes->below(4));
    for (afpunt_contact& contact : contacts) {
        contact = {sizeof(afpunt_contact),
                   from.bytes->byte(),
                   text(from),
                   text(from),
                   text(from),
                   text(from)};
    }
    out.contact_count = static_cast<std::uint32_t>(contacts.size());
    out.contacts = contacts.data();
    out.contact_stride = from.bytes->byte() < 250 ? sizeof(afpunt_contact) : 0;
    auto& ibans = from.lists.emplace_back(from.bytes->below(4));
    for (afpunt_str& iban : ibans)
        iban = text(from);
    out.iban_count = static_cast<std::uint32_t>(ibans.size());
    out.ibans = ibans.data();
    size(from, out);
}

void fill(afpunt_snapshot& from, afpunt_account& out) {
    out.flags = from.bytes->byte();
    for (afpunt_str* field : {&out.id, &out.iban, &out.bic, &out.name, &out.holder})
        *field = text(from);
    const afpunt_money currency = money(from);
    std::memcpy(out.currency, currency.currency, sizeof out.currency);
    out.exponent = currency.exponent;
    size(from, out);
}

void fill(afpunt_snapshot& from, afpunt_statement& out) {
    out.flags = from.bytes->byte();
    for (afpunt_str* field : {&out.id, &out.account_id, &out.number})
        *field = text(from);
    out.sequence = choice(from);
    out.from_on = date(from);
    out.until_on = date(from);
    out.opening = money(from);
    out.closing = money(from);
    size(from, out);
}

void fill(afpunt_snapshot& from, afpunt_bank_line& out) {
    out.kind = choice(from);
    for (afpunt_str* field :
         {&out.id, &out.account_id, &out.statement_id, &out.label, &out.payer_name, &out.payer_iban,
          &out.structured_reference, &out.remittance, &out.end_to_end_id})
        *field = text(from);
    out.booked_on = date(from);
    out.value_on = date(from);
    out.amount = money(from);
    out.unallocated = money(from);
    size(from, out);
}

void fill(afpunt_snapshot& from, afpunt_item& out) {
    out.kind = choice(from);
    out.state = choice(from);
    out.arrangement = choice(from);
    for (afpunt_str* field :
         {&out.id, &out.document_id, &out.instalment_id, &out.number, &out.customer_id,
          &out.order_reference, &out.payment_reference, &out.description, &out.payee_iban,
          &out.payee_bic, &out.payee_name, &out.mandate_id, &out.assigned_to, &out.assigned_iban})
        *field = text(from);
    for (afpunt_date* day : {&out.issued_on, &out.due_on, &out.entered_on, &out.sent_on,
                             &out.collection_on, &out.discount_until, &out.last_reminder_before})
        *day = date(from);
    for (afpunt_money* amount :
         {&out.total, &out.open, &out.discount, &out.retention, &out.disputed})
        *amount = money(from);
    out.reminders_before = choice(from);
    size(from, out);
}

void fill(afpunt_snapshot& from, afpunt_allocation& out) {
    out.kind = choice(from);
    for (afpunt_str* field : {&out.id, &out.item_id, &out.source_id, &out.rule})
        *field = text(from);
    out.booked_on = date(from);
    out.value_on = date(from);
    out.amount = money(from);
    size(from, out);
}

void fill(afpunt_snapshot& from, afpunt_owed& out) {
    out.party_id = text(from);
    out.amount = money(from);
    size(from, out);
}

template <typename Struct>
afpunt_status next(afpunt_snapshot* from, Struct* out, std::uint32_t stride, std::uint32_t capacity,
                   std::uint32_t* count, afpunt_error*) {
    from->texts.clear();
    from->contacts.clear();
    from->lists.clear();
    if (from->bytes->is_empty()) {
        *count = 0;
        return AFPUNT_END;
    }
    const std::uint32_t wanted = std::min(capacity, from->bytes->below(4));
    for (std::uint32_t at = 0; at < wanted; ++at) {
        auto* const place = reinterpret_cast<char*>(out) + std::size_t{at} * stride;
        fill(*from, *reinterpret_cast<Struct*>(place));
    }
    const std::uint8_t last = from->bytes->byte();
    *count = last < 250 ? wanted : static_cast<std::uint32_t>(from->bytes->number());
    return statuses[last < 200 ? last % 2 : last % 6];
}

afpunt_status open(const afpunt_host* host, afpunt_snapshot** out, afpunt_error*) {
    auto* const snapshot = static_cast<afpunt_snapshot*>(host->host_data);
    const std::uint8_t byte = snapshot->bytes->byte();
    if (byte > 252) return AFPUNT_E_CHANGED;
    if (byte > 250) return AFPUNT_E_IO;
    *out = snapshot;
    return AFPUNT_OK;
}

afpunt_status creditor(afpunt_snapshot* from, afpunt_party* out, afpunt_error*) {
    fill(*from, *out);
    return AFPUNT_OK;
}

void close(afpunt_snapshot*) {}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const afpunt_host_snapshot table{open, creditor, next, next, next,
                                            next, next,     next, next, close};
    Bytes bytes(data, size);
    afpunt_snapshot snapshot;
    snapshot.bytes = &bytes;
    afpunt_host host{};
    host.struct_size = sizeof host;
    host.host_data = &snapshot;
    afpunt::runtime::SnapshotReader reader(&host, &table);
    int steps = 0;
    while (reader.step() == afpunt::runtime::Progress::More)
        demand(++steps < steps_max);
    if (!reader.result()) {
        demand_sentence(reader.result().error().sentence());
        return 0;
    }
    for (const auto& item : reader.result()->items)
        demand(!item.id.empty() && afpunt::text::is_utf8(item.number));
    for (const auto& party : reader.result()->parties)
        demand(!party.id.empty() && afpunt::text::is_utf8(party.name));
    return 0;
}
