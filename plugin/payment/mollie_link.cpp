// SPDX-License-Identifier: MIT
//
// Mollie's payment links, API v2 (docs.mollie.com/reference/payment-links-api): POST makes one, GET
// tells paidAt and archived, PATCH {"archived": true} ends it: "customers will not be able to
// complete payments on archived payment links". Amounts are texts with the decimals of their
// currency. A key of Idempotency-Key is remembered for one hour.
#include "payment/link_answers.hpp"
#include "payment/percent_encoding.hpp"

#include <boost/json/serialize.hpp>

#include <utility>

namespace afpunt::payment {
namespace {

namespace json = boost::json;

constexpr std::string_view published_url = "https://api.mollie.com";

enum class Task { Create, Ask, Close };

struct Account {
    std::string key, url;
};

std::string words_of(const HttpResponse& answer, const std::string& key) {
    const auto error = parse_answer(answer);
    if (!error) return {};
    std::string words(text_in(*error, "detail").empty() ? text_in(*error, "title")
                                                        : text_in(*error, "detail"));
    if (const std::string_view field = text_in(*error, "field"); !field.empty()) {
        words += " (" + std::string(field) + ")";
    }
    return clean_words(words, key);
}

// paidAt is null until somebody paid; a link that is not reusable cannot be paid again.
LinkOutcome standing_of(const json::object& link) {
    LinkOutcome outcome;
    const json::value* archived = link.if_contains("archived");
    if (archived != nullptr && archived->is_bool() && archived->get_bool()) {
        outcome.standing = LinkStanding::Closed;
    }
    const std::string_view paid_at = text_in(link, "paidAt");
    if (!paid_at.empty()) {
        outcome.standing = LinkStanding::Paid;
        constexpr std::size_t day_bytes = 10; // "2026-11-25T21:00:00+00:00"
        if (const auto day = Date::parse(paid_at.substr(0, day_bytes))) outcome.paid_on = *day;
    }
    return outcome;
}

LinkOutcome made_link(const json::object& link, const LinkOrder& order) {
    LinkOutcome outcome = standing_of(link);
    outcome.id = text_in(link, "id");
    if (const json::object* links = object_in(link, "_links")) {
        if (const json::object* page = object_in(*links, "paymentLink")) {
            outcome.url = text_in(*page, "href");
        }
    }
    if (!is_link_id(outcome.id) || !is_payment_page(outcome.url)) {
        return not_understood("no id or no page of a payment link");
    }
    const json::object* amount = object_in(link, "amount");
    if (amount == nullptr || text_in(*amount, "currency") != order.amount.currency.code() ||
        text_in(*amount, "value") != order.amount.decimal()) {
        outcome.result = LinkResult::Refused;
        outcome.words = "a link for another amount than " + order.amount.code_and_decimal();
    }
    return outcome;
}

class MollieTalk final : public LinkTalk {
public:
    MollieTalk(Account account, Task task, LinkOrder order, std::string link_id)
        : account_(std::move(account)), task_(task), order_(std::move(order)),
          link_id_(std::move(link_id)) {}

    HttpRequest begin() override {
        HttpRequest request;
        request.method = task_ == Task::Create ? "POST" : task_ == Task::Ask ? "GET" : "PATCH";
        request.url = account_.url + "/v2/payment-links";
        request.headers = {{"Authorization", "Bearer " + account_.key},
                           {"Accept", "application/json"}};
        if (task_ != Task::Create) request.url += "/" + percent_encode(link_id_);
        if (task_ == Task::Ask) return request;
        request.headers.emplace_back("Content-Type", "application/json");
        if (task_ == Task::Close) {
            request.body = R"({"archived":true})";
            return request;
        }
        request.headers.emplace_back("Idempotency-Key", idempotency_key(order_));
        // Usable until the end of its last day.
        request.body = json::serialize(json::object{
            {"description", order_.description},
            {"amount",
             {{"currency", order_.amount.currency.code()}, {"value", order_.amount.decimal()}}},
            {"expiresAt", (order_.expires_on + 1).iso() + "T00:00:00+00:00"},
            {"reusable", false}});
        return request;
    }

    LinkStep next(const HttpResponse& answer) override {
        // 410: an account or a link that was deleted; nobody pays there any more.
        if (answer.status == 410 && task_ != Task::Create) {
            LinkOutcome gone;
            gone.standing = LinkStanding::Closed;
            gone.words = words_of(answer, account_.key);
            return gone;
        }
        if (!is_success(answer)) return refusal(answer, words_of(answer, account_.key));
        const auto link = parse_answer(answer);
        if (!link) return not_understood("no JSON");
        if (task_ == Task::Create) return made_link(*link, order_);
        if (text_in(*link, "id") != link_id_) return not_understood("another link");
        LinkOutcome outcome = standing_of(*link);
        if (task_ == Task::Close && outcome.standing == LinkStanding::Open) {
            return not_understood("the link is still open");
        }
        return outcome;
    }

private:
    Account account_;
    Task task_;
    LinkOrder order_;
    std::string link_id_;
};

class MollieLinks final : public HostedLinkProvider {
public:
    explicit MollieLinks(Account account) : account_(std::move(account)) {}
    [[nodiscard]] std::string_view name() const override { return "mollie"; }
    [[nodiscard]] Result<std::unique_ptr<LinkTalk>> create(const LinkOrder& order) const override {
        if (!order.amount.is_positive()) {
            return fail("amount", order.amount.decimal(), "an amount above zero");
        }
        return talk(Task::Create, order, "");
    }
    [[nodiscard]] std::unique_ptr<LinkTalk> ask(std::string link_id) const override {
        return talk(Task::Ask, {}, std::move(link_id));
    }
    [[nodiscard]] std::unique_ptr<LinkTalk> close(std::string link_id) const override {
        return talk(Task::Close, {}, std::move(link_id));
    }

private:
    [[nodiscard]] std::unique_ptr<LinkTalk> talk(Task task, LinkOrder order,
                                                 std::string link_id) const {
        return std::make_unique<MollieTalk>(account_, task, std::move(order), std::move(link_id));
    }
    Account account_;
};

} // namespace

Result<std::unique_ptr<HostedLinkProvider>> make_mollie_links(std::string api_key,
                                                              std::string_view api_url) {
    if (auto key = check_api_key("mollie", api_key); !key) {
        return tl::unexpected<Failure>(key.error());
    }
    auto url = api_address(api_url, published_url);
    if (!url) return tl::unexpected<Failure>(url.error());
    return std::make_unique<MollieLinks>(Account{std::move(api_key), std::move(*url)});
}

} // namespace afpunt::payment
