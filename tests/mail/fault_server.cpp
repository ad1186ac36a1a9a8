// SPDX-License-Identifier: MIT
#include "mail/fault_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>

namespace afpunt::tests {
namespace {

constexpr int poll_ms = 20; // how soon a thread sees that the server ends

std::string undotted(const std::string& data) {
    std::string out;
    for (std::size_t at = 0; at < data.size();) {
        const std::size_t end = data.find("\r\n", at) + 2;
        const std::size_t begin = data[at] == '.' ? at + 1 : at;
        out += data.substr(begin, end - begin);
        at = end;
    }
    return out;
}

} // namespace

struct FaultServer::Peer {
    int socket;
    Faults faults;
    std::atomic<bool>* is_ending;
    std::size_t read = 0, written = 0, letters = 0;
    bool has_sender = false, is_in_login = false;
    std::size_t recipients = 0;
    std::string buffer;
    std::unique_ptr<SSL, void (*)(SSL*)> tls{nullptr, &SSL_free};

    bool begin_tls(SSL_CTX* context) {
        tls.reset(SSL_new(context));
        SSL_set_fd(tls.get(), socket);
        return SSL_accept(tls.get()) == 1;
    }
    ssize_t take(char* bytes, std::size_t most) const {
        return tls ? SSL_read(tls.get(), bytes, static_cast<int>(most))
                   : recv(socket, bytes, most, 0);
    }
    ssize_t give(const char* bytes, std::size_t count) const {
        return tls ? SSL_write(tls.get(), bytes, static_cast<int>(count))
                   : send(socket, bytes, count, MSG_NOSIGNAL);
    }

