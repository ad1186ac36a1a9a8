// SPDX-License-Identifier: MIT
#include "cli/new_book_text.hpp"

#include <array>
#include <random>

namespace afpunt::standalone::cli {
namespace {

// One text in the four languages; `pick` takes the reader's.
struct Texts {
    std::string_view nl, fr, de, en;
};
std::string_view pick(const Texts& texts, std::string_view language) {
    const std::string_view base = language.substr(0, 2);
    return base == "nl" ? texts.nl : base == "fr" ? texts.fr : base == "de" ? texts.de : texts.en;
}

std::string random_book_id() {
    std::random_device source;
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string id;
    for (int i = 0; i < 16; ++i)
        id += hex[source() % 16];
    return id;
}

// "key = value" with a remark behind it, in a column where remarks are easy to skip.
std::string setting(const std::string& key, const std::string& value, std::string_view remark) {
    constexpr std::size_t remark_column = 40;
    std::string line = key + " = " + value;
    if (!remark.empty()) {
        line.resize(line.size() < remark_column ? remark_column : line.size() + 2, ' ');
        line += "# " + std::string(remark);
    }
    return line + "\n";
}
// What is not needed by everybody stands as a remark, ready to be used.
constexpr std::string_view open_items_example = R"toml(# [[csv_open_items]]
# name = "export"
# date_format = "DD/MM/YYYY"
# decimal_mark = ","
# [csv_open_items.columns]
# number = "Invoice"
# customer = "Customer"
# due = "Due date"
# open = "Open"
# # issued, total, currency, reference, name, vat_id, mail, street, postal_code, city, country, iban
)toml";

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

// Commented out: without it letters go into out/.
std::string mail_example(std::string_view language) {
    static constexpr Texts words{
        "Om brieven zelf te mailen: het wachtwoord in een bestand mail.password (chmod 600), en "
        "dan "
        "zonder # hieronder. `afpunt mail test` zegt of het werkt.",
        "Pour envoyer les lettres par mail : le mot de passe dans un fichier mail.password (chmod "
        "600), puis sans # ci-dessous. `afpunt mail test` dit si cela marche.",
        "Um Schreiben selbst zu mailen: das Passwort in eine Datei mail.password (chmod 600), dann "
        "ohne # hierunter. `afpunt mail test` sagt, ob es geht.",
        "To mail letters from here: the password into a file mail.password (chmod 600), then "
        "without "
        "# below. `afpunt mail test` says whether it works."};
    return "\n# " + std::string(pick(words, language)) +
           "\n# [mail]\n"
           "# server = \"smtp.example.com\"    # port = 587, security = \"starttls\" or \"tls\"\n"
           "# user = \"books@example.com\"\n"
           "# copy = \"sent\"                 # or \"bcc\", \"none\"\n"
           "# imap_server = \"imap.example.com\"\n"
           "# [secrets]\n"
           "# \"mail.password\" = { file = \"mail.password\" }\n";
}

} // namespace

std::string question_text(Question question, std::string_view language) {
    static constexpr std::array<Texts, 4> texts{{
        {"Naam van de firma, zoals op haar facturen", "Nom de l'entreprise, comme sur ses factures",
         "Name der Firma, wie auf ihren Rechnungen", "Name of the firm, as on its invoices"},
        {"E-mailadres waarvan de brieven komen", "Adresse e-mail d'où partent les lettres",
         "E-Mail-Adresse, von der die Schreiben kommen", "Mail address that letters come from"},
        {"Rekening waarop klanten betalen (IBAN)", "Compte sur lequel les clients paient (IBAN)",
         "Konto, auf das Kunden zahlen (IBAN)", "Account that customers pay into (IBAN)"},
        {"Btw-nummer (mag leeg zijn)", "Numéro de TVA (peut rester vide)",
         "USt-IdNr. (darf leer sein)", "VAT number (may be empty)"},
    }};
    return std::string(pick(texts[static_cast<std::size_t>(question)], language));
}

