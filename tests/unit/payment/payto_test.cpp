// SPDX-License-Identifier: MIT
//
// payto links (RFC 8905) against checked examples.
#include "payment/payto.hpp"

#include "payment/percent_encoding.hpp"
#include "support/shared_data.hpp"

#include <rapidcheck/gtest.h>

using namespace afpunt;
using namespace afpunt::payment;

TEST(Payto, EqualsTheCheckedVectors) {
    AFPUNT_NEEDS_SHARED("vectors/uri_qr.json");
    const auto vectors = tests::read_json(tests::shared_folder() / "vectors/uri_qr.json");
    for (const auto& value : vectors.at("payto").as_array()) {
        const auto& vector = value.as_object();
        const auto text = [&](const char* name) {
            return vector.contains(name) ? std::string(vector.at(name).as_string()) : "";
        };
        EpcPayment payment{.bic = text("bic"), .iban = Iban::parse(text("iban")).value()};
        if (!text("amount").empty()) {
            payment.amount = parse_money(text("amount").substr(4), Currency::eur()).value();
        }
        payment.text = text("message");
        // The example has one decimal; we always write those of the currency.
        std::string expected = text("uri");
        if (const auto at = expected.find("200.0&"); at != std::string::npos) {
            expected.insert(at + 5, "0");
        }
        EXPECT_EQ(payto_uri(payment), expected);
    }
}

TEST(Payto, EncodesWhatWouldEndAValue) {
    EpcPayment payment{.iban = Iban::parse("BE41063012345610").value()};
    payment.beneficiary = "A&B =\xC3\xA9#";
    payment.amount = Money{1234, Currency::eur()};
    payment.structured_reference = "+++010/8068/17183+++";
    EXPECT_EQ(payto_uri(payment),
              "payto://iban/BE41063012345610?amount=EUR:12.34&receiver-name=A%26B%20%3D%C3%A9%23"
              "&message=%2B%2B%2B010%2F8068%2F17183%2B%2B%2B");
}

RC_GTEST_PROP(PercentEncoding, ComesBackEqual, (const std::string& bytes)) {
    RC_ASSERT(percent_decode(percent_encode(bytes)).value() == bytes);
}

TEST(PercentEncoding, HasOneSpellingOnly) {
    EXPECT_EQ(percent_decode("a%2Fb").value(), "a/b");
    for (const char* text : {"a/b", "%2f", "%4", "%", "%41", "a+b", "%GG", "a b"}) {
        EXPECT_FALSE(percent_decode(text)) << text;
    }
}
