// SPDX-License-Identifier: MIT
#include "common/settings_table.hpp"

#include <afpunt/text.hpp>

namespace afpunt {

tl::unexpected<Failure> refuse_setting(const toml::node* node, std::string key, std::string found,
                                       std::string expected) {
    std::string where = settings_file_name;
    if (node != nullptr) where += ", line " + std::to_string(node->source().begin.line);
    return tl::unexpected<Failure>(
        Failure{std::move(where), std::move(key), std::move(found), std::move(expected)});
}

void TableReader::text(const char* key, std::string& out) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr || failure_) return;
    if (const auto value = node->value_exact<std::string>()) {
        out = *value;
    } else {
        fail_at(node, key, "a text in quotes");
    }
}

void TableReader::required(const char* key, std::string& out) {
    text(key, out);
    if (!failure_ && text::trim(out).empty()) {
        failure_ = Failure{settings_file_name, name_ + "." + key, "", "a text that is not empty"};
    }
}

void TableReader::flag(const char* key, bool& out) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr || failure_) return;
    if (const auto value = node->value_exact<bool>()) {
        out = *value;
    } else {
        fail_at(node, key, "true or false");
    }
}

void TableReader::texts(const char* key, std::vector<std::string>& out) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr || failure_) return;
    const toml::array* list = node->as_array();
    if (list == nullptr) return fail_at(node, key, "a list of texts: [\"one\", \"two\"]");
    for (const toml::node& element : *list) {
        const auto value = element.value_exact<std::string>();
        if (!value) return fail_at(&element, key, "a text in quotes");
        out.push_back(*value);
    }
}

Result<void> TableReader::finish() const {
    if (failure_) return tl::unexpected<Failure>(*failure_);
    for (const auto& [key, node] : table_) {
        bool is_known = false;
        std::string list;
        for (const std::string& known : known_) {
            is_known = is_known || known == key.str();
            list += (list.empty() ? "" : ", ") + known;
        }
        if (!is_known) {
            return refuse_setting(&node, name_ + "." + std::string(key.str()), "an unknown setting",
                                  "one of " + list);
        }
    }
    return {};
}

void TableReader::fail_at(const toml::node* node, const char* key, std::string expected) {
    failure_ = refuse_setting(node, name_ + "." + key, "another kind of value", std::move(expected))
                   .value();
}

} // namespace afpunt
