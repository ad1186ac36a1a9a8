// SPDX-License-Identifier: MIT
#include "support/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace afpunt::tests {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

void need(bool is_done) {
    if (!is_done) throw std::runtime_error("no certificate could be made");
}

Key new_key() {
    Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    need(key != nullptr);
    return key;
}

Certificate sign(const std::string& name, const Key& key, int extension, const std::string& value,
                 int begin, int end, const Certificate& issuer, const Key& issuer_key) {
    static long serial = 1;
    constexpr long hour_s = 3600;
    Certificate made(X509_new(), &X509_free);
    need(made != nullptr);
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), begin * hour_s);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), end * hour_s);
    X509_set_pubkey(made.get(), key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509* const by = issuer != nullptr ? issuer.get() : made.get();
    X509_set_issuer_name(made.get(), X509_get_subject_name(by));
    X509_EXTENSION* const added = X509V3_EXT_conf_nid(nullptr, nullptr, extension, value.c_str());
    need(added != nullptr && X509_add_ext(made.get(), added, -1) == 1);
    X509_EXTENSION_free(added);
    need(X509_sign(made.get(), issuer_key.get(), EVP_sha256()) > 0);
    return made;
}

template <typename Write>
std::string pem(Write write) {
    const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), &BIO_free);
    need(out != nullptr && write(out.get()) == 1);
    std::string text(BIO_ctrl_pending(out.get()), '\0');
    BIO_read(out.get(), text.data(), static_cast<int>(text.size()));
    return text;
}

} // namespace

std::string ServerIdentity::certificate_pem() const {
    return pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); });
}

std::string ServerIdentity::key_pem() const {
    return pem([&](BIO* out) {
        return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

CertificateIssuer::CertificateIssuer(const std::string& name) {
    own_.key = new_key();
    own_.certificate =
        sign(name, own_.key, NID_basic_constraints, "critical,CA:TRUE", -48, 48, nullptr, own_.key);
}

ServerIdentity CertificateIssuer::issue(const std::string& names, int begin, int end) const {
    const Key key = new_key();
    return {sign("Server of one test", key, NID_subject_alt_name, names, begin, end,
                 own_.certificate, own_.key),
            key};
}

std::shared_ptr<SSL_CTX> server_context(const ServerIdentity& identity) {
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    if (SSL_CTX_use_certificate(context.get(), identity.certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context.get(), identity.key.get()) != 1) {
        throw std::runtime_error("the server cannot use its certificate");
    }
    return context;
}

} // namespace afpunt::tests
