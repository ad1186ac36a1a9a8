// SPDX-License-Identifier: MIT
#include "delivery/tls_context.hpp"

#include <openssl/ssl.h>

namespace afpunt::delivery {
namespace {

// Made once in a process and never freed. OpenSSL keeps data of this library context in each thread
// that used it, and looks at the context again when the thread ends: to free it while any such
// thread lives (the network's, the host's) is to crash later.
OSSL_LIB_CTX* own_library() {
    static OSSL_LIB_CTX* const library = OSSL_LIB_CTX_new();
    return library;
}

} // namespace

Result<TlsContext> make_tls_context(const std::string& ca_file) {
    const auto failed = [](const std::string& found) {
        return fail("TLS", found, "a working TLS library and readable certificates");
    };
    if (own_library() == nullptr) return failed("no memory for it");
    SSL_CTX* raw = SSL_CTX_new_ex(own_library(), nullptr, TLS_client_method());
    if (raw == nullptr) return failed("it cannot be started");
    TlsContext context(raw, &SSL_CTX_free);
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nullptr);
    if (ca_file.empty()) {
        if (SSL_CTX_set_default_verify_paths(raw) != 1) return failed("no system certificates");
    } else if (SSL_CTX_load_verify_file(raw, ca_file.c_str()) != 1) {
        return fail("mail.ca_file", ca_file, "a PEM file with the certificates to trust");
    }
    return context;
}

} // namespace afpunt::delivery
