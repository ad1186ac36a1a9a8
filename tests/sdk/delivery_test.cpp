// SPDX-License-Identifier: MIT
//
// The last look before a letter leaves (product rules 1 and 5): what the host says at that moment
// decides, and an event that comes meanwhile makes its word void.
#include "sdk/scripted_test.hpp"

#include <atomic>
#include <map>
#include <random>
#include <set>
#include <thread>

namespace afpunt::tests {
namespace {

class HostDelivery : public ScriptedTest {
protected:
    void SetUp() override {
        open_known_book();
        host.book.invoice("V1", "jan", "2026-11-02");
        ASSERT_EQ(session->run().at("prepared").as_array().size(), 1u);
    }
    // Pays inside the host between the snapshot and the permit.
    void pay_at_permit(std::int64_t cents) {
        host.when_permit_asked = [this, cents] {
            host.when_permit_asked = nullptr;
            host.book.pay("V1", cents, host.today());
        };
    }
};

TEST_F(HostDelivery, AnotherOpenAmountWithdrawsTheLetter) {
    pay_at_permit(5000);
    const json::object answer = session->approve_all();
    EXPECT_TRUE(delivered(answer).empty());
    EXPECT_NE(why_not(answer).find("71.00"), std::string::npos) << why_not(answer);
    EXPECT_TRUE(letters_in_folder().empty());
    EXPECT_EQ(session->states_of("V1"), "withdrawn");
}

TEST_F(HostDelivery, APaidItemWithdrawsTheLetter) {
    pay_at_permit(12100);
    EXPECT_TRUE(delivered(session->approve_all()).empty());
    EXPECT_TRUE(letters_in_folder().empty());
    EXPECT_EQ(session->states_of("V1"), "withdrawn");
}

TEST_F(HostDelivery, AHigherOpenAmountWithdrawsTheLetterToo) {
    pay_at_permit(-1000);
    EXPECT_TRUE(delivered(session->approve_all()).empty());
    EXPECT_EQ(session->states_of("V1"), "withdrawn");
}

TEST_F(HostDelivery, APaymentOfADisputedInvoiceIsNoticedThoughMoreIsOpenThanIsAsked) {
    host.book.item("V1").disputed = 4000; // 81.00 asked of 121.00
    host.book.item("V1").state = AFPUNT_DOCUMENT_DISPUTED;
    (void)session->run();
    pay_at_permit(2000); // 101.00 open, still more than the letter asks
    const json::object answer = session->approve_all();
    EXPECT_TRUE(delivered(answer).empty()) << json::serialize(answer);
    EXPECT_TRUE(letters_in_folder().empty());
}

TEST_F(HostDelivery, AStopOfTheHostHoldsTheLetter) {
    for (const std::uint32_t flag :
         {AFPUNT_PERMIT_PARTY_ON_HOLD, AFPUNT_PERMIT_UNALLOCATED_MONEY}) {
        host.permit_flags = flag;
        EXPECT_TRUE(delivered(session->approve_all()).empty());
        EXPECT_EQ(session->letters().at(0).at("state").as_string(), "held");
        (void)session->run();
        EXPECT_EQ(session->states_of("V1"), "prepared") << "and the snapshot lets it go on";
    }
    host.permit_flags = 0;
    EXPECT_EQ(delivered(session->approve_all()).size(), 1u);
}

TEST_F(HostDelivery, AnImportThatRunsLetsTheLetterWait) {
    host.permit_flags = AFPUNT_PERMIT_IMPORT_RUNNING;
    EXPECT_TRUE(delivered(session->approve_all()).empty());
    EXPECT_EQ(session->states_of("V1"), "approved");
    host.permit_flags = 0;
    EXPECT_EQ(delivered(session->run()).size(), 1u) << "it goes on by itself";
}

TEST_F(HostDelivery, APermitThatFailsSendsNothing) {
    host.permit_failure = Failure{"", "permit", "the ledger is locked", "an answer"};
    const json::object answer = session->approve_all();
    EXPECT_TRUE(delivered(answer).empty());
    EXPECT_NE(why_not(answer).find("locked"), std::string::npos) << why_not(answer);
    EXPECT_EQ(session->states_of("V1"), "approved");
}

TEST_F(HostDelivery, AnEventBetweenPermitAndDeliveryMakesItLookAgain) {
    host.when_permit_asked = [this] {
        host.when_permit_asked = nullptr;
        session->tell(AFPUNT_EVENT_PARTY_CHANGED);
    };
    const int looks = host.snapshots_opened;
    const json::object answer = session->approve_all();
    EXPECT_GE(host.snapshots_opened, looks + 2) << "the book was looked at again";
    // And then nothing stood in the way.
    EXPECT_EQ(delivered(answer), letters_in_folder());
    EXPECT_EQ(session->states_of("V1"), "accepted");
}

TEST_F(HostDelivery, WithoutAFolderAnApprovedLetterWaits) {
    close();
    host.settings.erase("delivery.folder");
    open();
    const json::object answer = session->approve_all();
    EXPECT_NE(why_not(answer).find("folder"), std::string::npos);
    EXPECT_EQ(session->states_of("V1"), "approved");
}

TEST_F(HostDelivery, AnotherPolicyWithdrawsWhatTheOldOnePrepared) {
    close();
    configure("[policy]\nversion = \"2\"\n");
    open();
    (void)session->run();
    EXPECT_EQ(session->states_of("V1"), "withdrawn prepared");
}

TEST_F(HostDelivery, APaymentThatCrossedTheLetterIsShownAsSuch) {
    ASSERT_EQ(delivered(session->approve_all()).size(), 1u);
    host.book.pay("V1", 12100, host.today() - 1); // in the bank's file of the next day
    host.set_today("2026-11-23");
    (void)session->run();
    const std::string crossing(session->letters().at(0).at("crossing").as_string());
    EXPECT_NE(crossing.find("121"), std::string::npos) << crossing;
    EXPECT_EQ(session->states_of("V1"), "accepted");
}

TEST_F(HostDelivery, APaymentAfterTheLetterCrossedNothing) {
    ASSERT_EQ(delivered(session->approve_all()).size(), 1u);
    host.book.pay("V1", 12100, host.today() + 3);
    host.set_today("2026-11-24");
    (void)session->run();
    EXPECT_EQ(session->letters().at(0).at("crossing").as_string(), "");
}

// Product rule 1 under bad luck: while a thousand letters leave, the host books payments at
// random moments and says so, sometimes after it gave its figures and before the module has them.
TEST_F(HostDelivery, NoLetterLeavesForMoneyThatWasMatchedBeforeTheLastLook) {
    constexpr int rounds = 10;
    constexpr int letters_per_round = 100;
    close();
    configure("[policy]\nmost_letters_per_day = 0\n");
    open();
    enum class When { Never, AfterTheFigures, Later };
    std::mt19937 random(20261120);
    std::set<std::string> paid_in_time;
    std::vector<std::thread> tellers;
    std::atomic<int> told{0};
    const auto tell_matched = [this, &told](const std::string& id) {
        const EventDraft draft(AFPUNT_EVENT_MATCHED, "match-" + std::to_string(++told), {id});
        (void)session->plugin().submit(draft.view());
    };
    host.when_permit_is_answered = [&](std::string_view item) {
        const std::string id(item);
        const auto when = static_cast<When>(random() % 3);
        if (when == When::AfterTheFigures) {
            paid_in_time.insert(id);
            host.book.pay(id, 12100, host.today());
            tell_matched(id);
        } else if (when == When::Later) {
            // Nobody knows which comes first: only the end must be in order.
            const auto wait = std::chrono::microseconds(random() % 1000);
            tellers.emplace_back([wait, &tell_matched, id] {
                std::this_thread::sleep_for(wait);
                tell_matched(id);
            });
        }
    };
    for (int round = 0; round < rounds; ++round) {
        for (int letter = 0; letter < letters_per_round; ++letter) {
            const std::string id = std::to_string(round) + "-" + std::to_string(letter);
            host.book.invoice("R" + id, "customer-" + id, "2026-11-02");
        }
        (void)session->approve_all();
        for (std::thread& teller : tellers)
            teller.join();
        tellers.clear();
    }
    host.when_permit_is_answered = nullptr;
    (void)session->approve_all();
    EXPECT_GT(paid_in_time.size(), 200u);
    std::map<std::string, int> times_delivered;
    for (const json::value& letter : session->letters()) {
        if (letter.at("state").as_string() != "accepted") continue;
        const std::string item(letter.at("items").at(0).at("item").as_string());
        EXPECT_FALSE(paid_in_time.contains(item)) << item;
        ++times_delivered[item];
    }
    EXPECT_GT(times_delivered.size(), 200u);
    for (const auto& [item, times] : times_delivered)
        EXPECT_EQ(times, 1) << item;
    EXPECT_EQ(letters_in_folder().size(), times_delivered.size());
}

} // namespace
} // namespace afpunt::tests
