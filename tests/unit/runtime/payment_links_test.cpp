// SPDX-License-Identifier: MIT
//
// The life of a payment link: made for a letter, asked about, closed when the money comes another
// way, and a reason to leave the debtor in peace once he has paid by it.
#include "runtime/payment_links.hpp"

#include "outbox/sqlite_store.hpp"
#include "runtime/link_review.hpp"
#include "runtime/settle.hpp"
#include "unit/payment/ask_provider.hpp"
#include "unit/policy/builders.hpp"

#include <gmock/gmock.h>

namespace afpunt::runtime {
namespace {

using afpunt::tests::FakeLink;
using afpunt::tests::FakeMollie;
using outbox::LetterLink;
using outbox::LetterState;
using outbox::LinkState;
using policy::ReasonCode;
using policy::tests::day;
using policy::tests::euro;
using policy::tests::World;
using testing::HasSubstr;

// Tasks in their order, when the test says so.
class QueueLane final : public Lane {
public:
    void post(Task task) override { tasks_.push_back(std::move(task)); }
    void post_later(std::chrono::milliseconds, Task task) override { post(std::move(task)); }
    void call_later(std::chrono::milliseconds, Task task) override { post(std::move(task)); }
    void close() override { tasks_.clear(); }
    void run_all() {
        while (!tasks_.empty()) {
            const Task task = std::move(tasks_.front());
            tasks_.pop_front();
            task();
        }
    }

private:
    std::deque<Task> tasks_;
};

// A fault of status 0 is a provider that does not answer.
class ClientWithoutNetwork final : public delivery::HttpClient {
public:
    explicit ClientWithoutNetwork(afpunt::tests::FakeProvider& provider) : provider_(provider) {}
    void send(payment::HttpRequest request,
              std::function<void(Result<payment::HttpResponse>)> done) override {
        payment::HttpResponse response = afpunt::tests::ask_provider(provider_, request);
        if (response.status == 0) return done(fail("", "no connection", "one within 15000 ms"));
        done(std::move(response));
    }
    void close(std::function<void()> closed) override { closed(); }

private:
    afpunt::tests::FakeProvider& provider_;
};

class PaymentLinksOfABook : public testing::Test {
protected:
    PaymentLinksOfABook() {
        store = std::move(*outbox::open_sqlite_store(":memory:", "book"));
        configuration.policy = world.policy;
        configuration.policy.default_language = "en";
        configuration.link_providers.emplace_back(
            std::move(*payment::make_mollie_links(FakeMollie::key, "")));
        configuration.link_maker = configuration.link_providers.front();
        world.snapshot.creditor.name = "Drukkerij De Linde";
        world.snapshot.creditor.contacts.push_back({"general", "", "office@example.com", ""});
        (void)store->history(day("2026-01-02"), false);
        links = std::make_unique<PaymentLinks>(
            configuration, *store,
            [this]() -> Result<std::shared_ptr<delivery::HttpClient>> {
                return std::make_shared<ClientWithoutNetwork>(mollie);
            },
            lane, [this](const std::string& sentence) { logged.push_back(sentence); });
    }

