// SPDX-License-Identifier: MIT
//
// Contents of a mail as lines of seven bits, at most 76 characters long and ended by CR LF
// (RFC 2045, section 6.7 and 6.8), so that no server on the way has a reason to change them.
#pragma once

#include <string>
#include <string_view>

namespace afpunt::delivery {

// For text: what ASCII can say stays readable. A line ends at LF or CR LF.
void append_quoted_printable(std::string& out, std::string_view text);

// For all other bytes. Ends with a line end.
void append_base64_lines(std::string& out, std::string_view bytes);

} // namespace afpunt::delivery
