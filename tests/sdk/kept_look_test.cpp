// SPDX-License-Identifier: MIT
//
// Answers from the last look at a host that counts the changes of its book (afpunt/ext/revision.h):
// no reading while nothing happens, and never another answer than a new reading would give.
#include "sdk/scripted_test.hpp"

namespace afpunt::tests {
namespace {

class KeptLook : public ScriptedTest {
protected:
    void SetUp() override {
        host.book_revision = 1;
        host.book.invoice("V1", "jan", "2026-11-02");
        host.book.invoice("V2", "els", "2026-11-03", 4200);
        host.book.lines.push_back({"L1", day("2026-11-10"), 4200, 4200, "els", "V2 betaald", ""});
        open_known_book();
        ASSERT_EQ(refusal(session->run()), "");
    }
    // Whatever is in an answer, of every command that only looks.
    [[nodiscard]] std::string answers() {
        std::string all;
        for (const char* command : {"plan", "letters", "report", "status"})
            all += json::serialize(session->ask({{"command", command}})) + "\n";
        for (const ScriptedItem& item : host.book.items)
            all += json::serialize(session->ask({{"command", "why"}, {"item", item.id}})) + "\n";
        for (const json::value& letter : session->letters()) {
            all += json::serialize(
                       session->ask({{"command", "show"}, {"letter", letter.at("letter")}})) +
                   "\n";
        }
        return all;
    }
    void change_book(const std::function<void()>& change) {
        change();
        ++*host.book_revision;
    }
    // Readings that a question took.
    [[nodiscard]] int readings_for(const std::function<void()>& question) const {
        const int before = host.snapshots_opened;
        question();
        return host.snapshots_opened - before;
    }
    // What is answered now is what a new reading says.
    void expect_fresh_answers() {
        const std::string now = answers();
        ++*host.book_revision;
        EXPECT_EQ(now, answers());
    }
    void expect_fresh_answers_without_reading() {
        std::string now;
        EXPECT_EQ(readings_for([&] { now = answers(); }), 0);
        ++*host.book_revision;
        EXPECT_EQ(now, answers());
    }
    json::object ask_as_an(json::object request) {
        request["who"] = "An";
        return session->ask(request);
    }
};

TEST_F(KeptLook, AnswersFromTheSettlingWithoutAnotherReading) {
    expect_fresh_answers_without_reading();
}

TEST_F(KeptLook, AnswersFromTheAnswerBefore) {
    ++*host.book_revision;
    EXPECT_EQ(readings_for([&] { (void)answers(); }), 1);
    EXPECT_EQ(readings_for([&] { (void)answers(); }), 0);
}

TEST_F(KeptLook, IsNoneWhereTheHostDoesNotCount) {
    close();
    host.book_revision.reset();
    open();
    ASSERT_EQ(refusal(session->run()), "");
    EXPECT_EQ(readings_for([&] { (void)session->reason_of("V1"); }), 1);
    EXPECT_EQ(readings_for([&] { (void)session->reason_of("V1"); }), 1);
}

TEST_F(KeptLook, IsThrownAwayByAPaymentAndByItsUndoing) {
    change_book([&] { host.book.pay("V1", 12100, host.today()); });
    EXPECT_EQ(session->reason_of("V1"), "settled");
    expect_fresh_answers();
    change_book([&] { host.book.unpay("V1"); });
    EXPECT_NE(session->reason_of("V1"), "settled");
    expect_fresh_answers();
}

TEST_F(KeptLook, IsThrownAwayByAnEventThoughTheRevisionStays) {
    (void)answers();
    session->tell(AFPUNT_EVENT_RESYNC);
    EXPECT_GE(readings_for([&] { (void)session->reason_of("V1"); }), 1);
}

TEST_F(KeptLook, IsNotUsedWhileTheRevisionIsRefused) {
    host.revision_is_refused = true;
    host.book.pay("V1", 12100, host.today());
    EXPECT_EQ(session->reason_of("V1"), "settled");
    EXPECT_EQ(readings_for([&] { (void)session->reason_of("V1"); }), 1);
}

TEST_F(KeptLook, OfABookThatChangedUnderTheReadingIsNotKept) {
    // The reading holds a copy of the book before the payment.
    bool paid = false;
    host.distort_item = [&](afpunt_item&) {
        if (std::exchange(paid, true)) return;
        change_book([&] { host.book.pay("V1", 12100, host.today()); });
    };
    ++*host.book_revision;
    EXPECT_NE(session->reason_of("V1"), "settled") << "as the book was when it was opened";
    EXPECT_EQ(session->reason_of("V1"), "settled");
}

TEST_F(KeptLook, IsOfOneDay) {
    (void)answers();
    host.set_today("2026-11-23");
    expect_fresh_answers();
    host.trial = true;
    expect_fresh_answers();
}

TEST_F(KeptLook, TellsTheTimeOfTheQuestion) {
    const json::array letters = session->letters();
    const json::object show{{"command", "show"}, {"letter", letters.at(0).at("letter")}};
    const std::string at_nine = json::serialize(session->ask(show));
    host.seconds_past_nine = 3600;
    const std::string at_ten = json::serialize(session->ask(show));
    EXPECT_NE(at_nine, at_ten);
    ++*host.book_revision;
    EXPECT_EQ(at_ten, json::serialize(session->ask(show)));
}

TEST_F(KeptLook, TakesInHoldsAndReleases) {
    ASSERT_EQ(refusal(ask_as_an({{"command", "hold"}, {"item", "V1"}, {"reason", "talks"}})), "");
    EXPECT_EQ(session->reason_of("V1"), "held-by-person");
    expect_fresh_answers();
    ASSERT_EQ(refusal(ask_as_an({{"command", "release"}, {"item", "V1"}})), "");
    EXPECT_NE(session->reason_of("V1"), "held-by-person");
    expect_fresh_answers();
}

TEST_F(KeptLook, TakesInABankThatAPersonConfirmed) {
    change_book([&] { host.book.bank_until = day("2026-10-20"); });
    const std::string before = answers();
    ASSERT_EQ(refusal(ask_as_an(
                  {{"command", "confirm-bank"}, {"account", "bank"}, {"until", "2026-11-19"}})),
              "");
    EXPECT_NE(before, answers());
    expect_fresh_answers();
}

TEST_F(KeptLook, TakesInAMatchThatAPersonRefused) {
    const std::string before = answers();
    ASSERT_EQ(refusal(ask_as_an({{"command", "refuse-match"}, {"bank_line", "L1"}})), "");
    EXPECT_NE(before, answers());
    expect_fresh_answers();
}

TEST_F(KeptLook, TakesInLettersThatWereApprovedAndSent) {
    const json::object approved = session->approve_all();
    ASSERT_EQ(refusal(approved), "");
    ASSERT_FALSE(delivered(approved).empty());
    expect_fresh_answers();
}

TEST_F(KeptLook, TakesInWhatAnotherProgramWroteIntoTheState) {
    (void)answers();
    ScriptedHost other_host(folder.path());
    other_host.book = host.book;
    ModuleSession other(other_host);
    ASSERT_EQ(refusal(other.ask(
                  {{"command", "hold"}, {"item", "V1"}, {"reason", "talks"}, {"who", "Bob"}})),
              "");
    EXPECT_EQ(session->reason_of("V1"), "held-by-person");
    expect_fresh_answers();
    ASSERT_EQ(
        refusal(other.ask({{"command", "refuse-match"}, {"bank_line", "L1"}, {"who", "Bob"}})), "");
    expect_fresh_answers();
}

TEST_F(KeptLook, EndsWithTheInstanceAndItsSettings) {
    const std::string before = answers();
    close();
    configure("[policy]\nlanguage = \"fr\"\n");
    open();
    EXPECT_NE(before, answers());
    expect_fresh_answers();
}

TEST_F(KeptLook, DecidesNothing) {
    // A host that broke its promise: the book is another one, and its revision is not.
    (void)answers();
    host.book.pay("V1", 12100, host.today());
    EXPECT_GE(readings_for([&] { (void)session->run(); }), 1);
    EXPECT_EQ(session->states_of("V1"), "withdrawn");
}

} // namespace
} // namespace afpunt::tests
