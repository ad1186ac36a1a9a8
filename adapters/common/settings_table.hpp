// SPDX-License-Identifier: MIT
//
// The host's own tables of afpunt.toml, which the module passes over. Reads the known keys of one
// table and refuses the others: a mistyped key must not be lost.
#pragma once

#include <afpunt/result.hpp>
#include <afpunt/toml_library.hpp>

#include <optional>
#include <string>
#include <vector>

namespace afpunt {

inline constexpr const char* settings_file_name = "afpunt.toml";

// `node`: what is wrong, for its line; nullptr where there is none.
[[nodiscard]] tl::unexpected<Failure> refuse_setting(const toml::node* node, std::string key,
                                                     std::string found, std::string expected);

class TableReader {
public:
    TableReader(const toml::table& table, std::string name)
        : table_(table), name_(std::move(name)) {}

    // What is not there leaves `out` as it was.
    void text(const char* key, std::string& out);
    void required(const char* key, std::string& out);
    void flag(const char* key, bool& out);
    void texts(const char* key, std::vector<std::string>& out);
    // The first thing that was wrong, an unknown key included.
    [[nodiscard]] Result<void> finish() const;

private:
    void fail_at(const toml::node* node, const char* key, std::string expected);
    const toml::table& table_;
    std::string name_;
    std::vector<std::string> known_;
    std::optional<Failure> failure_;
};

} // namespace afpunt
