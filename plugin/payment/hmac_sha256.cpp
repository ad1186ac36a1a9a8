// SPDX-License-Identifier: MIT
//
// HMAC through a library context of our own, for the reasons that config/sha256.hpp gives.
#include "payment/hmac_sha256.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace afpunt::payment {

std::string hmac_sha256_hex(std::string_view secret, std::string_view message) {
    const std::unique_ptr<OSSL_LIB_CTX, decltype(&OSSL_LIB_CTX_free)> library(OSSL_LIB_CTX_new(),
                                                                              &OSSL_LIB_CTX_free);
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> algorithm(
        EVP_MAC_fetch(library.get(), "HMAC", nullptr), &EVP_MAC_free);
    const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(
        EVP_MAC_CTX_new(algorithm.get()), &EVP_MAC_CTX_free);
    std::string digest_name = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name.data(), 0),
        OSSL_PARAM_construct_end()};
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    std::size_t length = 0;
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<const unsigned char*>(text.data());
    };
    if (!library || !algorithm || !context ||
        EVP_MAC_init(context.get(), bytes(secret), secret.size(), parameters.data()) != 1 ||
        EVP_MAC_update(context.get(), bytes(message), message.size()) != 1 ||
        EVP_MAC_final(context.get(), raw.data(), &length, raw.size()) != 1) {
        throw std::runtime_error("OpenSSL could not compute HMAC-SHA256");
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (std::size_t at = 0; at < length; ++at) {
        out += digits[raw[at] >> 4U];
        out += digits[raw[at] & 0x0FU];
    }
    return out;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

} // namespace afpunt::payment
