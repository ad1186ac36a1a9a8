// SPDX-License-Identifier: MIT
//
// Percent-encoding of RFC 3986, section 2.1, in its one canonical form: unreserved characters stand
// as they are, every other byte is "%" and two capitals or digits. Only this form is read back, so
// that one value has one spelling and a changed byte in a signed link cannot go unnoticed.
#pragma once

#include <afpunt/result.hpp>

#include <string>
#include <string_view>

namespace afpunt::payment {

[[nodiscard]] std::string percent_encode(std::string_view bytes);
[[nodiscard]] Result<std::string> percent_decode(std::string_view text);

} // namespace afpunt::payment
