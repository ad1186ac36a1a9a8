// SPDX-License-Identifier: MIT
//
// A mail server on this machine that takes every letter at once and keeps none: the fastest that a
// sender can meet. Plain POSIX sockets, a thread for each connection.
#pragma once

#include "support/listening_socket.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace afpunt::tests {

class MailSink {
public:
    MailSink();
    ~MailSink();
    MailSink(const MailSink&) = delete;
    MailSink& operator=(const MailSink&) = delete;
    [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
    [[nodiscard]] std::uint64_t letters() const { return letters_; }

private:
    void accept_all();
    void serve(int socket);

    ListeningSocket listener_;
    std::atomic<std::uint64_t> letters_ = 0;
    std::mutex mutex_;
    std::vector<int> sockets_; // open ones, to be ended
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

} // namespace afpunt::tests
