// SPDX-License-Identifier: MIT
#include "delivery/tls_context.hpp"

#include <openssl/ssl.h>

namespace afpunt::delivery {

Result<TlsContext> make_tls_context(const std::string& ca_file) {
    const auto failed = [](const std::string& found) {
        return fail("TLS", found, "a working TLS library and readable certificates");
    };
    // Kept as long as its contexts: the deleter below holds it.
    const std::shared_ptr<OSSL_LIB_CTX> library(OSSL_LIB_CTX_new(), &OSSL_LIB_CTX_free);
    if (library == nullptr) return failed("no memory for it");
    SSL_CTX* raw = SSL_CTX_new_ex(library.get(), nullptr, TLS_client_method());
    if (raw == nullptr) return failed("it cannot be started");
    TlsContext context(raw, [library](SSL_CTX* mine) { SSL_CTX_free(mine); });
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
