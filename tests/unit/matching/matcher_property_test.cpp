// SPDX-License-Identifier: MIT
//
// What must hold for every book and every bank line, however they are filled: a wrong match is
// worse than none.
#include "matching_fixture.hpp"

#include <rapidcheck/gtest.h>

#include <map>

namespace afpunt::matching {
namespace {

// Few customers, amounts and numbers, so that they meet often.
book::Snapshot any_snapshot() {
    book::Snapshot snapshot;
    snapshot.parties = {party("c0", "Jan Janssens", {peeters_iban}),
                        party("c1", "Bakkerij Peeters NV", {maes_iban, peeters_iban}),
                        party("c2", "Peeters Bakkerij")};
    const std::vector<std::string> references{first_reference, second_reference, "", "", "V26-1"};
    const int count = *rc::gen::inRange(0, 8);
    for (int made = 0; made < count; ++made) {
        book::OpenItem item =
            invoice("V26-" + std::string(*rc::gen::inRange<std::size_t>(0, 3), '0') +
                        std::to_string(*rc::gen::inRange(1, 130)),
                    "c" + std::to_string(*rc::gen::inRange(0, 3)),
                    *rc::gen::element(5000, 12100, 7100, 333), *rc::gen::elementOf(references));
        item.id += "#" + std::to_string(made);
        item.due_on = day - *rc::gen::inRange(-20, 60);
        if (*rc::gen::inRange(0, 6) == 0) item.kind = book::DocumentKind::CreditNote;
        if (*rc::gen::inRange(0, 6) == 0) item.open = Money{0};
        if (*rc::gen::inRange(0, 6) == 0) {
            item.total.currency = item.open.currency = Currency::parse("USD").value();
        }
        snapshot.items.push_back(item);
    }
    return snapshot;
}

std::string any_text(const book::Snapshot& snapshot) {
    std::string text;
    const int count = *rc::gen::inRange(0, 4);
    for (int made = 0; made < count; ++made) {
        std::string part = *rc::gen::element<std::string>(first_reference, second_reference,
                                                          "010806817138", "fact", "107", "12,50");
        if (!snapshot.items.empty() && *rc::gen::arbitrary<bool>()) {
            part = (*rc::gen::elementOf(snapshot.items)).number;
        }
        text += part + *rc::gen::element<std::string>(" ", "+", "/", "");
    }
    return text;
}

void add_lines(book::Snapshot& snapshot) {
    const int count = *rc::gen::inRange(1, 6);
    for (int made = 0; made < count; ++made) {
        book::BankLine line = money("line" + std::to_string(made),
                                    *rc::gen::element(5000, 12100, 17100, 333, 10000, 24200, -5000),
                                    any_text(snapshot));
        line.payer_iban = *rc::gen::element<std::string>("", "", peeters_iban, maes_iban);
        line.payer_name = *rc::gen::element<std::string>("", "JANSSENS J", "BAKKERIJ PEETERS");
        line.booked_on = day + *rc::gen::inRange(-3, 3);
        snapshot.bank_lines.push_back(line);
    }
}

std::string compact(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) result += c;
    }
    return result;
}

RC_GTEST_PROP(MatchingProperty, ProposalsNeverExceedMoneyOrDebt, ()) {
    book::Snapshot snapshot = any_snapshot();
    add_lines(snapshot);
    const book::Book book = book::Book::build(snapshot, {});
    std::map<std::string, std::int64_t> certain;
    std::map<std::string, int> per_line;
    for (const Proposal& proposal : propose(book, {})) {
        RC_ASSERT(++per_line[proposal.bank_line_id] == 1);
        const auto line = std::find_if(
            snapshot.bank_lines.begin(), snapshot.bank_lines.end(),
            [&](const book::BankLine& one) { return one.id == proposal.bank_line_id; });
        RC_ASSERT(line != snapshot.bank_lines.end());
        const bool is_nameless = line->payer_iban.empty() && line->payer_name.empty() &&
                                 line->remittance.empty() && line->structured_reference.empty();
        RC_ASSERT(is_nameless || !proposal.party_ids.empty());
        std::int64_t sum = 0;
        for (const ProposedAllocation& one : proposal.allocations) {
            const book::OpenItem* item = book.item(one.item_id);
            RC_ASSERT(item != nullptr);
            RC_ASSERT(item->kind != book::DocumentKind::CreditNote);
            RC_ASSERT(one.amount.currency == line->unallocated.currency);
            RC_ASSERT(one.amount.currency == item->open.currency);
            RC_ASSERT(one.amount.minor > 0);
            RC_ASSERT(one.amount.minor <= item->open.minor);
            sum += one.amount.minor;
            if (proposal.confidence == Confidence::Certain) {
                certain[one.item_id] += one.amount.minor;
                RC_ASSERT(certain[one.item_id] <= item->open.minor);
            }
        }
        RC_ASSERT(sum <= line->unallocated.minor);
    }
}

RC_GTEST_PROP(MatchingProperty, NothingIsCertainThatTheTextDoesNotName, ()) {
    book::Snapshot snapshot = any_snapshot();
    add_lines(snapshot);
    const book::Book book = book::Book::build(snapshot, {});
    for (const Proposal& proposal : propose(book, {})) {
        if (proposal.confidence != Confidence::Certain) continue;
        const auto line = std::find_if(
            snapshot.bank_lines.begin(), snapshot.bank_lines.end(),
            [&](const book::BankLine& one) { return one.id == proposal.bank_line_id; });
        const std::string text = compact(line->remittance);
        for (const ProposedAllocation& one : proposal.allocations) {
            const book::OpenItem& item = *book.item(one.item_id);
            const std::string reference = compact(item.payment_reference);
            std::string digits = compact(item.number);
            const bool has_reference =
                !reference.empty() && text.find(reference) != std::string::npos;
            // With leading zeros dropped the last digits must still be there.
            digits = digits.substr(digits.find_first_not_of('0', 3));
            RC_ASSERT(has_reference || text.find(digits) != std::string::npos);
        }
    }
}

RC_GTEST_PROP(MatchingProperty, TheSameBookGivesTheSameProposals, ()) {
    book::Snapshot snapshot = any_snapshot();
    add_lines(snapshot);
    const book::Book book = book::Book::build(snapshot, {});
    const book::Book again = book::Book::build(snapshot, {});
    RC_ASSERT(propose(book, {}) == propose(again, {}));
}

RC_GTEST_PROP(MatchingProperty, ARefusedPairIsNeverProposed, ()) {
    book::Snapshot snapshot = any_snapshot();
    add_lines(snapshot);
    const book::Book book = book::Book::build(snapshot, {});
    Options options;
    for (const Proposal& proposal : propose(book, options)) {
        for (const ProposedAllocation& one : proposal.allocations) {
            options.refusals.insert({proposal.bank_line_id, one.item_id});
        }
    }
    for (const Proposal& proposal : propose(book, options)) {
        for (const ProposedAllocation& one : proposal.allocations) {
            RC_ASSERT(!options.refusals.contains({proposal.bank_line_id, one.item_id}));
        }
    }
}

RC_GTEST_PROP(MatchingProperty, AnyTextIsSafeToMatch,
              (const std::string& text, const std::string& name)) {
    book::Snapshot snapshot = any_snapshot();
    snapshot.bank_lines = {money("line", 5000, text)};
    snapshot.bank_lines[0].payer_name = name;
    snapshot.bank_lines[0].structured_reference = name;
    (void)propose(book::Book::build(snapshot, {}), {});
}

} // namespace
} // namespace afpunt::matching
