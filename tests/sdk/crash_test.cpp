// SPDX-License-Identifier: MIT
//
// The process dies between any two writes of a delivery, and the next one finds its way: one letter
// in the folder, and the outbox knows it (product rule 5).
#include "sdk/scripted_test.hpp"

#include <sys/wait.h>

namespace afpunt::tests {
namespace {

class HostCrash : public ScriptedTest {
protected:
    // Approves in a child that dies at the given question of the clock after the permit.
    void approve_and_die(int after_questions) {
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            alarm(60);
            open();
            host.when_permit_is_answered = [&](std::string_view) {
                host.dies_after_questions = after_questions;
            };
            (void)session->approve_all();
            _exit(0);
        }
        int status = 0;
        ASSERT_EQ(waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
};

TEST_F(HostCrash, ALetterLeavesOnceWhereverTheProcessDied) {
#if defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer does not follow threads into a forked child";
#endif
    host.keeps_texts = false; // what the child keeps is lost with it
    open_known_book();
    close();
    for (int questions = 1; questions <= 6; ++questions) {
        const std::string id = "V" + std::to_string(questions);
        host.book.invoice(id, "customer-" + id, "2026-11-02");
        approve_and_die(questions);
        open();
        (void)session->approve_all();
        EXPECT_EQ(session->states_of(id), "accepted") << questions;
        EXPECT_EQ(letters_in_folder().size(), static_cast<std::size_t>(questions));
        const json::object journal = session->ask({{"command", "journal"}});
        EXPECT_TRUE(journal.at("chain_intact").as_bool());
        close();
    }
}

// The folder is there, the outbox does not know it yet: on the next day the letter must not be made
// a second time.
TEST_F(HostCrash, ALetterThatLayInTheFolderIsNotMadeAgainOnTheNextDay) {
#if defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer does not follow threads into a forked child";
#endif
    host.keeps_texts = false; // what the child keeps is lost with it
    open_known_book();
    close();
    host.book.invoice("V1", "jan", "2026-11-02");
    approve_and_die(3);
    ASSERT_EQ(letters_in_folder().size(), 1u) << "it died before the folder had its name";
    host.set_today("2026-11-23");
    open();
    (void)session->approve_all();
    EXPECT_EQ(session->states_of("V1"), "accepted");
    EXPECT_EQ(letters_in_folder().size(), 1u);
}

} // namespace
} // namespace afpunt::tests
