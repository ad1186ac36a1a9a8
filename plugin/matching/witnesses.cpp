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

[[nodiscard]] bool have_common(const std::vector<std::uint32_t>& left,
                               const std::vector<std::uint32_t>& right) {
    return std::any_of(left.begin(), left.end(),
                       [&](std::uint32_t party) { return contains(right, party); });
}

[[nodiscard]] bool name_is_of(const Situation& situation,
                              const std::vector<std::uint32_t>& parties) {
    const std::string& name = situation.line().payer_name;
    return !name.empty() && std::any_of(parties.begin(), parties.end(), [&](std::uint32_t party) {
        return situation.indexes.payers.is_name_of(name, party);
    });
}

// The customers whom the payer may have meant to pay for.
[[nodiscard]] std::vector<std::uint32_t> possible_customers(const Situation& situation,
                                                            const Items& items) {
    std::vector<std::uint32_t> parties = situation.probable_payers();
    for (const std::uint32_t party : customers_of(items, situation.ledger)) {
        if (!contains(parties, party)) parties.push_back(party);
    }
    return parties;
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
    const std::vector<std::uint32_t> possible = possible_customers(situation, items);
    if (payer_is_customer(situation, items) && !situation.is_one_collective(possible)) {
        const Items others = situation.owed_by(possible);
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

std::vector<std::uint32_t> Situation::probable_payers() const {
    // More customers alike than this is no sign of any of them.
    constexpr std::size_t most_alike = 5;
    if (!facts.payers.empty()) return facts.payers;
    return facts.namesakes.size() <= most_alike ? facts.namesakes : std::vector<std::uint32_t>{};
}

Items Situation::owed_by(const std::vector<std::uint32_t>& parties) const {
    const std::vector<book::Party>& known = ledger.book().snapshot().parties;
    if (parties.empty()) return {};
    if (parties.size() == 1) return ledger.payable_of(known[parties.front()], line());
    Items owed;
    for (const std::uint32_t party : parties)
        merge_into(owed, ledger.payable_of(known[party], line()));
    return ledger.payable(owed, line());
}

bool Situation::is_one_collective(const std::vector<std::uint32_t>& parties) const {
    return std::any_of(parties.begin(), parties.end(), [&](std::uint32_t party) {
        return ledger.is_collective(ledger.book().snapshot().parties[party]);
    });
}

std::vector<std::uint32_t> customers_of(const Items& items, const Ledger& ledger) {
    std::vector<std::uint32_t> parties;
    for (const std::uint32_t at : items) {
        const std::optional<std::uint32_t> party = ledger.customer_of(at);
        if (party && !contains(parties, *party)) parties.push_back(*party);
    }
    return parties;
}

bool payer_is_customer(const Situation& situation, const Items& items) {
    if (!payer_may_be_customer(situation, items)) return false;
    // A name that other customers have as well does not vouch for this one.
    const std::vector<std::uint32_t> customers = customers_of(items, situation.ledger);
    return std::all_of(situation.facts.namesakes.begin(), situation.facts.namesakes.end(),
                       [&](std::uint32_t party) { return contains(customers, party); });
}

bool payer_may_be_customer(const Situation& situation, const Items& items) {
    const LineFacts& facts = situation.facts;
    const std::vector<std::uint32_t> customers = customers_of(items, situation.ledger);
    if (!facts.payers.empty()) return have_common(facts.payers, customers);
    return !facts.is_passed_on && name_is_of(situation, customers);
}

bool payer_is_somebody_else(const Situation& situation, const Items& items) {
    const LineFacts& facts = situation.facts;
    const std::vector<std::uint32_t> customers = customers_of(items, situation.ledger);
    // Money that a provider passes on may be anybody's.
    if (facts.is_passed_on) return true;
    if (!facts.payers.empty()) return !have_common(facts.payers, customers);
    if (situation.line().payer_name.empty()) return false;
    if (!name_is_of(situation, customers)) {
        return !facts.namesakes.empty() ||
               situation.indexes.payers.is_whole_name(situation.line().payer_name);
    }
    // A namesake who owes exactly this amount may have copied the wrong number.
    std::vector<std::uint32_t> others = facts.namesakes;
    std::erase_if(others, [&](std::uint32_t party) { return contains(customers, party); });
    if (situation.is_one_collective(others)) return true;
    const Items owed = situation.owed_by(others);
    return std::any_of(owed.begin(), owed.end(), [&](std::uint32_t at) {
        return situation.ledger.is_paid_exactly(at, situation.line());
    });
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
    const std::vector<std::uint32_t> possible = possible_customers(situation, items);
    if (situation.is_one_collective(possible)) return true;
    const Items others = situation.owed_by(possible);
    return std::any_of(others.begin(), others.end(), [&](std::uint32_t other) {
        return !contains(items, other) &&
               is_near_number(written, situation.ledger.item(other).number);
    });
}

bool pays_other_item_exactly(const Situation& situation, const Items& items) {
    const std::vector<std::uint32_t> customers = customers_of(items, situation.ledger);
    if (situation.is_one_collective(customers)) return true;
    const Items others = situation.owed_by(customers);
    return std::any_of(others.begin(), others.end(), [&](std::uint32_t other) {
        return !contains(items, other) && situation.ledger.is_paid_exactly(other, situation.line());
    });
}

} // namespace afpunt::matching
