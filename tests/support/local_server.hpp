// SPDX-License-Identifier: MIT
//
// A server on this machine, in the test's own process: each connection is served by a handler on a
// thread of its own, byte for byte, with or without TLS. Ends with the object.
#pragma once

#include "support/listening_socket.hpp"

#include "support/certificates.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

struct ssl_st;
struct ssl_ctx_st;

namespace afpunt::tests {

struct SeenRequest {
    std::string method, target;
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;
};

class Connection {
public:
    Connection(int socket, ssl_st* tls) : socket_(socket), tls_(tls) {}
    // Up to `most` bytes; empty when the other side has closed.
    std::string read(std::size_t most = 65536);
    bool write(std::string_view bytes);
    // A whole question over HTTP; nullopt when the other side closed before its end.
    std::optional<SeenRequest> read_request();
    void wait_until_closed() {
        while (!read().empty()) {
        }
    }

private:
    int socket_;
    ssl_st* tls_; // nullptr: in the clear
    std::string rest_;
};

class LocalServer {
public:
    using Handler = std::function<void(Connection&)>;
    explicit LocalServer(Handler handler, const ServerIdentity* identity = nullptr);
    ~LocalServer();
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
    // "https://localhost:12345" or, without TLS, "http://..."
    [[nodiscard]] std::string url(std::string_view host = "localhost") const;
    [[nodiscard]] int connections() const { return connections_; }

private:
    void accept_all();
    void serve(int socket);

    Handler handler_;
    std::shared_ptr<ssl_ctx_st> tls_;
    ListeningSocket listener_;
    std::atomic<bool> ending_ = false;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    std::vector<int> sockets_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

// "HTTP/1.1 200 OK", the fields, the length of the body, and the body.
[[nodiscard]] std::string http_answer(int status, std::string_view body,
                                      std::string_view fields = "");

} // namespace afpunt::tests
