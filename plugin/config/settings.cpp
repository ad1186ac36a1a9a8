// SPDX-License-Identifier: MIT
#include "config/settings.hpp"

#include "config/toml_keys.hpp"

#include <afpunt/money.hpp>

namespace afpunt::config {
namespace {

constexpr int days_valid_max = 3650; // ten years: a link that lives longer is a mistake
constexpr int money_days_max = 90;   // providers pay out monthly at the latest

Result<void> check(const Settings& settings, std::string_view file) {
    for (const auto& [key, address] : {std::pair("letters.from", &settings.from),
                                       std::pair("letters.reply_to", &settings.reply_to)}) {
        if (!address->empty() && !looks_like_mail_address(*address)) {
            return tl::unexpected<Failure>(
                Failure{std::string(file), key, *address, "one mail address"});
        }
    }
    const std::string& domain = settings.letters_domain;
    if (!domain.empty() && !looks_like_mail_address("letters@" + domain)) {
        return tl::unexpected<Failure>(
            Failure{std::string(file), "letters.domain", domain, "a domain such as example.com"});
    }
    const auto refuse = [&](const char* key, std::string found, std::string expected) {
        return tl::unexpected<Failure>(Failure{std::string(file),
                                               std::string("payment_link.") + key, std::move(found),
                                               std::move(expected)});
    };
    const bool is_signed = settings.link_provider == LinkProvider::Signed;
    if (is_signed && settings.payment_page.empty()) {
        return refuse("page", "", "the address of the page that signed links lead to");
    }
    if (!is_signed && !settings.payment_page.empty()) {
        return refuse("page", settings.payment_page, "no page: the provider has its own");
    }
    if (is_signed && !settings.payment_api_url.empty()) {
        return refuse("api_url", settings.payment_api_url, "a provider that is asked");
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
    const TomlKeys letters{{"from", text(settings.from, "letters.from")},
                           {"from_name", text(settings.from_name, "letters.from_name")},
                           {"reply_to", text(settings.reply_to, "letters.reply_to")},
                           {"domain", text(settings.letters_domain, "letters.domain")}};
    const TomlKeys qr{
        {"reference_line", take_choice(settings.qr_reference_line, file, "qr.reference_line",
                                       {{"structured", QrReferenceLine::Structured},
                                        {"text", QrReferenceLine::Text}})}};
    // A page that is named is meant to be used.
    if (document["payment_link"]["page"]) settings.link_provider = LinkProvider::Signed;
    const TomlKeys link{
        {"provider", take_choice(settings.link_provider, file, "payment_link.provider",
                                 {{"signed", LinkProvider::Signed},
                                  {"mollie", LinkProvider::Mollie},
                                  {"stripe", LinkProvider::Stripe}})},
        {"api_url", text(settings.payment_api_url, "payment_link.api_url")},
        {"money_days", take_number(settings.payment_money_days, 1, money_days_max, file,
                                   "payment_link.money_days")},
        {"page", text(settings.payment_page, "payment_link.page")},
        {"key", text(settings.payment_key_id, "payment_link.key")},
        {"days_valid", take_number(settings.payment_days_valid, 0, days_valid_max, file,
                                   "payment_link.days_valid")}};
    const TomlKeys matching{
        {"certain", take_choice(settings.certain_matches, file, "matching.certain",
                                {{"auto", CertainMatches::Book}, {"ask", CertainMatches::Ask}})},
        {"tolerance", [&](const toml::node& node) -> Result<void> {
             const auto amount =
                 parse_money(node.value_exact<std::string>().value_or(""), Currency::eur());
             if (!amount || amount->is_negative()) {
                 return refuse_toml(file, node, "matching.tolerance", "another value",
                                    "an amount in quotes, such as \"1.00\"");
             }
             settings.match_tolerance_minor = amount->minor;
             return {};
         }}};
    for (const auto& [name, keys] :
         {std::pair("letters", &letters), std::pair("qr", &qr), std::pair("payment_link", &link),
          std::pair("matching", &matching)}) {
        if (auto read = read_toml_table(document, name, file, *keys); !read) {
            return tl::unexpected<Failure>(read.error());
        }
    }
    if (auto checked = check(settings, file); !checked) {
        return tl::unexpected<Failure>(checked.error());
    }
    auto mail = read_mail_settings(toml_text, file);
    if (!mail) return tl::unexpected<Failure>(mail.error());
    settings.mail = std::move(*mail);
    return settings;
}

} // namespace afpunt::config
