// SPDX-License-Identifier: MIT
//
// EPC069-12 payloads: against checked vectors, against our own reader, and against bad input.
#include "payment/epc_qr.hpp"

#include "config/sha256.hpp"
#include "support/shared_data.hpp"

#include <afpunt/text.hpp>

#include <rapidcheck/gtest.h>

using namespace afpunt;
using namespace afpunt::payment;

namespace {

EpcPayment example() {
    EpcPayment payment{.iban = Iban::parse("BE41063012345610").value()};
    payment.beneficiary = "Voorbeeld BV";
    payment.amount = Money{12100, Currency::eur()};
    payment.text = "V26-0107";
    return payment;
}

std::string refusal_of(const EpcPayment& payment) {
    const auto payload = epc_payload(payment);
    return payload ? "" : payload.error().sentence();
}

std::string refusal_of(std::string_view payload) {
    const auto payment = parse_epc_payload(payload);
    return payment ? "" : payment.error().sentence();
}

std::string text_of(const boost::json::object& fields, const char* name) {
    return fields.contains(name) ? std::string(fields.at(name).as_string()) : std::string();
}

std::size_t size_of(const boost::json::object& fields, const char* name) {
    return static_cast<std::size_t>(fields.at(name).as_int64());
}

EpcPayment payment_of(const boost::json::object& fields) {
    EpcPayment payment{.iban = Iban::parse(text_of(fields, "iban")).value()};
    payment.version = text_of(fields, "ver") == "001" ? 1 : 2;
    payment.character_set = static_cast<EpcCharacterSet>(fields.at("cs").as_int64());
    payment.bic = text_of(fields, "bic");
    payment.beneficiary = text_of(fields, "name");
    payment.amount = parse_money(text_of(fields, "amt").substr(3), Currency::eur()).value();
    payment.purpose = text_of(fields, "purpose");
    payment.structured_reference = text_of(fields, "ref");
    payment.text = text_of(fields, "text");
    payment.information = text_of(fields, "info");
    return payment;
}

std::string payload_with_amount(const std::string& amount) {
    return "BCD\n002\n1\nSCT\n\nVoorbeeld BV\nBE41063012345610\n" + amount + "\n\n\nV26-0107";
}

} // namespace

TEST(EpcPayload, EqualsTheCheckedVectorsByteForByte) {
    AFPUNT_NEEDS_SHARED("vectors/epc_qr.json");
    const auto vectors = tests::read_json(tests::shared_folder() / "vectors/epc_qr.json");
    int compared = 0;
    for (const auto& vector : vectors.at("valid").as_array()) {
        const EpcPayment payment = payment_of(vector.at("fields").as_object());
        const auto payload = epc_payload(payment, EpcAmountForm::Shortest);
        ASSERT_TRUE(payload) << vector.at("name") << payload.error().sentence();
        EXPECT_EQ(payload->size(), size_of(vector.as_object(), "bytes"));
        EXPECT_EQ(config::sha256_hex(*payload), vector.at("sha256").as_string());
        if (payment.character_set == EpcCharacterSet::Utf8) {
            EXPECT_EQ(*payload, vector.at("payload").as_string());
        }
        EXPECT_TRUE(parse_epc_payload(*payload).value() == payment) << vector.at("name");
        ++compared;
    }
    EXPECT_GE(compared, 8);
}

TEST(EpcPayload, RefusesTheInvalidVectorsInWords) {
    AFPUNT_NEEDS_SHARED("vectors/epc_qr.json");
    const auto vectors = tests::read_json(tests::shared_folder() / "vectors/epc_qr.json");
    for (const auto& value : vectors.at("invalid").as_array()) {
        const auto& vector = value.as_object();
        std::string sentence;
        if (vector.contains("payload")) {
            sentence = refusal_of(std::string_view(vector.at("payload").as_string()));
        } else if (vector.contains("amt")) {
            sentence = refusal_of(payload_with_amount(text_of(vector, "amt")));
        } else {
            EpcPayment payment = example();
            if (vector.contains("fields")) {
                payment.structured_reference = text_of(vector.at("fields").as_object(), "ref");
                payment.text = text_of(vector.at("fields").as_object(), "text");
            } else if (vector.contains("text_len")) {
                payment.text = std::string(size_of(vector, "text_len"), 'x');
            } else {
                payment.text.clear();
                payment.structured_reference = std::string(size_of(vector, "ref_len"), '1');
            }
            sentence = refusal_of(payment);
        }
        EXPECT_NE(sentence.find("expected"), std::string::npos) << vector.at("why");
    }
}

