// SPDX-License-Identifier: MIT
//
// A mail server on this machine that misbehaves as told, on plain POSIX sockets in a thread of its
// own. It keeps what it has taken: that is the truth that a sender's outcome is compared with.
#pragma once

#include "support/listening_socket.hpp"

#include "support/certificates.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct ssl_ctx_st;

namespace afpunt::tests {

enum class ServerTls {
    None,
    Start, // offers STARTTLS; its answer to EHLO afterwards is `encrypted_hello`
    AtOnce
};

inline constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

struct Faults {
    std::string greeting = "220 mail.example ready\r\n";
    std::string hello =
        "250-mail.example\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n250 8BITMIME\r\n";
    std::string encrypted_hello = "250-mail.example\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN\r\n";
    std::string start_tls = "220 2.0.0 begin\r\n";
    // Answers to commands that begin with a text, in place of the usual ones; the first that fits.
    std::vector<std::pair<std::string, std::string>> answers;
    std::string after_dot = "250 2.0.0 taken\r\n";
    std::string during_data; // said when the first bytes of a message have come
    // Closes the connection when so many bytes of the client were read, or of ours were written;
    // counted over one connection.
    std::size_t bytes_read_max = never;
    std::size_t bytes_written_max = never;
    bool closes_with_reset = false;
    bool closes_after_during_data = false;
    std::size_t letters_max = never;    // on one connection, then 421
    std::chrono::milliseconds pause{0}; // before each answer
    std::size_t write_piece = never;    // bytes written at a time
    bool never_reads_data = false;
};

class FaultServer {
public:
    explicit FaultServer(Faults faults = {}, ServerTls tls = ServerTls::None,
                         const ServerIdentity& identity = {});
    ~FaultServer();
    FaultServer(const FaultServer&) = delete;
    FaultServer& operator=(const FaultServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
    // Messages whose final dot was read, dots taken off, for at least one recipient.
    [[nodiscard]] std::vector<std::string> taken() const;
    [[nodiscard]] std::vector<std::string> commands() const; // of all connections, without CRLF
    [[nodiscard]] int connections() const { return connections_; }
    void set_faults(Faults faults);
    // Since the last change of faults.
    [[nodiscard]] std::size_t bytes_read() const { return bytes_read_; }
    [[nodiscard]] std::size_t bytes_written() const { return bytes_written_; }

private:
    struct Peer;
    void accept_all();
    void serve(int socket);
    bool serve_command(Peer& peer, const std::string& line);
    bool serve_data(Peer& peer);

    ServerTls tls_;
    std::shared_ptr<ssl_ctx_st> tls_context_;
    ListeningSocket listener_;
    std::atomic<bool> is_ending_ = false;
    std::atomic<int> connections_ = 0;
    std::atomic<std::size_t> bytes_read_ = 0;
    std::atomic<std::size_t> bytes_written_ = 0;
    mutable std::mutex mutex_;
    Faults faults_;
    std::vector<std::string> taken_;
    std::vector<std::string> commands_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

} // namespace afpunt::tests
