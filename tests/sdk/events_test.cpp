// SPDX-License-Identifier: MIT
//
// Events through the module: they withdraw and hold, never create, and each counts once (product
// rules 1 and 4; afpunt/events.h).
#include "sdk/scripted_test.hpp"

#include <thread>

namespace afpunt::tests {
namespace {

class HostEvents : public ScriptedTest {
protected:
    void SetUp() override {
        open_known_book();
        host.book.invoice("V1", "jan", "2026-11-02");
        host.book.invoice("V2", "els", "2026-11-02");
        ASSERT_EQ(session->run().at("prepared").as_array().size(), 2u);
    }
    void wait_for_settling() {
        const int before = host.snapshots_opened;
        ASSERT_TRUE(session->work_until([&] { return host.snapshots_opened > before; }));
    }
    // Of letters as the store has them: `letters` reads the book too, so what the event alone did
    // shows in the journal.
    [[nodiscard]] std::string journal() {
        return json::serialize(session->ask({{"command", "journal"}}).at("entries"));
    }
};

TEST_F(HostEvents, AMatchWithdrawsBeforeAnySnapshot) {
    host.snapshot_failure = Failure{"", "snapshot", "the ledger is locked", "a reading"};
    const int before = host.snapshots_opened;
    session->tell(AFPUNT_EVENT_MATCHED, {"V1"});
    // The settling that follows fails for want of a snapshot; when it has, the event is handled.
    ASSERT_TRUE(session->work_until([&] { return host.snapshots_opened > before; }));
    host.snapshot_failure.reset();
    EXPECT_EQ(session->states_of("V1"), "withdrawn");
    EXPECT_EQ(session->states_of("V2"), "prepared");
    const std::string entries = journal();
    EXPECT_NE(entries.find(R"("kind":"withdraw","subject":"match")"), std::string::npos) << entries;
}

TEST_F(HostEvents, AnUnmatchReopensTheItem) {
    host.book.pay("V1", 12100, host.today());
    session->tell(AFPUNT_EVENT_MATCHED, {"V1"});
    wait_for_settling();
    EXPECT_EQ(session->reason_of("V1"), "settled");
    host.book.unpay("V1");
    session->tell(AFPUNT_EVENT_UNMATCHED, {"V1"});
    wait_for_settling();
    EXPECT_EQ(session->states_of("V1"), "withdrawn prepared");
}

TEST_F(HostEvents, AReturnedDebitAfterALetterBeginsANewRound) {
    (void)session->approve_all();
    EXPECT_EQ(session->states_of("V1"), "accepted");
    host.book.pay("V1", 12100, host.today());
    (void)session->run();
    host.book.unpay("V1");
    host.set_today("2026-12-01");
    (void)session->run();
    EXPECT_EQ(session->states_of("V1"), "accepted prepared");
    EXPECT_EQ(session->letters().back().at("items").at(0).at("round").as_int64(), 2);
}

TEST_F(HostEvents, ARepeatedEventCountsOnce) {
    host.book.pay("V1", 12100, host.today());
    session->tell(AFPUNT_EVENT_MATCHED, "match-1", {"V1"});
    wait_for_settling();
    host.book.unpay("V1");
    session->tell(AFPUNT_EVENT_UNMATCHED, "unmatch-1", {"V1"});
    wait_for_settling();
    ASSERT_EQ(session->states_of("V1"), "withdrawn prepared");
    // The host repeats its log after a restart.
    close();
    open();
    session->tell(AFPUNT_EVENT_MATCHED, "match-1", {"V1"});
    session->tell(AFPUNT_EVENT_UNMATCHED, "unmatch-1", {"V1"});
    wait_for_settling();
    EXPECT_EQ(session->states_of("V1"), "withdrawn prepared") << "a known match withdraws nothing";
}

TEST_F(HostEvents, TheDurableCursorIsThereAfterARestart) {
    session->tell(AFPUNT_EVENT_RESYNC, "e7", {});
    wait_for_settling();
    EXPECT_EQ(session->plugin().durable_cursor("scripted"), "e7");
    close();
    open();
    EXPECT_TRUE(
        session->work_until([&] { return session->plugin().durable_cursor("scripted") == "e7"; }));
    EXPECT_EQ(session->plugin().durable_cursor("another"), "");
}

TEST_F(HostEvents, EventsThatWereToldBeforeTheEndAreOnDisk) {
    session->tell(AFPUNT_EVENT_MATCHED, {"V1"});
    close();
    open();
    host.snapshot_failure.reset();
    EXPECT_EQ(session->states_of("V1"), "withdrawn");
}

TEST_F(HostEvents, AnImportBlocksDecidingUntilItsEnd) {
    session->tell(AFPUNT_EVENT_IMPORT_STARTED);
    // The command stands behind the event on the worker's lane.
    EXPECT_NE(refusal(session->run()).find("import"), std::string::npos);
    EXPECT_NE(refusal(session->approve_all()).find("import"), std::string::npos);
    EXPECT_EQ(refusal(session->ask({{"command", "plan"}})), "") << "looking is free";
    session->tell(AFPUNT_EVENT_IMPORT_FINISHED);
    wait_for_settling();
    EXPECT_EQ(refusal(session->run()), "");
}

} // namespace
} // namespace afpunt::tests