TEST(EpcPayload, WritesTwoDecimalsUnlessAskedOtherwise) {
    EXPECT_NE(epc_payload(example())->find("\nEUR121.00\n"), std::string::npos);
    EXPECT_NE(epc_payload(example(), EpcAmountForm::Shortest)->find("\nEUR121\n"),
              std::string::npos);
    EpcPayment payment = example();
    payment.amount.minor = 1230;
    EXPECT_NE(epc_payload(payment, EpcAmountForm::Shortest)->find("\nEUR12.3\n"),
              std::string::npos);
}

TEST(EpcPayload, RefusesToWriteWhatTheStandardForbids) {
    const auto refused = [](auto change) {
        EpcPayment payment = example();
        change(payment);
        return refusal_of(payment);
    };
    EXPECT_NE(refused([](auto& p) { p.amount.minor = 0; }).find("0.01"), std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.amount.minor = -1; }), "");
    EXPECT_NE(refused([](auto& p) { p.amount.minor = 100'000'000'000; }), "");
    EXPECT_NE(refused([](auto& p) { p.amount.currency = *Currency::parse("USD"); }).find("EUR"),
              std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.version = 1; }).find("BIC"), std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.version = 3; }), "");
    EXPECT_NE(refused([](auto& p) { p.bic = "KREDBE2"; }), "");
    EXPECT_NE(refused([](auto& p) { p.bic = "KRED22BB"; }), "");
    EXPECT_NE(refused([](auto& p) { p.purpose = "GDDSX"; }), "");
    EXPECT_NE(refused([](auto& p) { p.purpose = "g-s"; }), "");
    EXPECT_NE(refused([](auto& p) { p.beneficiary = ""; }), "");
    EXPECT_NE(refused([](auto& p) { p.beneficiary = std::string(71, 'n'); }), "");
    EXPECT_NE(refused([](auto& p) { p.beneficiary = "A\nBE00"; }), "");
    EXPECT_NE(refused([](auto& p) { p.text = "\xFF"; }), "");
    EXPECT_NE(refused([](auto& p) { p.text = "\xC2\x85"; }).find("control"), std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.information = std::string(71, 'i'); }), "");
    EXPECT_EQ(refused([](auto& p) { p.text = "\xC3\xA9"; }), "");
}

TEST(EpcPayload, CountsCharactersForFieldsAndBytesForTheWhole) {
    EpcPayment payment = example();
    payment.beneficiary.clear();
    for (int i = 0; i < 70; ++i)
        payment.beneficiary += "\xC3\xA9"; // 70 characters, 140 bytes
    EXPECT_TRUE(epc_payload(payment));
    payment.text.clear();
    for (int i = 0; i < 140; ++i)
        payment.text += "\xC3\xA9";
    EXPECT_NE(refusal_of(payment).find("331 bytes"), std::string::npos);
    payment.character_set = EpcCharacterSet::Latin1; // one byte each: it fits again
    EXPECT_TRUE(epc_payload(payment));
}

TEST(EpcPayload, NamesTheCharacterThatACharacterSetDoesNotHave) {
    EpcPayment payment = example();
    payment.character_set = EpcCharacterSet::Latin1;
    payment.text = "5 \xE2\x82\xAC"; // the euro sign
    EXPECT_NE(refusal_of(payment).find("'\xE2\x82\xAC'"), std::string::npos);
    payment.character_set = EpcCharacterSet::Latin9;
    EXPECT_NE(epc_payload(payment)->find("5 \xA4"), std::string::npos);
}

TEST(EpcPayload, ReadsEveryCharacterSet) {
    const std::pair<EpcCharacterSet, const char*> samples[] = {
        {EpcCharacterSet::Latin1, "\xC3\xA9"},     {EpcCharacterSet::Latin2, "\xC5\xBE"},
        {EpcCharacterSet::Latin4, "\xC4\x97"},     {EpcCharacterSet::Latin5Cyrillic, "\xD0\xB6"},
        {EpcCharacterSet::Greek, "\xCE\xBB"},      {EpcCharacterSet::Nordic, "\xC3\xBE"},
        {EpcCharacterSet::Latin9, "\xE2\x82\xAC"},
    };
    for (const auto& [set, letter] : samples) {
        EpcPayment payment = example();
        payment.character_set = set;
        payment.beneficiary = letter;
        const auto payload = epc_payload(payment);
        ASSERT_TRUE(payload) << payload.error().sentence();
        EXPECT_FALSE(text::is_utf8(*payload));
        EXPECT_EQ(parse_epc_payload(*payload)->beneficiary, letter);
    }
}

