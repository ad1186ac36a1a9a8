// SPDX-License-Identifier: MIT
//
// Signed payment links: what was signed comes back, and nothing else does.
#include "payment/payment_link.hpp"

#include "payment/hmac_sha256.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace afpunt;
using namespace afpunt::payment;

namespace {

const std::string secret = "a secret of enough bytes";

SigningKey key() {
    return {"2026-1", secret};
}

LinkRequest request() {
    return {.book_id = "book/1",
            .letter_id = "00112233445566778899aabbccddeeff",
            .item_ids = {"V26-0107", "V26,0110 \xC3\xA9"},
            .amount = Money{12100, Currency::eur()},
            .expires_on = Date::of(2026, 12, 31),
            .description = ""};
}

std::string link_to(const std::string& page) {
    return SignedLinkProvider::make(page, key())->create(request()).value();
}

Result<LinkRequest> verify(std::string_view link, Date today = Date::of(2026, 12, 1)) {
    static const SigningKey known = key();
    return verify_signed_link(
        link, [](std::string_view id) { return id == known.id ? &known : nullptr; }, today);
}

std::string refusal_of(std::string_view link, Date today = Date::of(2026, 12, 1)) {
    const auto verified = verify(link, today);
    return verified ? "" : verified.error().sentence();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

} // namespace

TEST(PaymentLink, CarriesTheRequestToThePageAndBack) {
    for (const char* page : {"https://pay.example.org/betalen", "https://pay.example.org",
                             "https://pay.example.org/p?", "https://pay.example.org/p?lang=nl",
                             "https://pay.example.org:8443/p?lang=nl&x"}) {
        const std::string link = link_to(page);
        EXPECT_EQ(link.substr(0, std::string(page).size()), page);
        const auto back = verify(link);
        ASSERT_TRUE(back) << link << back.error().sentence();
        EXPECT_EQ(back->book_id, request().book_id);
        EXPECT_EQ(back->letter_id, request().letter_id);
        EXPECT_EQ(back->item_ids, request().item_ids);
        EXPECT_EQ(back->amount, request().amount);
        EXPECT_EQ(back->expires_on, request().expires_on);
    }
}

TEST(PaymentLink, IsWrittenInAFixedForm) {
    const std::string link = link_to("https://pay.example.org/p?lang=nl");
    EXPECT_EQ(link.substr(0, link.rfind('=')),
              "https://pay.example.org/p?lang=nl&b=book%2F1&i=V26-0107,V26%2C0110%20%C3%A9"
              "&l=00112233445566778899aabbccddeeff&a=121.00&c=EUR&e=2026-12-31&k=2026-1&s");
    EXPECT_EQ(link.size() - link.rfind('=') - 1, 64u);
}

TEST(PaymentLink, IsValidOnItsLastDayAndNotAfterIt) {
    const std::string link = link_to("https://pay.example.org/p");
    EXPECT_EQ(refusal_of(link, Date::of(2026, 12, 31)), "");
    EXPECT_NE(refusal_of(link, Date::of(2027, 1, 1)).find("2026-12-31"), std::string::npos);
}

TEST(PaymentLink, SaysThatAKeyIsUnknown) {
    const std::string link =
        SignedLinkProvider::make("https://pay.example.org/p", {"2025-9", secret})
            ->create(request())
            .value();
    const std::string sentence = refusal_of(link);
    EXPECT_NE(sentence.find("2025-9"), std::string::npos);
    EXPECT_NE(sentence.find("key that we know"), std::string::npos);
}

TEST(PaymentLink, RefusesRepeatedMissingAddedAndReorderedParts) {
    const std::string link = link_to("https://pay.example.org/p?lang=nl");
    ASSERT_EQ(refusal_of(link), "");
    EXPECT_NE(refusal_of(link + "&a=1.00"), "");
    EXPECT_NE(refusal_of(link + "&utm=1"), "");
    EXPECT_NE(refusal_of(link + "#x"), "");
    EXPECT_NE(refusal_of(replaced(link, "lang=nl", "a=1.00")), "");
    EXPECT_NE(refusal_of(replaced(link, "lang=nl", "lang=nl&utm=1")), "");
    EXPECT_NE(refusal_of(replaced(link, "&c=EUR", "")), "");
    EXPECT_NE(refusal_of(replaced(link, "&a=121.00&c=EUR", "&c=EUR&a=121.00")), "");
    EXPECT_NE(refusal_of(replaced(link, "a=121.00", "a=121.0")), "");
    EXPECT_NE(refusal_of(replaced(link, "V26-0107", "V26%2D0107")), "");
    EXPECT_NE(refusal_of(replaced(link, "V26-0107,V26%2C", "V26-0107%2CV26,")), "");
    EXPECT_NE(refusal_of(""), "");
    EXPECT_NE(refusal_of("https://pay.example.org/p"), "");
    EXPECT_NE(refusal_of(link + std::string(9000, 'a')), "");
}

RC_GTEST_PROP(PaymentLink, IsRefusedWhenAnyByteWasChanged, ()) {
    std::string link = link_to("https://pay.example.org/p?lang=nl");
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, link.size());
    const char changed = *rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::inRange(' ', '~'));
    RC_PRE(changed != link[at]);
    link[at] = changed;
    const std::string sentence = refusal_of(link);
    RC_ASSERT(sentence != "");
    RC_ASSERT(sentence.find(secret) == std::string::npos);
}

