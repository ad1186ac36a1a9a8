// SPDX-License-Identifier: MIT
#include "delivery/mail_domain_check.hpp"

#include <gtest/gtest.h>

#include <map>

using namespace afpunt;
using namespace afpunt::delivery;

namespace {

// Answers from a list; a name that is not in it is not there.
class FakeResolver final : public DnsResolver {
public:
    std::map<std::string, DnsAnswer> text_records, servers;
    bool is_silent = false;

    Result<DnsAnswer> texts(const std::string& name) override { return from(text_records, name); }
    Result<DnsAnswer> mail_servers(const std::string& name) override { return from(servers, name); }

    void add_text(const std::string& name, std::vector<std::string> records) {
        text_records[name] = {DnsAnswer::Kind::Records, std::move(records)};
    }

private:
    [[nodiscard]] Result<DnsAnswer> from(const std::map<std::string, DnsAnswer>& answers,
                                         const std::string& name) const {
        if (is_silent) return fail("domain name system", "", "an answer");
        const auto found = answers.find(name);
        return found == answers.end() ? DnsAnswer{} : found->second;
    }
};

DomainFinding finding(FakeResolver& resolver, const std::string& record,
                      const std::string& domain = "delinde.example") {
    for (const DomainFinding& each : check_mail_domain(resolver, domain, "nl-BE")) {
        if (each.record == record) return each;
    }
    return {};
}

} // namespace

TEST(MailDomainCheck, FindsADomainThatIsWellKept) {
    FakeResolver resolver;
    resolver.add_text("delinde.example",
                      {"some-verification=1", "v=spf1 mx include:x.example -all"});
    resolver.text_records["_domainkey.delinde.example"] = {DnsAnswer::Kind::NoRecords, {}};
    resolver.add_text("_dmarc.delinde.example",
                      {"v=DMARC1; p=reject; rua=mailto:a@delinde.example"});
    resolver.servers["delinde.example"] = {DnsAnswer::Kind::Records, {"mx.delinde.example"}};
    for (const DomainFinding& each : check_mail_domain(resolver, "delinde.example", "fr")) {
        EXPECT_EQ(each.verdict, DomainVerdict::Good) << each.record;
        EXPECT_FALSE(each.words.empty());
    }
    EXPECT_EQ(finding(resolver, "SPF").found, "v=spf1 mx include:x.example -all");
    EXPECT_EQ(finding(resolver, "MX").found, "mx.delinde.example");
}

TEST(MailDomainCheck, NamesWhatIsMissing) {
    FakeResolver resolver;
    for (const char* record : {"SPF", "DKIM", "DMARC", "MX"})
        EXPECT_EQ(finding(resolver, record).verdict, DomainVerdict::Missing) << record;
    resolver.servers["delinde.example"] = {DnsAnswer::Kind::Records, {""}};
    EXPECT_EQ(finding(resolver, "MX").verdict, DomainVerdict::Missing) << "none, on purpose";
    resolver.is_silent = true;
    for (const char* record : {"SPF", "DKIM", "DMARC", "MX"})
        EXPECT_EQ(finding(resolver, record).verdict, DomainVerdict::Unknown) << record;
}

TEST(MailDomainCheck, DoubtsRecordsThatDoNotProtect) {
    const auto spf = [](std::vector<std::string> records) {
        FakeResolver resolver;
        resolver.add_text("delinde.example", std::move(records));
        return finding(resolver, "SPF").verdict;
    };
    EXPECT_EQ(spf({"v=spf1 +all"}), DomainVerdict::Doubtful);
    EXPECT_EQ(spf({"v=spf1 all"}), DomainVerdict::Doubtful);
    EXPECT_EQ(spf({"v=spf1 -all", "v=spf1 mx -all"}), DomainVerdict::Doubtful);
    EXPECT_EQ(spf({"v=spf10 -all"}), DomainVerdict::Missing) << "another version";
    EXPECT_EQ(spf({"V=SPF1"}), DomainVerdict::Good);
    const auto dmarc = [](const std::string& record) {
        FakeResolver resolver;
        resolver.add_text("_dmarc.delinde.example", {record});
        return finding(resolver, "DMARC").verdict;
    };
    EXPECT_EQ(dmarc("v=DMARC1; p=none"), DomainVerdict::Doubtful);
    EXPECT_EQ(dmarc("v=DMARC1; p=perhaps"), DomainVerdict::Doubtful);
    EXPECT_EQ(dmarc("v=DMARC1"), DomainVerdict::Doubtful);
    EXPECT_EQ(dmarc("v=DMARC1 ; P = Quarantine ;"), DomainVerdict::Good);
    EXPECT_EQ(dmarc("v=DMARC12; p=reject"), DomainVerdict::Missing);
}

TEST(MailDomainCheck, FindsThePolicyOfTheDomainAbove) {
    FakeResolver resolver;
    resolver.add_text("_dmarc.delinde.example", {"v=DMARC1; p=reject"});
    EXPECT_EQ(finding(resolver, "DMARC", "post.mail.delinde.example").verdict, DomainVerdict::Good);
}

TEST(MailDomainCheck, ShowsRecordsAsHarmlessText) {
    FakeResolver resolver;
    resolver.add_text("delinde.example", {"v=spf1 \x1B[31m" + std::string(2000, 'x')});
    const DomainFinding spf = finding(resolver, "SPF");
    EXPECT_LE(spf.found.size(), 300u);
    EXPECT_EQ(spf.found.find('\x1B'), std::string::npos);
}

TEST(DnsResolver, AsksNobodyAboutNamesThatAreThereForExamples) {
    const auto resolver = system_resolver();
    EXPECT_EQ(resolver->texts("_dmarc.delinde.example")->kind, DnsAnswer::Kind::NoName);
    EXPECT_EQ(resolver->mail_servers("delinde.EXAMPLE")->kind, DnsAnswer::Kind::NoName);
}

TEST(DnsResolver, JoinsTheTextsOfARecordAndRefusesBrokenOnes) {
    EXPECT_EQ(texts_of_record(std::string("\2ab\1c", 5)), std::vector<std::string>{"abc"});
    EXPECT_TRUE(texts_of_record(std::string("\5ab", 3)).empty());
    EXPECT_EQ(texts_of_record(std::string("\0", 1)), std::vector<std::string>{""});
}
