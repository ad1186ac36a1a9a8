// SPDX-License-Identifier: MIT
#include "csv_mapping.hpp"

#include "bank/account_number.hpp"
#include "mapping_table.hpp"

#include <algorithm>
#include <array>

namespace afpunt::standalone {
namespace {

// A firm has a few banks; each mapping is tried on each file of unknown format.
constexpr MappingTable tables{"csv_bank", 50};

struct ColumnName {
    std::string_view key;
    CsvColumn column;
};
constexpr std::array<ColumnName, 15> column_names{{
    {"account", CsvColumn::Account},
    {"currency", CsvColumn::Currency},
    {"date", CsvColumn::Date},
    {"value_date", CsvColumn::ValueDate},
    {"amount", CsvColumn::Amount},
    {"sign", CsvColumn::Sign},
    {"debit", CsvColumn::Debit},
    {"credit", CsvColumn::Credit},
    {"balance", CsvColumn::Balance},
    {"name", CsvColumn::Name},
    {"iban", CsvColumn::Iban},
    {"bic", CsvColumn::Bic},
    {"reference", CsvColumn::Reference},
    {"id", CsvColumn::Id},
    {"code", CsvColumn::Code},
}};

Result<void> read_text_columns(const toml::node& node, CsvMapping& mapping) {
    const toml::array* list = node.as_array();
    if (list == nullptr) {
        auto name = tables.text_of(node, "columns.text");
        if (!name) return tl::unexpected(name.error());
        mapping.text_columns.push_back(std::move(*name));
        return {};
    }
    for (const toml::node& item : *list) {
        auto name = tables.text_of(item, "columns.text");
        if (!name) return tl::unexpected(name.error());
        mapping.text_columns.push_back(std::move(*name));
    }
    return {};
}

Result<void> read_columns(const toml::node& node, CsvMapping& mapping) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
        return tables.refuse(node, "columns", "a value", "a table, [csv_bank.columns]");
    }
    for (const auto& [key, value] : *table) {
        const std::string name(key.str());
        if (name == "text") {
            if (auto read = read_text_columns(value, mapping); !read) return read;
            continue;
        }
        const auto known =
            std::ranges::find(column_names, std::string_view(name), &ColumnName::key);
        if (known == column_names.end()) {
            std::string list = "text";
            for (const ColumnName& one : column_names)
                list.append(", ").append(one.key);
            return tables.refuse(value, "columns." + name, "an unknown column", "one of " + list);
        }
        auto column = tables.text_of(value, "columns." + name);
        if (!column) return tl::unexpected(column.error());
        mapping.columns[known->column] = std::move(*column);
    }
    return {};
}

Result<void> use_setting(const toml::node& node, const std::string& key, CsvMapping& mapping) {
    if (key == "columns") return read_columns(node, mapping);
    auto text = tables.text_of(node, key);
    if (!text) return tl::unexpected(text.error());
    auto used = tables.use_common(node, key, *text, mapping);
    if (!used) return tl::unexpected(used.error());
    if (*used) return {};
    if (key == "account") {
        mapping.account = without_blanks(*text);
    } else if (key == "debit_word") {
        mapping.debit_word = *text;
    } else if (key == "credit_word") {
        mapping.credit_word = *text;
    } else {
        return tables.refuse(node, key, "an unknown setting",
                             "one of name, account, currency, date_format, decimal_mark, encoding, "
                             "debit_word, credit_word, columns");
    }
    return {};
}

// What a mapping needs to give a line: its day, its amount with a sign, its account.
Result<void> check(const toml::node& node, const CsvMapping& mapping) {
    const auto has = [&](CsvColumn column) { return mapping.columns.contains(column); };
    if (mapping.name.empty()) return tables.refuse(node, "name", "", "a name, for messages");
    if (!has(CsvColumn::Date))
        return tables.refuse(node, "columns.date", "", "the column of the day");
    const bool both = has(CsvColumn::Debit) && has(CsvColumn::Credit);
    const bool either = has(CsvColumn::Debit) || has(CsvColumn::Credit);
    if (has(CsvColumn::Amount) == either || either != both) {
        return tables.refuse(node, "columns.amount", either ? "debit or credit" : "",
                             "either amount, or both debit and credit");
    }
    if (has(CsvColumn::Sign) && (mapping.debit_word.empty() || mapping.credit_word.empty())) {
        return tables.refuse(node, "columns.sign", mapping.columns.at(CsvColumn::Sign),
                             "debit_word and credit_word, which stand in it");
    }
    if (has(CsvColumn::Sign) && either) {
        return tables.refuse(node, "columns.sign", "debit and credit", "a sign only with amount");
    }
    if (!has(CsvColumn::Account) && mapping.account.empty()) {
        return tables.refuse(node, "account", "", "an account, here or as a column");
    }
    return {};
}

} // namespace

Result<std::vector<CsvMapping>> read_csv_mappings(std::string_view text) {
    auto document = toml_library::parse(text, MappingTable::file_name);
    if (!document) return tl::unexpected<Failure>(document.error());
    std::vector<CsvMapping> mappings;
    auto list = tables.list_in(*document);
    if (!list) return tl::unexpected(list.error());
    if (*list == nullptr) return mappings;
    for (const toml::node& item : **list) {
        auto table = tables.table_in(item);
        if (!table) return tl::unexpected(table.error());
        CsvMapping mapping;
        for (const auto& [key, value] : **table) {
            if (auto used = use_setting(value, std::string(key.str()), mapping); !used) {
                return tl::unexpected(used.error());
            }
        }
        if (auto checked = check(item, mapping); !checked) {
            return tl::unexpected(checked.error());
        }
        mappings.push_back(std::move(mapping));
    }
    return mappings;
}

} // namespace afpunt::standalone
