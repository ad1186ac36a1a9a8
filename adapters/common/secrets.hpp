// SPDX-License-Identifier: MIT
//
// [secrets] of afpunt.toml: where a password is found, never the password itself.
//   "mail.password" = { env = "NAME" } or { file = "path" }
#pragma once

#include <afpunt/result.hpp>
#include <afpunt/toml_library.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace afpunt {

struct SecretSource {
    std::string environment_variable; // one of the two is set
    std::filesystem::path file;       // relative to the book's folder
};
using Secrets = std::map<std::string, SecretSource, std::less<>>;

[[nodiscard]] Result<Secrets> read_secrets(const toml::table& document);
// The secret, or why it cannot be had; never part of a message. A file that others than its owner
// can read is refused.
[[nodiscard]] Result<std::optional<std::string>>
read_secret(const Secrets& secrets, std::string_view key, const std::filesystem::path& folder);

} // namespace afpunt
