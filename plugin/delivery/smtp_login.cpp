// SPDX-License-Identifier: MIT
#include "delivery/smtp_login.hpp"

#include "config/base64.hpp"

#include <utility>

namespace afpunt::delivery {

LoginProvider make_password_login(std::string user, std::string password) {
    return [login = Login{std::move(user), std::move(password)}](
               LoginAsk, const std::function<void(LoginAnswer)>& done) { done(login); };
}

std::string plain_response(const Login& login) {
    // RFC 4616: nobody else's name, then ours, divided by zero bytes.
    std::string plain(1, '\0');
    plain += login.user;
    plain += '\0';
    plain += login.secret;
    return config::base64(plain);
}

std::string xoauth2_response(const Login& login) {
    return config::base64("user=" + login.user +
                          "\x01"
                          "auth=Bearer " +
                          login.secret + "\x01\x01");
}

} // namespace afpunt::delivery
