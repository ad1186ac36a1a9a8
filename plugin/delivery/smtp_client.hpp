// SPDX-License-Identifier: MIT
//
// Mail by SMTP submission: several letters at a time over a few connections, which are used again.
// What is said on a connection is decided by SmtpSession; here are the sockets.
#pragma once

#include "config/mail_settings.hpp"
#include "delivery/mail_sender.hpp"
#include "delivery/network.hpp"
#include "delivery/smtp_login.hpp"
#include "delivery/smtp_timeouts.hpp"
#include "delivery/tls_context.hpp"

#include <memory>

namespace afpunt::delivery {

// `tls` may be empty where settings.security is None; `login` may be empty where settings.login is
// None. Letters that are waiting when the server or the login fails get the same result as the one
// that found it out: a wrong password is tried once, not once for each letter.
// The sender is let go of on [worker] or [main], never on the network thread, for which it waits;
// what was not closed before is dropped then, without a call of `done`.
[[nodiscard]] std::unique_ptr<MailSender>
make_smtp_sender(std::shared_ptr<Network> network, TlsContext tls, config::MailSettings settings,
                 LoginProvider login, SmtpTimeouts timeouts = {});

} // namespace afpunt::delivery
