// SPDX-License-Identifier: MIT
//
// A number in a text is one witness, and people mistype. It is believed when a second one agrees
// (the amount, the payer) and none disagrees. Here the witnesses are heard.
#include "matching/rules.hpp"
#include "matching/written_number.hpp"

#include <algorithm>

namespace afpunt::matching {
namespace {

// An amount that more items have (a subscription) tells none of them apart.
constexpr std::size_t most_items_of_an_amount = 64;

[[nodiscard]] bool contains(const Items& items, std::uint32_t wanted) {
    return std::find(items.begin(), items.end(), wanted) != items.end();
}

[[nodiscard]] bool includes_customer_of(const std::vector<std::uint32_t>& parties,
                                        const Items& items, const Ledger& ledger) {
    return std::any_of(parties.begin(), parties.end(), [&](std::uint32_t party) {
        const std::string& id = ledger.book().snapshot().parties[party].id;
        return std::any_of(items.begin(), items.end(),
                           [&](std::uint32_t at) { return ledger.item(at).customer_id == id; });
    });
}

[[nodiscard]] std::vector<std::uint32_t> customers_of(const Items& items, const Ledger& ledger) {
    std::vector<std::uint32_t> parties;
    for (const std::uint32_t at : items) {
        const book::Party* const party = ledger.book().party(ledger.item(at).customer_id);
        if (party == nullptr) continue;
        parties.push_back(
            static_cast<std::uint32_t>(party - ledger.book().snapshot().parties.data()));
    }
    return parties;
}

[[nodiscard]] bool name_is_of(const Situation& situation,
                              const std::vector<std::uint32_t>& parties) {
    const std::string& name = situation.line().payer_name;
    return !name.empty() && std::any_of(parties.begin(), parties.end(), [&](std::uint32_t party) {
        return situation.indexes.payers.is_name_of(name, party);
    });
}

// The items that the payer may have meant, when it is known who he is.
[[nodiscard]] Items payers_items(const Situation& situation, const Items& items) {
    std::vector<std::uint32_t> parties = situation.probable_payers();
    for (const std::uint32_t party : customers_of(items, situation.ledger))
        parties.push_back(party);
    return situation.owed_by(parties);
}

// The line's amount, or what is left of the item: where several items are named, only the latter
// says which other one would fit as well.
[[nodiscard]] bool fits_as_well(const Situation& situation, std::uint32_t other,
                                const Items& items) {
    if (situation.ledger.is_paid_exactly(other, situation.line())) return true;
    return std::any_of(items.begin(), items.end(), [&](std::uint32_t at) {
        return situation.ledger.left_minor(at) == situation.ledger.left_minor(other);
    });
}

template <typename IsNear>
[[nodiscard]] bool has_rival(const Situation& situation, const Items& items, IsNear is_near) {
    const auto is_rival = [&](std::uint32_t other) {
        return !contains(items, other) && fits_as_well(situation, other, items) && is_near(other);
    };
    if (payer_is_customer(situation, items)) {
        const Items others = payers_items(situation, items);
        return std::any_of(others.begin(), others.end(), is_rival);
    }
    std::vector<std::int64_t> amounts{amount_of(situation.line())};
    for (const std::uint32_t at : items)
        amounts.push_back(situation.ledger.left_minor(at));
    return std::any_of(amounts.begin(), amounts.end(), [&](std::int64_t minor) {
        const Positions same = situation.indexes.amounts.find(minor);
        if (same.size() > most_items_of_an_amount) return true;
        const Items others = situation.ledger.payable(same, situation.line());
        return std::any_of(others.begin(), others.end(), is_rival);
    });
}

} // namespace

std::vector<std::uint32_t> Situation::payers() const {
    return indexes.payers.by_iban(line().payer_iban);
}

std::vector<std::uint32_t> Situation::probable_payers() const {
    std::vector<std::uint32_t> parties = payers();
    if (!parties.empty() || indexes.payers.passes_money_on(line().payer_iban)) return parties;
    return indexes.payers.by_name(line().payer_name);
}

Items Situation::owed_by(const std::vector<std::uint32_t>& parties) const {
    Items owed;
    for (const std::uint32_t party : parties) {
        merge_into(owed, ledger.payable_of(ledger.book().snapshot().parties[party], line()));
    }
    return ledger.payable(owed, line());
}

bool payer_is_customer(const Situation& situation, const Items& items) {
    const std::vector<std::uint32_t> known = situation.payers();
    if (!known.empty()) return includes_customer_of(known, items, situation.ledger);
    if (situation.indexes.payers.passes_money_on(situation.line().payer_iban)) return false;
    return name_is_of(situation, customers_of(items, situation.ledger));
}

bool payer_is_somebody_else(const Situation& situation, const Items& items) {
    const PayerIndex& payers = situation.indexes.payers;
    // Money that a provider passes on may be anybody's.
    if (payers.passes_money_on(situation.line().payer_iban)) return true;
    const std::vector<std::uint32_t> known = situation.payers();
    if (!known.empty()) return !includes_customer_of(known, items, situation.ledger);
    if (situation.line().payer_name.empty()) return false;
    if (name_is_of(situation, customers_of(items, situation.ledger))) return false;
    return !payers.by_name(situation.line().payer_name).empty();
}

bool slip_leads_elsewhere(const Situation& situation, const Items& items,
                          std::string_view written) {
    return has_rival(situation, items, [&](std::uint32_t other) {
        return is_near_number(written, situation.ledger.item(other).number);
    });
}

bool slip_leads_elsewhere(const Situation& situation, const Items& items,
                          const StructuredReference& reference) {
    return has_rival(situation, items, [&](std::uint32_t other) {
        const auto others = parse_reference(situation.ledger.item(other).payment_reference);
        return others && is_one_slip_away(reference.value, others->value);
    });
}

bool slip_leads_to_payers_other(const Situation& situation, const Items& items,
                                std::string_view written) {
    const Items others = payers_items(situation, items);
    return std::any_of(others.begin(), others.end(), [&](std::uint32_t other) {
        return !contains(items, other) &&
               is_near_number(written, situation.ledger.item(other).number);
    });
}

bool pays_other_item_exactly(const Situation& situation, const Items& items) {
    const Items others = situation.owed_by(customers_of(items, situation.ledger));
    return std::any_of(others.begin(), others.end(), [&](std::uint32_t other) {
        return !contains(items, other) && situation.ledger.is_paid_exactly(other, situation.line());
    });
}

} // namespace afpunt::matching
