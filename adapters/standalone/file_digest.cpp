// SPDX-License-Identifier: MIT
#include "file_digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

Result<std::string> sha256_of_file(const std::filesystem::path& path) {
    constexpr std::size_t chunk_bytes = 1 << 16;
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    std::ifstream file(path, std::ios::binary);
    if (!file || context == nullptr ||
        EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) {
        return fail(path.filename().string(), "a file that cannot be opened",
                    "a file that can be read");
    }
    std::vector<char> chunk(chunk_bytes);
    while (file) {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        if (EVP_DigestUpdate(context.get(), chunk.data(),
                             static_cast<std::size_t>(file.gcount())) != 1) {
            return fail(path.filename().string(), "a digest that failed",
                        "a file that can be read");
        }
    }
    if (file.bad())
        return fail(path.filename().string(), "a read error", "a file that can be read");
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    (void)EVP_DigestFinal_ex(context.get(), digest.data(), &length);
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += hex[digest[i] >> 4];
        text += hex[digest[i] & 15];
    }
    return text;
}

} // namespace afpunt::standalone
