// SPDX-License-Identifier: MIT
#include "cli/sending_words.hpp"

#include <algorithm>
#include <array>

namespace afpunt::standalone::cli {
namespace {

namespace json = boost::json;

using Four = std::array<const char*, 4>; // nl, fr, de, en

std::string say(const Reader& reader, const Four& text) {
    constexpr std::array<std::string_view, 3> languages{"nl", "fr", "de"};
    for (std::size_t at = 0; at < languages.size(); ++at) {
        if (reader.language.starts_with(languages[at])) return text[at];
    }
    return text[3];
}

// Wrapped to the width of the terminal, as the last column of a table is.
void paragraph(Terminal& terminal, std::string text) {
    terminal.table({{std::move(text)}}, 0);
}

std::string field(const json::object& of, std::string_view name) {
    const json::value* value = of.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

} // namespace

void show_sending_preview(Terminal& terminal, const json::object& answer, const Reader& reader) {
    const json::array& letters = answer.at("would_send").as_array();
    terminal.heading(say(reader, {"Dit zou nu meteen vertrekken", "Ceci partirait tout de suite",
                                  "Das ginge jetzt sofort hinaus", "This would leave at once"}) +
                     " (" + std::to_string(letters.size()) + ")");
    std::vector<std::vector<std::string>> rows;
    for (const json::value& value : letters) {
        const json::object& letter = value.as_object();
        rows.push_back({field(letter, "letter"), field(letter, "customer_name"),
                        field(letter.at("total").as_object(), "text"), field(letter, "to")});
    }
    terminal.table(rows);
    paragraph(
        terminal,
        say(reader,
            {"Daarna vertrekken brieven na elke bankinlezing zonder dat iemand goedkeurt, nooit "
             "voor "
             "geld dat er al is. `afpunt sending off` zet dat weer uit.",
             "Ensuite, les lettres partent après chaque lecture de la banque sans approbation, "
             "jamais "
             "pour de l'argent déjà arrivé. `afpunt sending off` l'arrête.",
             "Danach gehen Schreiben nach jedem Einlesen der Bank ohne Freigabe hinaus, nie für "
             "Geld, "
             "das schon da ist. `afpunt sending off` schaltet das wieder aus.",
             "After that, letters leave after each reading of the bank without approval, never for "
             "money that is there. `afpunt sending off` ends it."}));
}

void show_sending_state(Terminal& terminal, const json::object& status, const Reader& reader) {
    const json::object& sending = status.at("sending").as_object();
    if (sending.at("on").as_bool()) {
        terminal.line(say(reader, {"Verzenden staat aan sinds ", "L'envoi est activé depuis ",
                                   "Der Versand ist an seit ", "Sending is on since "}) +
                      field(sending, "since") + " (" + field(sending, "by") + ")");
    } else if (field(status, "mode") == "send") {
        terminal.line(
            say(reader,
                {"Verzenden is ingesteld maar nog niet aangezet: `afpunt sending on` toont eerst "
                 "wat zou vertrekken.",
                 "L'envoi est réglé mais pas encore activé : `afpunt sending on` montre d'abord ce "
                 "qui partirait.",
                 "Der Versand ist eingestellt, aber noch nicht eingeschaltet: `afpunt sending on` "
                 "zeigt zuerst, was hinausginge.",
                 "Sending is set but not switched on yet: `afpunt sending on` first shows what "
                 "would leave."}),
            Style::Warning);
    } else {
        terminal.line(say(reader, {"Verzenden staat uit", "L'envoi est désactivé",
                                   "Der Versand ist aus", "Sending is off"}));
    }
}

std::string sending_question(const Reader& reader) {
    return say(reader, {"Aanzetten? [j/N] ", "Activer ? [o/N] ", "Einschalten? [j/N] ",
                        "Switch it on? [y/N] "});
}

bool is_yes(std::string_view typed) {
    constexpr std::array<std::string_view, 12> yes{"j",   "J",   "ja", "Ja", "o",   "O",
                                                   "oui", "Oui", "y",  "Y",  "yes", "Yes"};
    return std::find(yes.begin(), yes.end(), typed) != yes.end();
}

void show_standing(Terminal& terminal, const json::object& status, const Reader& reader) {
    const std::string is = field(status, "book_is");
    if (is.empty() || is == "own") return;
    if (is == "copy") {
        return terminal.line(
            say(reader, {"Dit is een kopie: er wordt alleen voorbereid, nooit verzonden.",
                         "Ceci est une copie : elle prépare et n'envoie jamais.",
                         "Das ist eine Kopie: Sie bereitet nur vor und versendet nie.",
                         "This is a copy: it prepares and never sends."}),
            Style::Warning);
    }
    terminal.line(
        is == "restored"
            ? say(reader, {"Er vertrokken brieven nadat deze gegevens werden bewaard: ze komen uit "
                           "een reservekopie.",
                           "Des lettres sont parties après l'enregistrement de ces données : elles "
                           "viennent d'une sauvegarde.",
                           "Nach dem Stand dieser Daten gingen noch Schreiben hinaus: Sie stammen "
                           "aus einer Sicherung.",
                           "Letters left after this state was written: it comes from a backup."})
        : is == "replaced"
            ? say(reader,
                  {"Hier verzond een andere boekhouding: deze gegevens namen haar plaats in.",
                   "Une autre comptabilité envoyait ici : ces données ont pris sa place.",
                   "Hier versandte ein anderes Buch: Diese Daten nahmen seinen Platz ein.",
                   "Another state sent letters here: this one took its place."})
            : say(reader, {"Deze boekhouding staat op een andere plaats dan voordien.",
                           "Cette comptabilité se trouve à un autre endroit qu'avant.",
                           "Dieses Buch liegt an einem anderen Ort als zuvor.",
                           "This book is in another place than before."}),
        Style::Bad);
    paragraph(
        terminal,
        say(reader,
            {"Tot iemand zegt wat het is, wordt alleen voorbereid: `afpunt book moved` (verhuisd, "
             "de "
             "oude wordt niet meer gebruikt), `afpunt book copied` (een kopie om te proberen), "
             "`afpunt "
             "book restored` (teruggezet uit een reservekopie).",
             "En attendant, tout est seulement préparé : `afpunt book moved` (déplacée, l'ancienne "
             "ne "
             "sert plus), `afpunt book copied` (une copie pour essayer), `afpunt book restored` "
             "(rétablie d'une sauvegarde).",
             "Bis jemand sagt, was es ist, wird nur vorbereitet: `afpunt book moved` (umgezogen, "
             "das "
             "alte wird nicht mehr benutzt), `afpunt book copied` (eine Kopie zum Probieren), "
             "`afpunt "
             "book restored` (aus einer Sicherung zurückgespielt).",
             "Until somebody says which it is, letters are only prepared: `afpunt book moved` (the "
             "old "
             "one is no longer used), `afpunt book copied` (a copy to try things), `afpunt book "
             "restored` (put back from a backup)."}));
}

} // namespace afpunt::standalone::cli
