// SPDX-License-Identifier: MIT
//
// Payment providers as their published APIs describe them: keys, errors, idempotency, links that
// are paid, archived, expired. Each answers a question by itself (for tests without a network) or
// serves it on this machine.
#pragma once

#include "support/local_server.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace afpunt::tests {

struct FakeAnswer {
    int status = 200;
    std::string body, fields; // fields: "Retry-After: 5\r\n"
};

struct FakeLink {
    std::string id, url, description, currency, value, expires_at, letter; // value as it was asked
    bool closed = false;
    std::string paid_at; // empty = not paid
    struct Session {
        std::string id, status = "open", payment_status = "unpaid";
    };
    std::vector<Session> sessions; // Stripe only
};

class FakeProvider {
public:
    explicit FakeProvider(std::string key) : key_(std::move(key)) {}
    virtual ~FakeProvider() = default;

    FakeAnswer answer(const SeenRequest& request);
    // Serves one question per connection; a fault of status 0 closes without an answer.
    [[nodiscard]] LocalServer::Handler handler();

    // The next questions are answered by these, in their order.
    void add_fault(FakeAnswer fault);
    [[nodiscard]] std::vector<FakeLink> links();
    [[nodiscard]] std::vector<SeenRequest> seen();
    // Somebody pays by the link; false where the provider would not let them.
    bool pay(const std::string& link_id, const std::string& day);
    // Changes a link behind everybody's back.
    void change(const std::string& link_id, const std::function<void(FakeLink&)>& change);

protected:
    virtual FakeAnswer respond(const SeenRequest& request) = 0;
    [[nodiscard]] virtual FakeAnswer unauthorised() const = 0;
    virtual void note_payment(FakeLink& link) = 0;
    [[nodiscard]] FakeLink* find(const std::string& id);
    std::string next_id(const std::string& prefix);

    std::vector<FakeLink> links_;
    // Key of idempotency -> what was asked and answered.
    std::map<std::string, std::pair<std::string, FakeAnswer>> remembered_;

private:
    std::string key_;
    int last_id_ = 0;
    std::mutex mutex_;
    std::deque<FakeAnswer> faults_;
    std::vector<SeenRequest> seen_;
};

class FakeMollie final : public FakeProvider {
public:
    FakeMollie() : FakeProvider(key) {}
    static constexpr const char* key = "live_Fake1234567890Mollie";

protected:
    FakeAnswer respond(const SeenRequest& request) override;
    [[nodiscard]] FakeAnswer unauthorised() const override;
    void note_payment(FakeLink& link) override;

private:
    FakeAnswer create(const SeenRequest& request);
};

class FakeStripe final : public FakeProvider {
public:
    FakeStripe() : FakeProvider(key) {}
    static constexpr const char* key = "sk_live_Fake1234567890Stripe";
    // Somebody opens the page of the link; its session stays open for a day.
    std::string open_page(const std::string& link_id);

protected:
    FakeAnswer respond(const SeenRequest& request) override;
    [[nodiscard]] FakeAnswer unauthorised() const override;
    void note_payment(FakeLink& link) override;

private:
    FakeAnswer create(const SeenRequest& request, std::map<std::string, std::string> form);
    FakeAnswer list_sessions(const std::map<std::string, std::string>& query);
    FakeAnswer expire(const std::string& session_id);
};

} // namespace afpunt::tests
