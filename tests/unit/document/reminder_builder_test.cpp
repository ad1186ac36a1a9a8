// SPDX-License-Identifier: MIT
//
// What a letter must never do: show somebody else's invoice, add two currencies, ask for what is
// paid. And how it asks to be paid.
#include "sample_letters.hpp"

#include "document/payment_request.hpp"
#include "payment/epc_qr.hpp"

#include <afpunt/text.hpp>

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace afpunt::document {
namespace {

using testing::HasSubstr;
using namespace afpunt::tests;

const std::string ogm = "+++010/8068/17183+++";

Result<ReminderModel> build(const std::vector<book::OpenItem>& items,
                            const policy::PlannedLetter& letter, PaymentOptions options = {}) {
    return build_reminder(sample_book(items), letter, sample_identity(), options, "nl");
}

std::string refusal(const std::vector<book::OpenItem>& items, const policy::PlannedLetter& letter) {
    const auto model = build(items, letter);
    return model ? "it was built" : model.error().sentence();
}

TEST(ReminderBuilder, RefusesAnInvoiceOfAnotherCustomer) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000)),
                                      sample_item("b", "V26-0108", euro(20000))};
    items[1].customer_id = "C2";
    EXPECT_THAT(refusal(items, letter_for(items)), HasSubstr("customer of V26-0108: found 'C2'"));
}

TEST(ReminderBuilder, NeverHoldsAnyOtherPartysData) {
    const std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000))};
    EXPECT_FALSE(contains(sample_model(items).canonical(), "Garage Lambrecht"));
}

TEST(ReminderBuilder, RefusesTwoCurrencies) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000))};
    policy::PlannedLetter letter = letter_for(items);
    letter.items[0].open.currency = *Currency::parse("USD");
    EXPECT_THAT(refusal(items, letter), HasSubstr("currency of V26-0107: found 'USD'"));
    items[0].total.currency = *Currency::parse("USD");
    EXPECT_THAT(refusal(items, letter_for(items)), HasSubstr("found 'USD'"));
}

TEST(ReminderBuilder, RefusesWhatIsPaidAndMoreThanIsOpen) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000))};
    policy::PlannedLetter letter = letter_for(items);
    letter.items[0].open = letter.total = euro(0);
    EXPECT_THAT(refusal(items, letter), HasSubstr("an amount above zero"));
    letter.items[0].open = letter.total = euro(10001);
    EXPECT_THAT(refusal(items, letter), HasSubstr("at most what is open in the book, 100.00"));
    letter.items[0].open = letter.total = euro(4000); // a part is in dispute
    EXPECT_EQ(refusal(items, letter), "it was built");
}

TEST(ReminderBuilder, RefusesATotalThatIsNotTheSum) {
    const std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000)),
                                            sample_item("b", "V26-0108", euro(20000))};
    policy::PlannedLetter letter = letter_for(items);
    letter.total = euro(30001);
    EXPECT_THAT(refusal(items, letter), HasSubstr("the sum of the invoices, EUR 300.00"));
}

TEST(ReminderBuilder, RefusesUnknownDoubleAndNoInvoices) {
    const std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000))};
    policy::PlannedLetter letter = letter_for(items);
    letter.items.push_back(letter.items[0]);
    letter.total = euro(20000);
    EXPECT_THAT(refusal(items, letter), HasSubstr("each invoice once"));
    letter.items.clear();
    EXPECT_THAT(refusal(items, letter), HasSubstr("number of invoices"));
    letter = letter_for(items);
    letter.items[0].item_id = "x";
    EXPECT_THAT(refusal(items, letter), HasSubstr("an invoice that is in the book"));
    letter.party_id = "nobody";
    EXPECT_THAT(refusal(items, letter), HasSubstr("a customer of the book"));
}

TEST(ReminderBuilder, RefusesCreditNotesAndUnknownAccounts) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000))};
    policy::PlannedLetter letter = letter_for(items);
    letter.account_id = "other";
    EXPECT_THAT(refusal(items, letter), HasSubstr("bank account: found 'other'"));
    items[0].kind = book::DocumentKind::CreditNote;
    EXPECT_THAT(refusal(items, letter_for(items)), HasSubstr("credit note"));
}

TEST(ReminderBuilder, RefusesACustomerWithoutMailAddress) {
    book::Snapshot snapshot = sample_snapshot();
    snapshot.items = {sample_item("a", "V26-0107", euro(10000))};
    const policy::PlannedLetter letter = letter_for(snapshot.items);
    snapshot.parties[0].contacts.clear();
    const auto model =
        build_reminder(book::Book::build(snapshot, {}), letter, sample_identity(), {}, "nl");
    ASSERT_FALSE(model);
    EXPECT_THAT(model.error().sentence(), HasSubstr("mail address"));
}

