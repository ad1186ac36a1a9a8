// SPDX-License-Identifier: MIT
//
// The parts of a UBL invoice that have rules of their own: parties, means of payment, terms.
#pragma once

#include "invoice.hpp"
#include "ubl_element.hpp"

#include <string>
#include <string_view>

namespace afpunt::standalone {

// `role` is AccountingSupplierParty or AccountingCustomerParty. Fields that are not there stay
// empty, also the id.
[[nodiscard]] InvoiceParty read_ubl_party(const UblElement& role);

// Reference, accounts, arrangement and mandate; needs number and kind in `invoice`.
void read_ubl_payment_means(const UblElement& root, Invoice& invoice);

// Due dates, instalments and discount; needs kind, issue date and total in `invoice`.
[[nodiscard]] Result<void> read_ubl_terms(const UblElement& root, Invoice& invoice);

// What is written where a sender has nothing to say but must fill the field: "n/a", "NA", "-".
[[nodiscard]] bool is_placeholder(std::string_view text);

// The structured reference inside a note: Belgian +++123/4567/89002+++, 12 digits, 16 digits (Dutch
// betalingskenmerk) or RF (ISO 11649); empty when the note is prose. Check digits of the first
// three are judged by the module, which knows their rules.
[[nodiscard]] std::string structured_reference_in(std::string_view note);

} // namespace afpunt::standalone
