// SPDX-License-Identifier: MIT
//
// The book's settings beside its policy: who the mail comes from, payment links, how certain
// matches are treated. Read from the same TOML text as the policy; tables that are not ours or the
// policy's belong to the host and are passed over; an unknown key inside ours is refused with its
// line.
//
//   [letters]       from = "boekhouding@example.be", from_name, reply_to, domain
//   [qr]            reference_line = "structured" | "text"
//   [payment_link]  provider = "signed" | "mollie" | "stripe", days_valid = 60, money_days = 14
//                   signed: page = "https://pay.example.be/", key = "2026-1"
//                   mollie, stripe: api_url, for a gateway or a test (their key is a secret of the
//                   host: "payment-link.mollie", "payment-link.stripe")
//   [mail]          how it leaves: see mail_settings.hpp
//   [matching]      certain = "auto" | "ask", tolerance = "1.00"
#pragma once

#include "config/mail_settings.hpp"

#include <afpunt/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace afpunt::config {

enum class CertainMatches { Book, Ask };
enum class LinkProvider { None, Signed, Mollie, Stripe };
enum class QrReferenceLine { Structured, Text };

struct Settings {
    std::string from, from_name, reply_to; // mail addresses; empty: the creditor's own
    std::string letters_domain;            // that letters may come from; empty: the creditor's own
    QrReferenceLine qr_reference_line = QrReferenceLine::Structured;
    LinkProvider link_provider = LinkProvider::None;
    std::string payment_page, payment_key_id; // of signed links
    std::string payment_api_url;              // of hosted links; empty = the published address
    int payment_days_valid = 60;              // days after the last day to pay
    int payment_money_days = 14; // days until a provider's money must be on the account
    CertainMatches certain_matches = CertainMatches::Book;
    std::int64_t match_tolerance_minor = 100;
    MailSettings mail;
    friend bool operator==(const Settings&, const Settings&) = default;
};

[[nodiscard]] Result<Settings> read_settings(std::string_view toml, std::string_view file_name);

} // namespace afpunt::config
