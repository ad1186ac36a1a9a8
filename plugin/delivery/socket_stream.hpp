// SPDX-License-Identifier: MIT
//
// One connection over TCP, with or without TLS, and one alarm clock. Lives on the network thread.
// Nothing blocks. The user is told from the network's loop and from within the calls that say so.
#pragma once

#include "delivery/host_lookup.hpp"
#include "delivery/network.hpp"
#include "delivery/tls_channel.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace afpunt::delivery {

enum class Push {
    Begun,    // at least one byte was given to the system
    Forbidden // nothing was, and nothing will
};

class SocketUser {
public:
    virtual ~SocketUser() = default;
    virtual void connected(const HostAddress& here, const HostAddress& there) = 0;
    virtual void not_connected(const std::string& why) = 0;
    virtual void encrypted() = 0;
    virtual void came(std::string_view bytes) = 0;
    virtual void all_written() = 0; // after a write() that had to wait
    virtual void pushed(Push outcome) = 0;
    // The end. `why`: empty when the other side just ended; otherwise in words.
    virtual void broke(const std::string& why) = 0;
    virtual void not_trusted(const std::string& why) = 0; // the end as well: its certificate
    virtual void rang() = 0;                              // the alarm
};

class SocketStream {
public:
    // `user` must outlive the stream or call close(); after close() it is told nothing more.
    [[nodiscard]] static std::shared_ptr<SocketStream> make(boost::asio::io_context& context,
                                                            SocketUser& user);
    virtual ~SocketStream() = default;

    virtual void connect(const HostAddress& address) = 0; // again, for another address
    // Everything that comes from now on is encrypted.
    virtual void begin_tls(std::unique_ptr<TlsChannel> tls) = 0;
    virtual void write(std::string bytes) = 0;
    [[nodiscard]] virtual bool is_all_written() const = 0;
    // Writes a few bytes, but asks `may_go` in the very moment before they are given to the system,
    // and again whenever that had to wait. pushed() tells what became of it, from within the call
    // or later, unless broke() does.
    virtual void push(std::string_view bytes, std::function<bool()> may_go) = 0;
    // rang() once, after this time; replaces what was set before. Each piece of a long write()
    // begins it anew.
    virtual void ring_after(std::chrono::milliseconds time) = 0;
    virtual void close() = 0;
};

} // namespace afpunt::delivery
