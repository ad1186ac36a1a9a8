// SPDX-License-Identifier: MIT
//
// GnuCash's fractions become money exactly or not at all.
#include "gnucash/amount_in_words.hpp"
#include "gnucash/civil_day.hpp"
#include "gnucash/exact_amount.hpp"

#include <cstdlib>
#include <ctime>
#include <gtest/gtest.h>
#include <limits>

namespace afpunt::gnucash {
namespace {

Money euro(std::int64_t cents) {
    return Money{cents, Currency::eur()};
}

TEST(ExactAmount, TakesAnyFractionThatIsWholeInCents) {
    EXPECT_EQ(*exact_amount(Numeric{12345, 100}, "EUR"), euro(123'45));
    EXPECT_EQ(*exact_amount(Numeric{5, 2}, "EUR"), euro(2'50));
    EXPECT_EQ(*exact_amount(Numeric{-7, 1}, "EUR"), euro(-7'00));
    EXPECT_EQ(*exact_amount(Numeric{1'234'500, 10'000}, "EUR"), euro(123'45));
}

TEST(ExactAmount, RefusesWhatWouldHaveToBeRounded) {
    EXPECT_FALSE(exact_amount(Numeric{100'005, 1000}, "EUR"));
    EXPECT_FALSE(exact_amount(Numeric{1, 3}, "EUR"));
    EXPECT_FALSE(exact_amount(Numeric{150, 100}, "JPY"));
    EXPECT_TRUE(exact_amount(Numeric{1505, 1000}, "TND"));
}

TEST(ExactAmount, RefusesErrorsOfGnuCashAndCommoditiesThatAreNoCurrency) {
    EXPECT_FALSE(exact_amount(Numeric{5, 0}, "EUR"));
    EXPECT_FALSE(exact_amount(Numeric{5, 1}, "APPLE"));
    EXPECT_FALSE(exact_amount(Numeric{5, 1}, nullptr));
}

TEST(ExactAmount, MultipliesByANegativeDenominatorAsGnuCashDoes) {
    EXPECT_EQ(*exact_amount(Numeric{5, -10}, "EUR"), euro(50'00));
}

TEST(ExactAmount, RefusesWhatDoesNotFit) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    EXPECT_FALSE(exact_amount(Numeric{most, 1}, "EUR"));
    EXPECT_FALSE(exact_amount(Numeric{least, 100}, "EUR"));
    EXPECT_FALSE(exact_amount(Numeric{most, least}, "EUR"));
    EXPECT_FALSE(exact_amount(Numeric{most, -most}, "EUR"));
    EXPECT_EQ(exact_amount(Numeric{most, 100}, "EUR")->minor, most);
}

TEST(ExactAmount, ComesBackAsItWent) {
    const Numeric fraction = fraction_of(euro(12'50));
    EXPECT_EQ(fraction.num, 1250);
    EXPECT_EQ(fraction.denom, 100);
}

TEST(AmountInWords, WritesEachLanguagesMarks) {
    const Money sum = euro(1'234'567'89);
    EXPECT_EQ(amount_in_words(sum, "nl-BE"), "1.234.567,89 EUR");
    EXPECT_EQ(amount_in_words(sum, "fr"), "1\xC2\xA0"
                                          "234\xC2\xA0"
                                          "567,89 EUR");
    EXPECT_EQ(amount_in_words(sum, "de"), "1.234.567,89 EUR");
    EXPECT_EQ(amount_in_words(sum, "en"), "EUR 1,234,567.89");
    EXPECT_EQ(amount_in_words(euro(-5), "en"), "EUR -0.05");
}

// Sets the time zone for one test.
class InZone {
public:
    explicit InZone(const char* zone) {
        ::setenv("TZ", zone, 1);
        ::tzset();
    }
    ~InZone() {
        ::unsetenv("TZ");
        ::tzset();
    }
    InZone(const InZone&) = delete;
    InZone& operator=(const InZone&) = delete;
};

TEST(CivilDay, IsTheSameEverywhereForMomentsOfGnuCashsOwn) {
    constexpr Time64 neutral = 1'790'000'000 - 1'790'000'000 % 86'400 + 10 * 3600 + 59 * 60;
    constexpr Time64 midnight = neutral - (10 * 3600 + 59 * 60);
    for (const char* zone : {"America/Los_Angeles", "UTC", "Europe/Brussels", "Pacific/Auckland"}) {
        const InZone here(zone);
        EXPECT_EQ(civil_day(neutral)->iso(), "2026-09-21") << zone;
        EXPECT_EQ(civil_day(midnight)->iso(), "2026-09-21") << zone;
    }
}

TEST(CivilDay, TakesTheLocalMidnightOfOlderBooks) {
    const InZone here("Europe/Brussels");
    constexpr Time64 midnight_in_brussels = 1'789'941'600; // 20 September, 22:00 UTC
    EXPECT_EQ(civil_day(midnight_in_brussels)->iso(), "2026-09-21");
}

TEST(CivilDay, GivesNothingForNoMoment) {
    EXPECT_EQ(civil_day(no_time), std::nullopt);
    EXPECT_EQ(civil_day(std::numeric_limits<Time64>::min()), std::nullopt);
}

} // namespace
} // namespace afpunt::gnucash
