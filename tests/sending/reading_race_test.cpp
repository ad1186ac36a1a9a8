// SPDX-License-Identifier: MIT
//
// A regression: what was told while the book was being read, or between that and the first letter,
// counted as known. A letter that was made from the book of before left all the same, where the
// host's permit does not tell of what had changed.
#include "sending/sending_test.hpp"

#include <gmock/gmock.h>

namespace afpunt::runtime {
namespace {

using testing::ElementsAre;

class ReadingRace : public tests::SendingTest {
protected:
    ReadingRace() {
        begin(std::make_unique<tests::PlayedSender>());
        host_.book.invoice("V1", "jan", "2026-11-02");
        host_.book.invoice("V2", "piet", "2026-11-02");
    }
    // Once, in the middle of the next reading, which shows the book as it was before.
    void in_the_next_reading(const std::function<void()>& happens) {
        host_.distort_item = [happens, has_begun = false](afpunt_item&) mutable {
            if (!std::exchange(has_begun, true)) happens();
        };
    }
    void tell(afpunt_event_type type, std::vector<std::string> items) {
        put_into_inbox(type, std::to_string(++events_), std::move(items));
        wake_the_worker();
    }
    int events_ = 0;
};

TEST_F(ReadingRace, NothingLeavesToACustomerWhoIsStoppedWhileTheBookIsRead) {
    in_the_next_reading([this] {
        host_.book.holds["jan"] = "agreed by telephone";
        tell(AFPUNT_EVENT_PARTY_CHANGED, {});
    });
    EXPECT_THAT(approve_all().delivered, ElementsAre("H-2026-00002"));
    EXPECT_EQ(host_.snapshots_opened, 3); // and no more than once again
}

TEST_F(ReadingRace, NothingLeavesForWhatWasMatchedWhileTheBookWasRead) {
    // The host's permit, which tells of open amounts, knows nothing of it yet.
    in_the_next_reading([this] {
        host_.book.holds["jan"] = "pays the rest tomorrow";
        tell(AFPUNT_EVENT_MATCHED, {"V1"});
    });
    EXPECT_THAT(approve_all().delivered, ElementsAre("H-2026-00002"));
}

TEST_F(ReadingRace, WhatIsToldBeforeTheReadingCostsNoSecondOne) {
    tell(AFPUNT_EVENT_PARTY_CHANGED, {});
    on_worker([] {});
    const int before = host_.snapshots_opened;
    EXPECT_EQ(approve_all().delivered.size(), 2u);
    EXPECT_EQ(host_.snapshots_opened, before + 1);
}

} // namespace
} // namespace afpunt::runtime
