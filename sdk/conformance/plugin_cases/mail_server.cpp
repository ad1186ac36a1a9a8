// SPDX-License-Identifier: MIT
#include "conformance/plugin_cases/mail_server.hpp"

#include "conformance/expectations.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace afpunt::conformance {
namespace {

constexpr int look_again_ms = 20; // how soon the server notices that it has to end

bool starts_with(const std::string& line, const char* word) {
    return line.rfind(word, 0) == 0;
}

} // namespace

MailServer::MailServer(Silent silent, std::function<void()> when_data_is_asked)
    : silent_(silent), when_data_is_asked_(std::move(when_data_is_asked)),
      listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    constexpr int waiting_max = 16;
    if (listening_ < 0 || ::bind(listening_, any, length) != 0 ||
        ::listen(listening_, waiting_max) != 0 || ::getsockname(listening_, any, &length) != 0) {
        fail_case("no port on this machine for a mail server");
    }
    port_ = ntohs(address.sin_port);
    listener_ = std::thread([this] { listen(); });
}

MailServer::~MailServer() {
    ending_ = true;
    listener_.join();
    for (std::thread& dialogue : dialogues_)
        dialogue.join();
    ::close(listening_);
}

std::string MailServer::settings() const {
    return "[mail]\nserver = \"127.0.0.1\"\nport = " + std::to_string(port_) +
           "\nsecurity = \"none\"\nlogin = \"none\"\n";
}

void MailServer::listen() {
    while (!ending_) {
        pollfd waiting{listening_, POLLIN, 0};
        if (::poll(&waiting, 1, look_again_ms) <= 0) continue;
        const int connection = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) continue;
        dialogues_.emplace_back([this, connection] {
            talk(connection);
            ::close(connection);
        });
    }
}

bool MailServer::read_line(int connection, std::string& line) {
    line.clear();
    char byte = 0;
    while (!ending_) {
        pollfd waiting{connection, POLLIN, 0};
        if (::poll(&waiting, 1, look_again_ms) <= 0) continue;
        if (::recv(connection, &byte, 1, 0) != 1) return false;
        if (byte == '\n') return true;
        if (byte != '\r') line += byte;
    }
    return false;
}

bool MailServer::answer(int connection, Silent word, const char* reply) {
    if (word == silent_) {
        ++silences_;
        // Holds the line, as a server does that hangs.
        while (!ending_)
            std::this_thread::sleep_for(std::chrono::milliseconds(look_again_ms));
        return false;
    }
    const std::string line = std::string(reply) + "\r\n";
    return ::send(connection, line.data(), line.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(line.size());
}

void MailServer::talk(int connection) {
    if (!answer(connection, Silent::Greeting, "220 conformance.example ESMTP")) return;
    std::string line;
    while (read_line(connection, line)) {
        bool goes_on = true;
        if (starts_with(line, "EHLO") || starts_with(line, "HELO")) {
            goes_on = answer(connection, Silent::Hello, "250 conformance.example");
        } else if (starts_with(line, "MAIL")) {
            goes_on = answer(connection, Silent::Sender, "250 fine");
        } else if (starts_with(line, "RCPT")) {
            goes_on = answer(connection, Silent::Recipient, "250 fine");
        } else if (starts_with(line, "DATA")) {
            if (when_data_is_asked_) when_data_is_asked_();
            if (!answer(connection, Silent::Data, "354 the letter")) return;
            while (read_line(connection, line) && line != ".") {
            }
            if (line != ".") return; // the sender went away, and nothing was taken
            ++letters_;
            goes_on = answer(connection, Silent::FinalDot, "250 taken");
        } else if (starts_with(line, "QUIT")) {
            (void)answer(connection, Silent::Never, "221 bye");
            return;
        } else {
            goes_on = answer(connection, Silent::Never, "250 fine");
        }
        if (!goes_on) return;
    }
}

} // namespace afpunt::conformance