    [[nodiscard]] Moment moment() const { return {now_us, world.today, false}; }
    SettleReport settle() {
        auto assessment = assess(world.snapshot, moment(), *store, configuration);
        EXPECT_TRUE(assessment) << assessment.error().sentence();
        auto report = runtime::settle(std::move(*assessment), *store, configuration,
                                      [this] { return "letter-" + std::to_string(++ids); });
        EXPECT_TRUE(report) << report.error().sentence();
        return std::move(*report);
    }
    // What a run does: ask, settle, follow. True = a link was paid that was to be closed.
    bool run() {
        links->ask(moment(), [] {});
        lane->run_all();
        last = settle();
        bool paid = false;
        bool done = false;
        links->follow(std::make_shared<const Assessment>(last.after), [&](bool found) {
            paid = found;
            done = true;
        });
        lane->run_all();
        EXPECT_TRUE(done);
        return paid;
    }
    void make_links() {
        std::vector<const outbox::Letter*> prepared;
        for (const outbox::Letter& letter : last.after.letters) {
            if (letter.state == LetterState::Prepared) prepared.push_back(&letter);
        }
        bool done = false;
        links->make(last.after, prepared, [&] { done = true; });
        lane->run_all();
        EXPECT_TRUE(done);
    }
    void move(const std::string& id, LetterState to) {
        const auto moved =
            store->move_letter(id, to, {}, {"2026-11-20T09:00:00Z", "x", id, "", "An"});
        ASSERT_TRUE(moved) << moved.error().sentence();
    }
    // A first letter with a link, delivered.
    std::string send_a_letter() {
        run();
        make_links();
        const std::string id = store->letters()->back().id;
        take_lease();
        for (const LetterState to : {LetterState::Approved, LetterState::Claimed,
                                     LetterState::Submitting, LetterState::Accepted})
            move(id, to);
        return mollie.links().back().id;
    }
    void take_lease() {
        (void)store->take_lease({{"test", 1, "space", "boot", "test"}, 1'000'000},
                                [](const auto&) { return true; });
    }
    void let_days_pass(int days) {
        world.today = world.today + days;
        now_us += std::int64_t{days} * 24 * 3600 * 1'000'000;
        world.snapshot.statements.front().until = world.today - 1;
    }
    void the_bank_brings(Money amount, std::string_view booked_on) {
        book::Allocation allocation;
        allocation.id = "a" + std::to_string(world.snapshot.allocations.size() + 1);
        allocation.item_id = world.item().id;
        allocation.booked_on = day(booked_on);
        allocation.amount = amount;
        world.snapshot.allocations.push_back(allocation);
        world.item().open.minor -= amount.minor;
        if (world.item().open.is_zero()) world.item().state = book::DocumentState::Settled;
    }
    [[nodiscard]] LetterLink stored(std::size_t at = 0) const { return store->links(true)->at(at); }
    [[nodiscard]] ReasonCode reason() const {
        return last.after.plan->decision_for(world.snapshot.items.front().id)->reason;
    }
    [[nodiscard]] std::vector<std::string> journal_of(const std::string& kind) const {
        std::vector<std::string> texts;
        const auto entries = store->journal(1000);
        for (const auto& written : *entries) {
            if (written.kind == kind) texts.push_back(written.text);
        }
        return texts;
    }

