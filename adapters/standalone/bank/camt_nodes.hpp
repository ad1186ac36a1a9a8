// SPDX-License-Identifier: MIT
//
// Finding things in a piece of a CAMT file. Names are compared without their prefix: each bank
// picks its own, or none.
#pragma once

#include "bank/xml_tree.hpp"

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace afpunt::standalone {

// The first child of that name, or an empty node.
[[nodiscard]] inline XmlNode camt_child(XmlNode node, XmlName name) {
    return node.child(name);
}
[[nodiscard]] XmlNode camt_path(XmlNode node, std::initializer_list<XmlName> names);
// All character data inside, CDATA too, in single blanks; empty for an empty node.
[[nodiscard]] std::string camt_text(XmlNode node);
[[nodiscard]] std::string camt_text(XmlNode node, std::initializer_list<XmlName> names);

template <typename Visit>
void for_each_camt_child(XmlNode node, XmlName name, Visit visit) {
    for (XmlNode child = node.first_child(); child; child = child.next_sibling()) {
        if (child.is(name)) visit(child);
    }
}

// An Amt element: its attribute Ccy and its digits. Without sign: that is CdtDbtInd's.
[[nodiscard]] Result<Money> camt_amount(std::string_view currency, std::string_view digits);
[[nodiscard]] Result<Money> camt_amount(XmlNode amount);
// True for CRDT, false for DBIT.
[[nodiscard]] Result<bool> camt_is_credit(std::string_view direction);
[[nodiscard]] Result<bool> camt_is_credit(XmlNode parent);
// The civil day of a choice of Dt and DtTm; nothing when neither is there.
[[nodiscard]] Result<std::optional<Date>> camt_day(std::string_view day, std::string_view moment);
[[nodiscard]] Result<std::optional<Date>> camt_day(XmlNode choice);

// A party's name: under Nm, or Pty/Nm from version 8 on.
[[nodiscard]] std::string camt_party_name(XmlNode party);
// An account's number: IBAN, else the bank's own. No blanks.
[[nodiscard]] std::string camt_account_number(XmlNode account);
// The BIC of an agent or servicer: BIC up to version 3, BICFI later.
[[nodiscard]] std::string camt_bic(XmlNode agent);

} // namespace afpunt::standalone
