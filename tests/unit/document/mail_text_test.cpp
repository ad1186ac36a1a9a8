// SPDX-License-Identifier: MIT
//
// The mail in four languages: what it must say, what it must not say, and what hostile names do.
#include "document/mail_text.hpp"
#include "sample_letters.hpp"

#include "payment/qr_image.hpp"

#include <afpunt/text.hpp>

#include <gmock/gmock.h>

#include <map>

namespace afpunt::document {
namespace {

using testing::HasSubstr;
using namespace afpunt::tests;

const std::vector<std::string> languages{"nl", "nl-NL", "fr", "de", "en"};

std::vector<book::OpenItem> one_item() {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(123456))};
    items[0].payment_reference = "010806817183";
    return items;
}
std::vector<book::OpenItem> three_items() {
    std::vector<book::OpenItem> items{sample_item("a", "V26-0107", euro(50000)),
                                      sample_item("b", "V26-0110", euro(123456)),
                                      sample_item("c", "V26-0115", euro(7500))};
    items[0].total = euro(80000);
    items[0].payment_reference = "010806817183";
    items[1].order_reference = "PO 4711";
    items[1].description = "Folders en affiches voor de opendeurdag";
    return items;
}

ReminderModel in_language(ReminderModel model, const std::string& language) {
    model.language = language == "nl" ? "nl-BE" : language;
    return model;
}

MailText mail(const ReminderModel& model, const std::string& qr = "cid:qr@example.org") {
    const auto text = mail_text(model, TemplateSet::built_in(), qr);
    if (!text) throw std::runtime_error(text.error().sentence());
    return *text;
}

TEST(MailText, SaysWhatIsOwedWhereAndUntilWhen) {
    for (const std::string& language : languages) {
        const MailText text = mail(in_language(sample_model(one_item(), language), language));
        for (const std::string& form : {text.html, text.plain}) {
            for (const char* fact : {"V26-0107", "BE68 5390 0754 7034", "Drukkerij Vermeulen BV",
                                     "+++010/8068/17183+++", "GKCCBEBB", "09 555 01 23",
                                     "boekhouding@drukkerij-vermeulen.example"}) {
                EXPECT_TRUE(contains(form, fact)) << language << ": " << fact;
            }
        }
        EXPECT_TRUE(contains(text.subject, "V26-0107")) << text.subject;
        EXPECT_TRUE(contains(text.html, "src=\"cid:qr@example.org\""));
    }
}

TEST(MailText, UsesTheFormsOfItsLanguage) {
    const auto facts = std::map<std::string, std::vector<std::string>>{
        {"nl",
         {"1.234,56 EUR", "tot en met 19 november 2026", "uiterlijk op 27 november 2026",
          "Vervaldag", "Gestructureerde mededeling", "1e herinnering"}},
        {"nl-NL", {"1.234,56 EUR", "Vervaldatum", "Betalingskenmerk"}},
        {"fr",
         {"1\xC2\xA0"
          "234,56 EUR",
          "jusqu’au 19 novembre 2026", "au plus tard le 27 novembre 2026", "Échéance",
          "Communication structurée", "1er rappel"}},
        {"de",
         {"1.234,56 EUR", "bis einschließlich 19. November 2026",
          "bis spätestens 27. November 2026", "Fälligkeit", "Zahlungsreferenz", "1. Erinnerung"}},
        {"en",
         {"EUR 1,234.56", "up to and including 19 November 2026", "by 27 November 2026", "Due date",
          "Payment reference", "1st reminder"}}};
    for (const auto& [language, expected] : facts) {
        const MailText text = mail(in_language(sample_model(one_item(), language), language));
        for (const std::string& fact : expected) {
            EXPECT_TRUE(contains(text.plain, fact)) << language << ": " << fact << text.plain;
        }
    }
}

TEST(MailText, NamesTheLanguageForScreenReaders) {
    EXPECT_THAT(mail(sample_model(one_item(), "nl")).html, HasSubstr("<html lang=\"nl-BE\">"));
    EXPECT_THAT(mail(sample_model(one_item(), "fr")).html, HasSubstr("<html lang=\"fr\">"));
}

