// SPDX-License-Identifier: MIT
//
// The search for invoices that add up: exact within its limits, honest beyond them, and never long.
#include "matching/combination.hpp"

#include "matching_fixture.hpp"

#include <rapidcheck/gtest.h>

#include <limits>

namespace afpunt::matching {
namespace {

using testing::ElementsAre;
using testing::Le;

std::vector<Part> parts_of(std::initializer_list<std::int64_t> amounts) {
    std::vector<Part> parts;
    for (const std::int64_t minor : amounts)
        parts.push_back({minor, 0});
    return parts;
}

TEST(Combination, FindsTheOnlySetThatAddsUp) {
    const Search search = find_combination(parts_of({500, 700, 1100}), 1800, 0);
    ASSERT_TRUE(search.found);
    EXPECT_THAT(search.found->parts, ElementsAre(ChosenPart{1, 700}, ChosenPart{2, 1100}));
    EXPECT_TRUE(search.found->is_only);
    EXPECT_FALSE(find_combination(parts_of({500, 700, 1100}), 1000, 0).found);
    EXPECT_FALSE(find_combination({}, 1000, 0).found);
}

TEST(Combination, SaysWhenAnotherSetFitsAsWellAndTakesTheOldest) {
    const Search search = find_combination(parts_of({500, 300, 200, 400, 100}), 500, 0);
    ASSERT_TRUE(search.found);
    EXPECT_FALSE(search.found->is_only);
    EXPECT_THAT(search.found->parts, ElementsAre(ChosenPart{0, 500}));
}

TEST(Combination, DeductsCreditNotes) {
    const Search search = find_combination(parts_of({500, 700, -250}), 950, 0);
    ASSERT_TRUE(search.found);
    EXPECT_THAT(search.found->parts,
                ElementsAre(ChosenPart{0, 500}, ChosenPart{1, 700}, ChosenPart{2, -250}));
}

TEST(Combination, TakesTheDiscountOfSomeAndNotOfOthers) {
    const std::vector<Part> parts{{1000, 980}, {2000, 1960}};
    const Search search = find_combination(parts, 2980, 0);
    ASSERT_TRUE(search.found);
    EXPECT_THAT(search.found->parts, ElementsAre(ChosenPart{0, 980}, ChosenPart{1, 2000}));
    EXPECT_TRUE(search.found->is_only);
}

TEST(Combination, AllowsForChargesOnlyWhereNothingAddsUp) {
    EXPECT_FALSE(find_combination(parts_of({500, 700}), 1190, 9).found);
    const Search missing = find_combination(parts_of({500, 700}), 1190, 10);
    ASSERT_TRUE(missing.found);
    EXPECT_EQ(missing.found->parts.size(), 2U);
    const Search exact = find_combination(parts_of({505, 700, 500}), 1200, 10);
    ASSERT_TRUE(exact.found);
    EXPECT_THAT(exact.found->parts, ElementsAre(ChosenPart{1, 700}, ChosenPart{2, 500}));
}

TEST(Combination, IsNeverTheOnlyOneBeyondItsLimits) {
    // Each power of two once: every amount has exactly one sum.
    std::vector<Part> parts;
    for (std::size_t made = 0; made < most_parts; ++made)
        parts.push_back({std::int64_t{1} << made, 0});
    const std::int64_t everything = (std::int64_t{1} << most_parts) - 1;
    EXPECT_TRUE(find_combination(parts, everything, 0).found->is_only);
    // One more that might have been paid, and nobody looked.
    parts.push_back({12'345, 0});
    EXPECT_FALSE(find_combination(parts, everything, 0).found->is_only);
    // What is larger than the payment could not have been.
    parts.back().minor = everything + 1;
    EXPECT_TRUE(find_combination(parts, everything, 0).found->is_only);
    EXPECT_FALSE(find_combination(parts, everything + 2, 0).found);
}

TEST(Combination, LooksAtNoMoreSumsThanItSays) {
    std::vector<Part> worst;
    for (std::int64_t made = 0; made < 100; ++made)
        worst.push_back({100'000 + 7919 * made, 99'000 + 7919 * made});
    const Search search = find_combination(worst, 987'654'321, 100);
    EXPECT_THAT(search.sums, Le(2 * most_sums_of_a_half));
}

TEST(Combination, RefusesAmountsThatMightNotFit) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    EXPECT_FALSE(find_combination(parts_of({most, most}), most, 0).found);
    EXPECT_FALSE(find_combination(parts_of({-most, 100}), 100, most).found);
    EXPECT_FALSE(find_combination(parts_of({100}), -100, 0).found);
    EXPECT_TRUE(find_combination(parts_of({most, 60, 40}), 100, 0).found);
    EXPECT_TRUE(find_combination(parts_of({-most, -most, 60, 40}), 100, 0).found);
}

// The slow way: every subset.
struct Fits {
    std::size_t count = 0;
    std::vector<std::size_t> oldest;
};
Fits every_subset(const std::vector<Part>& parts, std::int64_t target) {
    Fits fits;
    for (std::uint32_t mask = 0; mask < (1U << parts.size()); ++mask) {
        std::int64_t sum = 0;
        std::vector<std::size_t> chosen;
        for (std::size_t at = 0; at < parts.size(); ++at) {
            // The oldest part is the highest bit: counting down prefers it.
            const std::size_t bit = parts.size() - 1 - at;
            if (((~mask >> bit) & 1U) == 0) continue;
            sum += parts[at].minor;
            chosen.push_back(at);
        }
        if (sum != target) continue;
        if (++fits.count == 1) fits.oldest = chosen;
    }
    return fits;
}

RC_GTEST_PROP(CombinationProperty, AgreesWithTryingEverySubset, ()) {
    std::vector<Part> parts;
    const int count = *rc::gen::inRange(0, 11);
    for (int made = 0; made < count; ++made) {
        std::int64_t minor = *rc::gen::inRange<std::int64_t>(1, 60);
        if (*rc::gen::inRange(0, 5) == 0) minor = -minor;
        parts.push_back({minor, 0});
    }
    const std::int64_t target = *rc::gen::inRange<std::int64_t>(1, 200);
    const Fits fits = every_subset(parts, target);
    const Search search = find_combination(parts, target, 0);
    RC_ASSERT(search.found.has_value() == (fits.count > 0));
    if (!search.found) return;
    RC_ASSERT(search.found->is_only == (fits.count == 1));
    std::vector<std::size_t> chosen;
    for (const ChosenPart& part : search.found->parts)
        chosen.push_back(part.part);
    RC_ASSERT(chosen == fits.oldest);
}

} // namespace
} // namespace afpunt::matching
