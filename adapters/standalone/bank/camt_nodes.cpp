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

Result<Money> camt_amount(XmlNode amount) {
    const Result<Currency> currency = Currency::parse(amount.attribute("Ccy"));
    if (!currency) return tl::unexpected(currency.error());
    const std::string digits = camt_text(amount);
    if (digits.starts_with('-') || digits.starts_with('+')) {
        return fail("amount", digits, "an amount without sign (CdtDbtInd says the direction)");
    }
    return parse_money(digits, *currency);
}

Result<bool> camt_is_credit(XmlNode parent) {
    const std::string direction = camt_text(parent, {"CdtDbtInd"});
    if (direction == "CRDT") return true;
    if (direction == "DBIT") return false;
    return fail("CdtDbtInd", direction, "CRDT or DBIT");
}

Result<std::optional<Date>> camt_day(XmlNode choice) {
    std::string day = camt_text(choice, {"Dt"});
    if (day.empty()) day = camt_text(choice, {"DtTm"});
    if (day.empty()) return std::optional<Date>();
    // What follows the day is the hour or the zone: the bank's own civil day is what counts.
    Result<Date> date = Date::parse(std::string_view(day).substr(0, 10));
    if (!date) return tl::unexpected(date.error());
    return std::optional<Date>(*date);
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
