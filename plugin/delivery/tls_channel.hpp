// SPDX-License-Identifier: MIT
//
// One TLS connection as a client, without a socket: bytes of the server in, bytes for it out. So it
// is known at each moment which bytes were given to the system, and each cut can be tried.
#pragma once

#include "delivery/tls_context.hpp"

#include <memory>
#include <string>
#include <string_view>

struct ssl_st; // SSL

namespace afpunt::delivery {

class TlsChannel {
public:
    enum class Step { Working, Done, Failed };

    // `server`: the name, or address, that its certificate must be for (RFC 6125). Null when the
    // library has no memory for it.
    [[nodiscard]] static std::unique_ptr<TlsChannel> make(const TlsContext& context,
                                                          const std::string& server);

    void feed(std::string_view encrypted);
    [[nodiscard]] Step handshake(); // again after each feed() until it is not Working
    // Appends what the server said; Failed when this is no TLS or the server ended it.
    [[nodiscard]] Step read(std::string& plain);
    [[nodiscard]] bool write(std::string_view plain);
    void end(); // says good-bye in take_output()
    [[nodiscard]] std::string take_output();
    // What went wrong, as the end of a sentence that begins with the server: "'s certificate is
    // not valid any more". `is_certificate`: time will not mend it.
    [[nodiscard]] std::string failure() const { return failure_; }
    [[nodiscard]] bool is_certificate_failure() const { return is_certificate_failure_; }

private:
    explicit TlsChannel(ssl_st* tls);
    void fail();

    struct Free {
        void operator()(ssl_st* tls) const;
    };
    std::unique_ptr<ssl_st, Free> tls_;
    std::string failure_;
    bool is_certificate_failure_ = false;
};

} // namespace afpunt::delivery
