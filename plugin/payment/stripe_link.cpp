// SPDX-License-Identifier: MIT
//
// Stripe's Payment Links (docs.stripe.com/api/payment-link), with the price in the question itself
// (price_data, since version 2025-07-30.basil) and one completed session as their limit. A Checkout
// Session by itself lives for at most 24 hours, too short for a letter; each opening of a link
// makes one. So a link is paid when a session of it is, and it is closed when it is inactive and no
// session of it is open. Amounts are whole numbers; docs.stripe.com/currencies says of what.
#include "payment/link_answers.hpp"
#include "payment/percent_encoding.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <utility>

namespace afpunt::payment {
namespace {

namespace json = boost::json;

constexpr std::string_view published_url = "https://api.stripe.com";
constexpr std::string_view version = "2025-07-30.basil";
// Sessions that are open at one moment: each lives a day, and few people open one letter's link.
// More are found by the next attempt, because a close is repeated until none is open.
constexpr std::string_view sessions_at_once = "20";

enum class Task { Create, Ask, Close };

struct Account {
    std::string key, url;
};

using Form = std::vector<std::pair<std::string, std::string>>;

std::string encoded(const Form& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        if (!text.empty()) text += '&';
        text += percent_encode(name) + '=' + percent_encode(value);
    }
    return text;
}

// How many decimals Stripe's whole numbers have: for most currencies those of ISO 4217, but not for
// these. "Special cases" are zero-decimal currencies that it takes with two.
int stripe_decimals(std::string_view currency) {
    constexpr std::array<std::string_view, 15> none{"BIF", "CLP", "DJF", "GNF", "JPY",
                                                    "KMF", "KRW", "MGA", "PYG", "RWF",
                                                    "VND", "VUV", "XAF", "XOF", "XPF"};
    constexpr std::array<std::string_view, 5> three{"BHD", "JOD", "KWD", "OMR", "TND"};
    const auto is_in = [currency](const auto& list) {
        return std::find(list.begin(), list.end(), currency) != list.end();
    };
    return is_in(none) ? 0 : is_in(three) ? 3 : 2;
}

Result<std::int64_t> stripe_amount(const Money& amount) {
    const auto refuse = [&] {
        return fail("amount", amount.code_and_decimal(), "an amount that Stripe can take");
    };
    if (!amount.is_positive()) return refuse();
    const int decimals = stripe_decimals(amount.currency.code());
    std::int64_t whole = amount.minor;
    for (int at = amount.currency.exponent(); at < decimals; ++at) {
        if (__builtin_mul_overflow(whole, std::int64_t{10}, &whole)) return refuse();
    }
    for (int at = decimals; at < amount.currency.exponent(); ++at) {
        if (whole % 10 != 0) return refuse();
        whole /= 10;
    }
    // Three decimals are written, but the last one must be 0.
    if (decimals == 3 && whole % 10 != 0) return refuse();
    return whole;
}

std::string words_of(const HttpResponse& answer, const std::string& key) {
    const auto body = parse_answer(answer);
    const json::object* error = body ? object_in(*body, "error") : nullptr;
    if (error == nullptr) return {};
    std::string words(text_in(*error, "message"));
    if (const std::string_view code = text_in(*error, "code"); !code.empty()) {
        words += " (" + std::string(code) + ")";
    }
    return clean_words(words, key);
}

class StripeTalk : public LinkTalk {
protected:
    explicit StripeTalk(Account account) : account_(std::move(account)) {}
    [[nodiscard]] HttpRequest question(std::string method, const std::string& path,
                                       const Form& form) const {
        HttpRequest request;
        request.method = std::move(method);
        request.url = account_.url + "/v1/" + path;
        request.headers = {{"Authorization", "Bearer " + account_.key},
                           {"Stripe-Version", std::string(version)}};
        if (request.method == "GET") {
            request.url += "?" + encoded(form);
        } else {
            request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
            request.body = encoded(form);
        }
        return request;
    }
    [[nodiscard]] LinkOutcome refused(const HttpResponse& answer) const {
        return refusal(answer, words_of(answer, account_.key));
    }

private:
    Account account_;
};

class CreateTalk final : public StripeTalk {
public:
    CreateTalk(Account account, LinkOrder order, std::int64_t amount)
        : StripeTalk(std::move(account)), order_(std::move(order)), amount_(amount) {}