// A courtesy reminder starts no legal clock and threatens nobody. These words may not appear in
// any tone of this release; the list is lower case.
TEST(MailText, ThreatensNobodyAndUsesNoLegalWords) {
    const std::map<std::string, std::vector<std::string>> forbidden{
        {"nl", {"aanmaning", "ingebrek",  "deurwaarder",  "incasso",   "advoca",    "rechtbank",
                "gerecht",   "juridisch", "interest",     "rente",     "kosten",    "boete",
                "schade",    "dagvaard",  "sommatie",     "verplicht", "gedwongen", "wanbeta",
                "eis",       "laatste",   "onmiddellijk", "dringend",  "maatregel"}},
        {"fr", {"mise en demeure", "huissier",  "recouvrement", "avocat",      "tribunal",
                "judiciaire",      "juridique", "intérêt",      "frais",       "pénalité",
                "amende",          "dommage",   "sommation",    "contentieux", "obligé",
                "dernier",         "immédiat",  "urgent",       "poursuite",   "mesure"}},
        {"de",
         {"mahn", "verzug", "vollstreck", "inkasso", "anwalt", "gericht", "rechtlich", "zins",
          "kosten", "gebühr", "strafe", "schaden", "frist", "letzte", "unverzüglich", "dringend",
          "maßnahme", "sofort"}},
        {"en",
         {"default", "bailiff", "collection", "lawyer", "solicitor", "court", "legal", "interest",
          "charge", "fee", "penalt", "damages", "obliged", "final", "urgent", "immediate",
          "measures", "demand"}}};
    for (const std::string& language : languages) {
        for (const char* tone : {"friendly", "firm"}) {
            for (const auto& items : {one_item(), three_items()}) {
                const MailText text =
                    mail(in_language(sample_model(items, language, tone), language));
                const std::string all = text::lower(text.subject + " " + text.plain);
                for (const std::string& word : forbidden.at(language.substr(0, 2))) {
                    const std::size_t at = all.find(word);
                    // "eis" and "fee" stand inside harmless words; whole words count for them.
                    const bool whole =
                        word.size() > 3 || at == std::string::npos ||
                        (!text::is_letter(all[at - 1]) && !text::is_letter(all[at + word.size()]));
                    EXPECT_FALSE(at != std::string::npos && whole) << language << ": " << word;
                }
            }
        }
    }
}

TEST(MailText, NeverClaimsBeyondTheBankData) {
    for (const std::string& language : languages) {
        const ReminderModel model = in_language(sample_model(one_item(), language), language);
        const std::string plain = mail(model).plain;
        ReminderModel later = model;
        later.covered_until = model.covered_until - 7;
        const std::string other = mail(later).plain;
        EXPECT_NE(plain, other) << "the text must name the day that the bank data reach";
        EXPECT_TRUE(contains(other, language == "de" ? "12. November" : "12 nov") ||
                    contains(other, "12 Nov"))
            << other;
    }
}

TEST(MailText, ShowsNoDeadButtonAndNoEmptyQr) {
    const ReminderModel model = sample_model(one_item());
    const MailText without = mail(model, "");
    EXPECT_FALSE(contains(without.html, "<img"));
    EXPECT_FALSE(contains(without.html, "online betalen"));
    EXPECT_FALSE(contains(without.html, "href=\"\""));
    const MailText with =
        mail(sample_model(one_item(), "nl", "friendly", "https://pay.example.org/b?a=1&b=2"));
    EXPECT_TRUE(contains(with.html, "href=\"https://pay.example.org/b?a=1&amp;b=2\""));
    EXPECT_TRUE(contains(with.html, "De knop opent pay.example.org"));
    EXPECT_TRUE(contains(with.plain, "https://pay.example.org/b?a=1&b=2\n"));
    ReminderModel bad = model;
    bad.payment_link = "javascript:alert(1)";
    bad.payto = "javascript:alert(2)";
    EXPECT_FALSE(contains(mail(bad, "javascript:alert(3)").html, "javascript"));
}

TEST(MailText, ShowsTheInvoiceTotalOnlyWhereItDiffers) {
    EXPECT_FALSE(contains(mail(sample_model(one_item())).plain, "van 1.234,56 EUR"));
    const std::string plain = mail(sample_model(three_items())).plain;
    EXPECT_TRUE(contains(plain, "Nog open: 500,00 EUR (van 800,00 EUR)")) << plain;
    EXPECT_TRUE(contains(plain, "nog niet het volledige bedrag"));
    EXPECT_TRUE(contains(plain, "Mededeling: V26-0107 V26-0110 V26-0115"));
    EXPECT_TRUE(contains(plain, "mededeling +++010/8068/17183+++"));
    EXPECT_TRUE(contains(plain, "elke factuur apart"));
}

