// SPDX-License-Identifier: MIT
//
// A mail server without sockets: each letter meets a mood of the server, takes its time, and either
// is taken or is not. What was taken is the truth about what customers got.
#pragma once

#include "delivery/mail_sender.hpp"
#include "simulation/world.hpp"

#include <memory>
#include <vector>

namespace afpunt::simulation {

class PlayedMailServer final : public delivery::MailSender {
public:
    PlayedMailServer(World& world, Program& program) : world_(world), program_(program) {}

    void send(delivery::MailJob job, delivery::DotGate gate, delivery::LastLook last_look,
              std::function<void(delivery::MailResult)> done) override;
    void rest() override {}
    void close(std::function<void()> closed) override;

private:
    // One letter's dialogue. Kept by the tasks that go on with it.
    struct Talk {
        delivery::MailJob job;
        delivery::DotGate gate;
        delivery::LastLook last_look;
        std::function<void(delivery::MailResult)> done;
        Mood mood = Mood::Takes;
        bool is_over = false;
        bool dot_is_written = false;
    };
    void after(Microseconds longest, const std::shared_ptr<Talk>& talk, std::function<void()> next);
    void ask_gate(const std::shared_ptr<Talk>& talk);
    void answered(const std::shared_ptr<Talk>& talk, bool may_leave);
    void write_dot(const std::shared_ptr<Talk>& talk);
    void end(const std::shared_ptr<Talk>& talk, delivery::MailOutcome outcome,
             const std::string& text, const std::string& status = "", bool concerns_server = false);
    [[nodiscard]] Mood next_mood();

    World& world_;
    Program& program_;
    std::vector<std::weak_ptr<Talk>> talks_;
};

} // namespace afpunt::simulation
