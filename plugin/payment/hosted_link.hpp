// SPDX-License-Identifier: MIT
//
// Payment links that a provider hosts: its page, its methods of payment, its answer to "was it
// paid?". A talk with the provider is a row of questions and answers and knows no network: it gives
// a question, takes the answer, and gives the next question or what came of it. A link is made when
// its letter is approved, for exactly the letter's amount; who pays part of it gets a new link in
// the next letter.
#pragma once

#include "payment/http_message.hpp"

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace afpunt::payment {

// What a link is for. The provider shows `description` to the debtor and keeps it: numbers of
// letter and invoices, no name and no address.
struct LinkOrder {
    std::string letter_id;
    Money amount;
    Date expires_on; // last day on which it may be used
    std::string description;
};

// How a link stands at its provider. UnderWay: the debtor has paid by a method whose money is
// certain only after days (a direct debit). Closed: nobody can pay by it any more.
enum class LinkStanding { Open, UnderWay, Paid, Closed };

enum class LinkResult {
    Done,     // `standing` is what the provider says
    TryLater, // 429, 5xx, or an answer that cannot be understood: the question may be asked again
    Refused   // the provider said no, in `words`
};

struct LinkOutcome {
    LinkResult result = LinkResult::Done;
    LinkStanding standing = LinkStanding::Open;
    std::string id, url;                 // of a link that was made
    std::optional<Date> paid_on;         // the provider's day, UTC; nullopt where it tells none
    std::chrono::seconds retry_after{0}; // the least time that the provider asks for
    std::string words;                   // why it is not done: one line, without keys
};

using LinkStep = std::variant<HttpRequest, LinkOutcome>;

class LinkTalk {
public:
    virtual ~LinkTalk() = default;
    [[nodiscard]] virtual HttpRequest begin() = 0;
    [[nodiscard]] virtual LinkStep next(const HttpResponse& answer) = 0;
};

class HostedLinkProvider {
public:
    virtual ~HostedLinkProvider() = default;
    [[nodiscard]] virtual std::string_view name() const = 0; // "mollie"; stands in the store
    // Asked twice with the same order, the provider makes one link. Fails where the provider cannot
    // take the amount.
    [[nodiscard]] virtual Result<std::unique_ptr<LinkTalk>>
    create(const LinkOrder& order) const = 0;
    [[nodiscard]] virtual std::unique_ptr<LinkTalk> ask(std::string link_id) const = 0;
    // Done with Closed, or with Paid or UnderWay where the debtor was quicker.
    [[nodiscard]] virtual std::unique_ptr<LinkTalk> close(std::string link_id) const = 0;
};

// Where the provider listens; empty = its published address. Another one is for tests and gateways:
// https, or http to this machine.
[[nodiscard]] Result<std::unique_ptr<HostedLinkProvider>>
make_mollie_links(std::string api_key, std::string_view api_url);
[[nodiscard]] Result<std::unique_ptr<HostedLinkProvider>>
make_stripe_links(std::string secret_key, std::string_view api_url);

// "H-2026-00042: V26-0107, V26-0112, ..." in at most what both providers take.
[[nodiscard]] std::string link_description(std::string_view letter_number,
                                           const std::vector<std::string>& invoice_numbers);

} // namespace afpunt::payment