TEST(EpcReader, ReadsLinesThatEndInCrLf) {
    const auto payment = parse_epc_payload("BCD\r\n002\r\n1\r\nSCT\r\n\r\nVoorbeeld BV\r\n"
                                           "BE41063012345610\r\nEUR121.00\r\n\r\n\r\nV26-0107");
    ASSERT_TRUE(payment);
    EXPECT_TRUE(*payment == example());
}

TEST(EpcReader, LeavesTheAmountToThePayerWhereItIsMissing) {
    const auto payment = parse_epc_payload("BCD\n002\n1\nSCT\n\nVoorbeeld BV\nBE41063012345610");
    ASSERT_TRUE(payment);
    EXPECT_TRUE(payment->amount.is_zero());
}

TEST(EpcReader, RefusesBrokenPayloads) {
    const std::string good = *epc_payload(example());
    EXPECT_EQ(refusal_of(good), "");
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string changed = good;
        changed.replace(changed.find(from), from.size(), to);
        return refusal_of(changed);
    };
    EXPECT_NE(refusal_of(""), "");
    EXPECT_NE(refusal_of(good + "\n"), "");
    EXPECT_NE(refusal_of(good + "\n\n\n\nmore"), "");
    EXPECT_NE(replaced("BCD\n", "BCD\r\n"), "");
    EXPECT_NE(replaced("BCD", "BCE"), "");
    EXPECT_NE(replaced("002", "003"), "");
    EXPECT_NE(replaced("\n1\n", "\n9\n"), "");
    EXPECT_NE(replaced("SCT", "INST"), "");
    EXPECT_NE(replaced("BE41063012345610", "BE42063012345610"), "");
    EXPECT_NE(replaced("BE41063012345610", "BE41 0630 1234 5610"), "");
    EXPECT_NE(replaced("Voorbeeld", "Voorbe\xFFld"), "");
    for (const char* amount : {"EUR", "121.00", "EUR+5", "EUR-5", "EUR5.", "EUR.5", "EUR1.000",
                               "EUR0.00", "EUR1000000000", "USD5", "EUR 5", "EUR1e3"}) {
        EXPECT_NE(refusal_of(payload_with_amount(amount)), "") << amount;
    }
}

namespace {

std::string one_line(std::size_t characters_max, bool may_be_empty) {
    const auto characters = *rc::gen::resize(
        static_cast<int>(characters_max),
        rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
            "a", "Z", "0", " ", "+", "/", "\xC3\xA9", "\xC3\x9F", "\xC3\xB8", "&", "\"", "-"})));
    std::string text;
    for (std::size_t i = 0; i < characters.size() && i < characters_max; ++i)
        text += characters[i];
    return text.empty() && !may_be_empty ? "n" : text;
}

} // namespace

RC_GTEST_PROP(EpcPayload, ComesBackEqualWhenItIsReadAgain, ()) {
    EpcPayment payment = example();
    payment.version = *rc::gen::inRange(1, 3);
    payment.character_set = *rc::gen::element(EpcCharacterSet::Utf8, EpcCharacterSet::Latin1,
                                              EpcCharacterSet::Nordic, EpcCharacterSet::Latin9);
    payment.bic = *rc::gen::element<std::string>("", "KREDBEBB", "ABNANL2AXXX");
    payment.beneficiary = one_line(70, false);
    payment.amount.minor = *rc::gen::inRange<std::int64_t>(1, 100'000'000'000);
    payment.purpose = *rc::gen::element<std::string>("", "GDDS", "B112");
    if (*rc::gen::arbitrary<bool>()) {
        payment.text.clear();
        payment.structured_reference = one_line(35, true);
    } else {
        payment.text = one_line(140, true);
    }
    payment.information = one_line(70, true);
    const auto form = *rc::gen::element(EpcAmountForm::TwoDecimals, EpcAmountForm::Shortest);
    const auto payload = epc_payload(payment, form);
    if (payment.version == 1 && payment.bic.empty()) {
        RC_ASSERT(!payload);
        return;
    }
    if (!payload) RC_DISCARD("too long as a whole");
    RC_ASSERT(payload->size() <= 331u);
    const auto read = parse_epc_payload(*payload);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == payment);
}

RC_GTEST_PROP(EpcReader, NeverBreaksOnAnyBytes, (const std::string& bytes)) {
    const auto read = parse_epc_payload(bytes);
    RC_ASSERT(!read || epc_payload(*read) || read->amount.is_zero());
}