    // More bytes into the buffer; false at the end, which may be one that was asked for.
    bool fill() {
        char bytes[4096];
        pollfd ready{socket, POLLIN, 0};
        while ((!tls || SSL_pending(tls.get()) == 0) && poll(&ready, 1, poll_ms) == 0) {
            if (*is_ending) return false;
        }
        const std::size_t allowed = std::min(sizeof bytes, faults.bytes_read_max - read);
        if (allowed == 0) return false;
        const ssize_t count = take(bytes, allowed);
        if (count <= 0) return false;
        read += static_cast<std::size_t>(count);
        buffer.append(bytes, static_cast<std::size_t>(count));
        return true;
    }
    bool line(std::string& out) {
        std::size_t end = 0;
        while ((end = buffer.find("\r\n")) == std::string::npos) {
            if (read >= faults.bytes_read_max || !fill()) return false;
        }
        out = buffer.substr(0, end);
        buffer.erase(0, end + 2);
        return true;
    }
    bool write(std::string bytes) {
        if (bytes.empty()) return true;
        for (auto left = faults.pause; left.count() > 0 && !*is_ending;
             left -= std::chrono::milliseconds(poll_ms)) {
            std::this_thread::sleep_for(std::chrono::milliseconds(poll_ms));
        }
        const bool is_cut = written + bytes.size() > faults.bytes_written_max;
        if (is_cut) bytes.resize(faults.bytes_written_max - written);
        while (!bytes.empty()) {
            const std::size_t piece = std::min(bytes.size(), faults.write_piece);
            const ssize_t count = give(bytes.data(), piece);
            if (count <= 0) return false;
            written += static_cast<std::size_t>(count);
            bytes.erase(0, static_cast<std::size_t>(count));
        }
        return !is_cut;
    }
};

FaultServer::FaultServer(Faults faults, ServerTls tls, const ServerIdentity& identity)
    : tls_(tls), faults_(std::move(faults)) {
    if (tls != ServerTls::None) tls_context_ = server_context(identity);
    acceptor_ = std::thread([this] { accept_all(); });
}

FaultServer::~FaultServer() {
    is_ending_ = true;
    acceptor_.join();
    for (std::thread& thread : threads_)
        thread.join();
}

std::vector<std::string> FaultServer::taken() const {
    const std::scoped_lock lock(mutex_);
    return taken_;
}

std::vector<std::string> FaultServer::commands() const {
    const std::scoped_lock lock(mutex_);
    return commands_;
}

void FaultServer::set_faults(Faults faults) {
    const std::scoped_lock lock(mutex_);
    faults_ = std::move(faults);
    bytes_read_ = 0;
    bytes_written_ = 0;
}

void FaultServer::accept_all() {
    while (!is_ending_) {
        pollfd ready{listener_.fd(), POLLIN, 0};
        if (poll(&ready, 1, poll_ms) == 0) continue;
        const int peer = accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
        if (peer < 0) continue;
        ++connections_;
        threads_.emplace_back([this, peer] { serve(peer); });
    }
}

void FaultServer::serve(int socket) {
    // OpenSSL writes as one does with files: in the server's threads only, a peer that is gone is
    // an error and no signal.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    Peer peer{.socket = socket, .faults = {}, .is_ending = &is_ending_, .buffer = {}};
    {
        const std::scoped_lock lock(mutex_);
        peer.faults = faults_;
    }
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::string line;
    bool is_going_on = (tls_ != ServerTls::AtOnce || peer.begin_tls(tls_context_.get())) &&
                       peer.write(peer.faults.greeting);
    while (is_going_on && peer.line(line)) {
        {
            const std::scoped_lock lock(mutex_);
            commands_.push_back(line);
        }
        is_going_on = serve_command(peer, line);
    }
    bytes_read_ += peer.read;
    bytes_written_ += peer.written;
    if (peer.faults.closes_with_reset) {
        const linger at_once{1, 0};
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    close(socket);
}

bool FaultServer::serve_command(Peer& peer, const std::string& line) {
    const auto is = [&](const char* verb) { return line.rfind(verb, 0) == 0; };
    for (const auto& [begin, answer] : peer.faults.answers) {
        if (line.rfind(begin, 0) == 0) return peer.write(answer) && answer.rfind("421", 0) != 0;
    }
    if (is("EHLO")) return peer.write(peer.tls ? peer.faults.encrypted_hello : peer.faults.hello);
    if (is("STARTTLS") && tls_ == ServerTls::Start) {
        return peer.write(peer.faults.start_tls) && peer.begin_tls(tls_context_.get());
    }
    if (is("HELO")) return peer.write("250 mail.example\r\n");
    if (is("QUIT")) {
        peer.write("221 bye\r\n");
        return false;
    }
    if (is("RSET")) {
        peer.has_sender = false;
        peer.recipients = 0;
        return peer.write("250 forgotten\r\n");
    }
    if (is("MAIL")) {
        if (peer.letters >= peer.faults.letters_max) {
            peer.write("421 4.7.0 enough for one connection\r\n");
            return false;
        }
        if (peer.has_sender) return peer.write("503 5.5.1 there is a letter already\r\n");
        peer.has_sender = true;
        return peer.write("250 2.1.0 sender ok\r\n");
    }
    if (is("RCPT")) {
        if (!peer.has_sender) return peer.write("503 5.5.1 no sender\r\n");
        ++peer.recipients;
        return peer.write("250 2.1.5 receiver ok\r\n");
    }
    if (is("DATA")) {
        if (peer.recipients == 0) return peer.write("554 5.5.1 no valid receivers\r\n");
        return peer.write("354 go on\r\n") && serve_data(peer);
    }
    return peer.write("500 5.5.2 what?\r\n");
}

bool FaultServer::serve_data(Peer& peer) {
    if (peer.faults.never_reads_data) {
        while (!*peer.is_ending)
            std::this_thread::sleep_for(std::chrono::milliseconds(poll_ms));
        return false;
    }
    bool has_spoken = peer.faults.during_data.empty();
    std::size_t end = 0;
    while (peer.buffer.rfind(".\r\n", 0) != 0 &&
           (end = peer.buffer.find("\r\n.\r\n")) == std::string::npos) {
        if (peer.read >= peer.faults.bytes_read_max || !peer.fill()) return false;
        if (!has_spoken) {
            has_spoken = true;
            if (!peer.write(peer.faults.during_data) || peer.faults.closes_after_during_data) {
                return false;
            }
        }
    }
    const bool is_empty = peer.buffer.rfind(".\r\n", 0) == 0;
    const std::string message = is_empty ? "" : undotted(peer.buffer.substr(0, end + 2));
    peer.buffer.erase(0, is_empty ? 3 : end + 5);
    // A server that refuses has not taken it; one that says nothing, or nonsense, has.
    const auto refuses = [](const std::string& said) { return said[0] == '4' || said[0] == '5'; };
    if (!refuses(peer.faults.after_dot) && !refuses(peer.faults.during_data)) {
        const std::scoped_lock lock(mutex_);
        taken_.push_back(message);
    }
    ++peer.letters;
    peer.has_sender = false;
    peer.recipients = 0;
    return peer.write(peer.faults.after_dot) && peer.faults.after_dot.rfind("421", 0) != 0;
}

} // namespace afpunt::tests
