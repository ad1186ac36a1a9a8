// SPDX-License-Identifier: MIT
//
// The form that RFC 4648 calls base64, with padding and without line breaks. OpenSSL's encoder
// needs no provider and keeps no state, so the host's own use of OpenSSL is not touched.
#pragma once

#include <openssl/evp.h>

#include <string>
#include <string_view>

namespace afpunt::config {

[[nodiscard]] inline std::string base64(std::string_view bytes) {
    // Four letters for each three bytes begun, and the zero that OpenSSL writes behind them.
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int count = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                      reinterpret_cast<const unsigned char*>(bytes.data()),
                                      static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(count));
    return out;
}

} // namespace afpunt::config
