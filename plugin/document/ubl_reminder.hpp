// SPDX-License-Identifier: MIT
//
// UBL 2.1 Reminder (OASIS Standard, 4 November 2013), valid against its schema and the CEN BII2 T17
// rules: sequence per item, one ReminderLine per open item with BillingReference and open amount,
// PaymentMeans with IBAN, reference and due date, PaymentTerms with the link, the QR attached.
#pragma once

#include "document/reminder_model.hpp"

#include <string>
#include <string_view>

namespace afpunt::document {

// UTF-8 text of the document. `qr_png` may be empty: then none is attached.
[[nodiscard]] std::string ubl_reminder(const ReminderModel& model, std::string_view qr_png);

} // namespace afpunt::document
