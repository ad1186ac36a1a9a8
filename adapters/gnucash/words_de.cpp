// SPDX-License-Identifier: MIT
//
// The sentences of this adapter in German.
#include "gnucash/words_of_languages.hpp"

namespace afpunt::gnucash {

const Words words_de{
    .menu_report = "Nachverfolgung offener Rechnungen",
    .menu_report_tip = "Zeigt, was bereitliegt, was zurückgehalten wird, und warum",
    .menu_approve = "Bereite Briefe freigeben und senden",
    .menu_approve_tip = "Fragt vorher, mit Anzahl und Summe",
    .menu_matches = "Wahrscheinliche Zahlungen ausgleichen",
    .menu_matches_tip =
        "Zeigt, welche Bankzeilen zu welchen Rechnungen gehören, und bucht nach Ihrem Ja",
    .menu_settings = "Ordner mit Einstellungen",
    .menu_settings_tip = "Einstellungen, Kundendaten und gesendete Briefe dieses Buchs",
    .no_book = "Es ist kein gespeichertes Buch geöffnet.",
    .no_invoices = "Dieses Buch hat noch keine gebuchten Kundenrechnungen.",
    .read_only = "Dieses Buch ist schreibgeschützt geöffnet: Es wird nichts nachverfolgt.",
    .failed = "Das ist nicht gelungen: {why}",
    .nothing_ready = "Es liegt kein Brief bereit. Zurückgehalten: {held}. Der Bericht sagt, warum.",
    .approve_one =
        "1 Brief über {sum} freigeben und senden?\n\nZurückgehaltene Rechnungen: {held}.",
    .approve = "{n} Briefe über zusammen {sum} freigeben und senden?\n\nZurückgehaltene "
               "Rechnungen: {held}.",
    .approved = "{n} Briefe sind freigegeben.\n{folder}",
    .not_delivered = "{letter} blieb hier: {why}",
    .trial_day = "Dies ist ein Probetag ({day}): Briefe werden gezeigt und gehen nie hinaus.",
    .bank_is_behind =
        "In diesem Buch ist {account} bis {until} gebucht. Darüber hinaus wird niemand "
        "erinnert.\n\nSind alle Zahlungen auf diesem Konto bis einschließlich {day} eingegeben?",
    .bank_is_unknown = "Bis wann {account} in diesem Buch gebucht ist, ist nicht bekannt: Es wurde "
                       "nichts eingelesen oder abgestimmt. So lange wird niemand erinnert.\n\nSind "
                       "alle Zahlungen auf diesem Konto bis einschließlich {day} eingegeben?",
    .old_balances = "{n} Rechnungen waren schon fällig, als die Nachverfolgung begann. Bitte im "
                    "Bericht nachsehen.\n\nDarf auch an diese erinnert werden?",
    .no_matches = "Es gibt keine wahrscheinlichen Zahlungen.",
    .match_question = "{n} wahrscheinliche Zahlungen ausgleichen?\n\n{list}",
    .matched = "{n} Zahlungen sind ausgeglichen.",
    .match_line = "{line}: {amount} von {payer} für {items}",
    .more_matches = "... und noch {n}",
    .book_is_elsewhere =
        "Dieses Buch liegt an einem anderen Ort als bei der letzten Nachverfolgung. Solange nicht "
        "klar ist, welches das echte ist, geht nichts hinaus.\n\nIst dies das Buch, mit dem Sie "
        "weiterarbeiten (verschoben)? Wählen Sie Nein für eine Kopie: Sie sendet nie.",
    .book_was_restored = "Die Daten der Nachverfolgung sind älter als das, was schon gesendet "
                         "wurde, oder von einem anderen Buch.\n\nWurde dieses Buch aus einer "
                         "Sicherung zurückgespielt? Dann wird alles Fällige zuerst Ihnen gezeigt.",
    .notice = "afpunt: {withdrawn} zurückgezogen, {ready} bereit, {held} zurückgehalten",
    .sent_note = "afpunt: Erinnerung {letter} vom {day}",
    .line_of_day = "Zeile vom {day} auf {account}",
    .settings_file =
        R"(# Einstellungen von afpunt für dieses GnuCash-Buch. Zeilen, die mit # beginnen, sind Anmerkungen.

[book]
language = "de"            # Sprache von Bildschirm und Bericht; auch der Briefe an Kunden ohne eigene Sprache
write_back = false            # wird jeder gesendete Brief in den Notizen der Rechnung vermerkt?
# unassigned = ["Imbalance-EUR"]   # Konten mit Geld, von dem noch niemand sagte, wem es gehört

# [[account]]
# account = "Aktiva:Bank"         # voller Name in GnuCash
# iban = "BE68 5390 0754 7034"
# customers_pay_here = true   # zahlen Kunden auf dieses Konto?

# Ihre eigenen Daten kommen aus Datei > Eigenschaften > Geschäft; hier nur, was dort fehlt
# [creditor]
# name = ""
# vat_id = ""
# mail = ""

[policy]
language = "de"

[matching]
certain = "ask"

# Versand per Mail: Passwort in einer Datei mail.password, chmod 600
# [mail]
# server = "smtp.example.com"
# user = "books@example.com"
# [secrets]
# "mail.password" = { file = "mail.password" }
)",
};

} // namespace afpunt::gnucash
