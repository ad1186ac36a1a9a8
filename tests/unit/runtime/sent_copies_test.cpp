// SPDX-License-Identifier: MIT
//
// Copies of letters in the mail account, across servers that are away and processes that die.
#include "runtime/sent_copies.hpp"

#include "outbox/sqlite_store.hpp"
#include "support/dovecot.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <stdexcept>

using namespace afpunt;
using namespace afpunt::runtime;
using outbox::EffectState;
using outbox::LetterState;

namespace {

// Does at once what is posted, and keeps what is for later.
class TestLane final : public Lane {
public:
    void post(Task task) override { task(); }
    void post_later(std::chrono::milliseconds, Task task) override { later.push_back(task); }
    void call_later(std::chrono::milliseconds, Task task) override { later.push_back(task); }
    void close() override {}
    void run_later() {
        auto tasks = std::move(later);
        later.clear();
        for (const Task& task : tasks)
            task();
    }
    std::deque<Task> later;
};

class TestNetwork final : public delivery::Network {
public:
    void stop() override {}
    boost::asio::io_context& context() override { throw std::logic_error("no sockets here"); }
    void post(std::function<void()> task) override { task(); }
    void run_blocking(std::function<void()> task) override { task(); }
};

class Copies : public testing::Test {
protected:
    Copies() {
        std::string name =
            (std::filesystem::temp_directory_path() / "afpunt-copies-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        auto opened = outbox::open_sqlite_store((folder_ / "state.sqlite").string(), "book");
        if (!opened) throw std::runtime_error(opened.error().sentence());
        store_ = std::move(*opened);
        const outbox::Lease lease{{"test", 1, "space", "boot", "test"}, 1000};
        if (!store_->take_lease(lease, [](const outbox::Lease&) { return true; })) {
            throw std::runtime_error("no lease");
        }
        account_.server = "localhost";
        account_.port = 1; // nobody listens there
        account_.folder = "Verzonden items";
    }
    ~Copies() override {
        copies_.reset();
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    Copies(const Copies&) = delete;
    Copies& operator=(const Copies&) = delete;

    void start() {
        copies_ = std::make_unique<SentCopies>(SentCopies::World{
            [this]() -> Result<outbox::Store*> { return store_.get(); }, [this] { return now_us_; },
            [] { return std::make_shared<TestNetwork>(); },
            delivery::make_password_login(tests::Dovecot::user, tests::Dovecot::password),
            config::MailLogin::Password, account_, lane_});
    }
    void look_after() { copies_->look_after(store_->letters().value()); }
    std::vector<outbox::Effect> effects() { return store_->effects(true).value(); }

    std::string letter(const std::string& item, bool has_left = true) {
        outbox::NewLetter added;
        added.letter.party_id = "C1";
        added.letter.on = Date::of(2026, 11, 20);
        added.letter.to_address = "kas@groenehart.example";
        added.letter.items = {{item, "reminder", 1, Money{12'100, Currency::eur()}}};
        added.letter.total = Money{12'100, Currency::eur()};
        added.letter.model = "model";
        added.letter.model_hash = added.letter.template_hash = "aa";
        added.letter.policy_version = "friendly-1";
        const std::string id = store_->add_letters({added}, draft()).value().at(0);
        const std::string mail = "From: an@delinde.example\r\nX-Afpunt-Letter: " + id +
                                 "\r\nSubject: Herinnering\r\n\r\nBeste,\r\n";
        EXPECT_TRUE(store_->move_letter(id, LetterState::Approved,
                                        {{"mail.eml", "message/rfc822", mail}}, draft()));
        if (!has_left) return id;
        EXPECT_TRUE(store_->move_letter(id, LetterState::Claimed, {}, draft()));
        EXPECT_TRUE(store_->move_letter(id, LetterState::Submitting, {}, draft()));
        outbox::LetterMove left;
        left.letter_id = id;
        left.to = LetterState::Accepted;
        left.entry = draft();
        left.left_us = now_us_;
        EXPECT_TRUE(store_->move_letters({left}, outbox::Durability::Machine));
        return id;
    }
    static outbox::JournalDraft draft() {
        return {"2026-11-20T09:00:00Z", "move", "subject", "text", "An"};
    }

    std::filesystem::path folder_;
    std::unique_ptr<outbox::Store> store_;
    std::int64_t now_us_ = 1'795'163'696'123'456;
    delivery::ImapAccount account_;
    std::shared_ptr<TestLane> lane_ = std::make_shared<TestLane>();
    std::unique_ptr<SentCopies> copies_;
};

constexpr std::int64_t minute_us = 60'000'000;

} // namespace

TEST_F(Copies, AreTriedAgainUntilTheAccountTakesThem) {
    const tests::Dovecot server("Verzonden items");
    if (!server.why_not().empty()) GTEST_SKIP() << server.why_not();
    letter("A");
    letter("B");
    letter("C", false);
    start();
    look_after();
    ASSERT_EQ(effects().size(), 2u) << "what did not leave has no copy";
    for (const outbox::Effect& effect : effects()) {
        EXPECT_EQ(effect.state, EffectState::Wanted);
        EXPECT_EQ(effect.attempts, 1);
        EXPECT_FALSE(effect.reason.empty());
    }
    look_after();
    EXPECT_EQ(effects().at(0).attempts, 1) << "not before its time";
    account_.port = server.port();
    account_.ca_file = server.ca_file();
    start(); // the program was started anew
    now_us_ += 2 * minute_us;
    look_after();
    EXPECT_EQ(server.mails_in("Verzonden items"), 2);
    for (const outbox::Effect& effect : effects()) {
        EXPECT_EQ(effect.state, EffectState::Done) << effect.reason;
        EXPECT_EQ(effect.reason, "");
    }
    start();
    look_after();
    EXPECT_EQ(effects().size(), 2u) << "once for each letter";
    EXPECT_EQ(server.mails_in("Verzonden items"), 2);
}

TEST_F(Copies, AreTriedAgainByThemselves) {
    letter("A");
    start();
    look_after();
    ASSERT_EQ(lane_->later.size(), 1u);
    lane_->run_later();
    EXPECT_EQ(effects().at(0).attempts, 1) << "not before its time";
    now_us_ += 2 * minute_us;
    lane_->run_later();
    EXPECT_EQ(effects().at(0).attempts, 2);
    copies_.reset();
    lane_->run_later(); // nothing is left that could be called
    EXPECT_EQ(effects().at(0).attempts, 2);
}

TEST_F(Copies, AreNotMadeOfLettersThatLeftLongAgo) {
    letter("A");
    now_us_ += std::int64_t{8} * 24 * 60 * minute_us;
    start();
    look_after();
    EXPECT_TRUE(effects().empty());
}

TEST(NextCopyAttempt, WaitsLongerEachTimeAndNeverLongerThanSixHours) {
    EXPECT_EQ(next_copy_attempt_us(0, 1), minute_us);
    EXPECT_EQ(next_copy_attempt_us(0, 2), 4 * minute_us);
    EXPECT_EQ(next_copy_attempt_us(0, 100), 360 * minute_us);
}
