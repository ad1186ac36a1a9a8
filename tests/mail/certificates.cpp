// SPDX-License-Identifier: MIT
#include "mail/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
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

CertificateIssuer::CertificateIssuer(const std::string& name)
    : key_(new_key()), certificate_(sign(name, key_, NID_basic_constraints, "critical,CA:TRUE", -48,
                                         48, nullptr, key_)) {}

std::string CertificateIssuer::certificate() const {
    return pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate_.get()); });
}

ServerIdentity CertificateIssuer::issue(const std::string& names, int begin, int end) const {
    const Key key = new_key();
    const Certificate made = sign("Server of one test", key, NID_subject_alt_name, names, begin,
                                  end, certificate_, key_);
    return {pem([&](BIO* out) { return PEM_write_bio_X509(out, made.get()); }), pem([&](BIO* out) {
                return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr,
                                                nullptr);
            })};
}

} // namespace afpunt::tests