    HttpRequest begin() override {
        HttpRequest request =
            question("POST", "payment_links",
                     {{"line_items[0][quantity]", "1"},
                      {"line_items[0][price_data][currency]", currency()},
                      {"line_items[0][price_data][unit_amount]", std::to_string(amount_)},
                      {"line_items[0][price_data][product_data][name]", order_.description},
                      {"restrictions[completed_sessions][limit]", "1"},
                      {"metadata[afpunt_letter]", order_.letter_id},
                      {"expand[0]", "line_items"}});
        request.headers.emplace_back("Idempotency-Key", idempotency_key(order_));
        return request;
    }

    LinkStep next(const HttpResponse& answer) override {
        if (!is_success(answer)) return refused(answer);
        const auto link = parse_answer(answer);
        if (!link) return not_understood("no JSON");
        LinkOutcome outcome;
        outcome.id = text_in(*link, "id");
        outcome.url = text_in(*link, "url");
        if (!is_link_id(outcome.id) || !is_payment_page(outcome.url)) {
            return not_understood("no id or no page of a payment link");
        }
        if (!asks_for_the_amount(*link)) {
            outcome.result = LinkResult::Refused;
            outcome.words = "a link for another amount than " + order_.amount.code_and_decimal();
        }
        return outcome;
    }

private:
    [[nodiscard]] std::string currency() const {
        std::string code(order_.amount.currency.code());
        for (char& c : code)
            c = static_cast<char>(c - 'A' + 'a');
        return code;
    }
    [[nodiscard]] bool asks_for_the_amount(const json::object& link) const {
        const json::object* items = object_in(link, "line_items");
        const json::value* data = items == nullptr ? nullptr : items->if_contains("data");
        if (data == nullptr || !data->is_array() || data->get_array().size() != 1) return false;
        const json::object* line = data->get_array()[0].if_object();
        if (line == nullptr || text_in(*line, "currency") != currency()) return false;
        const json::value* total = line->if_contains("amount_total");
        return total != nullptr && total->is_int64() && total->get_int64() == amount_;
    }
    LinkOrder order_;
    std::int64_t amount_;
};

// Sessions of one link, one page of them.
Form sessions_of(const std::string& link_id, std::string status) {
    return {{"payment_link", link_id},
            {"status", std::move(status)},
            {"limit", std::string(sessions_at_once)}};
}

class AskTalk final : public StripeTalk {
public:
    AskTalk(Account account, std::string link_id, Task task)
        : StripeTalk(std::move(account)), link_id_(std::move(link_id)), task_(task) {}

    HttpRequest begin() override {
        if (task_ == Task::Ask) return completed_sessions();
        stage_ = Stage::Deactivate;
        return question("POST", "payment_links/" + percent_encode(link_id_), {{"active", "false"}});
    }

    LinkStep next(const HttpResponse& answer) override {
        // A session that was completed meanwhile cannot be expired; the last question will tell.
        if (!is_success(answer) && !(stage_ == Stage::Expire && answer.status == 400)) {
            return refused(answer);
        }
        const auto body = parse_answer(answer);
        if (!body) return not_understood("no JSON");
        switch (stage_) {
        case Stage::Deactivate:
            if (const json::value* active = body->if_contains("active");
                active == nullptr || !active->is_bool() || active->get_bool()) {
                return not_understood("the link is still active");
            }
            stage_ = Stage::OpenSessions;
            return question("GET", "checkout/sessions", sessions_of(link_id_, "open"));
        case Stage::OpenSessions:
            if (!take_open_sessions(*body)) return not_understood("no list of sessions");
            return expire_next();
        case Stage::Expire: return expire_next();
        case Stage::Completed: return standing(*body);
        }
        return not_understood("nothing was asked");
    }

private:
    enum class Stage { Deactivate, OpenSessions, Expire, Completed };

