// SPDX-License-Identifier: MIT
//
// The sentences of this adapter in Dutch.
#include "gnucash/words_of_languages.hpp"

namespace afpunt::gnucash {

const Words words_nl{
    .menu_report = "Opvolging van onbetaalde facturen",
    .menu_report_tip = "Toont wat klaar ligt, wat wordt aangehouden, en waarom",
    .menu_approve = "Klare brieven goedkeuren en versturen",
    .menu_approve_tip = "Vraagt eerst, met het aantal en het bedrag",
    .menu_matches = "Waarschijnlijke betalingen afpunten",
    .menu_matches_tip = "Toont welke banklijnen bij welke facturen horen, en boekt na uw ja",
    .menu_settings = "Map met instellingen",
    .menu_settings_tip = "Instellingen, klantgegevens en verstuurde brieven van dit boek",
    .no_book = "Er is geen opgeslagen boek open.",
    .no_invoices = "Dit boek heeft nog geen geboekte verkoopfacturen.",
    .read_only = "Dit boek is alleen-lezen geopend: er wordt niets opgevolgd.",
    .failed = "Dat is niet gelukt: {why}",
    .nothing_ready = "Er ligt geen brief klaar. Aangehouden: {held}. Het verslag zegt waarom.",
    .approve_one = "1 brief over {sum} goedkeuren en versturen?\n\nAangehouden facturen: {held}.",
    .approve =
        "{n} brieven over samen {sum} goedkeuren en versturen?\n\nAangehouden facturen: {held}.",
    .approved = "{n} brieven zijn goedgekeurd.\n{folder}",
    .not_delivered = "{letter} bleef hier: {why}",
    .trial_day = "Dit is een proefdag ({day}): brieven worden getoond en gaan nooit weg.",
    .bank_is_behind =
        "In dit boek is {account} bijgewerkt tot {until}. Daarna wordt niemand herinnerd.\n\nZijn "
        "alle betalingen op die rekening tot en met {day} ingevoerd?",
    .bank_is_unknown = "Tot wanneer {account} in dit boek bijgewerkt is, is niet gekend: er werd "
                       "niets ingelezen of afgestemd. Zolang wordt niemand herinnerd.\n\nZijn alle "
                       "betalingen op die rekening tot en met {day} ingevoerd?",
    .old_balances = "{n} facturen waren al vervallen toen de opvolging begon. Kijk ze na in het "
                    "verslag.\n\nMogen ook die herinnerd worden?",
    .no_matches = "Er zijn geen waarschijnlijke betalingen.",
    .match_question = "{n} waarschijnlijke betalingen afpunten?\n\n{list}",
    .matched = "{n} betalingen zijn afgepunt.",
    .match_line = "{line}: {amount} van {payer} voor {items}",
    .more_matches = "... en nog {n}",
    .book_is_elsewhere =
        "Dit boek staat op een andere plaats dan toen er laatst werd opgevolgd. Zolang niet "
        "duidelijk is welk het echte boek is, gaat er niets weg.\n\nIs dit het boek waarmee u "
        "verder werkt (verplaatst)? Kies Nee voor een kopie: die verstuurt nooit.",
    .book_was_restored = "De gegevens van de opvolging zijn ouder dan wat er al verstuurd werd, of "
                         "van een ander boek.\n\nWerd dit boek uit een reservekopie teruggezet? "
                         "Dan wordt alles wat vervallen is eerst aan u getoond.",
    .notice = "afpunt: {withdrawn} ingetrokken, {ready} klaar, {held} aangehouden",
    .sent_note = "afpunt: herinnering {letter} van {day}",
    .line_of_day = "lijn van {day} op {account}",
    .settings_file =
        R"(# Instellingen van afpunt voor dit GnuCash-boek. Regels die met # beginnen zijn opmerkingen.

[book]
language = "nl-BE"            # taal van schermen en verslag; ook van brieven aan klanten zonder eigen taal
write_back = false            # wordt elke verstuurde brief in de notities van de factuur genoteerd?
# unassigned = ["Imbalance-EUR"]   # rekeningen met geld waarvan nog niemand zei voor wie het is

# [[account]]
# account = "Activa:Bank"         # volledige naam in GnuCash
# iban = "BE68 5390 0754 7034"
# customers_pay_here = true   # worden hier betalingen van klanten verwacht?

# uw eigen gegevens komen uit Bestand > Eigenschappen > Bedrijf; hier alleen wat daar ontbreekt
# [creditor]
# name = ""
# vat_id = ""
# mail = ""

[policy]
language = "nl-BE"

[matching]
certain = "ask"

# versturen per mail: wachtwoord in een bestand mail.password, chmod 600
# [mail]
# server = "smtp.example.com"
# user = "books@example.com"
# [secrets]
# "mail.password" = { file = "mail.password" }
)",
};

} // namespace afpunt::gnucash
