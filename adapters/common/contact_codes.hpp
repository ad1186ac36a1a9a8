// SPDX-License-Identifier: MIT
//
// The words of contacts.csv as the interface numbers them; each adapter hands its parties over so.
#pragma once

#include <afpunt/afpunt.h>

#include <string_view>

namespace afpunt {

// 0 = unknown, which is never treated as a business.
[[nodiscard]] inline afpunt_party_kind party_kind_of(std::string_view kind) {
    if (kind == "consumer") return AFPUNT_PARTY_CONSUMER;
    if (kind == "business") return AFPUNT_PARTY_BUSINESS;
    if (kind == "public") return AFPUNT_PARTY_PUBLIC;
    if (kind == "association") return AFPUNT_PARTY_ASSOCIATION;
    return 0;
}

// 0 = normal.
[[nodiscard]] inline afpunt_party_standing standing_of(std::string_view standing) {
    if (standing == "insolvent") return AFPUNT_STANDING_INSOLVENT;
    if (standing == "debt-mediation") return AFPUNT_STANDING_DEBT_MEDIATION;
    if (standing == "handed-over") return AFPUNT_STANDING_HANDED_OVER;
    return 0;
}

} // namespace afpunt
