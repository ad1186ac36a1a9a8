// SPDX-License-Identifier: MIT
//
// RFC 8905, sections 4 and 5: every value is percent-encoded, the amount keeps its colon.
#include "payment/payto.hpp"

#include "payment/percent_encoding.hpp"

namespace afpunt::payment {

std::string payto_uri(const EpcPayment& payment) {
    std::string uri = "payto://iban/";
    if (!payment.bic.empty()) uri += percent_encode(payment.bic) + "/";
    uri += payment.iban.electronic();
    char separator = '?';
    const auto option = [&](std::string_view name, const std::string& encoded_value) {
        uri += separator;
        uri += name;
        uri += '=';
        uri += encoded_value;
        separator = '&';
    };
    // An amount of zero means that the payer decides: the option is left out.
    if (payment.amount.is_positive()) {
        option("amount",
               std::string(payment.amount.currency.code()) + ":" + payment.amount.decimal());
    }
    if (!payment.beneficiary.empty()) option("receiver-name", percent_encode(payment.beneficiary));
    // "message" is the option that payment programs show and send along; a structured reference is
    // recognised in it by its own check digits.
    const std::string& message =
        payment.structured_reference.empty() ? payment.text : payment.structured_reference;
    if (!message.empty()) option("message", percent_encode(message));
    return uri;
}

} // namespace afpunt::payment