TEST(ReminderBuilder, TakesOnlyHttpsPaymentLinks) {
    const std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000))};
    for (const char* bad : {"http://pay.example.org/", "javascript:alert(1)", "https://",
                            "https://pay.example.org/\r\nBcc: x", "https://a b"}) {
        PaymentOptions options;
        options.payment_link = bad;
        EXPECT_FALSE(build(items, letter_for(items), options)) << bad;
    }
}

TEST(ReminderBuilder, PutsTheOgmInLineTenAndShowsItAsPeopleKnowIt) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(123456))};
    items[0].payment_reference = "010806817183";
    const ReminderModel model = sample_model(items);
    EXPECT_EQ(model.payment_reference, "010806817183");
    EXPECT_EQ(model.payment_reference_print, ogm);
    EXPECT_EQ(model.remittance_text, "");
    const auto payment = payment::parse_epc_payload(model.epc_payload);
    ASSERT_TRUE(payment) << payment.error().sentence();
    EXPECT_EQ(payment->structured_reference, "010806817183");
    EXPECT_EQ(payment->text, "");
    EXPECT_EQ(payment->amount, euro(123456));
    EXPECT_EQ(payment->iban.electronic(), model.payee_iban);
    EXPECT_EQ(payment->beneficiary, model.payee_name);
    EXPECT_TRUE(model.payto.starts_with("payto://iban/")) << model.payto;
}

TEST(ReminderBuilder, PutsTheOgmInLineElevenWhereTheBookSaysSo) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(123456))};
    items[0].payment_reference = ogm;
    PaymentOptions options;
    options.reference_in_structured_line = false;
    const auto model = build(items, letter_for(items), options);
    ASSERT_TRUE(model);
    const auto payment = payment::parse_epc_payload(model->epc_payload);
    ASSERT_TRUE(payment);
    EXPECT_EQ(payment->structured_reference, "");
    EXPECT_EQ(payment->text, ogm);
}

TEST(ReminderBuilder, KeepsRfInLineTenAndBetalingskenmerkInLineEleven) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(123456))};
    PaymentOptions options;
    options.reference_in_structured_line = false;
    items[0].payment_reference = "RF18 5390 0754 7034";
    const auto rf = build(items, letter_for(items), options);
    ASSERT_TRUE(rf);
    EXPECT_EQ(payment::parse_epc_payload(rf->epc_payload)->structured_reference,
              "RF18539007547034");
    items[0].payment_reference = "5010 0021 6701 0010";
    const auto dutch = build(items, letter_for(items));
    ASSERT_TRUE(dutch);
    EXPECT_EQ(dutch->payment_reference, "5010002167010010");
    const auto payment = payment::parse_epc_payload(dutch->epc_payload);
    EXPECT_EQ(payment->structured_reference, "");
    EXPECT_EQ(payment->text, dutch->payment_reference_print);
}

TEST(ReminderBuilder, WritesTheNumberWhereTheReferenceHasWrongCheckDigits) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(123456))};
    items[0].payment_reference = "+++123/4567/89012+++";
    const ReminderModel model = sample_model(items);
    EXPECT_EQ(model.payment_reference, "");
    EXPECT_EQ(model.lines[0].payment_reference_print, "");
    EXPECT_EQ(model.remittance_text, "V26-0107");
    EXPECT_EQ(payment::parse_epc_payload(model.epc_payload)->text, "V26-0107");
}

TEST(ReminderBuilder, WritesTheNumbersWhereSeveralInvoicesHaveReferences) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000)),
                                      sample_item("b", "V26-0108", euro(20000))};
    for (book::OpenItem& item : items)
        item.payment_reference = ogm;
    const ReminderModel model = sample_model(items);
    EXPECT_EQ(model.payment_reference, "");
    EXPECT_EQ(model.remittance_text, "V26-0107 V26-0108");
    EXPECT_EQ(model.lines[1].payment_reference_print, ogm);
    EXPECT_EQ(model.total, euro(30000));
}

