// SPDX-License-Identifier: MIT
#include "runtime/permission.hpp"

#include <algorithm>

namespace afpunt::runtime {
namespace {

// What the host says of an item against what the letter was made from. Any other open amount means
// that money came or went since: then every figure of the letter is in doubt.
std::string item_objection(const std::string& id, const Outgoing::Item& then,
                           const PermitAnswer::Item& now) {
    if (!now.known) return id + " is no longer in the books";
    if (now.state != then.state) return id + " is no longer as it was: paid, cancelled or disputed";
    if (now.open != then.open) return id + " is now open for " + now.open.code_and_decimal();
    return {};
}

} // namespace

Objection objection(const Outgoing& outgoing, const PermitAnswer& permit) {
    if (permit.items.size() != outgoing.items.size()) {
        return {Stop::Withdraw, "the bookkeeping program answers for other items"};
    }
    for (std::size_t i = 0; i < outgoing.items.size(); ++i) {
        std::string why =
            item_objection(outgoing.letter.items[i].item_id, outgoing.items[i], permit.items[i]);
        if (!why.empty()) return {Stop::Withdraw, std::move(why)};
    }
    if (permit.import_running) return {Stop::ForNow, "a bank import is running"};
    if (permit.party_on_hold) return {Stop::Hold, "the customer is on hold"};
    if (permit.unallocated_money) {
        return {Stop::Hold, "there is money of this customer that is tied to nothing"};
    }
    if (permit.covered_until && *permit.covered_until < outgoing.covered_until) {
        return {Stop::Hold, "the bank is up to date until " + permit.covered_until->iso() +
                                " only, and the letter speaks about " +
                                outgoing.covered_until.iso()};
    }
    return {};
}

Result<Outgoing> outgoing_of(const outbox::Letter& letter, const Assessment& assessment) {
    Outgoing outgoing{letter,
                      {},
                      assessment.moment.today,
                      assessment.book->snapshot().creditor.reminder_mail(),
                      0};
    if (const auto until = assessment.book->coverage().until()) {
        outgoing.covered_until = std::min(*until, assessment.moment.today);
    }
    for (const auto& asked : letter.items) {
        const book::OpenItem* item = assessment.book->item(asked.item_id);
        if (item == nullptr) return fail("item", asked.item_id, "an item of the book");
        outgoing.items.push_back({item->state, item->open});
    }
    return outgoing;
}

} // namespace afpunt::runtime
