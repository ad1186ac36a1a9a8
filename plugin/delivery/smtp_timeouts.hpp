// SPDX-License-Identifier: MIT
//
// How long a mail server may take. Where RFC 5321, section 4.5.3.2 names a time it is the least
// that a client should wait; tests use shorter ones.
#pragma once

#include <chrono>

namespace afpunt::delivery {

struct SmtpTimeouts {
    using Time = std::chrono::milliseconds;
    Time resolve = std::chrono::seconds(30);
    Time connect = std::chrono::seconds(30); // each address of the server
    Time handshake = std::chrono::minutes(1);
    Time greeting = std::chrono::minutes(5);       // 4.5.3.2.1
    Time command = std::chrono::minutes(5);        // 4.5.3.2.2 and .3; also EHLO, AUTH, RSET
    Time data_begins = std::chrono::minutes(2);    // 4.5.3.2.4
    Time data_block = std::chrono::minutes(3);     // 4.5.3.2.5, each piece of the message
    Time data_ends = std::chrono::minutes(10);     // 4.5.3.2.6
    Time login_provider = std::chrono::minutes(1); // a token endpoint that does not answer
    // Our own gate: long enough for a slow disk, short enough for the server to be there still.
    Time gate = std::chrono::minutes(1);
    // A connection without a letter: most servers end it themselves after a few minutes.
    Time idle = std::chrono::seconds(20);
    Time quit = std::chrono::seconds(2); // the answer to QUIT is of no account
    // How long close() waits for the server's reply to a dot that was written: each reply that
    // still comes is a letter whose fate nobody has to look up.
    Time last_reply = std::chrono::seconds(5);
};

} // namespace afpunt::delivery
