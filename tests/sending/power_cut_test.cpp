// SPDX-License-Identifier: MIT
//
// The machine lost its power while a letter was on its way: whether it left, nobody knows, and what
// comes next must not pretend to.
#include "sending/sending_test.hpp"

namespace afpunt::runtime {
namespace {

using outbox::LetterState;

// Takes letters and says nothing more.
class SilentSender final : public delivery::MailSender {
public:
    explicit SilentSender(std::atomic<int>& taken) : taken_(taken) {}
    void send(delivery::MailJob, delivery::DotGate, delivery::LastLook,
              std::function<void(delivery::MailResult)>) override {
        ++taken_;
    }
    void rest() override {}
    void close(std::function<void()>) override {} // the end comes before the answer

private:
    std::atomic<int>& taken_;
};

// The same machine, started once more.
class RestartedMachine final : public Machine {
public:
    Instant now() const override { return real_->now(); }
    std::int64_t since_start_ms() const override { return 1; }
    std::string random_id() const override { return real_->random_id(); }
    outbox::LeaseHolder holder(std::string id, std::string name) const override {
        outbox::LeaseHolder holder = real_->holder(std::move(id), std::move(name));
        holder.boot = "after the power was back";
        return holder;
    }
    bool process_exists(std::int64_t process) const override {
        return real_->process_exists(process);
    }
    std::string place_of(const std::string& folder) const override {
        return real_->place_of(folder);
    }

private:
    std::shared_ptr<const Machine> real_ = this_machine();
};

class PowerCut : public tests::SendingTest {
protected:
    LetterState state_of_letter() {
        LetterState state{};
        on_worker([&] { state = (*follow_up_->store())->letters()->back().state; });
        return state;
    }
    std::atomic<int> taken_{0};
};

TEST_F(PowerCut, AnEventThatComesFirstWithdrawsNoLetterThatMayHaveLeft) {
    begin(std::make_unique<SilentSender>(taken_));
    host_.book.invoice("V1", "jan", "2026-11-02");
    host_.book.invoice("V2", "jan", "2026-11-02");
    lane_->post([this] { follow_up_->approve({}, "An", [](const Result<DeliveryReport>&) {}); });
    work_until([&] { return taken_ > 0; });
    EXPECT_EQ(state_of_letter(), LetterState::Claimed);
    end();
    machine_ = std::make_shared<RestartedMachine>();
    start(std::make_unique<SilentSender>(taken_));
    host_.book.pay("V1", 12100, host_.today());
    put_into_inbox(AFPUNT_EVENT_MATCHED, "1", {"V1"});
    on_worker([&] { follow_up_->take_events(); });
    EXPECT_EQ(state_of_letter(), LetterState::Uncertain) << "V2 would be reminded a second time";
}

} // namespace
} // namespace afpunt::runtime
