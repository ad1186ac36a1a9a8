// SPDX-License-Identifier: MIT
#include "support/mail_sink.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace afpunt::tests {
namespace {

bool say(int socket, std::string_view bytes) {
    return send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
}

// What is to be answered to a command; nothing at the end.
std::string_view answer_to(std::string_view line) {
    if (line.starts_with("EHLO")) return "250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
    if (line.starts_with("DATA")) return "354 go on\r\n";
    if (line.starts_with("QUIT")) return {};
    return "250 2.0.0 ok\r\n";
}

} // namespace

MailSink::MailSink() {
    acceptor_ = std::thread([this] { accept_all(); });
}

MailSink::~MailSink() {
    shutdown(listener_.fd(), SHUT_RDWR);
    acceptor_.join();
    listener_.close();
    {
        const std::scoped_lock lock(mutex_);
        for (const int socket : sockets_)
            shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_)
        thread.join();
    for (const int socket : sockets_)
        close(socket);
}

void MailSink::accept_all() {
    while (true) {
        const int peer = accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
        if (peer < 0) return;
        const std::scoped_lock lock(mutex_);
        sockets_.push_back(peer);
        threads_.emplace_back([this, peer] { serve(peer); });
    }
}

void MailSink::serve(int socket) {
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::string buffer;
    std::string answers = "220 sink.example\r\n";
    bool is_data = false;
    std::array<char, 65536> bytes;
    while (say(socket, answers)) {
        answers.clear();
        while (answers.empty()) {
            const ssize_t count = recv(socket, bytes.data(), bytes.size(), 0);
            if (count <= 0) return;
            buffer.append(bytes.data(), static_cast<std::size_t>(count));
            std::size_t taken = 0;
            while (true) {
                const std::string_view rest = std::string_view(buffer).substr(taken);
                const std::string_view end = is_data ? "\r\n.\r\n" : "\r\n";
                const std::size_t found = rest.find(end);
                if (found == std::string_view::npos) break;
                const std::string_view answer =
                    is_data ? "250 2.0.0 taken\r\n" : answer_to(rest.substr(0, found));
                if (answer.empty()) return;
                if (is_data) ++letters_;
                is_data = answer.starts_with("354");
                answers += answer;
                taken += found + end.size();
            }
            buffer.erase(0, taken);
        }
    }
}

} // namespace afpunt::tests