// Sixty numbers do not fit 140 characters: the first fifteen go along, whole, and the letter shows
// all sixty. What matters is the amount; the payer's text is help.
TEST(ReminderBuilder, CutsTheTextOfSixtyInvoicesAtAWholeNumber) {
    std::vector<book::OpenItem> items;
    for (int i = 0; i < 60; ++i) {
        items.push_back(
            sample_item("i" + std::to_string(i), "V26-" + std::to_string(1000 + i), euro(1000)));
    }
    const ReminderModel model = sample_model(items);
    EXPECT_EQ(model.lines.size(), 60U);
    EXPECT_LE(model.remittance_text.size(), 140U);
    EXPECT_TRUE(model.remittance_text.starts_with("V26-1000 V26-1001 "));
    EXPECT_TRUE(model.remittance_text.ends_with(" V26-1014")) << model.remittance_text;
    EXPECT_EQ(payment::parse_epc_payload(model.epc_payload)->text, model.remittance_text);
}

TEST(ReminderBuilder, NamesTheInvoiceOfInstalmentsOnce) {
    const std::vector<book::OpenItem> items{sample_item("a1", "V26-0107", euro(10000)),
                                            sample_item("a2", "V26-0107", euro(20000))};
    EXPECT_EQ(sample_model(items).remittance_text, "V26-0107");
}

TEST(ReminderBuilder, ShortensALongNameButNeverTheReference) {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000))};
    items[0].payment_reference = "RF18539007547034";
    book::Snapshot snapshot = sample_snapshot();
    snapshot.items = items;
    snapshot.accounts[0].holder.clear();
    for (int i = 0; i < 90; ++i)
        snapshot.accounts[0].holder += "Ж";
    const auto model = build_reminder(book::Book::build(snapshot, {}), letter_for(items),
                                      sample_identity(), {}, "nl");
    ASSERT_TRUE(model) << model.error().sentence();
    EXPECT_LE(model->payee_name.size(), longest_payee_bytes);
    EXPECT_TRUE(text::is_utf8(model->payee_name));
    EXPECT_THAT(model->epc_payload, HasSubstr("\nRF18539007547034"));
    EXPECT_LE(model->epc_payload.size(), 331U);
}

RC_GTEST_PROP(ReminderBuilder, TheQrPayloadAlwaysFitsWhateverTheNames, ()) {
    const auto word = rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("abc \n\r\t<&\x01\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80")));
    std::vector<book::OpenItem> items;
    for (int i = 0; i < *rc::gen::inRange(1, 30); ++i) {
        items.push_back(sample_item("i" + std::to_string(i), "N" + *word, euro(99999999)));
    }
    book::Snapshot snapshot = sample_snapshot();
    snapshot.items = items;
    snapshot.accounts[0].holder = "H" + *word + *word + *word + *word;
    const auto model = build_reminder(book::Book::build(snapshot, {}), letter_for(items),
                                      sample_identity(), {}, "nl");
    RC_ASSERT(model.has_value());
    RC_ASSERT(model->epc_payload.size() <= 331U);
    RC_ASSERT(payment::parse_epc_payload(model->epc_payload)->text == model->remittance_text);
}

TEST(ReminderBuilder, MakesNoQrCodeForOtherCurrencies) {
    const Currency dollars = *Currency::parse("USD");
    book::Snapshot snapshot = sample_snapshot();
    snapshot.accounts[0].currency = dollars;
    snapshot.items = {sample_item("a", "V26-0107", Money{10000, dollars})};
    const auto model = build_reminder(book::Book::build(snapshot, {}), letter_for(snapshot.items),
                                      sample_identity(), {}, "nl");
    ASSERT_TRUE(model) << model.error().sentence();
    EXPECT_EQ(model->epc_payload, "");
    EXPECT_EQ(model->payto, "");
    EXPECT_EQ(model->remittance_text, "V26-0107");
}

TEST(ReminderBuilder, ChoosesTheLanguageOfTheCustomer) {
    const std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(10000))};
    const auto language = [&](const std::string& customers, const std::string& country) {
        book::Snapshot snapshot = sample_snapshot();
        snapshot.items = items;
        snapshot.parties[0].language = customers;
        snapshot.creditor.address.country = country;
        return build_reminder(book::Book::build(snapshot, {}), letter_for(items), sample_identity(),
                              {}, "fr")
            ->language;
    };
    EXPECT_EQ(language("", "BE"), "fr");
    EXPECT_EQ(language("nl", "BE"), "nl-BE");
    EXPECT_EQ(language("nl", "NL"), "nl-NL");
    EXPECT_EQ(language("nl-NL", "BE"), "nl-NL");
    EXPECT_EQ(language("nl-BE", "NL"), "nl-BE");
    EXPECT_EQ(language("de-AT", "BE"), "de");
    EXPECT_EQ(language("pt", "BE"), "en");
}

} // namespace
} // namespace afpunt::document
