// SPDX-License-Identifier: MIT
//
// Whether letters would arrive: the sender's address, the dialogue with the mail server up to the
// final dot (and beyond it only where a person gave an address to send to), the public records of
// the domain, the folder of sent mail.
#pragma once

#include "delivery/mail_domain_check.hpp"
#include "delivery/sent_folder.hpp"
#include "runtime/follow_up.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::runtime {

enum class MailVerdict { Good, Doubtful, Missing, Unknown, Failed };
[[nodiscard]] std::string_view code_of(MailVerdict verdict); // "good"

struct MailCheck {
    std::string name; // "from", "server", "sent-folder", "SPF", "DKIM", "DMARC", "MX"
    MailVerdict verdict = MailVerdict::Unknown;
    std::string found; // a record, or a server's words
    std::string words; // for people
};

struct MailTestReport {
    std::vector<MailCheck> checks;
    std::string sent_to; // empty: nothing was sent
};

class MailTest : public std::enable_shared_from_this<MailTest> {
public:
    // [worker] `done` comes once, on the worker. `to`: whom a mail is sent to; empty: nothing
    // leaves.
    static void start(FollowUp& follow_up, const Assessment& assessment, std::string to,
                      std::string language, std::function<void(const MailTestReport&)> done);

private:
    MailTest(FollowUp& follow_up, const Assessment& assessment, std::string to,
             std::string language, std::function<void(const MailTestReport&)> done);
    void check_sender();
    void ask_server();
    void server_answered(const delivery::MailResult& result);
    void look_outside();
    // [any] `account`: of the folder of sent mail, or why there is none; nullopt: no copies are
    // kept.
    void look_outside_as(const std::shared_ptr<delivery::Network>& network,
                         std::optional<Result<delivery::ImapAccount>> account);
    void add(std::string name, MailVerdict verdict, std::string found, std::string words);

    FollowUp& follow_up_; // for tasks on the lane only
    std::shared_ptr<Lane> lane_;
    std::shared_ptr<const std::atomic<bool>> ending_;
    book::Party creditor_;
    std::int64_t now_us_;
    std::string to_, language_, from_;
    std::function<void(const MailTestReport&)> done_;
    MailTestReport report_;
};

} // namespace afpunt::runtime
