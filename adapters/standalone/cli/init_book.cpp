// SPDX-License-Identifier: MIT
#include "cli/init_book.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <fstream>
#include <functional>
#include <iostream>
#include <random>

namespace afpunt::standalone::cli {
namespace {

struct Answers {
    std::string firm, mail, iban, country, language, vat_id;
};

using Check = std::function<Result<std::string>(std::string_view)>;

Result<std::string> not_empty(std::string_view text) {
    const std::string_view trimmed = text::trim(text);
    if (trimmed.empty()) return fail("answer", "", "a text");
    if (trimmed.find_first_of("\"\\\n\r") != std::string_view::npos) {
        return fail("answer", std::string(trimmed), "a text without quotes and backslashes");
    }
    return std::string(trimmed);
}
Result<std::string> mail_address(std::string_view text) {
    auto address = not_empty(text);
    if (!address) return address;
    const std::size_t at = address->find('@');
    if (at == 0 || at == std::string::npos || at + 1 == address->size() ||
        address->find(' ') != std::string::npos) {
        return fail("mail", *address, "a mail address");
    }
    return address;
}
Result<std::string> iban_number(std::string_view text) {
    auto iban = Iban::parse(text);
    if (!iban) return tl::unexpected<Failure>(iban.error());
    return iban->electronic();
}
Result<std::string> country_code(std::string_view text) {
    const std::string country = text::upper(text::trim(text));
    if (country != "BE" && country != "NL") return fail("country", country, "BE or NL");
    return country;
}

// Takes the option, else asks until the answer is good, else (with --yes) the default.
Result<std::string> ask(const CommandLine& line, std::istream& in, std::ostream& out,
                        const std::string& given, const char* question, const char* fallback,
                        const Check& check) {
    if (!given.empty()) return check(given);
    if (line.yes) return check(fallback);
    while (true) {
        out << question;
        if (*fallback != '\0') out << " [" << fallback << ']';
        out << ": " << std::flush;
        std::string answer;
        if (!std::getline(in, answer)) return fail("answer", "", "an answer, or --yes");
        if (answer.empty()) answer = fallback;
        auto checked = check(answer);
        if (checked) return checked;
        out << "  " << checked.error().sentence() << '\n';
    }
}

std::string random_book_id() {
    std::random_device source;
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string id;
    for (int i = 0; i < 16; ++i)
        id += hex[source() % 16];
    return id;
}

std::string settings_text(const Answers& answers) {
    const std::string firm = answers.firm;
    return "# The settings of this book. Lines that begin with # are remarks.\n\n"
           "[book]\n"
           "id = \"" +
           random_book_id() +
           "\"          # never change it: the state belongs to it\n"
           "language = \"" +
           answers.language +
           "\"\n"
           "country = \"" +
           answers.country +
           "\"\n\n"
           "[creditor]                      # the firm, as its customers know it\n"
           "name = \"" +
           firm +
           "\"\n"
           "mail = \"" +
           answers.mail +
           "\"\n"
           "vat_id = \"" +
           answers.vat_id +
           "\"\n"
           "# street = \"\"  postal_code = \"\"  city = \"\"  phone = \"\"  registration_id = "
           "\"\"\n\n"
           "[[account]]                     # one for each bank account\n"
           "iban = \"" +
           answers.iban +
           "\"\n"
           "holder = \"" +
           firm +
           "\"\n"
           "# name = \"KBC zichtrekening\"  bic = \"\"  customers_pay_here = true\n\n"
           "[policy]\n"
           "calendar = \"" +
           answers.country +
           "\"                 # whose holidays are no working days\n"
           "language = \"" +
           answers.language +
           "\"              # for customers whose own is not known\n"
           "mode = \"prepare\"                # \"automatic\": letters go out without a hand\n"
           "least_days_between_messages = 7\n"
           "minimum = { EUR = \"5.00\" }\n\n"
           "[[step]]                        # friendly, on the third working day after the due "
           "date\n"
           "id = \"reminder-1\"\n"
           "after = 3\n"
           "unit = \"working-days\"\n"
           "from = \"due-date\"\n"
           "tone = \"friendly\"\n\n"
           "[[step]]                        # firmer, ten working days after the first\n"
           "id = \"reminder-2\"\n"
           "after = 10\n"
           "unit = \"working-days\"\n"
           "from = \"previous-step\"\n"
           "tone = \"firm\"\n";
}

} // namespace

Result<std::filesystem::path> init_book(const CommandLine& line, std::istream& in,
                                        std::ostream& out) {
    const std::filesystem::path folder = line.names.empty() ? line.book.string() : line.names[0];
    std::error_code error;
    if (std::filesystem::exists(folder / "afpunt.toml", error)) {
        return fail("folder", folder.string(),
                    "a folder without an afpunt.toml: this is a book already");
    }
    Answers answers;
    struct Question {
        std::string* answer;
        const std::string* given;
        const char* text;
        const char* fallback;
        Check check;
    };
    const Check vat = [](std::string_view text) -> Result<std::string> {
        return text::trim(text).empty() ? Result<std::string>(std::string()) : not_empty(text);
    };
    for (const Question& question :
         {Question{&answers.country, &line.country, "Country (BE or NL)", "BE", country_code},
          Question{&answers.firm, &line.firm, "Name of the firm, as on its invoices", "",
                   not_empty},
          Question{&answers.mail, &line.mail, "Mail address that letters come from", "",
                   mail_address},
          Question{&answers.iban, &line.iban, "Account that customers pay into (IBAN)", "",
                   iban_number},
          Question{&answers.vat_id, &line.vat_id, "VAT number (may be empty)", "", vat}}) {
        auto answer =
            ask(line, in, out, *question.given, question.text, question.fallback, question.check);
        if (!answer) return tl::unexpected<Failure>(answer.error());
        *question.answer = std::move(*answer);
    }
    answers.language =
        line.language.empty() ? (answers.country == "NL" ? "nl-NL" : "nl-BE") : line.language;
    for (const char* part : {"invoices", "bank", "templates", "out", "state"}) {
        std::filesystem::create_directories(folder / part, error);
        if (error) return fail("folder", folder.string(), "a folder that can be written");
    }
    std::ofstream file(folder / "afpunt.toml", std::ios::binary);
    file << settings_text(answers);
    file.flush();
    if (!file) return fail("folder", folder.string(), "a folder that can be written");
    return folder;
}

} // namespace afpunt::standalone::cli
