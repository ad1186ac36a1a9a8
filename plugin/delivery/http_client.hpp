// SPDX-License-Identifier: MIT
//
// Questions over HTTPS to payment providers and token endpoints. Follows no redirects: a key goes
// to the host that it was meant for and to no other.
#pragma once

#include "delivery/network.hpp"
#include "delivery/tls_context.hpp"
#include "payment/http_message.hpp"

#include <afpunt/result.hpp>

#include <functional>
#include <memory>

namespace afpunt::delivery {

class HttpClient {
public:
    virtual ~HttpClient() = default;
    // [any] `done` is called once, on the network thread. A Failure means that no whole answer
    // came: whether the question arrived is not known (requests carry idempotency keys for that).
    // Failures name the host and never a header, a query or a body.
    virtual void send(payment::HttpRequest request,
                      std::function<void(Result<payment::HttpResponse>)> done) = 0;
    // [any] Ends what is under way with a Failure; `closed` comes after every `done`, once.
    virtual void close(std::function<void()> closed) = 0;
};

[[nodiscard]] std::shared_ptr<HttpClient> make_http_client(std::shared_ptr<Network> network,
                                                           TlsContext tls);

} // namespace afpunt::delivery