TEST(MailText, FirmToneSaysRemindedBeforeOnlyWhenThatIsSo) {
    ReminderModel model = sample_model(three_items(), "nl", "firm");
    EXPECT_TRUE(contains(mail(model).plain, "herinnerden u hier eerder al aan"));
    model.lines[1].sequence = 1;
    EXPECT_FALSE(contains(mail(model).plain, "herinnerden u hier eerder al aan"));
    model.tone = "no such tone";
    EXPECT_TRUE(contains(mail(model).plain, "aan uw aandacht ontsnapt"));
}

TEST(MailText, LoadsAndRunsNothing) {
    for (const std::string& language : languages) {
        ReminderModel model = in_language(sample_model(three_items(), language), language);
        const std::string html = text::lower(mail(model).html);
        for (const char* word : {"<script", "http:", "url(", "<link", "@import", "onload"}) {
            EXPECT_FALSE(contains(html, word)) << word;
        }
        EXPECT_TRUE(contains(html, "<th scope=\"col\""));
        EXPECT_TRUE(contains(html, "max-width:600px"));
    }
}

TEST(MailText, KeepsHostileNamesAsTextInEachForm) {
    ReminderModel model = sample_model(three_items());
    model.debtor.name = "O'Neill & <script>alert(1)</script> {{total}}\r\nBcc: a@example.com";
    model.creditor.name = "A\r\nBcc: b@example.com";
    model.lines[0].number = "\"><img src=x>";
    const MailText text = mail(model);
    EXPECT_FALSE(contains(text.html, "<script>"));
    EXPECT_FALSE(contains(text.html, "<img src=x>"));
    EXPECT_TRUE(contains(text.html, "O&#39;Neill &amp; &lt;script&gt;"));
    EXPECT_TRUE(contains(text.plain, "O'Neill & <script>alert(1)</script> {{total}}  Bcc:"));
    EXPECT_FALSE(contains(text.plain, "\nBcc:"));
    EXPECT_EQ(text.subject.find_first_of("\r\n"), std::string::npos);
    EXPECT_TRUE(contains(text.subject, "A Bcc: b@example.com")) << text.subject;
}

TEST(MailText, KeepsTheSubjectShort) {
    ReminderModel model = sample_model(one_item());
    model.creditor.name = std::string(5000, 'x');
    EXPECT_LE(mail(model).subject.size(), 200U);
}

TEST(MailText, HasNoEmptyTagsLeftAndNoTrailingMarks) {
    for (const std::string& language : languages) {
        for (const char* tone : {"friendly", "firm"}) {
            const MailText text =
                mail(in_language(sample_model(three_items(), language, tone), language));
            for (const std::string& form : {text.subject, text.html, text.plain}) {
                EXPECT_FALSE(contains(form, "{{"));
                EXPECT_FALSE(contains(form, "@@"));
                EXPECT_FALSE(contains(form, "\n\n\n\n"));
            }
        }
    }
}

std::string data_uri(const std::string& png) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text = "data:image/png;base64,";
    unsigned bits = 0;
    int count = 0;
    for (const char c : png) {
        bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFF;
        for (count += 8; count >= 6; count -= 6)
            text += alphabet[bits >> (count - 6) & 63];
    }
    if (count > 0) text += alphabet[bits << (6 - count) & 63];
    return text;
}

// Leaves the mails where a person can look at them.
TEST(MailText, WritesSamplesToLookAt) {
    for (const std::string& language : languages) {
        for (const char* tone : {"friendly", "firm"}) {
            for (const auto& items : {one_item(), three_items()}) {
                const ReminderModel model = in_language(
                    sample_model(items, language, tone, "https://pay.example.org/betalen?a=1"),
                    language);
                const auto qr = payment::encode_qr(model.epc_payload);
                ASSERT_TRUE(qr);
                const MailText text = mail(model, data_uri(payment::qr_png(*qr)));
                const std::string name =
                    "mail-" + language + "-" + tone + "-" + std::to_string(items.size());
                EXPECT_TRUE(std::filesystem::exists(write_sample(name + ".html", text.html)));
                (void)write_sample(name + ".txt", text.subject + "\n\n" + text.plain);
            }
        }
    }
}

} // namespace
} // namespace afpunt::document
