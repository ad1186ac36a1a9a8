// SPDX-License-Identifier: MIT
//
// When the state's log is copied into its file: once it is quiet, so that no event waits for it.
#include "played_time.hpp"

namespace afpunt::runtime {
namespace {

using std::chrono::seconds;

class Upkeep : public tests::FollowUpInPlayedTime {
protected:
    void write_much() {
        const std::string text(8000, 'x');
        outbox::Store& store = **follow_up_->store();
        for (int i = 0; i < 400; ++i)
            ASSERT_TRUE(store.write_journal({"2026-11-02T10:00:00Z", "test", "much", text, "me"}));
    }
    void work_on_the_book() {
        follow_up_->look([](const Result<Assessment>& look) { EXPECT_TRUE(look); });
        work();
    }
    [[nodiscard]] std::uintmax_t bytes_of_file() const {
        return std::filesystem::file_size(state_folder() / "afpunt.db");
    }
};

TEST_F(Upkeep, CopiesTheLogIntoTheFileOnceItIsQuiet) {
    const std::uintmax_t before = bytes_of_file();
    write_much();
    work_on_the_book();
    EXPECT_EQ(bytes_of_file(), before);
    pass(seconds(1));
    EXPECT_GT(bytes_of_file(), before + 400 * 8000);
    EXPECT_EQ((*follow_up_->store())->journal(1000).value().size(), 400u);
}

TEST_F(Upkeep, WaitsAsLongAsSomethingHappens) {
    const std::uintmax_t before = bytes_of_file();
    write_much();
    for (int i = 0; i < 5; ++i) {
        work_on_the_book();
        clock_->time += std::chrono::milliseconds(900);
        work();
        EXPECT_EQ(bytes_of_file(), before);
    }
    pass(seconds(1));
    EXPECT_GT(bytes_of_file(), before);
    EXPECT_EQ(lane_->timers(), 0u) << "nothing wakes a machine where nothing happens";
}

} // namespace
} // namespace afpunt::runtime
