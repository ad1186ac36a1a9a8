// SPDX-License-Identifier: MIT
//
// Payment links: one seam for all providers. The first provider signs a link to the firm's own (or
// its provider's) payment page: HMAC-SHA256 over book, items, amount, currency and expiry, with the
// id of the key, so that the page can check that nobody changed the amount. Providers that need the
// network come behind the same seam.
#pragma once

#include <afpunt/date.hpp>
#include <afpunt/money.hpp>
#include <afpunt/result.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::payment {

struct LinkRequest {
    std::string book_id;
    std::string letter_id;
    std::vector<std::string> item_ids;
    Money amount;
    Date expires_on; // last day on which it may be used
    std::string description;
};

class PaymentLinkProvider {
public:
    virtual ~PaymentLinkProvider() = default;
    // [worker] May take long for providers behind a network; never called with the store locked.
    [[nodiscard]] virtual Result<std::string> create(const LinkRequest& request) = 0;
};

struct SigningKey {
    std::string id;     // travels in the link: "2026-1"
    std::string secret; // never does; at least 16 bytes
};

// "https://pay.example.org/{item}?amount={amount}&..." is not needed: the template is only the
// address of the page ("https://pay.example.org/betalen"), the query is ours:
// b=book i=item[,item] l=letter a=decimal amount c=currency e=expiry k=key id s=signature.
// The description stays out of the link: it is for providers that show it, and links are logged.
class SignedLinkProvider final : public PaymentLinkProvider {
public:
    // https only; a page that already has a query keeps it.
    [[nodiscard]] static Result<SignedLinkProvider> make(std::string page, SigningKey key);
    [[nodiscard]] Result<std::string> create(const LinkRequest& request) override;

private:
    SignedLinkProvider(std::string page, SigningKey key)
        : page_(std::move(page)), key_(std::move(key)) {}
    std::string page_;
    SigningKey key_;
};

// What a payment page does with a link that comes in, whole and as it was sent: finds the key by
// its id, checks the signature in constant time, then the expiry against `today`. Refused links say
// why, never the secret.
[[nodiscard]] Result<LinkRequest>
verify_signed_link(std::string_view link,
                   const std::function<const SigningKey*(std::string_view key_id)>& find_key,
                   Date today);

} // namespace afpunt::payment
