// SPDX-License-Identifier: MIT
#include "support/fake_provider.hpp"

#include <boost/json.hpp>

#include <charconv>

namespace afpunt::tests {
namespace {

namespace json = boost::json;
using Form = std::map<std::string, std::string>;

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && at + 2 < text.size()) {
            int byte = 0;
            std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16);
            out += static_cast<char>(byte);
            at += 2;
        } else {
            out += text[at] == '+' ? ' ' : text[at];
        }
    }
    return out;
}

Form form_of(std::string_view text) {
    Form form;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        const std::size_t equals = pair.find('=');
        form[decoded(pair.substr(0, equals))] =
            equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
    }
    return form;
}

FakeAnswer problem(int status, const char* type, const char* code, const std::string& message) {
    return {status,
            json::serialize(
                json::object{{"error", {{"type", type}, {"code", code}, {"message", message}}}}),
            "Content-Type: application/json\r\n"};
}

FakeAnswer link_answer(const FakeLink& link) {
    const json::object line{{"amount_total", std::stoll(link.value)}, {"currency", link.currency}};
    const json::object body{
        {"id", link.id},
        {"object", "payment_link"},
        {"active", !link.closed},
        {"currency", link.currency},
        {"line_items", {{"object", "list"}, {"data", json::array{line}}, {"has_more", false}}},
        {"url", link.url}};
    return {200, json::serialize(body), ""};
}

json::object session_object(const FakeLink& link, const FakeLink::Session& session) {
    return {{"id", session.id},         {"object", "checkout.session"},
            {"payment_link", link.id},  {"amount_total", std::stoll(link.value)},
            {"status", session.status}, {"payment_status", session.payment_status}};
}

} // namespace

FakeAnswer FakeStripe::unauthorised() const {
    return problem(401, "invalid_request_error", "", std::string("Invalid API Key provided"));
}

std::string FakeStripe::open_page(const std::string& link_id) {
    std::string id;
    change(link_id, [&](FakeLink& link) {
        if (link.closed || !link.paid_at.empty()) return;
        id = next_id("cs_live_");
        link.sessions.push_back({id, "open", "unpaid"});
    });
    return id;
}

// One completed session is the limit of the link: it ends itself.
void FakeStripe::note_payment(FakeLink& link) {
    link.sessions.push_back({next_id("cs_live_"), "complete", "paid"});
    link.closed = true;
}

FakeAnswer FakeStripe::create(const SeenRequest& request, Form form) {
    const auto given_key = request.headers.find("idempotency-key");
    if (given_key != request.headers.end() && remembered_.contains(given_key->second)) {
        const auto& [asked, given] = remembered_[given_key->second];
        if (asked == request.body) return given;
        return problem(400, "idempotency_error", "",
                       "Keys for idempotent requests can only be used with the same parameters");
    }
    const std::string price = "line_items[0][price_data]";
    FakeLink link;
    link.currency = form[price + "[currency]"];
    link.value = form[price + "[unit_amount]"];
    link.description = form[price + "[product_data][name]"];
    link.letter = form["metadata[afpunt_letter]"];
    if (form["line_items[0][quantity]"] != "1" || link.currency.size() != 3 ||
        link.description.empty() ||
        link.value.find_first_not_of("0123456789") != std::string::npos || link.value.empty()) {
        return problem(400, "invalid_request_error", "parameter_missing", "Missing required param");
    }
    if (std::stoll(link.value) < 50) {
        return problem(400, "invalid_request_error", "amount_too_small",
                       "The Checkout Session's total amount must convert to at least 50 cents");
    }
    link.id = next_id("plink_");
    link.url = "https://buy.example.com/" + link.id;
    links_.push_back(link);
    const FakeAnswer made = link_answer(link);
    if (given_key != request.headers.end()) remembered_[given_key->second] = {request.body, made};
    return made;
}

FakeAnswer FakeStripe::list_sessions(const Form& query) {
    json::array data;
    const auto link_id = query.find("payment_link");
    const auto status = query.find("status");
    for (const FakeLink& link : links_) {
        if (link_id == query.end() || link.id != link_id->second) continue;
        for (const FakeLink::Session& session : link.sessions) {
            if (status == query.end() || session.status == status->second) {
                data.push_back(session_object(link, session));
            }
        }
    }
    return {200,
            json::serialize(
                json::object{{"object", "list"}, {"data", std::move(data)}, {"has_more", false}}),
            ""};
}

FakeAnswer FakeStripe::expire(const std::string& session_id) {
    for (FakeLink& link : links_) {
        for (FakeLink::Session& session : link.sessions) {
            if (session.id != session_id) continue;
            if (session.status != "open") {
                return problem(400, "invalid_request_error", "",
                               "Only Checkout Sessions with a status in [\"open\"] can be expired");
            }
            session.status = "expired";
            return {200, json::serialize(session_object(link, session)), ""};
        }
    }
    return problem(404, "invalid_request_error", "resource_missing", "No such checkout.session");
}

FakeAnswer FakeStripe::respond(const SeenRequest& request) {
    if (!request.headers.contains("stripe-version")) {
        return problem(400, "invalid_request_error", "", "The test asks for a version");
    }
    const std::string path = request.target.substr(0, request.target.find('?'));
    const Form query = path.size() == request.target.size()
                           ? Form{}
                           : form_of(std::string_view(request.target).substr(path.size() + 1));
    const Form form = form_of(request.body);
    if (request.method == "POST" && path == "/v1/payment_links") return create(request, form);
    if (request.method == "GET" && path == "/v1/checkout/sessions") return list_sessions(query);
    const std::string sessions = "/v1/checkout/sessions/";
    if (request.method == "POST" && path.rfind(sessions, 0) == 0) {
        return expire(path.substr(sessions.size(), path.rfind('/') - sessions.size()));
    }
    const std::string links = "/v1/payment_links/";
    FakeLink* const link = path.rfind(links, 0) == 0 ? find(path.substr(links.size())) : nullptr;
    if (link == nullptr) {
        return problem(404, "invalid_request_error", "resource_missing", "No such payment link");
    }
    if (form.contains("active")) link->closed = form.at("active") == "false";
    return link_answer(*link);
}

} // namespace afpunt::tests
