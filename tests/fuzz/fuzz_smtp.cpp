// SPDX-License-Identifier: MIT
//
// libFuzzer on what a mail server says: any bytes in any pieces, to a session with or without
// encryption and login. What becomes of the letter agrees with whether its dot left, whatever the
// server says, and no sentence holds the password or more than a line.
#include "demand.hpp"

#include "unit/delivery/smtp_dialogue.hpp"

namespace {

using namespace afpunt;
using namespace afpunt::delivery;
using namespace afpunt::fuzz;

void judge(const tests::Dialogue& dialogue, const MailResult& result, bool was_after_dot) {
    const bool has_left = dialogue.said.find("\r\n.\r\n") != std::string::npos;
    demand_line(result.text, 500);
    // A server that never heard the password cannot tell it.
    if (dialogue.logins_asked > 0) demand(result.text.find("s3cret-word") == std::string::npos);
    if (result.outcome == MailOutcome::Accepted) demand(has_left && result.reply_code / 100 == 2);
    if (result.outcome == MailOutcome::Uncertain) demand(has_left);
    if (result.outcome == MailOutcome::Stopped) demand(!has_left);
    // Nobody has answered the dot: only "uncertain" is true.
    if (was_after_dot) demand(result.outcome == MailOutcome::Uncertain);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes(data, size);
    const std::uint8_t choice = bytes.byte();
    SmtpSessionSettings settings = tests::here_without_login();
    constexpr config::MailSecurity securities[] = {
        config::MailSecurity::None, config::MailSecurity::StartTls, config::MailSecurity::Tls};
    constexpr config::MailLogin logins[] = {config::MailLogin::None, config::MailLogin::Password,
                                            config::MailLogin::XOAuth2};
    settings.security = securities[choice % 3];
    settings.login = logins[choice / 3 % 3];
    tests::Dialogue dialogue(settings);
    dialogue.may_dot_leave = (choice & 0x80) == 0;
    dialogue.begin();
    // The server's bytes come in pieces that end at 0xFF.
    while (!bytes.is_empty() && !dialogue.result)
        dialogue.hears(bytes.piece());
    const bool was_after_dot = !dialogue.result && dialogue.session.is_after_dot();
    if (!dialogue.result) {
        if ((choice & 0x40) != 0) {
            dialogue.session.timed_out();
        } else {
            dialogue.session.lost({"The connection to mail.example broke", Remedy::Time});
        }
        dialogue.go_on();
    }
    demand(dialogue.result.has_value() || dialogue.session.may_try_anew());
    if (dialogue.result) judge(dialogue, *dialogue.result, was_after_dot);
    return 0;
}
