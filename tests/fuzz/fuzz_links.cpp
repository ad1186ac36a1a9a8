// SPDX-License-Identifier: MIT
//
// libFuzzer on what providers of payment links answer: any status, any body, to each question. A
// talk ends; a link that was made leads to https; no words repeat the key or fill more than a line.
#include "demand.hpp"

#include <payment/hosted_link.hpp>
#include <payment/link_answers.hpp>

#include <memory>
#include <string>

namespace {

using namespace afpunt;
using namespace afpunt::fuzz;
using namespace afpunt::payment;

const char* const mollie_key = "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM";
const char* const stripe_key = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
constexpr int questions_max = 60;

LinkOrder order() {
    return {"0123456789abcdef0123456789abcdef", Money{12'345, Currency::parse("EUR").value()},
            Date::of(2027, 1, 31), "H-2026-00042: V26-0107"};
}

std::unique_ptr<LinkTalk> talk(const HostedLinkProvider& provider, std::uint32_t which) {
    if (which == 0) return std::move(*provider.create(order()));
    return which == 1 ? provider.ask("pl_known1") : provider.close("pl_known1");
}

HttpResponse answer(Bytes& bytes) {
    constexpr int usual[] = {200, 201, 204, 302, 400, 401, 404, 409, 422, 429, 500, 503};
    const std::uint8_t choice = bytes.byte();
    HttpResponse response;
    response.status = choice < 128 ? usual[choice % 12] : 100 + choice * 3;
    if (choice % 5 == 0) response.headers.emplace_back("retry-after", bytes.piece());
    response.body = bytes.piece();
    return response;
}

void judge(const LinkOutcome& outcome, bool is_made, const std::string& key) {
    demand(outcome.words.empty() || outcome.words.find(key) == std::string::npos);
    demand_line(outcome.words, 400);
    if (!is_made || outcome.result != LinkResult::Done) return;
    demand(is_payment_page(outcome.url) && is_link_id(outcome.id));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto mollie = *make_mollie_links(mollie_key, "");
    static const auto stripe = *make_stripe_links(stripe_key, "");
    Bytes bytes(data, size);
    const std::uint8_t choice = bytes.byte();
    const bool is_mollie = choice % 2 == 0;
    const std::uint32_t which = choice / 2 % 3;
    const auto asked = talk(is_mollie ? *mollie : *stripe, which);
    HttpRequest question = asked->begin();
    for (int count = 0; count < questions_max; ++count) {
        demand(question.url.starts_with("https://") && question.url.find(' ') == std::string::npos);
        LinkStep step = asked->next(answer(bytes));
        if (const auto* outcome = std::get_if<LinkOutcome>(&step)) {
            judge(*outcome, which == 0, is_mollie ? mollie_key : stripe_key);
            return 0;
        }
        question = std::get<HttpRequest>(std::move(step));
    }
    demand(false); // a talk without an end
    return 0;
}
