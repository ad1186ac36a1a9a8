// SPDX-License-Identifier: MIT
#include "payment/link_answers.hpp"

#include "payment/http_address.hpp"

#include <afpunt/text.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>

namespace afpunt::payment {
namespace {

constexpr std::size_t words_bytes_max = 200;       // one line in a list
constexpr std::size_t id_bytes_max = 255;          // providers' own ids have 20 to 70
constexpr std::size_t page_bytes_max = 2000;       // what mail programs follow
constexpr std::size_t description_bytes_max = 200; // below Mollie's 255 and Stripe's 250 characters
constexpr std::size_t key_bytes_min = 8;           // shorter is a mistake, and would blot out words
constexpr std::size_t key_bytes_max = 500;
constexpr std::size_t json_depth_max = 32; // providers' objects have five levels
// A provider that asks for longer than this is asked again all the same.
constexpr std::chrono::seconds retry_after_max{24 * 3600};

std::string_view header_of(const HttpResponse& answer, std::string_view name) {
    for (const auto& [known, value] : answer.headers) {
        if (known == name) return value;
    }
    return {};
}

// Seconds; the other form of the field, a date, would need a clock: then our own schedule is used.
std::chrono::seconds retry_after_of(const HttpResponse& answer) {
    const std::string_view text = header_of(answer, "retry-after");
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || seconds < 0) return {};
    return std::min(std::chrono::seconds(seconds), retry_after_max);
}

} // namespace

std::string clean_words(std::string_view words, std::string_view key) {
    std::string text(words);
    for (std::size_t at = 0; !key.empty() && (at = text.find(key)) != std::string::npos;)
        text.replace(at, key.size(), "***");
    if (!text::is_utf8(text)) return "words that cannot be read";
    for (char& c : text) {
        if ((c >= 0 && c < ' ') || c == '\x7F') c = ' ';
    }
    return std::string(text::utf8_prefix(text, words_bytes_max));
}

const boost::json::object* object_in(const boost::json::object& object, std::string_view name) {
    const boost::json::value* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

std::string_view text_in(const boost::json::object& object, std::string_view name) {
    const boost::json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return {value->get_string().data(), value->get_string().size()};
}

Result<boost::json::object> parse_answer(const HttpResponse& answer) {
    boost::json::parse_options options;
    options.max_depth = json_depth_max;
    boost::json::error_code error;
    boost::json::value value = boost::json::parse(answer.body, error, {}, options);
    if (error || !value.is_object()) {
        return fail("answer", "something that is no JSON object", "a JSON object");
    }
    return std::move(value.get_object());
}

LinkOutcome refusal(const HttpResponse& answer, const std::string& words) {
    LinkOutcome outcome;
    const int status = answer.status;
    // 408 and 425 come from gateways; 409 is an equal question that is still being answered.
    const bool later =
        status == 408 || status == 409 || status == 425 || status == 429 || status >= 500;
    outcome.result = later ? LinkResult::TryLater : LinkResult::Refused;
    outcome.retry_after = retry_after_of(answer);
    outcome.words = "status " + std::to_string(status);
    if (!words.empty()) outcome.words += ": " + words;
    return outcome;
}

bool is_success(const HttpResponse& answer) {
    return answer.status >= 200 && answer.status < 300;
}

LinkOutcome not_understood(std::string words) {
    LinkOutcome outcome;
    outcome.result = LinkResult::TryLater;
    outcome.words = "an answer that cannot be understood: " + std::move(words);
    return outcome;
}

bool is_payment_page(std::string_view url) {
    if (url.size() > page_bytes_max) return false;
    const auto address = parse_http_address(url);
    return address && address->scheme == HttpScheme::Https;
}

bool is_link_id(std::string_view id) {
    return !id.empty() && id.size() <= id_bytes_max &&
           std::all_of(id.begin(), id.end(), [](char c) {
               return text::is_letter(c) || text::is_digit(c) || c == '_' || c == '-';
           });
}

Result<std::string> api_address(std::string_view given, std::string_view published) {
    std::string url(given.empty() ? published : given);
    while (!url.empty() && url.back() == '/')
        url.pop_back();
    if (auto address = parse_http_address(url); !address) {
        return tl::unexpected<Failure>(address.error().at("payment_link.api_url"));
    }
    if (url.find('?') != std::string::npos) {
        return fail("payment_link.api_url", "an address with a question mark",
                    "the address of the provider alone");
    }
    return url;
}

Result<void> check_api_key(std::string_view provider, std::string_view key) {
    const bool visible =
        std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (!visible || key.size() < key_bytes_min || key.size() > key_bytes_max) {
        return fail("secret payment-link." + std::string(provider), "",
                    "the key of the provider's account, on one line");
    }
    return {};
}

std::string idempotency_key(const LinkOrder& order) {
    return "afpunt-" + order.letter_id + "-" + std::string(order.amount.currency.code()) +
           std::to_string(order.amount.minor) + "-" + order.expires_on.iso();
}

std::string link_description(std::string_view letter_number,
                             const std::vector<std::string>& invoice_numbers) {
    constexpr std::string_view more = ", ...";
    std::string text(text::utf8_prefix(letter_number, description_bytes_max / 2));
    for (std::size_t at = 0; at < invoice_numbers.size(); ++at) {
        const std::string part = (at == 0 ? ": " : ", ") + invoice_numbers[at];
        const std::size_t reserve = at + 1 < invoice_numbers.size() ? more.size() : 0;
        if (text.size() + part.size() + reserve > description_bytes_max) {
            return text + std::string(more);
        }
        text += part;
    }
    return text;
}

} // namespace afpunt::payment
