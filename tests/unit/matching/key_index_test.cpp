// SPDX-License-Identifier: MIT
//
// The frozen map from texts to positions.
#include "matching/key_index.hpp"

#include "matching_fixture.hpp"

#include <rapidcheck/gtest.h>

#include <map>
#include <set>

namespace afpunt::matching {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::uint32_t> found(const KeyIndex& index, std::string_view key) {
    const Positions positions = index.find(key);
    return {positions.begin(), positions.end()};
}

TEST(KeyIndex, GivesEachPositionOnceAndAscending) {
    KeyIndex index;
    index.add("b", 7);
    index.add("a", 9);
    index.add("a", 2);
    index.add("a", 9);
    index.freeze(10);
    EXPECT_THAT(found(index, "a"), ElementsAre(2U, 9U));
    EXPECT_THAT(found(index, "b"), ElementsAre(7U));
    EXPECT_THAT(found(index, "c"), IsEmpty());
}

TEST(KeyIndex, ForgetsWhatTooManyHaveInCommon) {
    KeyIndex index;
    for (std::uint32_t at = 0; at < 3; ++at)
        index.add("common", at);
    index.add("rare", 3);
    index.freeze(2);
    EXPECT_THAT(found(index, "common"), IsEmpty());
    EXPECT_THAT(found(index, "rare"), ElementsAre(3U));
}

TEST(KeyIndex, FindsNothingWhenItIsEmpty) {
    KeyIndex index;
    EXPECT_THAT(found(index, "a"), IsEmpty());
    index.add("", 1);
    index.freeze(5);
    EXPECT_THAT(found(index, ""), IsEmpty());
}

RC_GTEST_PROP(KeyIndexProperty, FindsWhatAMapFinds, ()) {
    std::map<std::string, std::set<std::uint32_t>> expected;
    KeyIndex index;
    const int count = *rc::gen::inRange(0, 200);
    for (int made = 0; made < count; ++made) {
        const std::string key = std::to_string(*rc::gen::inRange(0, 50));
        const std::uint32_t position = *rc::gen::inRange<std::uint32_t>(0, 9);
        expected[key].insert(position);
        index.add(key, position);
    }
    index.freeze(1000);
    for (int key = 0; key < 60; ++key) {
        const std::vector<std::uint32_t> positions = found(index, std::to_string(key));
        const std::set<std::uint32_t>& wanted = expected[std::to_string(key)];
        RC_ASSERT(std::vector<std::uint32_t>(wanted.begin(), wanted.end()) == positions);
    }
}

} // namespace
} // namespace afpunt::matching
