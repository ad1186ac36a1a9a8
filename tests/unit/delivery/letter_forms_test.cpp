// SPDX-License-Identifier: MIT
//
// What the mail of a letter says about its sender, its letter and what is attached.
#include "delivery/letter_forms.hpp"

#include "delivery/return_path.hpp"
#include "outbox/covered_step.hpp"

#include <gtest/gtest.h>

using namespace afpunt;
using namespace afpunt::delivery;

namespace {

const std::string letter_id = "00112233445566778899aabbccddeeff";
constexpr std::int64_t some_day_us = 1'795'163'696'123'456;

document::ReminderModel model() {
    document::ReminderModel model;
    model.letter_id = letter_id;
    model.letter_number = "H-2026-00042";
    model.book_id = "book";
    model.on = Date::parse("2026-11-20").value();
    model.pay_by = Date::parse("2026-11-30").value();
    model.covered_until = Date::parse("2026-11-19").value();
    model.language = "nl-BE";
    model.tone = "friendly";
    model.creditor.name = "Drukkerij De Linde";
    model.creditor.contacts = {{"general", "An", "an@delinde.example", "", false}};
    model.debtor.id = "K-1";
    model.debtor.name = "Groene Hart";
    model.debtor.contacts = {{"dunning", "", "kas@groenehart.example", "", false}};
    model.debtor_mail = "kas@groenehart.example";
    model.currency = Currency::eur();
    model.total = Money{12'100, Currency::eur()};
    document::ReminderLine line;
    line.item_id = "item-1";
    line.number = "2026-0107";
    line.issued_on = line.due_on = Date::parse("2026-10-20").value();
    line.total = line.open = model.total;
    line.step_id = "reminder";
    model.lines = {line};
    model.payee_name = model.creditor.name;
    model.payee_iban = "BE68539007547034";
    return model;
}

// The bytes of the mail, or the refusal.
std::string mail(const document::ReminderModel& model, const Sender& sender,
                 const std::vector<std::string>& earlier = {}) {
    const auto forms =
        letter_forms(model, document::TemplateSet::built_in(), sender, some_day_us, earlier);
    if (!forms) return forms.error().sentence();
    for (const auto& form : *forms) {
        if (form.name == "mail.eml") return form.bytes;
    }
    return {};
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST(LetterForms, NameTheLetterAndTheStepsThatItTakes) {
    const std::string written = mail(model(), {});
    EXPECT_TRUE(contains(written, "\r\nMessage-Id: <" + letter_id + "@delinde.example>\r\n"));
    EXPECT_TRUE(contains(written, "\r\nX-Afpunt-Letter: " + letter_id + "\r\n"));
    EXPECT_TRUE(contains(written, "\r\nX-Afpunt-Covers: " +
                                      outbox::covered_step(letter_id, "item-1", "reminder", 1) +
                                      "\r\n"));
}

TEST(LetterForms, LetAnswersReachAPersonWhereLettersComeFromAnotherAddress) {
    EXPECT_FALSE(contains(mail(model(), {}), "Reply-To"));
    const Sender robot{"De Linde", "facturen@delinde.example", ""};
    EXPECT_TRUE(contains(mail(model(), robot), "\r\nReply-To: an@delinde.example\r\n"));
    const Sender chosen{"De Linde", "facturen@delinde.example", "mia@delinde.example"};
    EXPECT_TRUE(contains(mail(model(), chosen), "\r\nReply-To: mia@delinde.example\r\n"));
}

TEST(LetterForms, ComeFromTheFirmsOwnMailDomainOnly) {
    Sender sender{"De Linde", "facturen@elsewhere.example", ""};
    EXPECT_TRUE(contains(mail(model(), sender), "letters.domain"));
    EXPECT_FALSE(contains(mail(model(), sender), "Message-Id"));
    sender.from_address = "facturen@evil-delinde.example";
    EXPECT_TRUE(contains(mail(model(), sender), "letters.domain")) << "only the end is the same";
    sender.from_address = "facturen@mail.DeLinde.example";
    EXPECT_TRUE(contains(mail(model(), sender), "Message-Id")) << "a part of the same domain";
    sender.from_address = "facturen@elsewhere.example";
    sender.domain = "elsewhere.example";
    EXPECT_TRUE(contains(mail(model(), sender), "Message-Id"));
    document::ReminderModel without = model();
    without.creditor.contacts.clear();
    sender.domain.clear();
    EXPECT_TRUE(contains(mail(without, sender), "Message-Id")) << "the setting is all there is";
}

TEST(LetterForms, AttachTheUblOnlyForAContactThatWantsIt) {
    EXPECT_FALSE(contains(mail(model(), {}), "reminder.xml"));
    document::ReminderModel wanting = model();
    wanting.debtor.contacts.push_back({"invoice", "", "facturen@groenehart.example", "", true});
    EXPECT_FALSE(contains(mail(wanting, {}), "reminder.xml")) << "another contact wants it";
    wanting.debtor_mail = "facturen@groenehart.example";
    EXPECT_TRUE(contains(mail(wanting, {}), "reminder.xml"));
    const auto forms =
        letter_forms(model(), document::TemplateSet::built_in(), {}, some_day_us).value();
    EXPECT_EQ(forms.at(0).name, "reminder.xml") << "a folder has it always";
}

TEST(LetterForms, ContinueTheConversationOfEarlierLetters) {
    EXPECT_FALSE(contains(mail(model(), {}), "In-Reply-To"));
    const std::string written = mail(model(), {}, {"first@delinde.example", "b@delinde.example"});
    EXPECT_TRUE(contains(written, "\r\nIn-Reply-To: <b@delinde.example>\r\n"));
    EXPECT_TRUE(contains(written, "\r\nReferences: <first@delinde.example>"));
    EXPECT_TRUE(contains(mail(model(), {}, {"a b@x>\r\nBcc: c"}), "id of an earlier mail"));
}

TEST(ReturnPath, HoldsTheLettersIdWhereTheSettingsHaveAPlaceForIt) {
    config::MailSettings settings;
    EXPECT_EQ(return_path_of(settings, letter_id, "an@delinde.example"), "an@delinde.example");
    settings.bounce_address = "bounce+{id}@delinde.example";
    const std::string address = return_path_of(settings, letter_id, "an@delinde.example");
    EXPECT_EQ(address, "bounce+" + letter_id + "@delinde.example");
    EXPECT_EQ(letter_id_of(address), letter_id);
    EXPECT_EQ(letter_id_of("BOUNCE-00112233445566778899AABBCCDDEEFF@DELINDE.EXAMPLE"), letter_id);
    for (const std::string& other : std::vector<std::string>{
             "an@delinde.example", "", "@", "0" + letter_id + "@delinde.example",
             "x" + letter_id + "@delinde.example", "an@" + letter_id + ".example",
             letter_id.substr(1) + "@delinde.example", letter_id.substr(1) + "g@delinde.example"}) {
        EXPECT_EQ(letter_id_of(other), "") << other;
    }
}
