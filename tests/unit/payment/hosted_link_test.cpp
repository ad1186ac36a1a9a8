// SPDX-License-Identifier: MIT
//
// Talks with providers, without a network: what they are asked, and what is made of each answer.
#include "payment/hosted_link.hpp"

#include "unit/payment/ask_provider.hpp"

#include <gtest/gtest.h>

using namespace afpunt;
using namespace afpunt::payment;
using afpunt::tests::FakeLink;
using afpunt::tests::FakeMollie;
using afpunt::tests::FakeProvider;
using afpunt::tests::FakeStripe;
using afpunt::tests::SeenRequest;

namespace {

Currency currency(std::string_view code) {
    return *Currency::parse(code);
}

LinkOrder order(std::int64_t minor = 12'345, std::string_view code = "EUR") {
    return {"0123456789abcdef0123456789abcdef", Money{minor, currency(code)}, Date::of(2027, 1, 31),
            "H-2026-00042: V26-0107"};
}

// The whole talk, each question answered by `answer`.
LinkOutcome talk_over(LinkTalk& talk,
                      const std::function<HttpResponse(const HttpRequest&)>& answer) {
    HttpRequest question = talk.begin();
    for (int count = 0; count < 50; ++count) {
        LinkStep step = talk.next(answer(question));
        if (auto* outcome = std::get_if<LinkOutcome>(&step)) return *outcome;
        question = std::get<HttpRequest>(step);
    }
    ADD_FAILURE() << "a talk without an end";
    return {};
}

// Both providers behind one set of tests: what they promise in common.
struct Provider {
    std::unique_ptr<FakeProvider> fake;
    std::unique_ptr<HostedLinkProvider> links;

    LinkOutcome create(const LinkOrder& asked) {
        auto talk = links->create(asked);
        if (!talk) {
            ADD_FAILURE() << talk.error().sentence();
            return {};
        }
        return over(**talk);
    }
    LinkOutcome over(LinkTalk& talk) {
        return talk_over(talk, [&](const HttpRequest& question) {
            return tests::ask_provider(*fake, question);
        });
    }
    LinkOutcome ask_for(const std::string& id) { return over(*links->ask(id)); }
    LinkOutcome close(const std::string& id) { return over(*links->close(id)); }
};

Provider mollie(std::string key = FakeMollie::key) {
    return {std::make_unique<FakeMollie>(), *make_mollie_links(std::move(key), "")};
}
Provider stripe(std::string key = FakeStripe::key) {
    return {std::make_unique<FakeStripe>(), *make_stripe_links(std::move(key), "")};
}

class EveryProvider : public testing::TestWithParam<std::function<Provider()>> {
protected:
    Provider provider_ = GetParam()();
};
INSTANTIATE_TEST_SUITE_P(Providers, EveryProvider,
                         testing::Values([] { return mollie(); }, [] { return stripe(); }));

} // namespace

TEST_P(EveryProvider, MakesALinkForExactlyTheAmount) {
    const LinkOutcome made = provider_.create(order());
    ASSERT_EQ(made.result, LinkResult::Done) << made.words;
    EXPECT_EQ(made.standing, LinkStanding::Open);
    const FakeLink link = provider_.fake->links().at(0);
    EXPECT_EQ(made.id, link.id);
    EXPECT_EQ(made.url, link.url);
    EXPECT_EQ(link.description, "H-2026-00042: V26-0107");
}

