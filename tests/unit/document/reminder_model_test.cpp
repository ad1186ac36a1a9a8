// SPDX-License-Identifier: MIT
#include "sample_letters.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace afpunt::document {
namespace {

using namespace afpunt::tests;

ReminderModel model() {
    return sample_model({sample_item("a", "V26-0107", euro(10000))});
}

TEST(ReminderModel, EqualModelsHaveEqualTextAndHash) {
    EXPECT_EQ(model(), model());
    EXPECT_EQ(model().canonical(), model().canonical());
    EXPECT_EQ(model().hash(), model().hash());
    EXPECT_EQ(model().hash().size(), 64U);
}

TEST(ReminderModel, EveryFieldChangesTheHash) {
    const std::vector<std::function<void(ReminderModel&)>> changes{
        [](auto& m) { m.letter_id += "x"; },
        [](auto& m) { m.letter_number += "x"; },
        [](auto& m) { m.book_id += "x"; },
        [](auto& m) { m.on = m.on + 1; },
        [](auto& m) { m.pay_by = m.pay_by + 1; },
        [](auto& m) { m.covered_until = m.covered_until + 1; },
        [](auto& m) { m.language = "fr"; },
        [](auto& m) { m.tone = "firm"; },
        [](auto& m) { m.creditor.name += "x"; },
        [](auto& m) { m.creditor.contacts[0].phone += "x"; },
        [](auto& m) { m.debtor.vat_id += "x"; },
        [](auto& m) { m.debtor.address.city += "x"; },
        [](auto& m) { m.debtor.dunning_hold_until = m.on; },
        [](auto& m) { m.debtor.ibans.push_back("x"); },
        [](auto& m) { m.debtor_mail += "x"; },
        [](auto& m) { m.currency = *Currency::parse("USD"); },
        [](auto& m) { m.total.minor += 1; },
        [](auto& m) { m.lines.push_back(m.lines[0]); },
        [](auto& m) { m.lines[0].item_id += "x"; },
        [](auto& m) { m.lines[0].number += "x"; },
        [](auto& m) { m.lines[0].order_reference += "x"; },
        [](auto& m) { m.lines[0].description += "x"; },
        [](auto& m) { m.lines[0].issued_on = m.on; },
        [](auto& m) { m.lines[0].due_on = m.on; },
        [](auto& m) { m.lines[0].total.minor += 1; },
        [](auto& m) { m.lines[0].open.minor += 1; },
        [](auto& m) { m.lines[0].payment_reference += "x"; },
        [](auto& m) { m.lines[0].payment_reference_print += "x"; },
        [](auto& m) { m.lines[0].step_id += "x"; },
        [](auto& m) { m.lines[0].round += 1; },
        [](auto& m) { m.lines[0].sequence += 1; },
        [](auto& m) { m.payee_name += "x"; },
        [](auto& m) { m.payee_iban += "x"; },
        [](auto& m) { m.payee_bic += "x"; },
        [](auto& m) { m.payment_reference += "x"; },
        [](auto& m) { m.payment_reference_print += "x"; },
        [](auto& m) { m.remittance_text += "x"; },
        [](auto& m) { m.payment_link += "x"; },
        [](auto& m) { m.payto += "x"; },
        [](auto& m) { m.epc_payload += "x"; },
    };
    std::set<std::string> hashes{model().hash()};
    for (const auto& change : changes) {
        ReminderModel changed = model();
        change(changed);
        hashes.insert(changed.hash());
    }
    EXPECT_EQ(hashes.size(), changes.size() + 1);
}

TEST(ReminderModel, AValueCannotPretendToBeAField) {
    ReminderModel left = model();
    ReminderModel right = left;
    left.payto = "x\npayto:0:";
    left.epc_payload = "";
    right.payto = "x";
    right.epc_payload = "";
    EXPECT_NE(left.canonical(), right.canonical());
    left = right = model();
    left.payee_name = "a\npayee_iban:1:b";
    left.payee_iban = "c";
    right.payee_name = "a";
    right.payee_iban = "b\npayee_iban:1:c";
    EXPECT_NE(left.canonical(), right.canonical());
}

} // namespace
} // namespace afpunt::document
