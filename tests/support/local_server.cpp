// SPDX-License-Identifier: MIT
#include "support/local_server.hpp"

#include <afpunt/text.hpp>

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <csignal>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace afpunt::tests {

std::string Connection::read(std::size_t most) {
    if (!rest_.empty()) return std::exchange(rest_, {});
    std::string bytes(most, '\0');
    const auto count =
        tls_ != nullptr ? static_cast<ssize_t>(SSL_read(tls_, bytes.data(), static_cast<int>(most)))
                        : ::recv(socket_, bytes.data(), most, 0);
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
}

bool Connection::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = tls_ != nullptr
                               ? static_cast<ssize_t>(
                                     SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())))
                               : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::optional<SeenRequest> Connection::read_request() {
    std::string bytes;
    std::size_t head_end = 0;
    while ((head_end = bytes.find("\r\n\r\n")) == std::string::npos) {
        const std::string more = read();
        if (more.empty()) return std::nullopt;
        bytes += more;
    }
    SeenRequest seen;
    std::string_view head = std::string_view(bytes).substr(0, head_end + 2);
    const std::string_view first = head.substr(0, head.find("\r\n"));
    seen.method = first.substr(0, first.find(' '));
    seen.target = first.substr(seen.method.size() + 1, first.rfind(' ') - seen.method.size() - 1);
    head.remove_prefix(first.size() + 2);
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        const std::size_t colon = line.find(": ");
        seen.headers[text::lower(line.substr(0, colon))] = line.substr(colon + 2);
        head.remove_prefix(line.size() + 2);
    }
    const auto length = seen.headers.find("content-length");
    const std::size_t body_bytes = length == seen.headers.end() ? 0 : std::stoul(length->second);
    seen.body = bytes.substr(head_end + 4);
    while (seen.body.size() < body_bytes) {
        const std::string more = read();
        if (more.empty()) return std::nullopt;
        seen.body += more;
    }
    rest_ = seen.body.substr(body_bytes);
    seen.body.resize(body_bytes);
    return seen;
}

LocalServer::LocalServer(Handler handler, const ServerIdentity* identity)
    : handler_(std::move(handler)) {
    if (identity != nullptr) tls_ = server_context(*identity);
    acceptor_ = std::thread([this] { accept_all(); });
}

LocalServer::~LocalServer() {
    ending_ = true;
    ::shutdown(listener_.fd(), SHUT_RDWR);
    acceptor_.join();
    {
        const std::scoped_lock lock(mutex_);
        for (const int socket : sockets_)
            ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_)
        thread.join();
}

std::string LocalServer::url(std::string_view host) const {
    return (tls_ != nullptr ? "https://" : "http://") + std::string(host) + ":" +
           std::to_string(listener_.port());
}

void LocalServer::accept_all() {
    while (!ending_) {
        const int socket = ::accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) continue;
        ++connections_;
        const std::scoped_lock lock(mutex_);
        sockets_.push_back(socket);
        threads_.emplace_back([this, socket] { serve(socket); });
    }
}

void LocalServer::serve(int socket) {
    // OpenSSL writes without MSG_NOSIGNAL; only this thread may go without the signal.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    const std::shared_ptr<SSL> tls(tls_ != nullptr ? SSL_new(tls_.get()) : nullptr, &SSL_free);
    const bool ready =
        tls == nullptr || (SSL_set_fd(tls.get(), socket) == 1 && SSL_accept(tls.get()) == 1);
    if (ready) {
        Connection connection(socket, tls.get());
        handler_(connection);
        if (tls != nullptr) SSL_shutdown(tls.get());
    }
    const std::scoped_lock lock(mutex_);
    std::erase(sockets_, socket);
    ::close(socket);
}

std::string http_answer(int status, std::string_view body, std::string_view fields) {
    return "HTTP/1.1 " + std::to_string(status) + " Status\r\n" + std::string(fields) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

} // namespace afpunt::tests