std::string new_book_text(const NewBook& book) {
    const auto say = [&](const Texts& texts) { return std::string(pick(texts, book.language)); };
    std::string text =
        "# " +
        say({"De instellingen van deze boekhouding. Wat achter # staat, is uitleg.",
             "Les réglages de cette comptabilité. Ce qui suit un # est une explication.",
             "Die Einstellungen dieser Buchhaltung. Was hinter # steht, ist Erklärung.",
             "The settings of this book. What stands behind # is a remark."}) +
        "\n\n[book]\n";
    text +=
        setting("id", quoted(random_book_id()),
                say({"nooit veranderen", "ne jamais changer", "nie ändern", "never change it"}));
    text += setting("language", quoted(book.language), "");
    text += setting("country", quoted(book.country), "");
    text += "\n[creditor]\n";
    text += setting("name", quoted(book.firm),
                    say({"zoals de klanten de firma kennen", "comme les clients la connaissent",
                         "wie Kunden die Firma kennen", "as its customers know the firm"}));
    text += setting("mail", quoted(book.mail), "");
    text += setting("vat_id", quoted(book.vat_id), "");
    text += "# street, postal_code, city, phone, registration_id\n\n[[account]]\n";
    text +=
        setting("iban", quoted(book.iban),
                say({"één blok [[account]] per bankrekening", "un bloc [[account]] par compte",
                     "ein Block [[account]] je Konto", "one [[account]] for each bank account"}));
    text += setting("holder", quoted(book.firm), "");
    text += "# name, bic, currency, customers_pay_here = true, in_use = true\n";
    text +=
        "\n# " +
        say({"Alleen als het boekhoudpakket geen UBL geeft: een lijst van open posten (CSV) in",
             "Seulement si le logiciel ne donne pas d'UBL : une liste de postes ouverts (CSV) dans",
             "Nur wenn das Buchhaltungsprogramm kein UBL gibt: eine Offene-Posten-Liste (CSV) in",
             "Only if the bookkeeping package gives no UBL: a list of open items (CSV) in"}) +
        "\n# invoices/, open-2026-11-19.csv\n" + std::string(open_items_example) + "\n[policy]\n";
    text += setting("calendar", quoted(book.country),
                    say({"feestdagen", "jours fériés", "Feiertage", "holidays"}));
    text += setting("language", quoted(book.language),
                    say({"voor klanten van wie de taal niet bekend is",
                         "pour les clients dont la langue est inconnue",
                         "für Kunden, deren Sprache nicht bekannt ist",
                         "for customers whose own is not known"}));
    text += setting("mode", quoted("prepare"),
                    say({"\"send\": zonder dat iemand goedkeurt", "\"send\" : sans approbation",
                         "\"send\": ohne Freigabe", "\"send\": without a hand"}));
    text += setting("least_days_between_messages", "7", "");
    text += setting("minimum", "{ EUR = \"5.00\" }", "");
    text += "\n[[step]]\n" + setting("id", quoted("reminder-1"), "");
    text += setting("after", "3",
                    say({"de derde werkdag na de vervaldag", "le 3e jour ouvrable après l'échéance",
                         "am dritten Werktag nach Fälligkeit", "the third working day after due"}));
    text += setting("unit", quoted("working-days"), "") + setting("from", quoted("due-date"), "") +
            setting("tone", quoted("friendly"), "");
    text += "\n[[step]]\n" + setting("id", quoted("reminder-2"), "") + setting("after", "10", "") +
            setting("unit", quoted("working-days"), "") +
            setting("from", quoted("previous-step"), "") + setting("tone", quoted("firm"), "");
    text += mail_example(book.language);
    return text;
}

std::string next_steps(const std::string& folder, std::string_view language) {
    static constexpr Texts texts{
        "Zet UBL-facturen in invoices/ en bankbestanden in bank/, en dan: ",
        "Mettez les factures UBL dans invoices/ et les fichiers bancaires dans bank/, puis : ",
        "Legen Sie UBL-Rechnungen in invoices/ und Bankdateien in bank/ ab, dann: ",
        "Put UBL invoices into invoices/ and bank files into bank/, then: "};
    return std::string(pick(texts, language)) + "afpunt --book " + folder + " run";
}

} // namespace afpunt::standalone::cli