TEST_P(EveryProvider, MakesOneLinkHoweverOftenItIsAsked) {
    const LinkOutcome first = provider_.create(order());
    const LinkOutcome again = provider_.create(order());
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(provider_.fake->links().size(), 1U);
    EXPECT_NE(provider_.create(order(12'346)).id, first.id);
    LinkOrder later = order();
    later.expires_on = later.expires_on + 1;
    EXPECT_NE(provider_.create(later).id, first.id);
}

TEST_P(EveryProvider, TellsWhetherTheLinkWasPaid) {
    const std::string id = provider_.create(order()).id;
    EXPECT_EQ(provider_.ask_for(id).standing, LinkStanding::Open);
    ASSERT_TRUE(provider_.fake->pay(id, "2026-12-02"));
    EXPECT_EQ(provider_.ask_for(id).standing, LinkStanding::Paid);
}

TEST_P(EveryProvider, ClosesALinkForGood) {
    const std::string id = provider_.create(order()).id;
    EXPECT_EQ(provider_.close(id).standing, LinkStanding::Closed);
    EXPECT_FALSE(provider_.fake->pay(id, "2026-12-02"));
    EXPECT_EQ(provider_.close(id).standing, LinkStanding::Closed);
}

TEST_P(EveryProvider, SaysWhenTheDebtorWasQuickerThanTheClosing) {
    const std::string id = provider_.create(order()).id;
    ASSERT_TRUE(provider_.fake->pay(id, "2026-12-02"));
    EXPECT_EQ(provider_.close(id).standing, LinkStanding::Paid);
}

TEST_P(EveryProvider, TriesLaterWhatMayPass) {
    for (const int status : {408, 409, 425, 429, 500, 502, 503, 504}) {
        provider_.fake->add_fault({status, "", "Retry-After: 7\r\n"});
        const LinkOutcome outcome = provider_.create(order());
        EXPECT_EQ(outcome.result, LinkResult::TryLater) << status;
        EXPECT_EQ(outcome.retry_after, std::chrono::seconds(7));
        EXPECT_NE(outcome.words.find(std::to_string(status)), std::string::npos);
    }
    for (const char* odd :
         {"-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999"}) {
        provider_.fake->add_fault({429, "", std::string("Retry-After: ") + odd + "\r\n"});
        EXPECT_EQ(provider_.create(order()).retry_after, std::chrono::seconds(0)) << odd;
    }
}

TEST_P(EveryProvider, GivesUpWhatIsRefused) {
    for (const int status : {301, 302, 400, 401, 403, 404, 422}) {
        provider_.fake->add_fault({status, "<html>", ""});
        EXPECT_EQ(provider_.create(order()).result, LinkResult::Refused) << status;
    }
    EXPECT_EQ(provider_.ask_for("unknown_id").standing, LinkStanding::Open);
}

TEST_P(EveryProvider, TakesNoNonsenseForAnAnswer) {
    for (const char* body :
         {"", "[]", "null", "{", "{}", R"({"id":5})", R"({"id":"../x","url":"https://a.example/"})",
          R"({"id":"pl_1","_links":{"paymentLink":{"href":"javascript:pay"}},"url":"http://a"})",
          R"({"data":{}})", "\xff\xfe"}) {
        provider_.fake->add_fault({200, body, ""});
        EXPECT_EQ(provider_.create(order()).result, LinkResult::TryLater) << body;
        provider_.fake->add_fault({200, body, ""});
        EXPECT_NE(provider_.close("pl_1").standing, LinkStanding::Closed) << body;
    }
    std::string deep;
    for (int level = 0; level < 100; ++level)
        deep += "{\"a\":";
    provider_.fake->add_fault({200, deep, ""});
    EXPECT_EQ(provider_.create(order()).result, LinkResult::TryLater);
}

TEST_P(EveryProvider, RefusesAddressesThatAKeyMustNotTravelTo) {
    for (const char* url : {"http://example.com", "ftp://x", "https://a@b", "https://x/?a=1"}) {
        EXPECT_FALSE(make_mollie_links(FakeMollie::key, url)) << url;
        EXPECT_FALSE(make_stripe_links(FakeStripe::key, url)) << url;
    }
    for (const char* key : {"", "short", "with space in it", "with\r\nline: ends"}) {
        const auto refused = make_mollie_links(key, "");
        ASSERT_FALSE(refused);
        EXPECT_FALSE(make_stripe_links(key, ""));
        if (*key != '\0') {
            EXPECT_EQ(refused.error().sentence().find(key), std::string::npos);
        }
    }
}

TEST(MollieLink, WritesTheAmountAsTextWithTheDecimalsOfItsCurrency) {
    Provider provider = mollie();
    EXPECT_EQ(provider.create(order(5)).result, LinkResult::Done);
    EXPECT_EQ(provider.create(order(1000, "JPY")).result, LinkResult::Done);
    EXPECT_EQ(provider.fake->links().at(0).value, "0.05");
    EXPECT_EQ(provider.fake->links().at(1).value, "1000");
    EXPECT_EQ(provider.fake->links().at(0).expires_at, "2027-02-01T00:00:00+00:00");
}

TEST(MollieLink, GivesTheProvidersWordsAndNeverTheKey) {
    Provider wrong = mollie("live_somebody-elses-key");
    const LinkOutcome refused = wrong.create(order());
    EXPECT_EQ(refused.result, LinkResult::Refused);
    EXPECT_NE(refused.words.find("failed to authenticate"), std::string::npos);
    Provider provider = mollie();
    provider.fake->add_fault(
        {422, std::string(R"({"detail":"bad key )") + FakeMollie::key + R"(\n","field":"amount"})",
         ""});
    const LinkOutcome words = provider.create(order());
    EXPECT_EQ(words.words, "status 422: bad key ***  (amount)");
    provider.fake->add_fault({422, R"({"detail":")" + std::string(5000, 'x') + "\"}", ""});
    EXPECT_LT(provider.create(order()).words.size(), 300U);
}

TEST(MollieLink, KnowsTheDayOfThePayment) {
    Provider provider = mollie();
    const std::string id = provider.create(order()).id;
    provider.fake->pay(id, "2026-12-02");
    EXPECT_EQ(provider.ask_for(id).paid_on, Date::of(2026, 12, 2));
}

TEST(MollieLink, RefusesALinkForAnotherAmount) {
    Provider provider = mollie();
    provider.fake->add_fault(
        {201,
         R"({"id":"pl_1","amount":{"currency":"EUR","value":"1.00"},"_links":{"paymentLink":)"
         R"({"href":"https://paymentlink.example.com/1"}}})",
         ""});
    EXPECT_EQ(provider.create(order()).result, LinkResult::Refused);
}

TEST(StripeLink, WritesWholeNumbersOfWhatStripeCountsIn) {
    Provider provider = stripe();
    const auto value = [&](std::int64_t minor, std::string_view code) {
        const LinkOutcome made = provider.create(order(minor, code));
        EXPECT_EQ(made.result, LinkResult::Done) << code << " " << made.words;
        const FakeLink link = provider.fake->links().back();
        return link.currency + " " + link.value;
    };
    EXPECT_EQ(value(12'345, "EUR"), "eur 12345");
    EXPECT_EQ(value(1'000, "JPY"), "jpy 1000");
    EXPECT_EQ(value(1'000, "ISK"), "isk 100000"); // a special case: no decimals, taken with two
    EXPECT_EQ(value(1'000, "UGX"), "ugx 100000"); // the same
    EXPECT_EQ(value(12'340, "KWD"), "kwd 12340");
    EXPECT_FALSE(provider.links->create(order(12'345, "KWD"))); // the last decimal must be 0
    EXPECT_FALSE(provider.links->create(order(0)));
    EXPECT_FALSE(provider.links->create(order(std::numeric_limits<std::int64_t>::max(), "ISK")));
}

TEST(StripeLink, AsksForOneCompletedSessionAndSaysNothingOfTheDebtor) {
    Provider provider = stripe();
    provider.create(order());
    const SeenRequest seen = provider.fake->seen().at(0);
    EXPECT_EQ(seen.headers.at("stripe-version"), "2025-07-30.basil");
    EXPECT_NE(seen.body.find("restrictions%5Bcompleted_sessions%5D%5Blimit%5D=1"),
              std::string::npos);
    EXPECT_EQ(provider.fake->links().at(0).letter, order().letter_id);
}

TEST(StripeLink, ClosesThePagesThatSomebodyHasOpen) {
    Provider provider = stripe();
    auto& fake = dynamic_cast<FakeStripe&>(*provider.fake);
    const std::string id = provider.create(order()).id;
    fake.open_page(id);
    fake.open_page(id);
    EXPECT_EQ(provider.close(id).standing, LinkStanding::Closed);
    const FakeLink link = fake.links().at(0);
    for (const auto& session : link.sessions)
        EXPECT_EQ(session.status, "expired");
}

TEST(StripeLink, SeesAPaymentBetweenTheClosingOfTheLinkAndOfItsPage) {
    Provider provider = stripe();
    auto& fake = dynamic_cast<FakeStripe&>(*provider.fake);
    const std::string id = provider.create(order()).id;
    fake.open_page(id);
    const auto talk = provider.links->close(id);
    const LinkOutcome outcome = talk_over(*talk, [&](const HttpRequest& question) {
        if (question.url.find("/expire") != std::string::npos) {
            fake.change(id, [](FakeLink& link) {
                link.sessions.at(0).status = "complete";
                link.sessions.at(0).payment_status = "paid";
            });
        }
        return tests::ask_provider(fake, question);
    });
    EXPECT_EQ(outcome.result, LinkResult::Done) << outcome.words;
    EXPECT_EQ(outcome.standing, LinkStanding::Paid);
}

TEST(StripeLink, TellsADirectDebitThatIsUnderWay) {
    Provider provider = stripe();
    const std::string id = provider.create(order()).id;
    provider.fake->change(id, [](FakeLink& link) {
        link.sessions.push_back({"cs_1", "complete", "unpaid"});
    });
    EXPECT_EQ(provider.ask_for(id).standing, LinkStanding::UnderWay);
    EXPECT_EQ(provider.close(id).standing, LinkStanding::UnderWay);
}

TEST(HostedLink, DescribesTheInvoicesWithinWhatProvidersTake) {
    EXPECT_EQ(link_description("H-1", {}), "H-1");
    EXPECT_EQ(link_description("H-1", {"A", "B"}), "H-1: A, B");
    const std::string many = link_description("H-1", std::vector<std::string>(100, "V26-0107"));
    EXPECT_LE(many.size(), 205U);
    EXPECT_NE(many.find(", ..."), std::string::npos);
}
