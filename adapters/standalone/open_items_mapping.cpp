// SPDX-License-Identifier: MIT
//
// [[csv_open_items]] of afpunt.toml.
#include "open_items.hpp"

#include "mapping_table.hpp"

#include <algorithm>
#include <array>

namespace afpunt::standalone {
namespace {

// A firm has one package, and another that it left; each mapping is tried on each table.
constexpr MappingTable tables{"csv_open_items", 20};

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

Result<void> read_columns(const toml::node& node, OpenItemsMapping& mapping) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
        return tables.refuse(node, "columns", "a value", "a table, [csv_open_items.columns]");
    }
    for (const auto& [key, value] : *table) {
        const std::string name(key.str());
        const auto known =
            std::ranges::find(column_names, std::string_view(name), &ColumnName::key);
        if (known == column_names.end()) {
            std::string list;
            for (const ColumnName& one : column_names)
                list.append(list.empty() ? "" : ", ").append(one.key);
            return tables.refuse(value, "columns." + name, "an unknown column", "one of " + list);
        }
        auto column = tables.text_of(value, "columns." + name);
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
        if (!flag) return tables.refuse(node, key, "another kind of value", "true or false");
        (key == "every_invoice" ? mapping.every_invoice : mapping.bank_is_booked) = *flag;
        return {};
    }
    auto text = tables.text_of(node, key);
    if (!text) return tl::unexpected(text.error());
    auto used = tables.use_common(node, key, *text, mapping);
    if (!used) return tl::unexpected(used.error());
    if (*used) return {};
    return tables.refuse(
        node, key, "an unknown setting",
        "one of name, currency, date_format, decimal_mark, encoding, every_invoice, "
        "bank_is_booked, columns");
}

Result<OpenItemsMapping> mapping_of(const toml::node& node) {
    auto table = tables.table_in(node);
    if (!table) return tl::unexpected(table.error());
    OpenItemsMapping mapping;
    for (const auto& [key, value] : **table) {
        if (auto used = use_setting(value, std::string(key.str()), mapping); !used) {
            return tl::unexpected(used.error());
        }
    }
    if (mapping.name.empty())
        return tables.refuse(node, "name", "", "a name, for the next list as well");
    for (const OpenItemsColumn column : needed_columns) {
        if (mapping.columns.contains(column)) continue;
        return tables.refuse(node, "columns." + std::string(key_of(column)), "",
                             "the name of a column: number, customer, due and open are needed");
    }
    return mapping;
}

} // namespace

Result<std::vector<OpenItemsMapping>> read_open_items_mappings(std::string_view text) {
    auto document = toml_library::parse(text, MappingTable::file_name);
    if (!document) return tl::unexpected<Failure>(document.error());
    std::vector<OpenItemsMapping> mappings;
    auto list = tables.list_in(*document);
    if (!list) return tl::unexpected(list.error());
    if (*list == nullptr) return mappings;
    for (const toml::node& item : **list) {
        auto mapping = mapping_of(item);
        if (!mapping) return tl::unexpected(mapping.error());
        const bool repeated =
            std::ranges::find(mappings, mapping->name, &OpenItemsMapping::name) != mappings.end();
        if (repeated) return tables.refuse(item, "name", mapping->name, "a name that occurs once");
        mappings.push_back(std::move(*mapping));
    }
    return mappings;
}

} // namespace afpunt::standalone
