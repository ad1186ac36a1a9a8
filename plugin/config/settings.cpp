// SPDX-License-Identifier: MIT
#include "config/settings.hpp"

#include <afpunt/money.hpp>
#include <afpunt/toml_library.hpp>

#include <functional>
#include <map>

namespace afpunt::config {
namespace {

constexpr int days_valid_max = 3650; // ten years: a link that lives longer is a mistake

tl::unexpected<Failure> refuse(std::string_view file, const toml::node& node,
                               const std::string& key, std::string found, std::string expected) {
    return tl::unexpected<Failure>(
        Failure{std::string(file) + ", line " + std::to_string(node.source().begin.line), key,
                std::move(found), std::move(expected)});
}

// What may stand in a table: key, and what to do with its value.
using Taker = std::function<Result<void>(const toml::node&)>;
using Keys = std::map<std::string, Taker, std::less<>>;

Taker take_text(std::string& out, std::string_view file, const std::string& key) {
    return [&out, file, key](const toml::node& node) -> Result<void> {
        const auto text = node.value_exact<std::string>();
        if (!text) return refuse(file, node, key, "another kind of value", "a text in quotes");
        out = *text;
        return {};
    };
}

template <typename Enum>
Taker take_choice(Enum& out, std::string_view file, const std::string& key,
                  std::map<std::string, Enum> choices) {
    return [&out, file, key, choices = std::move(choices)](const toml::node& node) -> Result<void> {
        const auto text = node.value_exact<std::string>().value_or("another kind of value");
        const auto choice = choices.find(text);
        if (choice == choices.end()) {
            std::string expected = "one of";
            for (const auto& [name, value] : choices)
                expected += " \"" + name + "\"";
            return refuse(file, node, key, text, expected);
        }
        out = choice->second;
        return {};
    };
}

Result<void> read_table(const toml::table& document, const std::string& name, std::string_view file,
                        const Keys& keys) {
    const toml::node* node = document.get(name);
    if (node == nullptr) return {};
    const toml::table* table = node->as_table();
    if (table == nullptr) return refuse(file, *node, name, "a value", "a table, [" + name + "]");
    for (const auto& [key, value] : *table) {
        const auto taker = keys.find(key.str());
        if (taker == keys.end()) {
            std::string known;
            for (const auto& entry : keys)
                known += (known.empty() ? "" : ", ") + entry.first;
            return refuse(file, value, name + "." + std::string(key.str()), "an unknown setting",
                          "one of " + known);
        }
        if (auto taken = taker->second(value); !taken) return taken;
    }
    return {};
}

Result<void> check(const Settings& settings, std::string_view file) {
    const auto bad_address = [](const std::string& address) {
        const std::size_t at = address.find('@');
        return !address.empty() &&
               (at == 0 || at == std::string::npos || at + 1 == address.size() ||
                address.find_first_of(" \r\n\t<>,;") != std::string::npos ||
                address.find('@', at + 1) != std::string::npos);
    };
    for (const auto& [key, address] : {std::pair("letters.from", &settings.from),
                                       std::pair("letters.reply_to", &settings.reply_to)}) {
        if (bad_address(*address)) {
            return tl::unexpected<Failure>(
                Failure{std::string(file), key, *address, "one mail address"});
        }
    }
    return {};
}

} // namespace

Result<Settings> read_settings(std::string_view toml_text, std::string_view file) {
    Settings settings;
    auto parsed = toml_library::parse(toml_text, file);
    if (!parsed) return tl::unexpected<Failure>(parsed.error());
    const toml::table& document = *parsed;
    const auto text = [&](std::string& out, const char* key) { return take_text(out, file, key); };
    const Keys letters{{"from", text(settings.from, "letters.from")},
                       {"from_name", text(settings.from_name, "letters.from_name")},
                       {"reply_to", text(settings.reply_to, "letters.reply_to")}};
    const Keys qr{
        {"reference_line", take_choice(settings.qr_reference_line, file, "qr.reference_line",
                                       {{"structured", QrReferenceLine::Structured},
                                        {"text", QrReferenceLine::Text}})}};
    const Keys link{{"page", text(settings.payment_page, "payment_link.page")},
                    {"key", text(settings.payment_key_id, "payment_link.key")},
                    {"days_valid", [&](const toml::node& node) -> Result<void> {
                         const auto days = node.value_exact<std::int64_t>();
                         if (!days || *days < 0 || *days > days_valid_max) {
                             return refuse(file, node, "payment_link.days_valid", "another value",
                                           "a number of days from 0 to 3650");
                         }
                         settings.payment_days_valid = static_cast<int>(*days);
                         return {};
                     }}};
    const Keys matching{
        {"certain", take_choice(settings.certain_matches, file, "matching.certain",
                                {{"auto", CertainMatches::Book}, {"ask", CertainMatches::Ask}})},
        {"tolerance", [&](const toml::node& node) -> Result<void> {
             const auto amount =
                 parse_money(node.value_exact<std::string>().value_or(""), Currency::eur());
             if (!amount || amount->is_negative()) {
                 return refuse(file, node, "matching.tolerance", "another value",
                               "an amount in quotes, such as \"1.00\"");
             }
             settings.match_tolerance_minor = amount->minor;
             return {};
         }}};
    for (const auto& [name, keys] :
         {std::pair("letters", &letters), std::pair("qr", &qr), std::pair("payment_link", &link),
          std::pair("matching", &matching)}) {
        if (auto read = read_table(document, name, file, *keys); !read) {
            return tl::unexpected<Failure>(read.error());
        }
    }
    if (auto checked = check(settings, file); !checked) {
        return tl::unexpected<Failure>(checked.error());
    }
    return settings;
}

} // namespace afpunt::config
