// SPDX-License-Identifier: MIT
//
// Finding things in a cut of a CAMT file. Names are compared without their prefix: each bank picks
// its own, or none.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <initializer_list>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace afpunt::standalone {

[[nodiscard]] std::string_view camt_name(pugi::xml_node node);
// The first child of that name, or an empty node.
[[nodiscard]] pugi::xml_node camt_child(pugi::xml_node node, std::string_view name);
[[nodiscard]] pugi::xml_node camt_path(pugi::xml_node node,
                                       std::initializer_list<std::string_view> names);
// All character data inside, CDATA too, in single blanks; empty for an empty node.
[[nodiscard]] std::string camt_text(pugi::xml_node node);
[[nodiscard]] std::string camt_text(pugi::xml_node node,
                                    std::initializer_list<std::string_view> names);

template <typename Visit>
void for_each_camt_child(pugi::xml_node node, std::string_view name, Visit visit) {
    for (const pugi::xml_node child : node.children()) {
        if (camt_name(child) == name) visit(child);
    }
}

// An Amt element: digits and its attribute Ccy. Without sign: that is CdtDbtInd's.
[[nodiscard]] Result<Money> camt_amount(pugi::xml_node amount);
// True for CRDT, false for DBIT.
[[nodiscard]] Result<bool> camt_is_credit(pugi::xml_node parent);
// The civil day of a choice of Dt and DtTm; nothing when the node is not there.
[[nodiscard]] Result<std::optional<Date>> camt_day(pugi::xml_node choice);

// A party's name: under Nm, or Pty/Nm from version 8 on.
[[nodiscard]] std::string camt_party_name(pugi::xml_node party);
// An account's number: IBAN, else the bank's own. No blanks.
[[nodiscard]] std::string camt_account_number(pugi::xml_node account);
// The BIC of an agent or servicer: BIC up to version 3, BICFI later.
[[nodiscard]] std::string camt_bic(pugi::xml_node agent);

} // namespace afpunt::standalone
