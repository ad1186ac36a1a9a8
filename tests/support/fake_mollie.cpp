// SPDX-License-Identifier: MIT
#include "support/fake_provider.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace afpunt::tests {
namespace {

namespace json = boost::json;

FakeAnswer problem(int status, const char* title, const std::string& detail,
                   const char* field = nullptr) {
    json::object body{{"status", status}, {"title", title}, {"detail", detail}};
    if (field != nullptr) body["field"] = field;
    return {status, json::serialize(body), "Content-Type: application/hal+json\r\n"};
}

FakeAnswer link_answer(int status, const FakeLink& link) {
    json::object body{{"resource", "payment-link"},
                      {"id", link.id},
                      {"mode", "live"},
                      {"description", link.description},
                      {"amount", {{"currency", link.currency}, {"value", link.value}}},
                      {"archived", link.closed},
                      {"createdAt", "2026-11-20T10:00:00+00:00"},
                      {"paidAt", nullptr},
                      {"expiresAt", link.expires_at},
                      {"reusable", false},
                      {"_links", {{"paymentLink", {{"href", link.url}, {"type", "text/html"}}}}}};
    if (!link.paid_at.empty()) body["paidAt"] = link.paid_at;
    return {status, json::serialize(body), "Content-Type: application/hal+json\r\n"};
}

// Two decimals for euros, none for yen.
bool fits(const std::string& currency, const std::string& value) {
    const std::size_t decimals = currency == "JPY" ? 0 : 2;
    const std::size_t dot = value.find('.');
    const bool digits = std::all_of(value.begin(), value.end(),
                                    [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    return digits && !value.empty() &&
           (dot == std::string::npos ? decimals == 0 : value.size() - dot - 1 == decimals);
}

} // namespace

FakeAnswer FakeMollie::unauthorised() const {
    return problem(401, "Unauthorized Request",
                   "Missing authentication, or failed to authenticate");
}

void FakeMollie::note_payment(FakeLink&) {}

FakeAnswer FakeMollie::create(const SeenRequest& request) {
    const auto given_key = request.headers.find("idempotency-key");
    if (given_key != request.headers.end() && remembered_.contains(given_key->second)) {
        FakeAnswer again = remembered_[given_key->second].second;
        again.fields += "Mollie-Idempotency-Replayed: true\r\n";
        return again;
    }
    json::error_code error;
    const json::value body = json::parse(request.body, error);
    if (error || !body.is_object()) return problem(400, "Bad Request", "The body is no JSON");
    const json::object& asked = body.get_object();
    FakeLink link;
    if (const auto* text = asked.if_contains("description"); text != nullptr && text->is_string()) {
        link.description = text->get_string().c_str();
    }
    if (link.description.empty() || link.description.size() > 255) {
        return problem(422, "Unprocessable Entity", "The description is invalid", "description");
    }
    if (const auto* amount = asked.if_contains("amount"); amount != nullptr) {
        link.currency = amount->at("currency").as_string().c_str();
        link.value = amount->at("value").as_string().c_str();
    }
    if (!fits(link.currency, link.value)) {
        return problem(422, "Unprocessable Entity", "The amount contains an invalid value",
                       "amount");
    }
    if (const auto* expires = asked.if_contains("expiresAt")) {
        link.expires_at = expires->as_string().c_str();
    }
    link.id = next_id("pl_");
    link.url = "https://paymentlink.example.com/payment/" + link.id;
    links_.push_back(link);
    const FakeAnswer made = link_answer(201, link);
    if (given_key != request.headers.end()) remembered_[given_key->second] = {request.body, made};
    return made;
}

FakeAnswer FakeMollie::respond(const SeenRequest& request) {
    const std::string path = "/v2/payment-links";
    if (request.method == "POST" && request.target == path) return create(request);
    if (request.target.rfind(path + "/", 0) != 0) {
        return problem(404, "Not Found", "No such endpoint");
    }
    FakeLink* const link = find(request.target.substr(path.size() + 1));
    if (link == nullptr) {
        return problem(404, "Not Found", "No payment link exists with this token");
    }
    if (request.method == "GET") return link_answer(200, *link);
    if (request.method != "PATCH") return problem(405, "Method Not Allowed", "GET or PATCH");
    const json::value body = json::parse(request.body);
    const auto* archived = body.as_object().if_contains("archived");
    if (archived == nullptr || !archived->is_bool()) {
        return problem(422, "Unprocessable Entity", "The archived value is invalid", "archived");
    }
    link->closed = archived->as_bool();
    return link_answer(200, *link);
}

} // namespace afpunt::tests
