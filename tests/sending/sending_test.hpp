// SPDX-License-Identifier: MIT
//
// A follow-up with a host in memory and a mail server that the test plays: the test's thread is the
// host's.
#pragma once

#include "runtime/engine.hpp"
#include "runtime/follow_up.hpp"
#include "sdk/scripted_host.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace afpunt::runtime::tests {

using afpunt::tests::ScratchFolder;
using afpunt::tests::ScriptedHost;

inline constexpr std::chrono::seconds patience{60};

// A mail server that answers at once, on the worker's thread, what the test says; at first that it
// takes the letter.
class PlayedSender final : public delivery::MailSender {
public:
    void send(delivery::MailJob, delivery::DotGate gate, delivery::LastLook last_look,
              std::function<void(delivery::MailResult)> done) override {
        ++asked;
        if (answer.outcome != delivery::MailOutcome::Accepted &&
            answer.outcome != delivery::MailOutcome::Uncertain) {
            return done(answer);
        }
        gate([this, last_look, done](bool may_leave) {
            delivery::MailResult result = answer;
            if (!may_leave || !last_look()) result.outcome = delivery::MailOutcome::Stopped;
            done(result);
        });
    }
    void rest() override {}
    void close(std::function<void()> closed) override { closed(); }

    delivery::MailResult answer; // set while nothing is under way
    std::atomic<int> asked{0};
};

class SendingTest : public testing::Test {
protected:
    SendingTest() : host_(folder_.path()), tables_(host_) {}
    ~SendingTest() override { end(); }
    // As when the program ends: every later task on the lane is forgotten.
    void end() {
        std::atomic<bool> ended{false};
        lane_->post([&] {
            follow_up_->close([] {});
            follow_up_.reset();
            lane_->close();
            ended = true;
        });
        while (!ended)
            std::this_thread::yield();
    }
    // First seen on 15 October, and now it is 20 November.
    void begin(std::unique_ptr<delivery::MailSender> sender, int per_day = 1'000'000) {
        host_.set_today("2026-10-15");
        start(std::move(sender), per_day);
        settle();
        host_.set_today("2026-11-20");
    }
    // A program that begins, on the state that is there.
    void start(std::unique_ptr<delivery::MailSender> sender, int per_day = 1'000'000) {
        Configuration configuration;
        configuration.policy = policy::Policy::standard(policy::CalendarId::Belgium, "en");
        configuration.policy.most_letters_per_day = 0;
        configuration.settings.mail.way = config::MailWay::Smtp;
        configuration.settings.mail.per_minute = 1'000'000;
        configuration.settings.mail.per_day = per_day;
        configuration.state_folder = (folder_.path() / "state").string();
        configuration.state_mark = host_.settings["state.mark"];
        engine_ = Engine::acquire();
        lane_ = engine_->make_lane([](const std::string& what) { ADD_FAILURE() << what; });
        follow_up_ = std::make_unique<FollowUp>(
            *HostPort::make(tables_.abi()), configuration, main_, inbox_, cursors_, lane_,
            [this] { return engine_->network(); }, machine_);
        lane_->post([this, given = std::make_shared<std::unique_ptr<delivery::MailSender>>(
                               std::move(sender))] {
            follow_up_->open_store();
            follow_up_->use_mail_sender(std::move(*given));
        });
    }

    void put_into_inbox(afpunt_event_type type, std::string id, std::vector<std::string> items) {
        auto event = std::make_unique<EventCopy>();
        event->type = type;
        event->source = "host";
        event->epoch = "1";
        event->id = std::move(id);
        event->item_ids = std::move(items);
        ASSERT_TRUE(inbox_.push(std::move(event)));
    }
    void wake_the_worker() {
        if (inbox_.claim_wake()) lane_->post([this] { follow_up_->take_events(); });
    }

    // The host's thread works for the module until `done`.
    void work_until(const std::function<bool()>& done) {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (!done()) {
            ASSERT_LT(std::chrono::steady_clock::now(), end);
            (void)main_.run(std::chrono::microseconds(100));
        }
    }
    void on_worker(const std::function<void()>& work) {
        std::atomic<bool> done{false};
        lane_->post([&] {
            work();
            done = true;
        });
        work_until([&] { return done.load(); });
    }
    DeliveryReport settle() {
        std::atomic<bool> done{false};
        DeliveryReport delivered;
        lane_->post([&] {
            follow_up_->settle(
                [&](const Result<SettleReport>& report, const DeliveryReport& delivery) {
                    EXPECT_TRUE(report) << report.error().sentence();
                    delivered = delivery;
                    done = true;
                });
        });
        work_until([&] { return done.load(); });
        return delivered;
    }
    // `meanwhile` is called again and again while letters leave.
    DeliveryReport approve_all(const std::function<void()>& meanwhile = [] {}) {
        std::atomic<bool> done{false};
        DeliveryReport delivered;
        lane_->post([&] {
            follow_up_->approve({}, "An", [&](const Result<DeliveryReport>& report) {
                EXPECT_TRUE(report) << report.error().sentence();
                if (report) delivered = *report;
                done = true;
            });
        });
        work_until([&] {
            meanwhile();
            return done.load();
        });
        return delivered;
    }

    ScratchFolder folder_;
    ScriptedHost host_;
    host::HostTables tables_;
    Inbox inbox_;
    DurableCursors cursors_;
    MainQueue main_{[] {}, [](const std::string& what) { ADD_FAILURE() << what; }};
    std::shared_ptr<const Machine> machine_ = this_machine();
    std::shared_ptr<Engine> engine_;
    std::shared_ptr<Lane> lane_;
    std::unique_ptr<FollowUp> follow_up_;
};

} // namespace afpunt::runtime::tests
