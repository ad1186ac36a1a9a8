// SPDX-License-Identifier: MIT
//
// How fast letters that are approved leave: claims, permits of the host, the dialogue with a mail
// server on this machine, the last look at each dot, and outcomes that survive a power cut. Beside
// it, in the same run, what the machine gives for nothing: the same mails through the client alone.
#include "runtime/engine.hpp"
#include "runtime/follow_up.hpp"
#include "sdk/scripted_host.hpp"
#include "support/mail_sink.hpp"

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace afpunt::runtime {
namespace {

using Stopwatch = std::chrono::steady_clock;
using tests::ScriptedHost;

// On a disk, for syncs are to cost what they cost; gone with this object.
class DiskFolder {
public:
    DiskFolder() {
        std::string name = "/var/tmp/afpunt-benchmark-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder in /var/tmp");
        path_ = name;
        std::filesystem::create_directories(path_ / "state");
    }
    ~DiskFolder() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }
    DiskFolder(const DiskFolder&) = delete;
    DiskFolder& operator=(const DiskFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class Bench {
public:
    explicit Bench(std::uint16_t port) : host_(folder_.path()), tables_(host_) {
        host_.set_today("2026-10-15");
        Configuration configuration;
        configuration.policy = policy::Policy::standard(policy::CalendarId::Belgium, "en");
        configuration.policy.most_letters_per_day = 0;
        config::MailSettings& mail = configuration.settings.mail;
        mail.way = config::MailWay::Smtp;
        mail.server = "127.0.0.1";
        mail.port = port;
        mail.security = config::MailSecurity::None;
        mail.login = config::MailLogin::None;
        mail.per_minute = 100'000'000;
        mail.per_day = 100'000'000;
        configuration.state_folder = (folder_.path() / "state").string();
        lane_ = engine_->make_lane([](const std::string& what) { std::cerr << what << '\n'; });
        follow_up_ =
            std::make_unique<FollowUp>(*HostPort::make(tables_.abi()), configuration, main_, inbox_,
                                       cursors_, lane_, [this] { return engine_->network(); });
        lane_->post([this] { follow_up_->open_store(); });
        wait([this](const std::function<void()>& done) {
            follow_up_->settle(
                [done](const Result<SettleReport>&, const DeliveryReport&) { done(); });
        });
        host_.set_today("2026-11-20");
    }
    ~Bench() {
        wait([this](const std::function<void()>& done) { follow_up_->close(done); });
        wait([this](const std::function<void()>& done) {
            follow_up_.reset();
            done();
        });
        lane_->close();
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    // Approved, and kept from leaving: the host gives no permit.
    void approve(int letters) {
        for (int at = 0; at < letters; ++at) {
            const std::string id = "V" + std::to_string(at);
            host_.book.invoice(id, "c" + id, "2026-11-02");
        }
        host_.permit_failure = Failure{"", "permit", "not yet", "a permit"};
        wait([this](const std::function<void()>& done) {
            follow_up_->approve({}, "An", [done](const Result<DeliveryReport>&) { done(); });
        });
        host_.permit_failure.reset();
    }
    std::size_t send() {
        std::size_t sent = 0;
        wait([this, &sent](const std::function<void()>& done) {
            follow_up_->settle(
                [done, &sent](const Result<SettleReport>&, const DeliveryReport& report) {
                    sent = report.delivered.size();
                    if (!report.not_delivered.empty()) {
                        std::cerr << report.not_delivered[0].second << '\n';
                    }
                    done();
                });
        });
        return sent;
    }

private:
    void wait(const std::function<void(std::function<void()>)>& work) {
        std::atomic<bool> done{false};
        lane_->post([&] { work([&] { done = true; }); });
        while (!done) {
            if (main_.run(std::chrono::microseconds(500)) == Progress::Finished) {
                std::this_thread::yield();
            }
        }
    }
    DiskFolder folder_;
    ScriptedHost host_;
    host::HostTables tables_;
    Inbox inbox_;
    DurableCursors cursors_;
    MainQueue main_{[] {}, [](const std::string& what) { std::cerr << what << '\n'; }};
    std::shared_ptr<Engine> engine_ = Engine::acquire();
    std::shared_ptr<Lane> lane_;
    std::unique_ptr<FollowUp> follow_up_;
};

// Time in milliseconds for people; nothing here is money.
long milliseconds_of(Stopwatch::duration time) {
    return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

} // namespace
} // namespace afpunt::runtime

int main(int argc, char** argv) {
    using namespace afpunt::runtime;
    int letters = 2000;
    bool json = false;
    for (int at = 1; at < argc; ++at) {
        const std::string_view word = argv[at];
        if (word == "--json") {
            json = true;
        } else {
            std::from_chars(word.data(), word.data() + word.size(), letters);
        }
    }
    if (letters < 1) letters = 1;
    afpunt::tests::MailSink sink;
    Bench bench(sink.port());
    auto begin = Stopwatch::now();
    bench.approve(letters);
    const long approving = std::max(milliseconds_of(Stopwatch::now() - begin), 1L);
    begin = Stopwatch::now();
    const std::size_t sent = bench.send();
    const long sending = std::max(milliseconds_of(Stopwatch::now() - begin), 1L);
    const long each_second = static_cast<long>(sent) * 1000 / sending;
    if (json) {
        std::cout << R"({"approved_per_second":)" << letters * 1000L / approving
                  << R"(,"sent_per_second":)" << each_second << "}\n";
    } else {
        std::cout << "approved, forms made and frozen: " << letters << " letters in " << approving
                  << " ms\n"
                  << "sent, durable states included:   " << sent << " letters in " << sending
                  << " ms, " << each_second << " letters a second; the sink counts "
                  << sink.letters() << "\n";
    }
    return sent == static_cast<std::size_t>(letters) ? 0 : 1;
}
