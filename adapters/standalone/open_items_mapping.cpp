// SPDX-License-Identifier: MIT
//
// [[csv_open_items]] of afpunt.toml.
#include "open_items.hpp"

#include "bank/csv_value.hpp"

#include <afpunt/text.hpp>
#include <afpunt/toml_library.hpp>

#include <algorithm>
#include <array>

namespace afpunt::standalone {
namespace {

constexpr const char* file_name = "afpunt.toml";
// A firm has one package, and another that it left; each mapping is tried on each table.
constexpr std::size_t max_mappings = 20;

struct ColumnName {
    std::string_view key;
    OpenItemsColumn column;
};
constexpr std::array<ColumnName, 17> column_names{{
    {"number", OpenItemsColumn::Number},
    {"customer", OpenItemsColumn::Customer},
    {"due", OpenItemsColumn::Due},
    {"open", OpenItemsColumn::Open},
    {"issued", OpenItemsColumn::Issued},
    {"total", OpenItemsColumn::Total},
    {"currency", OpenItemsColumn::Currency},
    {"reference", OpenItemsColumn::Reference},
    {"name", OpenItemsColumn::Name},
    {"vat_id", OpenItemsColumn::VatId},
    {"mail", OpenItemsColumn::Mail},
    {"street", OpenItemsColumn::Street},
    {"postal_code", OpenItemsColumn::PostalCode},
    {"city", OpenItemsColumn::City},
    {"country", OpenItemsColumn::Country},
    {"iban", OpenItemsColumn::Iban},
    {"export_date", OpenItemsColumn::ExportDate},
}};
constexpr std::array<OpenItemsColumn, 4> needed_columns{
    OpenItemsColumn::Number, OpenItemsColumn::Customer, OpenItemsColumn::Due,
    OpenItemsColumn::Open};

std::string_view key_of(OpenItemsColumn column) {
    return std::ranges::find(column_names, column, &ColumnName::column)->key;
}

tl::unexpected<Failure> refuse(const toml::node& node, std::string key, std::string found,
                               std::string expected) {
    return tl::unexpected<Failure>(
        Failure{std::string(file_name) + ", line " + std::to_string(node.source().begin.line),
                "csv_open_items." + std::move(key), std::move(found), std::move(expected)});
}

Result<std::string> text_of(const toml::node& node, const std::string& key) {
    auto text = node.value_exact<std::string>();
    if (!text || text::trim(*text).empty()) {
        return refuse(node, key, text ? "" : "another kind of value", "a text in quotes");
    }
    return std::move(*text);
}

Result<void> read_columns(const toml::node& node, OpenItemsMapping& mapping) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
        return refuse(node, "columns", "a value", "a table, [csv_open_items.columns]");
    }
    for (const auto& [key, value] : *table) {
        const std::string name(key.str());
        const auto known =
            std::ranges::find(column_names, std::string_view(name), &ColumnName::key);
        if (known == column_names.end()) {
            std::string list;
            for (const ColumnName& one : column_names)
                list.append(list.empty() ? "" : ", ").append(one.key);
            return refuse(value, "columns." + name, "an unknown column", "one of " + list);
        }
        auto column = text_of(value, "columns." + name);
        if (!column) return tl::unexpected(column.error());
        mapping.columns[known->column] = std::move(*column);
    }
    return {};
}

Result<void> use_setting(const toml::node& node, const std::string& key,
                         OpenItemsMapping& mapping) {
    if (key == "columns") return read_columns(node, mapping);
    if (key == "every_invoice" || key == "bank_is_booked") {
        const auto flag = node.value_exact<bool>();
        if (!flag) return refuse(node, key, "another kind of value", "true or false");
        (key == "every_invoice" ? mapping.every_invoice : mapping.bank_is_booked) = *flag;
        return {};
    }
    auto text = text_of(node, key);
    if (!text) return tl::unexpected(text.error());
    if (key == "name") {
        mapping.name = *text;
    } else if (key == "currency") {
        if (!Currency::parse(*text)) return refuse(node, key, *text, "a currency code, \"EUR\"");
        mapping.currency = *text;
    } else if (key == "date_format") {
        if (!is_date_format(*text)) {
            return refuse(node, key, *text, "YYYY or YY, MM or M, DD or D, as in \"DD/MM/YYYY\"");
        }
        mapping.date_format = *text;
    } else if (key == "decimal_mark") {
        if (*text != "," && *text != ".") return refuse(node, key, *text, "\",\" or \".\"");
        mapping.decimal_mark = text->front();
    } else if (key == "encoding") {
        if (*text != "windows-1252" && *text != "utf-8") {
            return refuse(node, key, *text, "\"utf-8\" or \"windows-1252\"");
        }
        mapping.windows_1252 = *text == "windows-1252";
    } else {
        return refuse(node, key, "an unknown setting",
                      "one of name, currency, date_format, decimal_mark, encoding, every_invoice, "
                      "bank_is_booked, columns");
    }
    return {};
}

Result<OpenItemsMapping> mapping_of(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return refuse(node, "", "a value", "tables, [[csv_open_items]]");
    OpenItemsMapping mapping;
    for (const auto& [key, value] : *table) {
        if (auto used = use_setting(value, std::string(key.str()), mapping); !used) {
            return tl::unexpected(used.error());
        }
    }
    if (mapping.name.empty()) return refuse(node, "name", "", "a name, for the next list as well");
    for (const OpenItemsColumn column : needed_columns) {
        if (mapping.columns.contains(column)) continue;
        return refuse(node, "columns." + std::string(key_of(column)), "",
                      "the name of a column: number, customer, due and open are needed");
    }
    return mapping;
}

} // namespace

Result<std::vector<OpenItemsMapping>> read_open_items_mappings(std::string_view text) {
    auto document = toml_library::parse(text, file_name);
    if (!document) return tl::unexpected<Failure>(document.error());
    std::vector<OpenItemsMapping> mappings;
    const toml::node* node = document->get("csv_open_items");
    if (node == nullptr) return mappings;
    const toml::array* list = node->as_array();
    if (list == nullptr || list->size() > max_mappings) {
        return refuse(*node, "", list == nullptr ? "a value" : "more tables",
                      "at most " + std::to_string(max_mappings) + " tables, [[csv_open_items]]");
    }
    for (const toml::node& item : *list) {
        auto mapping = mapping_of(item);
        if (!mapping) return tl::unexpected(mapping.error());
        const bool repeated =
            std::ranges::find(mappings, mapping->name, &OpenItemsMapping::name) != mappings.end();
        if (repeated) return refuse(item, "name", mapping->name, "a name that occurs once");
        mappings.push_back(std::move(*mapping));
    }
    return mappings;
}

} // namespace afpunt::standalone
