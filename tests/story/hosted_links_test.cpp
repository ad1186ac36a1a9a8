// SPDX-License-Identifier: MIT
//
// Letters with links of a payment provider, which serves them on this machine: what the debtors
// get, what the bank and the provider say afterwards, and who is not reminded any more.
#include "book_copy.hpp"
#include "support/fake_provider.hpp"
#include "support/shared_data.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>

namespace afpunt::tests {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Kind {
    const char *name, *key;
    std::unique_ptr<FakeProvider> (*make)();
    const char *nine_hundred, *five_hundred; // how it writes amounts
};
const Kind mollie{"mollie", FakeMollie::key,
                  [] { return std::unique_ptr<FakeProvider>(new FakeMollie); }, "900.00", "500.00"};
const Kind stripe{"stripe", FakeStripe::key,
                  [] { return std::unique_ptr<FakeProvider>(new FakeStripe); }, "90000", "50000"};
void PrintTo(const Kind& kind, std::ostream* out) {
    *out << kind.name;
}

class HostedLinks : public ::testing::TestWithParam<Kind> {
protected:
    HostedLinks() : provider_(GetParam().make()) {
        server_ = std::make_unique<LocalServer>(provider_->handler());
        book_.add_hosted_links(GetParam().name, server_->url("127.0.0.1"), GetParam().key);
    }
    std::string form(const std::string& letter, const char* name) {
        return read_file(book_.root() / "out" / letter / name);
    }
    // The link in the customer's newest letter.
    FakeLink link_of(const std::string& customer) {
        std::string url;
        for (const LetterSeen& letter : book_.letters("accepted")) {
            if (letter.customer != customer) continue;
            url = read_json(book_.root() / "out" / letter.number / "letter.json")
                      .at("payment_link")
                      .as_string()
                      .c_str();
        }
        for (const FakeLink& link : provider_->links()) {
            if (link.url == url) return link;
        }
        ADD_FAILURE() << customer << " has no link: " << url;
        return {};
    }
    void the_second_letters_come_due() {
        book_.set_day("2026-12-03");
        book_.bring({"2026-12-02.cod", "2026-12-02.xml"});
        book_.ask({"run"});
    }
    std::vector<std::string> customers_of(const std::string& state) {
        std::vector<std::string> customers;
        for (const LetterSeen& letter : book_.letters(state))
            customers.push_back(letter.customer);
        return customers;
    }

    BookCopy book_;
    std::unique_ptr<FakeProvider> provider_;
    std::unique_ptr<LocalServer> server_;
};
INSTANTIATE_TEST_SUITE_P(Providers, HostedLinks, ::testing::Values(mollie, stripe),
                         [](const auto& instance) { return std::string(instance.param.name); });

} // namespace

TEST_P(HostedLinks, StandInTheLettersThatAPersonApproved) {
    book_.live_until_the_first_letters();
    const std::vector<LetterSeen> letters = book_.letters("accepted");
    ASSERT_EQ(letters.size(), 6U);
    EXPECT_EQ(provider_->links().size(), 6U);
    for (const LetterSeen& letter : letters) {
        const FakeLink link = link_of(letter.customer);
        EXPECT_THAT(form(letter.number, "mail.txt"), HasSubstr(link.url));
        EXPECT_THAT(form(letter.number, "mail.html"), HasSubstr(link.url));
        EXPECT_THAT(form(letter.number, "reminder.xml"), HasSubstr(link.url));
        EXPECT_THAT(link.description, HasSubstr(letter.number));
        EXPECT_EQ(link.description.find('@'), std::string::npos);
    }
    EXPECT_EQ(link_of("K-1004").value, GetParam().nine_hundred);
}

TEST_P(HostedLinks, AreNotMadeForWhatIsOnlyPrepared) {
    book_.set_day("2026-11-02");
    book_.ask({"run"});
    EXPECT_THAT(provider_->seen(), IsEmpty());
}

TEST_P(HostedLinks, ThatWerePaidSpareTheDebtorTheNextLetter) {
    book_.live_until_the_first_letters();
    ASSERT_TRUE(provider_->pay(link_of("K-1008").id, "2026-11-25"));
    the_second_letters_come_due();
    EXPECT_EQ(book_.reason("2026-0152"), "paid-by-link");
    EXPECT_THAT(customers_of("prepared"), Not(Contains("K-1008")));
    EXPECT_THAT(customers_of("prepared"), Contains("K-1011"));
    const boost::json::object why = book_.ask({"why", "2026-0152"});
    const auto& link = why.at("items").at(0).at("payment_links").at(0).as_object();
    EXPECT_EQ(link.at("state").as_string(), "paid");
    EXPECT_EQ(link.at("provider").as_string(), GetParam().name);
}

TEST_P(HostedLinks, AreClosedAndMadeAnewAfterAPartPayment) {
    book_.live_until_the_first_letters();
    const FakeLink first = link_of("K-1004");
    the_second_letters_come_due();
    const auto links = provider_->links();
    const auto now = std::find_if(links.begin(), links.end(),
                                  [&](const FakeLink& link) { return link.id == first.id; });
    ASSERT_NE(now, links.end());
    EXPECT_TRUE(now->closed) << "400 of 900 came: nobody may pay 900 any more";
    EXPECT_FALSE(provider_->pay(first.id, "2026-12-03"));
    book_.ask({"approve", "--all"});
    EXPECT_EQ(link_of("K-1004").value, GetParam().five_hundred);
}

TEST_P(HostedLinks, OfAProviderThatIsAwayHoldWhatTheyMightHavePaid) {
    book_.live_until_the_first_letters();
    server_.reset();
    the_second_letters_come_due();
    EXPECT_EQ(book_.reason("2026-0152"), "link-state-unknown");
    EXPECT_THAT(customers_of("prepared"), Not(Contains("K-1008")));
    EXPECT_THAT(customers_of("prepared"), Contains("K-1015")) << "had no link yet";
    const boost::json::object status = book_.ask({"status"});
    EXPECT_THAT(std::string(status.at("attention").at(0).as_string()),
                HasSubstr("could not be closed yet"));
    // A letter without a button is better than none: IBAN, reference and code stand in it.
    book_.ask({"approve", "--all"});
    EXPECT_THAT(customers_of("accepted"), Contains("K-1015"));
}

TEST_P(HostedLinks, LeaveTheLettersAloneWhereTheKeyIsWrong) {
    book_.write("payment-link.key", "a-key-of-somebody-else");
    book_.live_until_the_first_letters();
    const std::vector<LetterSeen> letters = book_.letters("accepted");
    ASSERT_EQ(letters.size(), 6U);
    EXPECT_THAT(provider_->links(), IsEmpty());
    for (const LetterSeen& letter : letters) {
        const auto json = read_json(book_.root() / "out" / letter.number / "letter.json");
        EXPECT_EQ(json.at("payment_link").as_string(), "");
    }
    EXPECT_EQ(read_file(book_.root() / "afpunt.toml").find("a-key-of"), std::string::npos);
    const Outcome journal = book_.command({"journal"});
    EXPECT_THAT(journal.output, HasSubstr("no-link"));
    EXPECT_THAT(journal.output, Not(HasSubstr("a-key-of-somebody-else")));
}

} // namespace afpunt::tests
