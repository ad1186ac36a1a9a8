// SPDX-License-Identifier: MIT
//
// The race that the product exists for: a payment is booked while its letter leaves. Whatever the
// moment, no letter has its final dot after the event of its payment was taken in.
#include "sending/sending_test.hpp"

#include <condition_variable>
#include <cstdlib>
#include <random>
#include <thread>

namespace afpunt::runtime {
namespace {

constexpr int customers = 12;
constexpr int usual_rounds = 15; // AFPUNT_RACE_ROUNDS for more

// Counts moments: what has a lower number was over before what has a higher one began.
using Moments = std::atomic<std::uint64_t>;

struct Dot {
    std::string letter_id;
    std::uint64_t moment = 0; // before the last look
};

// A mail server in a thread, which takes its time at random. The last look is the dot.
class SlowSender final : public delivery::MailSender {
public:
    SlowSender(Moments& moments, unsigned seed) : moments_(moments), chance_(seed) {
        thread_ = std::thread([this] { work(); });
    }
    ~SlowSender() override {
        {
            const std::scoped_lock lock(mutex_);
            ended_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    SlowSender(const SlowSender&) = delete;
    SlowSender& operator=(const SlowSender&) = delete;

    void send(delivery::MailJob job, delivery::DotGate gate, delivery::LastLook last_look,
              std::function<void(delivery::MailResult)> done) override {
        const std::scoped_lock lock(mutex_);
        jobs_.push_back({std::move(job), std::move(gate), std::move(last_look), std::move(done)});
        changed_.notify_all();
    }
    void rest() override {}
    void close(std::function<void()> closed) override { closed(); }
    [[nodiscard]] int conversations() const { return conversations_; }
    [[nodiscard]] std::vector<Dot> dots() {
        const std::scoped_lock lock(mutex_);
        return dots_;
    }

private:
    struct Job {
        delivery::MailJob job;
        delivery::DotGate gate;
        delivery::LastLook last_look;
        std::function<void(delivery::MailResult)> done;
    };
    void pause() {
        const auto longest = std::chrono::microseconds(300);
        std::this_thread::sleep_for(longest * static_cast<int>(chance_() % 100) / 100);
    }
    void work() {
        while (true) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return ended_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            Job job = std::move(jobs_.front());
            jobs_.pop_front();
            lock.unlock();
            converse(job);
        }
    }
    void converse(Job& job) {
        ++conversations_;
        pause();
        int answered = 0; // 1 = no, 2 = yes; guarded by mutex_
        job.gate([&](bool may_leave) {
            const std::scoped_lock lock(mutex_);
            answered = may_leave ? 2 : 1;
            changed_.notify_all();
        });
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return answered != 0; });
        }
        pause();
        const std::uint64_t moment = moments_.fetch_add(1);
        const bool leaves = answered == 2 && job.last_look();
        if (leaves) {
            const std::scoped_lock lock(mutex_);
            dots_.push_back({job.job.letter_id, moment});
        }
        pause();
        delivery::MailResult result;
        result.outcome = leaves ? delivery::MailOutcome::Accepted : delivery::MailOutcome::Stopped;
        result.text = leaves ? "250 taken" : "";
        job.done(std::move(result));
    }

    Moments& moments_;
    std::atomic<int> conversations_{0};
    std::minstd_rand chance_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    std::vector<Dot> dots_;
    bool ended_ = false;
    std::thread thread_;
};

class DotRace : public tests::SendingTest {
protected:
    DotRace() {
        auto sender = std::make_unique<SlowSender>(moments_, 7);
        sender_ = sender.get();
        begin(std::move(sender));
    }
    // Booked and told, as a host does it: the payment first, then its event.
    void pay(const std::string& item) {
        host_.book.pay(item, 12100, host_.today());
        put_into_inbox(AFPUNT_EVENT_MATCHED, "pay " + item, {item});
        told_[item] = moments_.fetch_add(1);
        wake_the_worker();
    }
    void round(int number);

    Moments moments_{1};
    SlowSender* sender_ = nullptr;
    std::map<std::string, std::uint64_t> told_; // item -> when its event had been taken in
    std::minstd_rand chance_{11};
    std::size_t letters_ = 0;
    std::string why_not_; // of one of the letters that did not leave
};

void DotRace::round(int number) {
    std::vector<std::string> unpaid;
    for (int at = 0; at < customers; ++at) {
        const std::string id = "V" + std::to_string(number) + "-" + std::to_string(at);
        host_.book.invoice(id, "c" + id, "2026-11-02");
        unpaid.push_back(id);
    }
    // Half of the conversations bring a payment at some moment of theirs: of any invoice that is
    // still unpaid, so of letters that have left, that wait, and of the one that is spoken about.
    int seen = sender_->conversations();
    auto next = std::chrono::steady_clock::time_point::max();
    const DeliveryReport report = approve_all([&] {
        const auto now = std::chrono::steady_clock::now();
        if (sender_->conversations() != seen) {
            seen = sender_->conversations();
            if (chance_() % 2 == 0) next = now + std::chrono::microseconds(chance_() % 700);
        }
        if (now < next || unpaid.empty()) return;
        next = std::chrono::steady_clock::time_point::max();
        std::swap(unpaid[chance_() % unpaid.size()], unpaid.back());
        pay(unpaid.back());
        unpaid.pop_back();
    });
    if (!report.not_delivered.empty()) why_not_ = report.not_delivered[0].second;
    for (const std::string& item : unpaid)
        pay(item);
    settle();
    letters_ += customers;
}

TEST_F(DotRace, NoLetterHasItsDotAfterTheEventOfItsPayment) {
    const char* more = std::getenv("AFPUNT_RACE_ROUNDS");
    const int rounds = more != nullptr ? std::atoi(more) : usual_rounds;
    for (int number = 0; number < rounds && !HasFatalFailure(); ++number)
        round(number);
    std::map<std::string, std::vector<std::string>> items; // letter -> its items
    on_worker([&] {
        auto store = follow_up_->store();
        const auto letters = (*store)->letters();
        for (const outbox::Letter& letter : *letters) {
            for (const auto& item : letter.items)
                items[letter.id].push_back(item.item_id);
        }
    });
    const std::vector<Dot> dots = sender_->dots();
    std::size_t stopped = letters_ - dots.size();
    for (const Dot& dot : dots) {
        for (const std::string& item : items[dot.letter_id]) {
            EXPECT_LT(dot.moment, told_.at(item)) << item << " was paid, and its letter left";
        }
    }
    // Where all letters left, or none, nothing was tried.
    EXPECT_GT(dots.size(), letters_ / 20) << why_not_;
    EXPECT_GT(stopped, letters_ / 20);
    RecordProperty("letters", static_cast<int>(letters_));
    RecordProperty("left", static_cast<int>(dots.size()));
}

} // namespace
} // namespace afpunt::runtime
