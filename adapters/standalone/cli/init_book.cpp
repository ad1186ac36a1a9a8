// SPDX-License-Identifier: MIT
#include "cli/init_book.hpp"

#include "cli/new_book_text.hpp"

#include <afpunt/iban.hpp>
#include <afpunt/text.hpp>

#include <fstream>
#include <functional>
#include <iostream>

namespace afpunt::standalone::cli {
namespace {

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

Result<std::string> language_code(std::string_view text) {
    const std::string language(text::trim(text));
    for (const char* known : {"nl-BE", "nl-NL", "nl", "fr", "fr-BE", "de", "en"}) {
        if (language == known) return language;
    }
    return fail("language", language, "nl-BE, nl-NL, fr, de or en");
}

// Takes the option, else asks until the answer is good, else (with --yes) the default.
Result<std::string> ask(const CommandLine& line, std::istream& in, std::ostream& out,
                        const std::string& given, const std::string& question, const char* fallback,
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

} // namespace

Result<std::filesystem::path> init_book(const CommandLine& line, std::istream& in,
                                        std::ostream& out) {
    const std::filesystem::path folder = line.names.empty() ? line.book.string() : line.names[0];
    std::error_code error;
    if (std::filesystem::exists(folder / "afpunt.toml", error)) {
        return fail("folder", folder.string(),
                    "a folder without an afpunt.toml: this is a book already");
    }
    NewBook book;
    auto country = ask(line, in, out, line.country, "Land / Pays / Land / Country (BE, NL)", "BE",
                       country_code);
    if (!country) return tl::unexpected<Failure>(country.error());
    book.country = std::move(*country);
    const char* usual = book.country == "NL" ? "nl-NL" : "nl-BE";
    auto language =
        ask(line, in, out, line.language,
            "Taal / Langue / Sprache / Language (nl-BE, nl-NL, fr, de, en)", usual, language_code);
    if (!language) return tl::unexpected<Failure>(language.error());
    book.language = std::move(*language);
    struct Asked {
        std::string* answer;
        const std::string* given;
        Question question;
        Check check;
    };
    const Check optional_text = [](std::string_view text) -> Result<std::string> {
        return text::trim(text).empty() ? Result<std::string>(std::string()) : not_empty(text);
    };
    for (const Asked& asked : {Asked{&book.firm, &line.firm, Question::Firm, not_empty},
                               Asked{&book.mail, &line.mail, Question::Mail, mail_address},
                               Asked{&book.iban, &line.iban, Question::Iban, iban_number},
                               Asked{&book.vat_id, &line.vat_id, Question::VatId, optional_text}}) {
        auto answer = ask(line, in, out, *asked.given, question_text(asked.question, book.language),
                          "", asked.check);
        if (!answer) return tl::unexpected<Failure>(answer.error());
        *asked.answer = std::move(*answer);
    }
    for (const char* part : {"invoices", "bank", "templates", "out", "state"}) {
        std::filesystem::create_directories(folder / part, error);
        if (error) return fail("folder", folder.string(), "a folder that can be written");
    }
    std::ofstream file(folder / "afpunt.toml", std::ios::binary);
    file << new_book_text(book);
    file.flush();
    if (!file) return fail("folder", folder.string(), "a folder that can be written");
    return folder;
}

} // namespace afpunt::standalone::cli