    World world;
    FakeMollie mollie;
    Configuration configuration;
    std::unique_ptr<outbox::Store> store;
    std::shared_ptr<QueueLane> lane = std::make_shared<QueueLane>();
    std::unique_ptr<PaymentLinks> links;
    std::vector<std::string> logged;
    SettleReport last;
    std::int64_t now_us = 1'800'000'000'000'000;
    int ids = 0;
};

TEST_F(PaymentLinksOfABook, AreMadeForExactlyWhatTheLetterAsks) {
    run();
    make_links();
    const FakeLink made = mollie.links().at(0);
    EXPECT_EQ(made.currency + made.value, "EUR89.99");
    const outbox::Letter letter = store->letters()->at(0);
    EXPECT_EQ(made.description, letter.number + ": V26-v1");
    EXPECT_EQ(links->url_of(letter.id), made.url);
    EXPECT_EQ(stored().link_id, made.id);
    EXPECT_EQ(stored().amount, euro(8999));
    EXPECT_EQ(stored().state, LinkState::Open);
    EXPECT_GT(stored().expires_on, world.today + configuration.settings.payment_days_valid);
}

TEST_F(PaymentLinksOfABook, AreMadeOnceForALetterThatIsApprovedAgain) {
    run();
    make_links();
    const std::string id = store->letters()->at(0).id;
    const std::string url = links->url_of(id);
    make_links();
    EXPECT_EQ(links->url_of(id), url);
    EXPECT_EQ(mollie.links().size(), 1U);
}

TEST_F(PaymentLinksOfABook, LeaveTheLetterWithoutAButtonWhereTheProviderRefuses) {
    run();
    mollie.add_fault({403, R"({"detail":"The payment link feature is not activated"})", ""});
    make_links();
    EXPECT_EQ(links->url_of(store->letters()->at(0).id), "");
    EXPECT_TRUE(store->links(true)->empty());
    EXPECT_THAT(journal_of("no-link"), testing::ElementsAre(HasSubstr("not activated")));
    EXPECT_THAT(logged, testing::ElementsAre(HasSubstr("goes without a payment link")));
}

TEST_F(PaymentLinksOfABook, AreTriedOnceMoreWhenTheAnswerIsLost) {
    run();
    mollie.add_fault({0, "", ""});
    make_links();
    EXPECT_NE(links->url_of(store->letters()->at(0).id), "");
    EXPECT_EQ(mollie.links().size(), 1U);
}

TEST_F(PaymentLinksOfABook, AreClosedWhenTheBankShowsTheMoney) {
    const std::string id = send_a_letter();
    EXPECT_FALSE(run());
    EXPECT_FALSE(mollie.links().at(0).closed);
    let_days_pass(1);
    the_bank_brings(euro(8999), "2026-11-20");
    EXPECT_FALSE(run());
    EXPECT_TRUE(mollie.links().at(0).closed);
    EXPECT_EQ(stored().state, LinkState::Closed);
    EXPECT_TRUE(store->effects(false)->empty());
    EXPECT_FALSE(mollie.pay(id, "2026-11-22"));
}

TEST_F(PaymentLinksOfABook, AreClosedUntilItIsDoneAcrossRuns) {
    send_a_letter();
    the_bank_brings(euro(8999), "2026-11-20");
    mollie.add_fault({200, "{}", ""}); // to "was it paid?": no answer, so it is asked again later
    mollie.add_fault({503, "", ""});
    run();
    EXPECT_EQ(stored().state, LinkState::Closing);
    outbox::Effect effect = store->effects(false)->at(0);
    EXPECT_EQ(effect.attempts, 1);
    EXPECT_EQ(effect.reason, "status 503");
    EXPECT_EQ(effect.next_attempt_us, now_us + 60'000'000);
    run();
    EXPECT_EQ(store->effects(false)->at(0).attempts, 1) << "too early for another attempt";
    now_us += 61'000'000;
    mollie.add_fault({429, "", "Retry-After: 900\r\n"});
    run();
    effect = store->effects(false)->at(0);
    EXPECT_EQ(effect.next_attempt_us, now_us + 900'000'000);
    let_days_pass(1);
    run();
    EXPECT_TRUE(store->effects(false)->empty());
    EXPECT_TRUE(mollie.links().at(0).closed);
    EXPECT_EQ(stored().state, LinkState::Closed);
}

TEST_F(PaymentLinksOfABook, AreClosedWhenTheLetterIsWithdrawn) {
    run();
    make_links();
    const std::string id = store->letters()->at(0).id;
    move(id, LetterState::Approved);
    ASSERT_TRUE(store->withdraw_letter(id, {"2026-11-20T09:00:00Z", "x", id, "", "An"}));
    run();
    EXPECT_TRUE(mollie.links().at(0).closed);
}

TEST_F(PaymentLinksOfABook, GiveWayToANewOneAfterAPartPayment) {
    send_a_letter();
    let_days_pass(4);
    the_bank_brings(euro(4000), "2026-11-23");
    run();
    EXPECT_TRUE(mollie.links().at(0).closed);
    let_days_pass(20);
    run();
    make_links();
    ASSERT_EQ(mollie.links().size(), 2U);
    EXPECT_EQ(mollie.links().at(1).value, "49.99");
    EXPECT_FALSE(mollie.links().at(1).closed);
}

TEST_F(PaymentLinksOfABook, OfAnEarlierLetterAreClosedWhenALaterOneHasItsOwn) {
    send_a_letter();
    let_days_pass(21);
    run();
    ASSERT_EQ(store->letters()->size(), 2U);
    make_links();
    run();
    EXPECT_TRUE(mollie.links().at(0).closed);
    EXPECT_FALSE(mollie.links().at(1).closed);
}

TEST_F(PaymentLinksOfABook, HoldTheNextLetterOnceTheyWerePaid) {
    const std::string id = send_a_letter();
    ASSERT_TRUE(mollie.pay(id, "2026-12-07"));
    let_days_pass(20);
    run();
    EXPECT_EQ(reason(), ReasonCode::PaidByLink);
    EXPECT_TRUE(last.prepared.empty());
    EXPECT_EQ(stored().paid_on, day("2026-12-07"));
    EXPECT_EQ(policy::explain(last.after.plan->decisions.at(0), "en"),
              "Paid by the payment link on 7 December 2026, not yet on the bank account; expected "
              "by 21 December 2026.");
    let_days_pass(15);
    run();
    EXPECT_EQ(reason(), ReasonCode::LinkMoneyMissing) << "the money should have come by now";
    EXPECT_TRUE(last.prepared.empty());
    the_bank_brings(euro(8999), "2026-12-24");
    run();
    EXPECT_EQ(reason(), ReasonCode::Settled);
    EXPECT_EQ(stored().state, LinkState::Closed);
}

TEST_F(PaymentLinksOfABook, HoldALetterThatWaitsAlready) {
    const std::string id = send_a_letter();
    let_days_pass(20);
    run();
    ASSERT_EQ(last.prepared.size(), 1U);
    ASSERT_TRUE(mollie.pay(id, "2026-12-10"));
    run();
    EXPECT_TRUE(last.held.empty()) << "asked a moment ago";
    now_us += 300'000'000;
    run();
    ASSERT_EQ(last.held.size(), 1U);
    EXPECT_THAT(last.held[0].second, HasSubstr("Paid by the payment link"));
}

TEST_F(PaymentLinksOfABook, HoldTheNextLetterWhileTheProviderIsSilent) {
    send_a_letter();
    let_days_pass(20);
    mollie.add_fault({0, "", ""});
    run();
    EXPECT_EQ(reason(), ReasonCode::LinkStateUnknown);
    EXPECT_TRUE(last.prepared.empty());
    run();
    EXPECT_EQ(last.prepared.size(), 1U) << "it answers, and nobody paid";
}

TEST_F(PaymentLinksOfABook, OfAProviderThatIsGoneHoldNothingForEver) {
    send_a_letter();
    configuration.link_providers.clear();
    configuration.link_maker.reset();
    let_days_pass(20);
    run();
    EXPECT_EQ(reason(), ReasonCode::LinkStateUnknown);
    EXPECT_THAT(stored().note, HasSubstr("no key for 'mollie'"));
    world.today = stored().expires_on;
    let_days_pass(1);
    run();
    EXPECT_NE(reason(), ReasonCode::LinkStateUnknown);
}

TEST_F(PaymentLinksOfABook, ThatWerePaidAsWellAsTheInvoiceAreShownAsTheCustomersMoney) {
    const std::string id = send_a_letter();
    let_days_pass(3);
    the_bank_brings(euro(8999), "2026-11-22");
    ASSERT_TRUE(mollie.pay(id, "2026-11-23"));
    run();
    EXPECT_EQ(stored().state, LinkState::PaidTwice);
    EXPECT_THAT(stored().note, HasSubstr("89.99"));
    EXPECT_THAT(journal_of("link-paid-twice"), testing::SizeIs(1));
    EXPECT_THAT(*store->links(false), testing::SizeIs(1)) << "shown until a person has seen to it";
}

TEST_F(PaymentLinksOfABook, ThatWerePaidWhileTheyWereBeingClosedAreNotLost) {
    const std::string id = send_a_letter();
    let_days_pass(3);
    the_bank_brings(euro(8999), "2026-11-22");
    mollie.add_fault({500, "", ""}); // to the question; the closing then finds the payment
    ASSERT_TRUE(mollie.pay(id, "2026-11-23"));
    EXPECT_FALSE(run());
    EXPECT_EQ(stored().state, LinkState::PaidTwice);
}

TEST_F(PaymentLinksOfABook, ThatWerePaidWhileTheAmountChangedHoldAfterAll) {
    const std::string id = send_a_letter();
    let_days_pass(20);
    the_bank_brings(euro(1000), "2026-12-09");
    mollie.add_fault({500, "", ""});
    ASSERT_TRUE(mollie.pay(id, "2026-12-09"));
    EXPECT_TRUE(run()) << "the plan has to be made again";
    run();
    EXPECT_EQ(reason(), ReasonCode::PaidByLink);
}

TEST_F(PaymentLinksOfABook, TakeAProvidersPayoutForTheirOwnMoney) {
    const std::string id = send_a_letter();
    let_days_pass(5);
    ASSERT_TRUE(mollie.pay(id, "2026-11-24"));
    book::BankLine& payout = world.snapshot.bank_lines.emplace_back();
    payout.id = "line-1";
    payout.account_id = "kbc";
    payout.kind = book::BankLineKind::ProviderPayout;
    payout.booked_on = day("2026-11-24"); // on the same day: an instant payout
    payout.amount = euro(8999);
    payout.unallocated = euro(0);
    the_bank_brings(euro(8999), "2026-11-24");
    world.snapshot.allocations.back().source_id = "line-1";
    run();
    EXPECT_EQ(stored().state, LinkState::Closed);
}

TEST_F(PaymentLinksOfABook, AreReleasedByAPerson) {
    const std::string id = send_a_letter();
    ASSERT_TRUE(mollie.pay(id, "2026-12-07"));
    let_days_pass(20);
    run();
    ASSERT_EQ(reason(), ReasonCode::PaidByLink);
    const std::vector<const outbox::Letter*> letters{&last.after.letters.front()};
    EXPECT_EQ(
        release_links(*store, letters, {"2026-12-10T09:00:00Z", "release", "V26-v1", "", "An"}), 1);
    run();
    EXPECT_EQ(last.prepared.size(), 1U);
}

TEST_F(PaymentLinksOfABook, WhoseProviderIsSilentAreClosedByAPersonsRelease) {
    send_a_letter();
    let_days_pass(20);
    mollie.add_fault({0, "", ""});
    run();
    const std::vector<const outbox::Letter*> letters{&last.after.letters.front()};
    EXPECT_EQ(
        release_links(*store, letters, {"2026-12-10T09:00:00Z", "release", "V26-v1", "", "An"}), 1);
    run();
    EXPECT_EQ(last.prepared.size(), 1U);
    EXPECT_TRUE(mollie.links().at(0).closed);
}

TEST_F(PaymentLinksOfABook, AskASilentProviderAFewTimesAndNoMore) {
    for (int count = 2; count <= 20; ++count) {
        const std::string id = std::to_string(count);
        world.customer("c" + id);
        world.invoice("v" + id, "c" + id);
    }
    run();
    make_links();
    EXPECT_EQ(mollie.links().size(), 20U);
    const std::size_t before = mollie.seen().size();
    for (int count = 0; count < 40; ++count)
        mollie.add_fault({0, "", ""});
    links->ask(moment(), [] {});
    lane->run_all();
    EXPECT_LE(mollie.seen().size() - before, 8U);
    const auto known = store->links(false);
    for (const LetterLink& link : *known)
        EXPECT_THAT(link.note, HasSubstr("no connection"));
}

TEST(LinkEffects, WaitLongerAfterEachAttempt) {
    using namespace std::chrono_literals;
    std::int64_t before = 0;
    for (int attempts = 1; attempts <= 5; ++attempts) {
        const std::int64_t next = next_attempt_us(0, attempts, 0s);
        EXPECT_GT(next, before);
        before = next;
    }
    EXPECT_EQ(next_attempt_us(0, 1000, 0s), before);
    EXPECT_EQ(next_attempt_us(0, 1, 7h), 7LL * 3600 * 1'000'000);
}

} // namespace
} // namespace afpunt::runtime