    HttpRequest completed_sessions() {
        stage_ = Stage::Completed;
        return question("GET", "checkout/sessions", sessions_of(link_id_, "complete"));
    }
    LinkStep expire_next() {
        if (open_.empty()) return completed_sessions();
        stage_ = Stage::Expire;
        const std::string id = open_.front();
        open_.pop_front();
        return question("POST", "checkout/sessions/" + percent_encode(id) + "/expire", {});
    }
    // False = not the list that was asked for.
    bool take_open_sessions(const json::object& list) {
        const json::value* data = list.if_contains("data");
        if (data == nullptr || !data->is_array()) return false;
        for (const json::value& entry : data->get_array()) {
            const json::object* session = entry.if_object();
            if (session == nullptr || !is_link_id(text_in(*session, "id"))) return false;
            open_.emplace_back(text_in(*session, "id"));
        }
        const json::value* more = list.if_contains("has_more");
        more_open_ = more != nullptr && more->is_bool() && more->get_bool();
        return true;
    }
    [[nodiscard]] LinkStep standing(const json::object& list) const {
        const json::value* data = list.if_contains("data");
        if (data == nullptr || !data->is_array()) return not_understood("no list of sessions");
        LinkOutcome outcome;
        outcome.standing = task_ == Task::Close ? LinkStanding::Closed : LinkStanding::Open;
        for (const json::value& entry : data->get_array()) {
            const json::object* session = entry.if_object();
            if (session == nullptr) return not_understood("no session");
            // "unpaid" and complete: a direct debit that is on its way.
            const bool paid = text_in(*session, "payment_status") == "paid";
            if (paid) {
                outcome.standing = LinkStanding::Paid;
            } else if (outcome.standing != LinkStanding::Paid) {
                outcome.standing = LinkStanding::UnderWay;
            }
        }
        if (more_open_ && outcome.standing == LinkStanding::Closed) {
            return not_understood("more open sessions than one page of them");
        }
        return outcome;
    }

    std::string link_id_;
    Task task_;
    Stage stage_ = Stage::Completed;
    std::deque<std::string> open_; // at most one page
    bool more_open_ = false;
};

class StripeLinks final : public HostedLinkProvider {
public:
    explicit StripeLinks(Account account) : account_(std::move(account)) {}
    [[nodiscard]] std::string_view name() const override { return "stripe"; }
    [[nodiscard]] Result<std::unique_ptr<LinkTalk>> create(const LinkOrder& order) const override {
        const auto amount = stripe_amount(order.amount);
        if (!amount) return tl::unexpected<Failure>(amount.error());
        return std::make_unique<CreateTalk>(account_, order, *amount);
    }
    [[nodiscard]] std::unique_ptr<LinkTalk> ask(std::string link_id) const override {
        return std::make_unique<AskTalk>(account_, std::move(link_id), Task::Ask);
    }
    [[nodiscard]] std::unique_ptr<LinkTalk> close(std::string link_id) const override {
        return std::make_unique<AskTalk>(account_, std::move(link_id), Task::Close);
    }

private:
    Account account_;
};

} // namespace

Result<std::unique_ptr<HostedLinkProvider>> make_stripe_links(std::string secret_key,
                                                              std::string_view api_url) {
    if (auto key = check_api_key("stripe", secret_key); !key) {
        return tl::unexpected<Failure>(key.error());
    }
    auto url = api_address(api_url, published_url);
    if (!url) return tl::unexpected<Failure>(url.error());
    return std::make_unique<StripeLinks>(Account{std::move(secret_key), std::move(*url)});
}

} // namespace afpunt::payment
