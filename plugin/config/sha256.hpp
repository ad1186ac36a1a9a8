// SPDX-License-Identifier: MIT
//
// SHA-256 (FIPS 180-4) as lower-case hex, for the hashes of documents and of the journal.
//
// We live inside a host that may use OpenSSL itself. Therefore a library context of our own is made
// for each hasher: the host's openssl.cnf, its providers and its property query are neither read
// nor changed, and our first use does not initialise the host's default context. OpenSSL's own
// clean-up functions are never called. Making the context costs a fraction of a millisecond: who
// hashes many things keeps one Sha256 for all of them.
#pragma once

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace afpunt::config {

namespace detail {

struct FreeLibraryContext {
    void operator()(OSSL_LIB_CTX* context) const { OSSL_LIB_CTX_free(context); }
};
struct FreeDigest {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};
struct FreeDigestContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

} // namespace detail

// Not for two threads at once.
class Sha256 {
public:
    Sha256()
        : library_(OSSL_LIB_CTX_new()), digest_(EVP_MD_fetch(library_.get(), "SHA256", nullptr)),
          context_(EVP_MD_CTX_new()) {
        if (!library_ || !digest_ || !context_) {
            throw std::runtime_error("OpenSSL offers no SHA-256");
        }
    }

    // 64 lower-case hex digits.
    [[nodiscard]] std::string hex(std::string_view bytes) const {
        std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
        unsigned int length = 0;
        if (EVP_DigestInit_ex2(context_.get(), digest_.get(), nullptr) != 1 ||
            EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1 ||
            EVP_DigestFinal_ex(context_.get(), raw.data(), &length) != 1) {
            throw std::runtime_error("OpenSSL could not compute SHA-256");
        }
        constexpr std::string_view digits = "0123456789abcdef";
        std::string out;
        out.reserve(std::size_t{2} * length);
        for (unsigned int i = 0; i < length; ++i) {
            out.push_back(digits[raw[i] >> 4U]);
            out.push_back(digits[raw[i] & 0x0FU]);
        }
        return out;
    }

private:
    // The order matters: a digest must go before the library context that it was fetched from.
    std::unique_ptr<OSSL_LIB_CTX, detail::FreeLibraryContext> library_;
    std::unique_ptr<EVP_MD, detail::FreeDigest> digest_;
    std::unique_ptr<EVP_MD_CTX, detail::FreeDigestContext> context_;
};

// For a single hash.
[[nodiscard]] inline std::string sha256_hex(std::string_view bytes) {
    return Sha256().hex(bytes);
}

} // namespace afpunt::config
