// SPDX-License-Identifier: MIT
//
// The module with a scripted host, day by day: what is prepared, approved, delivered, and what is
// not (product rules 1, 2, 3, 8 and 9).
#include "sdk/scripted_test.hpp"

namespace afpunt::tests {
namespace {

class HostDays : public ScriptedTest {};

TEST_F(HostDays, WhatWasOverdueOnTheFirstDayIsOldBalance) {
    host.book.invoice("V1", "jan", "2026-11-02");
    open();
    const json::object answer = session->run();
    EXPECT_EQ(refusal(answer), "");
    EXPECT_TRUE(answer.at("prepared").as_array().empty());
    EXPECT_EQ(session->reason_of("V1"), "old-balance");
}

TEST_F(HostDays, OneLetterPerCustomerIsPreparedAndNothingLeavesByItself) {
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    host.book.invoice("V2", "jan", "2026-11-03");
    host.book.invoice("V3", "els", "2026-11-02");
    const json::object answer = session->run();
    EXPECT_EQ(answer.at("prepared").as_array().size(), 2u);
    EXPECT_EQ(session->states_of("V1"), "prepared");
    EXPECT_TRUE(letters_in_folder().empty());
    EXPECT_EQ(session->run().at("prepared").as_array().size(), 0u) << "the same day again";
}

TEST_F(HostDays, ApprovedLettersAreDeliveredOnce) {
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    (void)session->run();
    const json::object answer = session->approve_all();
    ASSERT_EQ(refusal(answer), "");
    EXPECT_EQ(delivered(answer), letters_in_folder());
    EXPECT_EQ(letters_in_folder().size(), 1u);
    EXPECT_EQ(session->states_of("V1"), "accepted");
    EXPECT_TRUE(delivered(session->approve_all()).empty());
    EXPECT_EQ(host.permits_asked, 1);
}

TEST_F(HostDays, ApprovalOnAQuietDayIsRefusedWithTheReason) {
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    (void)session->run();
    host.set_today("2026-11-22"); // Sunday
    host.book.bank_until = day("2026-11-21");
    const json::object answer = session->approve_all();
    ASSERT_EQ(refusal(answer), "");
    EXPECT_TRUE(delivered(answer).empty());
    EXPECT_NE(why_not(answer).find("22"), std::string::npos) << why_not(answer);
    EXPECT_EQ(session->states_of("V1"), "prepared") << "it waits for Monday";
    host.set_today("2026-11-23");
    EXPECT_EQ(delivered(session->approve_all()).size(), 1u);
}

TEST_F(HostDays, ALetterMetAgainOnALaterDayBearsThatDay) {
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    (void)session->run();
    host.set_today("2026-11-23");
    (void)session->run();
    EXPECT_EQ(session->letters().at(0).at("on").as_string(), "2026-11-23");
    EXPECT_EQ(session->states_of("V1"), "prepared");
}

TEST_F(HostDays, AnApprovedLetterThatDidNotLeaveOnItsDayIsMadeAnew) {
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    host.permit_failure = Failure{"", "permit", "the ledger is locked", "an answer"};
    EXPECT_TRUE(delivered(session->approve_all()).empty());
    EXPECT_EQ(session->states_of("V1"), "approved");
    host.permit_failure.reset();
    host.set_today("2026-11-23");
    (void)session->run();
    EXPECT_EQ(session->states_of("V1"), "withdrawn prepared") << "its term was counted from Friday";
}

TEST_F(HostDays, ATrialOnlyPreparesAndItsLettersVanish) {
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    (void)session->run();
    host.book.invoice("V2", "els", "2026-11-19"); // its first step comes later
    host.set_today("2026-12-10");
    host.trial = true;
    EXPECT_EQ(session->run().at("prepared").as_array().size(), 1u);
    EXPECT_EQ(session->states_of("V1"), "prepared") << "a real letter is left alone";
    EXPECT_NE(refusal(session->approve_all()).find("trial"), std::string::npos);
    host.trial = false;
    host.set_today("2026-11-20");
    (void)session->run();
    EXPECT_EQ(session->states_of("V2"), "withdrawn");
    EXPECT_EQ(session->states_of("V1"), "prepared");
    EXPECT_TRUE(letters_in_folder().empty());
}

TEST_F(HostDays, StaleBankHoldsAndFreshBankLetsGoOn) {
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    (void)session->run();
    host.book.bank_until = day("2026-11-10");
    (void)session->run();
    EXPECT_EQ(session->states_of("V1"), "held");
    const json::object answer = session->approve_all();
    EXPECT_TRUE(delivered(answer).empty());
    host.book.bank_until = day("2026-11-19");
    EXPECT_EQ(session->run().at("resumed").as_array().size(), 1u);
    EXPECT_EQ(session->states_of("V1"), "prepared");
}

TEST_F(HostDays, CertainMatchesAreBookedAndWhatTheHostRefusesStaysAProposal) {
    host.match_offered = true;
    open_known_book();
    host.book.invoice("V26-0001", "jan", "2026-11-02").reference = "010806817183";
    host.book.invoice("V26-0002", "els", "2026-11-02").reference = "090933755493";
    host.book.lines.push_back({"L1", day("2026-11-19"), 12100, 12100, "Jan", "", "010806817183"});
    host.book.lines.push_back({"L2", day("2026-11-19"), 12100, 12100, "Els", "", "090933755493"});
    host.on_match = [](std::string_view line, auto) -> Result<void> {
        if (line == "L2") return fail("period", "closed", "an open period");
        return {};
    };
    const json::object answer = session->run();
    ASSERT_EQ(refusal(answer), "");
    EXPECT_EQ(answer.at("matches_booked").as_int64(), 1);
    EXPECT_EQ(host.matched, std::vector<std::string>{"L1"});
    EXPECT_EQ(session->reason_of("V26-0001"), "settled");
    EXPECT_EQ(session->reason_of("V26-0002"), "probably-paid");
    EXPECT_NE(host.logged().find("closed"), std::string::npos);
}

TEST_F(HostDays, APartInDisputeIsCarvedOutAndTheRestIsAsked) {
    open_known_book();
    auto& item = host.book.invoice("V1", "jan", "2026-11-02", 10000);
    item.state = AFPUNT_DOCUMENT_DISPUTED;
    item.disputed = 3000;
    const json::object answer = session->approve_all();
    ASSERT_EQ(refusal(answer), "");
    EXPECT_EQ(delivered(answer).size(), 1u) << json::serialize(answer);
    EXPECT_EQ(session->letters().at(0).at("total").at("amount").as_string(), "70.00");
}

TEST_F(HostDays, ABookThatChangesUnderEveryReadingIsGivenUpInWords) {
    open();
    int readings = 0;
    host.when_snapshot_opens = [&] { ++readings; };
    host.snapshot_is_current = [] { return false; };
    const std::string why = refusal(session->run());
    EXPECT_NE(why.find("CHANGED"), std::string::npos) << why;
    EXPECT_EQ(readings, 5);
    host.snapshot_is_current = [&] { return readings % 2 == 0; };
    EXPECT_EQ(refusal(session->run()), "");
}

TEST_F(HostDays, TwoBooksLiveInOneProcess) {
    const ScratchFolder other_folder;
    ScriptedHost other(other_folder.path(), "book-2");
    open_known_book();
    host.book.invoice("V1", "jan", "2026-11-02");
    ModuleSession other_session(other);
    EXPECT_EQ(session->run().at("prepared").as_array().size(), 1u);
    EXPECT_EQ(other_session.run().at("prepared").as_array().size(), 0u);
    close();
    EXPECT_EQ(refusal(other_session.run()), "") << "the other book does not notice";
}

TEST_F(HostDays, TheStateOfAnotherBookIsRefused) {
    open_known_book();
    close();
    ScriptedHost stranger(folder.path(), "book-2");
    ModuleSession strange_session(stranger);
    EXPECT_NE(refusal(strange_session.run()).find("book"), std::string::npos);
}

} // namespace
} // namespace afpunt::tests
