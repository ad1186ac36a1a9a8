// SPDX-License-Identifier: MIT
//
// What mail servers say about one recipient: status codes (RFC 3463) and delivery status
// notifications (RFC 3464), and what they mean for a letter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::delivery {

enum class MailFate {
    Unknown,
    Delivered,  // or passed on to another server
    Delayed,    // the server goes on trying by itself
    SoftBounce, // given up, for a reason that passes or is not the address's: full, blocked, too
                // late
    HardBounce  // given up, because nobody reads mail at that address
};

struct RecipientReport {
    std::string recipient;          // in lower case; empty where the notice names none
    std::string original_recipient; // as the letter had it, where a forwarding changed it
    MailFate fate = MailFate::Unknown;
    std::string status; // "5.1.1"; empty where there is none
    std::string words;  // the server's own, one clean line of at most 500 bytes
};

// What a given-up attempt means, by its enhanced code ("5.2.2"); Unknown for what is none, or no
// failure.
[[nodiscard]] MailFate fate_of_status(std::string_view enhanced_code);
// The first enhanced code ("5.1.1") in a text, else one made of a reply code ("550" gives "5.0.0");
// empty when there is none.
[[nodiscard]] std::string status_in(std::string_view text);
// One clean line of at most 500 bytes.
[[nodiscard]] std::string server_words(std::string_view text);

// `content`: the decoded message/delivery-status. At most 50 recipients.
[[nodiscard]] std::vector<RecipientReport> read_delivery_status(std::string_view content);

} // namespace afpunt::delivery
