// SPDX-License-Identifier: MIT
#include "delivery/smtp_login.hpp"

#include <openssl/evp.h>

#include <utility>

namespace afpunt::delivery {

LoginProvider make_password_login(std::string user, std::string password) {
    return [login = Login{std::move(user), std::move(password)}](
               LoginAsk, const std::function<void(LoginAnswer)>& done) { done(login); };
}

std::string to_base64(std::string_view bytes) {
    // Four letters for each three bytes begun, and the zero that OpenSSL writes behind them.
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int count = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                      reinterpret_cast<const unsigned char*>(bytes.data()),
                                      static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(count));
    return out;
}

std::string plain_response(const Login& login) {
    // RFC 4616: nobody else's name, then ours, divided by zero bytes.
    std::string plain(1, '\0');
    plain += login.user;
    plain += '\0';
    plain += login.secret;
    return to_base64(plain);
}

std::string xoauth2_response(const Login& login) {
    return to_base64("user=" + login.user +
                     "\x01"
                     "auth=Bearer " +
                     login.secret + "\x01\x01");
}

} // namespace afpunt::delivery
