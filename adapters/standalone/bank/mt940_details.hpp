// SPDX-License-Identifier: MIT
//
// Field 86 of MT940: six lines of 65 characters in which each country put its own order. Known
// here: the German fields (?20 to ?63, with EREF+ and SVWZ+ inside), Triodos' variety of them, the
// Dutch codes between slashes (ABN AMRO, ING, Rabobank, Knab), ASN and SNS (account and name
// first), Knab's older REK: and NAAM:. Anything else is free text.
#pragma once

#include <string>
#include <string_view>

namespace afpunt::standalone {

struct Mt940Details {
    std::string code; // German code of the kind of transaction, "166"; empty elsewhere
    std::string name, account, bic;
    std::string remittance, structured_reference;
    std::string end_to_end_id, mandate_id;
    std::string return_reason;
};

// `field`: the lines with line ends between them. What a payer wrote can look like a code of the
// bank; the first of each counts, and banks write their own before the payer's text.
[[nodiscard]] Mt940Details mt940_details(std::string_view field);

} // namespace afpunt::standalone
