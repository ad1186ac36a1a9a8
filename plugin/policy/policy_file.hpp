// SPDX-License-Identifier: MIT
//
// Reads a policy from the TOML text of a book's settings. Only the tables [policy] and [[step]] are
// ours; other tables belong to other stages or to the host. An unknown key inside ours is refused
// with its line: a mistyped setting must not be silently ignored.
#pragma once

#include "policy/policy.hpp"

#include <afpunt/result.hpp>

#include <string_view>

namespace afpunt::policy {

[[nodiscard]] Result<Policy> read_policy(std::string_view toml, std::string_view file_name);

} // namespace afpunt::policy
