// SPDX-License-Identifier: MIT
//
// `afpunt bounce` and `afpunt mail test`.
#pragma once

#include "cli/command_line.hpp"
#include "cli/views.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <optional>

namespace afpunt::standalone::cli {

// Asks the module; the answer when it is good, otherwise it was shown.
using Ask = std::function<std::optional<boost::json::object>(boost::json::object request)>;

// Takes in the mails of a file or folder, a part at a time; shows what each did, and what followed.
[[nodiscard]] Exit take_bounces(const CommandLine& line, Terminal& terminal, const Reader& reader,
                                const Ask& ask);
[[nodiscard]] Exit test_mail(const CommandLine& line, Terminal& terminal, const Reader& reader,
                             const Ask& ask);

} // namespace afpunt::standalone::cli
