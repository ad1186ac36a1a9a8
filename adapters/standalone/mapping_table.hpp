// SPDX-License-Identifier: MIT
//
// What the tables of afpunt.toml that describe a CSV file ([[csv_bank]], [[csv_open_items]]) have
// in common: their list, the settings that each has, and refusals that name file, line and setting.
#pragma once

#include "bank/csv_value.hpp"

#include <afpunt/currency.hpp>
#include <afpunt/text.hpp>
#include <afpunt/toml_library.hpp>

#include <string>
#include <string_view>

namespace afpunt::standalone {

class MappingTable {
public:
    static constexpr const char* file_name = "afpunt.toml";
    // `name`: of the tables; `most`: how many of them there may be.
    constexpr MappingTable(std::string_view name, std::size_t most) : name_(name), most_(most) {}

    [[nodiscard]] tl::unexpected<Failure> refuse(const toml::node& node, const std::string& key,
                                                 std::string found, std::string expected) const {
        return tl::unexpected<Failure>(
            Failure{std::string(file_name) + ", line " + std::to_string(node.source().begin.line),
                    std::string(name_) + "." + key, std::move(found), std::move(expected)});
    }
    [[nodiscard]] Result<std::string> text_of(const toml::node& node,
                                              const std::string& key) const {
        auto text = node.value_exact<std::string>();
        if (!text || text::trim(*text).empty()) {
            return refuse(node, key, text ? "" : "another kind of value", "a text in quotes");
        }
        return std::move(*text);
    }
    // nullptr = there are none.
    [[nodiscard]] Result<const toml::array*> list_in(const toml::table& document) const {
        const toml::node* node = document.get(name_);
        if (node == nullptr) return nullptr;
        const toml::array* list = node->as_array();
        if (list == nullptr || list->size() > most_) {
            return refuse(*node, "", list == nullptr ? "a value" : "more tables",
                          "at most " + std::to_string(most_) + " tables, [[" + std::string(name_) +
                              "]]");
        }
        return list;
    }
    [[nodiscard]] Result<const toml::table*> table_in(const toml::node& node) const {
        const toml::table* table = node.as_table();
        if (table == nullptr) {
            return refuse(node, "", "a value", "tables, [[" + std::string(name_) + "]]");
        }
        return table;
    }
    // name, currency, date_format, decimal_mark, encoding; false = another setting.
    template <typename Mapping>
    [[nodiscard]] Result<bool> use_common(const toml::node& node, const std::string& key,
                                          const std::string& text, Mapping& mapping) const {
        if (key == "name") {
            mapping.name = text;
        } else if (key == "currency") {
            if (!Currency::parse(text)) return refuse(node, key, text, "a currency code, \"EUR\"");
            mapping.currency = text;
        } else if (key == "date_format") {
            if (!is_date_format(text)) {
                return refuse(node, key, text,
                              "YYYY or YY, MM or M, DD or D, as in \"DD/MM/YYYY\"");
            }
            mapping.date_format = text;
        } else if (key == "decimal_mark") {
            if (text != "," && text != ".") return refuse(node, key, text, "\",\" or \".\"");
            mapping.decimal_mark = text.front();
        } else if (key == "encoding") {
            if (text != "windows-1252" && text != "utf-8") {
                return refuse(node, key, text, "\"utf-8\" or \"windows-1252\"");
            }
            mapping.windows_1252 = text == "windows-1252";
        } else {
            return false;
        }
        return true;
    }

private:
    std::string_view name_;
    std::size_t most_;
};

} // namespace afpunt::standalone
