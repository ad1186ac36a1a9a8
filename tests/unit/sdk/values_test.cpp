// SPDX-License-Identifier: MIT
#include <afpunt/date.hpp>
#include <afpunt/iban.hpp>
#include <afpunt/money.hpp>
#include <afpunt/text.hpp>

#include "support/shared_data.hpp"

#include <gtest/gtest.h>

using namespace afpunt;

TEST(Money, KeepsEveryCentThroughTextAndBack) {
    for (const std::int64_t minor : {0L, 1L, -1L, 99L, 100L, -12345L, 9007199254740993L}) {
        const Money money{minor, Currency::eur()};
        const auto read = parse_money(money.decimal(), Currency::eur());
        ASSERT_TRUE(read) << money.decimal();
        EXPECT_EQ(read->minor, minor);
    }
}

TEST(Money, UsesTheDecimalsOfItsCurrency) {
    const Currency yen = Currency::parse("JPY").value();
    const Currency dinar = Currency::parse("BHD").value();
    EXPECT_EQ((Money{1500, yen}.decimal()), "1500");
    EXPECT_EQ((Money{1500, dinar}.decimal()), "1.500");
    EXPECT_EQ(parse_money("2.5", dinar)->minor, 2500);
}

TEST(Money, RefusesDecimalsThatTheCurrencyDoesNotHave) {
    EXPECT_EQ(parse_money("12.50000", Currency::eur())->minor, 1250);
    const auto refused = parse_money("12.505", Currency::eur());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().sentence().find("at most 2 decimals"), std::string::npos);
}

TEST(Money, RefusesWhatIsNoAmountAndWhatDoesNotFit) {
    for (const char* text :
         {"", ".", "-", "1,50", "1e3", "1 000", "0x10", "1.2.3", "99999999999999999999"}) {
        EXPECT_FALSE(parse_money(text, Currency::eur())) << text;
    }
}

TEST(Money, NeverAddsTwoCurrencies) {
    EXPECT_FALSE(add(Money{1, Currency::eur()}, Money{1, Currency::parse("USD").value()}));
    EXPECT_FALSE(add(Money{INT64_MAX, {}}, Money{1, {}}));
    EXPECT_EQ(subtract(Money{5, {}}, Money{7, {}})->minor, -2);
}

TEST(CurrencyCode, IsRefusedWhenItIsNotInTheList) {
    for (const char* code : {"EUX", "eur", "", "EURO", "R A", "XXX"}) {
        EXPECT_FALSE(Currency::parse(code)) << code;
    }
}

TEST(CivilDate, ReadsOnlyDaysThatExist) {
    EXPECT_EQ(Date::parse("2024-02-29")->iso(), "2024-02-29");
    for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026/01/01",
                             "2026-1-01", "0000-01-01", "2026-01-01 "}) {
        EXPECT_FALSE(Date::parse(text)) << text;
    }
    EXPECT_EQ((Date::of(2026, 12, 31) + 1).iso(), "2027-01-01");
    EXPECT_EQ(Date::of(2026, 3, 1) - Date::of(2026, 2, 28), 1);
}

TEST(IbanNumber, AgreesWithTheCheckedVectors) {
    AFPUNT_NEEDS_SHARED("vectors/iban.json");
    const auto vectors = tests::read_json(tests::shared_folder() / "vectors/iban.json");
    for (const auto& valid : vectors.at("valid").as_array()) {
        EXPECT_TRUE(Iban::parse(valid.as_string())) << valid.as_string();
    }
    for (const auto& invalid : vectors.at("invalid").as_array()) {
        EXPECT_FALSE(Iban::parse(invalid.at("in").as_string())) << invalid.at("in").as_string();
    }
}

TEST(IbanNumber, PrintsInGroupsOfFourAndReadsThemBack) {
    const auto iban = Iban::parse("be68 5390 0754 7034");
    ASSERT_TRUE(iban);
    EXPECT_EQ(iban->print(), "BE68 5390 0754 7034");
    EXPECT_EQ(Iban::parse(iban->print())->electronic(), "BE68539007547034");
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndCutCharacters) {
    EXPECT_TRUE(text::is_utf8("Ann\xC3\xA9"
                              "e \xE2\x82\xAC \xF0\x9F\x92\xB6"));
    for (const char* bytes : {"\xC0\x80", "\xED\xA0\x80", "\xE2\x82", "\xFF", "\xF5\x80\x80\x80"}) {
        EXPECT_FALSE(text::is_utf8(bytes));
    }
    EXPECT_EQ(text::utf8_prefix("a\xC3\xA9", 2), "a");
}
