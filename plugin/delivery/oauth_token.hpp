// SPDX-License-Identifier: MIT
//
// Logging in without a password (RFC 6749, section 6): a refresh token, which a person gave once,
// buys an access token that is good for about an hour. The access token is kept in memory until
// shortly before its end and bought anew when a mail server refuses it.
#pragma once

#include "delivery/http_client.hpp"
#include "delivery/smtp_login.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace afpunt::delivery {

struct TokenSettings {
    std::string user;      // the mail account
    std::string token_url; // https
    std::string client_id;
    std::string client_secret; // may be empty: not each provider gives one
    std::string scope;         // may be empty
    std::string refresh_token;
};

// Some providers change the refresh token with each use: then the one who keeps secrets is told, on
// the network thread, and the new one is used from then on.
using KeepRefreshToken = std::function<void(const std::string& refresh_token)>;

[[nodiscard]] LoginProvider make_token_login(
    std::shared_ptr<HttpClient> http, TokenSettings settings, KeepRefreshToken keep = {},
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now);

} // namespace afpunt::delivery
