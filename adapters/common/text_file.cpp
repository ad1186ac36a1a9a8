// SPDX-License-Identifier: MIT
#include "common/text_file.hpp"

#include <cstdint>
#include <fstream>
#include <system_error>

namespace afpunt {
namespace {

constexpr std::uintmax_t text_file_bytes_max = 1'000'000; // hand-written text

} // namespace

Result<std::string> read_text_file(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) return fail(path.filename().string(), error.message(), "a file that can be read");
    if (size > text_file_bytes_max) {
        return fail(path.filename().string(), std::to_string(size) + " bytes",
                    "a text of at most a million bytes");
    }
    std::ifstream file(path, std::ios::binary);
    std::string text(size, '\0');
    file.read(text.data(), static_cast<std::streamsize>(size));
    if (!file) return fail(path.filename().string(), "a read error", "a file that can be read");
    return text;
}

} // namespace afpunt
