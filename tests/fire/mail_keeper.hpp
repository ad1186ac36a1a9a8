// SPDX-License-Identifier: MIT
//
// A mail server on this machine, outside of the process that is killed: it takes every letter and
// keeps it. It counts what it reads and says, and strikes when told to: at a byte of the client's,
// before or after an answer of its own.
#pragma once

#include "support/local_server.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::tests {

struct KeptLetter {
    std::string id;                   // of the letter, as its Message-ID names it
    std::vector<std::string> numbers; // the invoices that its text names
};

enum class ServerMoment { ByteRead, BeforeAnswer, AfterAnswer };

class MailKeeper {
public:
    MailKeeper()
        : server_([this](Connection& connection) {
              ++connected_;
              serve(connection);
              --connected_;
          }) {}

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }
    [[nodiscard]] std::vector<KeptLetter> letters() const;
    [[nodiscard]] std::size_t letter_count() const;

    // Calls `strike` once, on a thread of the server, at the n-th such moment from now on.
    void arm(ServerMoment moment, std::uint64_t count, std::function<void()> strike);
    // Nothing strikes after this has returned.
    void disarm();
    // Until no client is connected: what a dead one had passed on is then read.
    void wait_until_idle() const;
    // Since the server was armed or disarmed.
    [[nodiscard]] std::uint64_t bytes_read() const { return bytes_; }
    [[nodiscard]] std::uint64_t answers() const { return answers_; }

private:
    void serve(Connection& connection);
    [[nodiscard]] bool say(Connection& connection, std::string_view answer);
    void keep(std::string_view message);
    [[nodiscard]] std::size_t bytes_until_strike();
    void count(ServerMoment moment, std::uint64_t by);

    mutable std::mutex mutex_;
    std::vector<KeptLetter> letters_;
    ServerMoment moment_ = ServerMoment::ByteRead;
    std::uint64_t left_ = 0; // moments until the strike; 0 = none is wanted
    std::function<void()> strike_;
    std::atomic<std::uint64_t> bytes_ = 0, answers_ = 0;
    std::atomic<int> connected_ = 0;
    LocalServer server_; // last: its threads use all of the above
};

} // namespace afpunt::tests