TEST(PaymentLink, RefusesPagesThatAreNotSafe) {
    for (const char* page :
         {"http://pay.example.org/p", "https://", "https:///p", "https://pay.example.org/p#top",
          "https://user@pay.example.org/p", "https://pay.example.org/p q",
          "https://pay.example.org/\"", "https://pay.example.org/p?a=1", "HTTPS://pay.example.org",
          "javascript:alert(1)", "https://pay.example.org/\n", "https://caf\xC3\xA9.example/"}) {
        EXPECT_FALSE(SignedLinkProvider::make(page, key())) << page;
    }
    EXPECT_FALSE(SignedLinkProvider::make("https://x.example/" + std::string(1000, 'p'), key()));
}

TEST(PaymentLink, RefusesWeakKeysWithoutShowingThem) {
    const std::string weak = "only 15 bytes..";
    const auto refused = SignedLinkProvider::make("https://pay.example.org/p", {"k", weak});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().sentence().find("at least 16 bytes"), std::string::npos);
    EXPECT_EQ(refused.error().sentence().find(weak), std::string::npos);
    EXPECT_TRUE(SignedLinkProvider::make("https://pay.example.org/p", {"k", weak + "."}));
    EXPECT_FALSE(SignedLinkProvider::make("https://pay.example.org/p", {"", secret}));
    EXPECT_FALSE(SignedLinkProvider::make("https://pay.example.org/p", {"a&b", secret}));
}

TEST(PaymentLink, RefusesRequestsThatLackSomething) {
    auto provider = SignedLinkProvider::make("https://pay.example.org/p", key()).value();
    const auto refused = [&](auto change) {
        LinkRequest changed = request();
        change(changed);
        return !provider.create(changed);
    };
    EXPECT_TRUE(refused([](auto& r) { r.book_id.clear(); }));
    EXPECT_TRUE(refused([](auto& r) { r.letter_id.clear(); }));
    EXPECT_TRUE(refused([](auto& r) { r.item_ids.clear(); }));
    EXPECT_TRUE(refused([](auto& r) { r.item_ids.push_back(""); }));
    EXPECT_TRUE(refused([](auto& r) { r.amount.minor = 0; }));
    EXPECT_TRUE(refused([](auto& r) { r.item_ids.assign(500, "a-long-item-id-0123"); }));
    EXPECT_FALSE(refused([](auto&) {}));
}

TEST(HmacSha256, GivesTheValueOfRfc4231) {
    EXPECT_EQ(hmac_sha256_hex("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
}
