// SPDX-License-Identifier: MIT
//
// How long a look at the book is kept for questions. That the answers are right is tried through
// the real module (tests/sdk/kept_look_test.cpp).
#include "played_time.hpp"

namespace afpunt::runtime {
namespace {

using std::chrono::minutes;

class KeptLookTime : public tests::FollowUpInPlayedTime {
protected:
    // Whether the answer took a reading.
    bool question_reads() {
        const int before = host_.snapshots_opened;
        bool shown = false;
        follow_up_->show([&](const Result<const Assessment*>& look) {
            EXPECT_TRUE(look) << look.error().sentence();
            shown = true;
        });
        work();
        EXPECT_TRUE(shown);
        return host_.snapshots_opened > before;
    }
};

TEST_F(KeptLookTime, IsLetGoSomeTimeAfterTheLastQuestion) {
    EXPECT_TRUE(question_reads());
    pass(config::look_kept - minutes(1));
    EXPECT_FALSE(question_reads());
    pass(config::look_kept - minutes(1));
    EXPECT_FALSE(question_reads()) << "counted from the last question";
    pass(config::look_kept);
    EXPECT_TRUE(question_reads());
}

TEST_F(KeptLookTime, AQuestionWithinTheTimeOfAnEarlierLookWaitsForOneTimer) {
    EXPECT_TRUE(question_reads());
    const std::size_t timers = lane_->timers();
    ++*host_.book_revision;
    EXPECT_TRUE(question_reads());
    EXPECT_EQ(lane_->timers(), timers);
    pass(config::look_kept);
    EXPECT_EQ(lane_->timers(), 0u) << "nothing is kept that a timer would wait for";
}

TEST_F(KeptLookTime, IsKeptNoMoreWhenTheFollowUpEnds) {
    EXPECT_TRUE(question_reads());
    follow_up_->close([] {});
    EXPECT_TRUE(question_reads());
    EXPECT_TRUE(question_reads());
}

} // namespace
} // namespace afpunt::runtime
