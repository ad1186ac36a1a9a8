// SPDX-License-Identifier: MIT
#include "support/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

namespace afpunt::tests {
namespace {

void check(bool done) {
    if (!done) throw std::runtime_error("no certificate could be made");
}

Identity make(const std::string& common_name, int extension, const std::string& value,
              std::chrono::hours valid_for, const Identity* issuer) {
    static long serial = 1;
    Identity made;
    made.key = {EVP_EC_gen("P-256"), &EVP_PKEY_free};
    made.certificate = {X509_new(), &X509_free};
    X509* const raw = made.certificate.get();
    check(made.key != nullptr && raw != nullptr);
    X509_set_version(raw, 2); // version 3
    ASN1_INTEGER_set(X509_get_serialNumber(raw), serial++);
    constexpr long day_s = 24 * 3600;
    X509_gmtime_adj(X509_getm_notBefore(raw), -30 * day_s);
    X509_gmtime_adj(X509_getm_notAfter(raw), static_cast<long>(valid_for.count()) * 3600);
    X509_set_pubkey(raw, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(raw), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                               0);
    const Identity& by = issuer != nullptr ? *issuer : made;
    X509_set_issuer_name(raw, X509_get_subject_name(by.certificate.get()));
    X509V3_CTX context;
    X509V3_set_ctx(&context, by.certificate.get(), raw, nullptr, nullptr, 0);
    const std::shared_ptr<X509_EXTENSION> added(
        X509V3_EXT_nconf_nid(nullptr, &context, extension, value.c_str()), &X509_EXTENSION_free);
    check(added != nullptr);
    check(X509_add_ext(raw, added.get(), -1) == 1);
    check(X509_sign(raw, by.key.get(), EVP_sha256()) > 0);
    return made;
}

} // namespace

Authority::Authority()
    : own_(make("Test issuer", NID_basic_constraints, "critical,CA:TRUE", std::chrono::hours(240),
                nullptr)) {}

Identity Authority::issue(const std::string& names, std::chrono::hours valid_for) const {
    return make("Test server", NID_subject_alt_name, names, valid_for, &own_);
}

void Authority::write_pem(const std::filesystem::path& file) const {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::fopen(file.c_str(), "w"),
                                                              &std::fclose);
    check(out != nullptr && PEM_write_X509(out.get(), own_.certificate.get()) == 1);
}

} // namespace afpunt::tests
