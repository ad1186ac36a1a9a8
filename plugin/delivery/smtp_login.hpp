// SPDX-License-Identifier: MIT
//
// How a mail server gets to know us: PLAIN (RFC 4616) or LOGIN with a password, XOAUTH2 with an
// access token. What is said here is secret: it is never shown, logged or kept on disk.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace afpunt::delivery {

struct Login {
    std::string user;
    std::string secret; // the password, or the access token
};

struct LoginFailure {
    std::string text;          // in words, without any secret
    bool needs_person = false; // asking again changes nothing until somebody does something
};

enum class LoginAsk {
    Usual,
    AfterRefusal // the server refused what was given last: a token must be a new one
};

using LoginAnswer = tl::expected<Login, LoginFailure>;
// Called on the network thread, must not block; `done` is called once, from any thread.
using LoginProvider = std::function<void(LoginAsk ask, std::function<void(LoginAnswer)> done)>;

// The same password each time.
[[nodiscard]] LoginProvider make_password_login(std::string user, std::string password);

// What follows AUTH PLAIN and AUTH XOAUTH2, in base64.
[[nodiscard]] std::string plain_response(const Login& login);
[[nodiscard]] std::string xoauth2_response(const Login& login);

} // namespace afpunt::delivery
