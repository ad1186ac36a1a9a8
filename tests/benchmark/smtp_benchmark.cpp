// SPDX-License-Identifier: MIT
//
// How many letters a second the sender hands to a server that takes everything at once, and how
// that compares with bare sockets that carry the same bytes in the same turns. For people: says
// nothing about right or wrong.
//
//   smtp_benchmark [LETTERS]
#include "delivery/smtp_client.hpp"
#include "support/mail_sink.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <string>
#include <string_view>
#include <vector>

using namespace afpunt;
using Clock = std::chrono::steady_clock;

namespace {

std::string message_of(std::size_t bytes) {
    std::string message = "From: books@firm.example\r\nSubject: Reminder\r\n\r\n";
    while (message.size() < bytes)
        message += "The invoice is due; this line is as long as most lines of a letter are.\r\n";
    return message;
}

delivery::MailJob job_of(const std::shared_ptr<const std::string>& message) {
    return {"0123456789abcdef",
            "bounce+0123456789abcdef@firm.example",
            {"debtor@client.example"},
            message};
}

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double letters_per_second(int letters, std::size_t bytes, int connections) {
    const tests::MailSink sink;
    const auto network = delivery::Network::start();
    config::MailSettings settings;
    settings.server = "127.0.0.1";
    settings.port = sink.port();
    settings.security = config::MailSecurity::None;
    settings.login = config::MailLogin::None;
    settings.connections = connections;
    const auto sender = delivery::make_smtp_sender(network, nullptr, settings, {});
    const auto message = std::make_shared<const std::string>(message_of(bytes));
    std::promise<void> all_done;
    int left = letters; // counted on the network thread
    int refused = 0;
    const auto begin = Clock::now();
    for (int count = 0; count < letters; ++count) {
        sender->send(
            job_of(message), [](const std::function<void(bool)>& answer) { answer(true); },
            [] { return true; },
            [&](const delivery::MailResult& result) {
                if (result.outcome != delivery::MailOutcome::Accepted) ++refused;
                if (--left == 0) all_done.set_value();
            });
    }
    all_done.get_future().wait();
    const double seconds = seconds_since(begin);
    if (refused > 0) std::printf("%d letters were not taken\n", refused);
    return letters / seconds;
}

bool turn(int socket, std::string_view bytes, std::string_view last_of_answer) {
    if (!bytes.empty() && send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return false;
    std::string answer;
    std::array<char, 4096> piece;
    while (!last_of_answer.empty() && answer.find(last_of_answer) == std::string::npos) {
        const ssize_t count = recv(socket, piece.data(), piece.size(), 0);
        if (count <= 0) return false;
        answer.append(piece.data(), static_cast<std::size_t>(count));
    }
    return true;
}

// One connection, blocking, no protocol: the same bytes in the same turns.
double bare_turns_per_second(int letters, std::size_t bytes) {
    const tests::MailSink sink;
    const int peer = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(sink.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(peer, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return 0;
    const std::string message = message_of(bytes);
    const std::string_view body = std::string_view(message).substr(0, message.size() - 2);
    bool is_going_on = turn(peer, "", "220 ") && turn(peer, "EHLO [127.0.0.1]\r\n", "250 ");
    const auto begin = Clock::now();
    for (int count = 0; count < letters && is_going_on; ++count) {
        is_going_on = turn(peer,
                           "MAIL FROM:<bounce+0123456789abcdef@firm.example>\r\n"
                           "RCPT TO:<debtor@client.example>\r\nDATA\r\n",
                           "354 ") &&
                      turn(peer, body, "") && turn(peer, "\r\n.\r\n", "taken\r\n");
    }
    const double seconds = seconds_since(begin);
    close(peer);
    return is_going_on ? letters / seconds : 0;
}

} // namespace

int main(int count, char** arguments) {
    const int letters = count > 1 ? std::atoi(arguments[1]) : 8'000;
    if (letters < 1) return 2;
    std::printf("%10s %12s %16s %18s %8s\n", "bytes", "connections", "letters/s", "bare sockets/s",
                "ratio");
    for (const std::size_t bytes : {2'000U, 20'000U, 200'000U}) {
        const double bare = bare_turns_per_second(letters, bytes);
        for (const int connections : {1, 2, 4}) {
            const double ours = letters_per_second(letters, bytes, connections);
            std::printf("%10zu %12d %16.0f %18.0f %8.2f\n", bytes, connections, ours, bare,
                        ours / bare);
        }
    }
    return 0;
}
