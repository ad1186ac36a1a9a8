// SPDX-License-Identifier: MIT
//
// Reads one mail that came back: did a letter fail, for whom, and why. Understands delivery status
// notifications (RFC 3464), complaints (RFC 5965), automatic answers (RFC 3834), and the plain
// notices of servers that write none. Anybody can send such a mail: nothing here is believed
// further than that it names a letter by its 128 random bits, and whoever acts on it compares the
// recipient with the letter's own.
#pragma once

#include "delivery/delivery_status.hpp"

#include <afpunt/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace afpunt::delivery {

enum class NoticeKind {
    Report,    // about a delivery: see `reports`
    AutoReply, // an absence notice, a receipt, "we have got your mail": never a bounce
    Complaint, // the reader called it unwanted
    Other      // a mail from a person, or something that is not about a letter's delivery
};

struct BounceNotice {
    NoticeKind kind = NoticeKind::Other;
    std::string letter_id; // 32 hex digits; empty when the mail names no letter
    std::vector<RecipientReport> reports;
    std::string message_id; // of the notice itself; empty when it has none
};

[[nodiscard]] Result<BounceNotice> read_bounce(std::string_view message);

// The report about this recipient: by his address, or the only one of a notice that names nobody.
// nullptr when the notice is about others.
[[nodiscard]] const RecipientReport* report_about(const BounceNotice& notice,
                                                  std::string_view recipient);

} // namespace afpunt::delivery
