// SPDX-License-Identifier: MIT
//
// Small readers for the parts that all versions of CAMT share.
#include "bank/camt_nodes.hpp"

#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

namespace afpunt::standalone {

XmlNode camt_path(XmlNode node, std::initializer_list<XmlName> names) {
    for (const XmlName& name : names)
        node = camt_child(node, name);
    return node;
}

std::string camt_text(XmlNode node) {
    return single_spaced(node.text());
}

std::string camt_text(XmlNode node, std::initializer_list<XmlName> names) {
    return camt_text(camt_path(node, names));
}

namespace {

// An amount as banks write almost all of theirs: all decimals of the currency, no more digits than
// fit, nothing else. What is nothing here may still be an amount.
std::optional<Money> plain_amount(std::string_view digits, Currency currency) {
    constexpr std::size_t most_bytes = 18;
    const auto decimals = static_cast<std::size_t>(currency.exponent());
    if (digits.size() > most_bytes || digits.size() < decimals + 2) return std::nullopt;
    const std::size_t dot = digits.size() - decimals - 1;
    if (digits[dot] != '.') return std::nullopt;
    Money money{0, currency};
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at == dot) continue;
        if (!text::is_digit(digits[at])) return std::nullopt;
        money.minor = money.minor * 10 + (digits[at] - '0');
    }
    return money;
}

} // namespace

Result<Money> camt_amount(std::string_view code, std::string_view digits) {
    const bool is_euro = code == Currency::eur().code();
    const Result<Currency> currency = is_euro ? Currency::eur() : Currency::parse(code);
    if (!currency) return tl::unexpected(currency.error());
    if (const std::optional<Money> plain = plain_amount(digits, *currency)) return *plain;
    if (digits.starts_with('-') || digits.starts_with('+')) {
        return fail("amount", std::string(digits),
                    "an amount without sign (CdtDbtInd says the direction)");
    }
    return parse_money(digits, *currency);
}

Result<Money> camt_amount(XmlNode amount) {
    return camt_amount(amount.attribute("Ccy"), camt_text(amount));
}

Result<bool> camt_is_credit(std::string_view direction) {
    if (direction == "CRDT") return true;
    if (direction == "DBIT") return false;
    return fail("CdtDbtInd", std::string(direction), "CRDT or DBIT");
}

Result<bool> camt_is_credit(XmlNode parent) {
    return camt_is_credit(camt_text(parent, {"CdtDbtInd"}));
}

Result<std::optional<Date>> camt_day(std::string_view day, std::string_view moment) {
    const std::string_view written = day.empty() ? moment : day;
    if (written.empty()) return std::optional<Date>();
    // What follows the day is the hour or the zone: the bank's own civil day is what counts.
    Result<Date> date = Date::parse(written.substr(0, 10));
    if (!date) return tl::unexpected(date.error());
    return std::optional<Date>(*date);
}

Result<std::optional<Date>> camt_day(XmlNode choice) {
    return camt_day(camt_text(choice, {"Dt"}), camt_text(choice, {"DtTm"}));
}

std::string camt_party_name(XmlNode party) {
    std::string name = camt_text(party, {"Nm"});
    return name.empty() ? camt_text(party, {"Pty", "Nm"}) : name;
}

std::string camt_account_number(XmlNode account) {
    const XmlNode id = camt_child(account, "Id");
    std::string number;
    // Othr from version 2 on; BBAN, UPIC and PrtryAcct in the first version.
    for (const auto& names :
         {std::initializer_list<XmlName>{"IBAN"}, std::initializer_list<XmlName>{"Othr", "Id"},
          std::initializer_list<XmlName>{"PrtryAcct", "Id"},
          std::initializer_list<XmlName>{"BBAN"}}) {
        if (number.empty()) number = camt_text(id, names);
    }
    std::erase(number, ' ');
    return number;
}

std::string camt_bic(XmlNode agent) {
    const XmlNode institution = camt_child(agent, "FinInstnId");
    std::string bic = camt_text(institution, {"BICFI"});
    return bic.empty() ? camt_text(institution, {"BIC"}) : bic;
}

} // namespace afpunt::standalone
