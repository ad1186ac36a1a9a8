// SPDX-License-Identifier: MIT
//
// Questions over HTTPS to payment providers and token endpoints (RFC 9110, 9112). A connection
// serves one exchange and is closed. Follows no redirects: a key goes to the host that it was meant
// for and to no other. Proxies are not supported: a firm that has only those gets the failure "no
// connection", and its letters go out without a link.
#pragma once

#include "config/limits.hpp"
#include "delivery/network.hpp"
#include "delivery/tls_context.hpp"
#include "payment/http_message.hpp"

#include <afpunt/result.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace afpunt::delivery {

class HttpClient {
public:
    // [any] What is under way ends with a Failure; close() tells when it has.
    virtual ~HttpClient() = default;
    // [any] `done` is called once, on the network thread, never from within send(). A Failure means
    // that no whole answer came: whether the question arrived is not known (requests carry
    // idempotency keys for that). Failures name the host and never a header, a query or a body.
    // Neither callback may hold the last reference to the Network: its end waits for its thread.
    virtual void send(payment::HttpRequest request,
                      std::function<void(Result<payment::HttpResponse>)> done) = 0;
    // [any] Ends what is under way with a Failure; `closed` comes after every `done`, once. What is
    // sent afterwards is refused.
    virtual void close(std::function<void()> closed) = 0;
};

struct HttpTimes {
    std::chrono::milliseconds connect = config::http_connect_max;
    std::chrono::milliseconds exchange = config::http_exchange_max;
};

[[nodiscard]] std::shared_ptr<HttpClient> make_http_client(std::shared_ptr<Network> network,
                                                           TlsContext tls, HttpTimes times = {});

} // namespace afpunt::delivery
