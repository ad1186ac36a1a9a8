// SPDX-License-Identifier: MIT
//
// TLS as a client: at least version 1.2, the server's certificate verified against the system's
// certificates or the firm's own. libssl is shared with the host: everything lives in an
// OSSL_LIB_CTX of our own, one for the process, so that neither changes the other's settings.
#pragma once

#include <afpunt/result.hpp>

#include <memory>
#include <string>

struct ssl_ctx_st; // SSL_CTX

namespace afpunt::delivery {

using TlsContext = std::shared_ptr<ssl_ctx_st>;

// `ca_file`: PEM; empty = the certificates that the system trusts. The host name is checked by the
// one who connects (SSL_set1_host), because only he knows it.
[[nodiscard]] Result<TlsContext> make_tls_context(const std::string& ca_file);

} // namespace afpunt::delivery
