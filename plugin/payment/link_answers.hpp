// SPDX-License-Identifier: MIT
//
// What all providers' answers have in common. Answers are hostile texts: bounded by the client,
// parsed without numbers ever becoming floating point, their words cut to one line.
#pragma once

#include "payment/hosted_link.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace afpunt::payment {

// One line, at most 200 bytes of UTF-8, `key` blotted out should the provider repeat it.
[[nodiscard]] std::string clean_words(std::string_view words, std::string_view key);

// nullptr where `object` has no such member, or one of another kind.
[[nodiscard]] const boost::json::object* object_in(const boost::json::object& object,
                                                   std::string_view name);
[[nodiscard]] std::string_view text_in(const boost::json::object& object, std::string_view name);

// An object; fails on anything else.
[[nodiscard]] Result<boost::json::object> parse_answer(const HttpResponse& answer);

// Whether to try later or to give up, by the status alone (RFC 9110, section 15); the words are the
// caller's, because each provider has its own place for them.
[[nodiscard]] LinkOutcome refusal(const HttpResponse& answer, const std::string& words);
[[nodiscard]] bool is_success(const HttpResponse& answer);
[[nodiscard]] LinkOutcome not_understood(std::string words);

// What may stand behind a button: https, without a user.
[[nodiscard]] bool is_payment_page(std::string_view url);
// An id that goes into the address of the next question: nothing in it can change that address.
[[nodiscard]] bool is_link_id(std::string_view id);
// Checks an address that the settings give; without a "/" at its end.
[[nodiscard]] Result<std::string> api_address(std::string_view given, std::string_view published);
[[nodiscard]] Result<void> check_api_key(std::string_view provider, std::string_view key);
// Names one order and no other: a changed amount or day is another link.
[[nodiscard]] std::string idempotency_key(const LinkOrder& order);

} // namespace afpunt::payment
