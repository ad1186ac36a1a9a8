// SPDX-License-Identifier: MIT
#include "book/localised.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace afpunt::book {
namespace {

TEST(Localised, WritesAmountsAsEachLanguageDoes) {
    const Money amount{123456};
    EXPECT_EQ(localised(amount, "nl"), "1.234,56 EUR");
    EXPECT_EQ(localised(amount, "fr"), "1\xC2\xA0"
                                       "234,56 EUR");
    EXPECT_EQ(localised(amount, "de-AT"), "1.234,56 EUR");
    EXPECT_EQ(localised(amount, "en"), "EUR 1,234.56");
}

TEST(Localised, GroupsOnlyWhereThereIsAThousand) {
    EXPECT_EQ(localised(Money{0}, "nl"), "0,00 EUR");
    EXPECT_EQ(localised(Money{99999}, "nl"), "999,99 EUR");
    EXPECT_EQ(localised(Money{100000000}, "nl"), "1.000.000,00 EUR");
}

TEST(Localised, KeepsTheSignWithTheDigits) {
    EXPECT_EQ(localised(Money{-5}, "nl"), "-0,05 EUR");
    EXPECT_EQ(localised(Money{-123456}, "en"), "EUR -1,234.56");
    EXPECT_EQ(localised(Money{-12345678}, "de"), "-123.456,78 EUR");
    EXPECT_EQ(localised(Money{std::numeric_limits<std::int64_t>::min()}, "en"),
              "EUR -92,233,720,368,547,758.08");
}

TEST(Localised, FollowsTheDecimalsOfTheCurrency) {
    EXPECT_EQ(localised(Money{1234567, Currency::parse("JPY").value()}, "nl"), "1.234.567 JPY");
    EXPECT_EQ(localised(Money{1234567, Currency::parse("KWD").value()}, "en"), "KWD 1,234.567");
}

TEST(Localised, WritesDaysAsEachLanguageDoes) {
    const Date day = Date::of(2026, 11, 20);
    EXPECT_EQ(localised(day, "nl-BE"), "20 november 2026");
    EXPECT_EQ(localised(day, "fr"), "20 novembre 2026");
    EXPECT_EQ(localised(day, "de"), "20. November 2026");
    EXPECT_EQ(localised(day, "en"), "20 November 2026");
    EXPECT_EQ(localised(Date::of(2026, 8, 1), "fr"), "1er ao\xC3\xBBt 2026");
    EXPECT_EQ(localised(Date::of(2026, 3, 1), "de"), "1. M\xC3\xA4rz 2026");
    EXPECT_EQ(localised(Date::of(2026, 12, 1), "fr"), "1er d\xC3\xA9"
                                                      "cembre 2026");
}

TEST(Localised, FallsBackToEnglish) {
    EXPECT_EQ(base_language("nl-BE"), "nl");
    EXPECT_EQ(base_language("FR_be"), "fr");
    EXPECT_EQ(base_language("pl"), "en");
    EXPECT_EQ(base_language("nld"), "en");
    EXPECT_EQ(base_language(""), "en");
}

} // namespace
} // namespace afpunt::book
