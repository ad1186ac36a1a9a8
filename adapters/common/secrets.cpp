// SPDX-License-Identifier: MIT
#include "common/secrets.hpp"

#include "common/settings_table.hpp"
#include "common/text_file.hpp"

#include <afpunt/text.hpp>

#include <cstdlib>
#include <sys/stat.h>

namespace afpunt {

Result<Secrets> read_secrets(const toml::table& document) {
    Secrets secrets;
    const toml::table* table = document["secrets"].as_table();
    if (table == nullptr) return secrets;
    for (const auto& [key, node] : *table) {
        const toml::table* source = node.as_table();
        std::string file;
        SecretSource secret;
        if (source == nullptr) {
            return refuse_setting(
                &node, "secrets." + std::string(key.str()), "a value",
                "{ env = \"NAME\" } or { file = \"path\" }: a secret does not stand here");
        }
        TableReader read(*source, "secrets." + std::string(key.str()));
        read.text("env", secret.environment_variable);
        read.text("file", file);
        if (auto done = read.finish(); !done) return tl::unexpected<Failure>(done.error());
        secret.file = file;
        secrets[std::string(key.str())] = std::move(secret);
    }
    return secrets;
}

Result<std::optional<std::string>> read_secret(const Secrets& secrets, std::string_view key,
                                               const std::filesystem::path& folder) {
    const auto found = secrets.find(key);
    if (found == secrets.end()) return std::nullopt;
    const SecretSource& source = found->second;
    if (!source.environment_variable.empty()) {
        const char* value = std::getenv(source.environment_variable.c_str());
        if (value == nullptr) {
            return fail("secrets." + std::string(key), "",
                        "the environment variable " + source.environment_variable);
        }
        return std::optional<std::string>(value);
    }
    const std::filesystem::path file = folder / source.file;
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        return fail("secrets." + std::string(key), "", "the file " + source.file.string());
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail("secrets." + std::string(key), "a file that others can read",
                    "a file of its owner alone: chmod 600 " + source.file.string());
    }
    auto text = read_text_file(file);
    if (!text) return tl::unexpected<Failure>(text.error());
    return std::optional<std::string>(text::trim(*text));
}

} // namespace afpunt
