// SPDX-License-Identifier: MIT
#include "config/toml_keys.hpp"

namespace afpunt::config {

tl::unexpected<Failure> refuse_toml(std::string_view file, const toml::node& node,
                                    const std::string& key, std::string found,
                                    std::string expected) {
    return tl::unexpected<Failure>(
        Failure{std::string(file) + ", line " + std::to_string(node.source().begin.line), key,
                std::move(found), std::move(expected)});
}

TomlTaker take_text(std::string& out, std::string_view file, const std::string& key) {
    return [&out, file, key](const toml::node& node) -> Result<void> {
        const auto text = node.value_exact<std::string>();
        if (!text) return refuse_toml(file, node, key, "another kind of value", "a text in quotes");
        out = *text;
        return {};
    };
}

TomlTaker take_number(int& out, int least, int most, std::string_view file,
                      const std::string& key) {
    return [&out, least, most, file, key](const toml::node& node) -> Result<void> {
        const auto number = node.value_exact<std::int64_t>();
        if (!number || *number < least || *number > most) {
            return refuse_toml(
                file, node, key, number ? std::to_string(*number) : "another kind of value",
                "a number from " + std::to_string(least) + " to " + std::to_string(most));
        }
        out = static_cast<int>(*number);
        return {};
    };
}

Result<void> read_toml_table(const toml::table& document, const std::string& name,
                             std::string_view file, const TomlKeys& keys) {
    const toml::node* node = document.get(name);
    if (node == nullptr) return {};
    const toml::table* table = node->as_table();
    if (table == nullptr) {
        return refuse_toml(file, *node, name, "a value", "a table, [" + name + "]");
    }
    for (const auto& [key, value] : *table) {
        const auto taker = keys.find(key.str());
        if (taker == keys.end()) {
            std::string known;
            for (const auto& entry : keys)
                known += (known.empty() ? "" : ", ") + entry.first;
            return refuse_toml(file, value, name + "." + std::string(key.str()),
                               "an unknown setting", "one of " + known);
        }
        if (auto taken = taker->second(value); !taken) return taken;
    }
    return {};
}

bool looks_like_mail_address(std::string_view address) {
    const std::size_t at = address.find('@');
    return at != 0 && at != std::string_view::npos && at + 1 != address.size() &&
           address.find_first_of(" \r\n\t<>,;") == std::string_view::npos &&
           address.find('@', at + 1) == std::string_view::npos;
}

} // namespace afpunt::config
