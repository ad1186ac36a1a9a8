// SPDX-License-Identifier: MIT
//
// HMAC-SHA256 (FIPS 198-1) for signed payment links.
#pragma once

#include <string>
#include <string_view>

namespace afpunt::payment {

// 64 lower-case hex digits.
[[nodiscard]] std::string hmac_sha256_hex(std::string_view secret, std::string_view message);
// Takes the same time wherever the first difference stands; only the lengths may be guessed.
[[nodiscard]] bool equal_in_constant_time(std::string_view left, std::string_view right);

} // namespace afpunt::payment
