// SPDX-License-Identifier: MIT
#include "cli/words.hpp"

namespace afpunt::standalone::cli {
namespace {

struct Row {
    Word word;
    std::string_view nl, fr, de, en;
};

constexpr Row rows[] = {
    {Word::Ready, "Klaar", "Prêt", "Bereit", "Ready"},
    {Word::Held, "Aangehouden", "Retenu", "Zurückgehalten", "Held"},
    {Word::Waiting, "Nog niet aan de beurt", "Pas encore", "Noch nicht fällig", "Not yet"},
    {Word::Done, "Afgehandeld", "Réglé", "Erledigt", "Done"},
    {Word::Withdrawn, "Ingetrokken", "Retiré", "Zurückgezogen", "Withdrawn"},
    {Word::Prepared, "Voorbereid", "Préparé", "Vorbereitet", "Prepared"},
    {Word::Delivered, "Vertrokken", "Partis", "Hinausgegangen", "Left"},
    {Word::NotDelivered, "Niet vertrokken", "Pas partis", "Nicht hinausgegangen", "Did not leave"},
    {Word::BankUpTo, "Bank bijgewerkt tot", "Banque à jour au", "Bank gebucht bis",
     "Bank up to date until"},
    {Word::NoBankData, "geen bankgegevens", "pas de données bancaires", "keine Bankdaten",
     "no bank data"},
    {Word::NotAsked, "klanten betalen hier niet", "les clients ne paient pas ici",
     "Kunden zahlen hier nicht", "customers do not pay here"},
    {Word::MissingStatement, "ontbreekt: uittreksel", "manque : extrait", "fehlt: Auszug",
     "missing: statement"},
    {Word::BalanceGap, "saldo's sluiten niet aan na", "les soldes ne se suivent pas après le",
     "Salden schließen nicht an nach dem", "balances do not connect after"},
    {Word::MissingDays, "dagen ontbreken na", "des jours manquent après le", "Tage fehlen nach dem",
     "days are missing after"},
    {Word::Read, "Gelezen", "Lu", "Gelesen", "Read"},
    {Word::Invoices, "facturen", "factures", "Rechnungen", "invoices"},
    {Word::Statements, "uittreksels", "extraits", "Auszüge", "statements"},
    {Word::Lines, "banklijnen", "lignes bancaires", "Bankzeilen", "bank lines"},
    {Word::Matched, "afgepunt", "lettrées", "ausgeglichen", "matched"},
    {Word::OpenItemLists, "openpostenlijsten", "listes de postes ouverts", "Offene-Posten-Listen",
     "lists of open items"},
    {Word::SettledElsewhere, "volgens de lijst betaald", "payées selon la liste",
     "laut Liste bezahlt", "settled by the list"},
    {Word::Reopened, "weer open", "de nouveau ouvertes", "wieder offen", "open again"},
    {Word::NothingNew, "niets nieuws", "rien de nouveau", "nichts Neues", "nothing new"},
    {Word::Letter, "Brief", "Lettre", "Schreiben", "Letter"},
    {Word::Customer, "Klant", "Client", "Kunde", "Customer"},
    {Word::Invoice, "Factuur", "Facture", "Rechnung", "Invoice"},
    {Word::Due, "Vervaldag", "Échéance", "Fälligkeit", "Due"},
    {Word::Open, "Open", "Ouvert", "Offen", "Open"},
    {Word::Why, "Waarom", "Pourquoi", "Warum", "Why"},
    {Word::State, "Toestand", "État", "Stand", "State"},
    {Word::Date, "Datum", "Date", "Datum", "Date"},
    {Word::Total, "Totaal", "Total", "Summe", "Total"},
    {Word::Trial, "PROEF: de dag is met de hand gekozen; er wordt alleen voorbereid",
     "ESSAI : le jour a été choisi à la main ; rien ne part",
     "PROBE: der Tag wurde von Hand gewählt; es wird nur vorbereitet",
     "TRIAL: the day was set by hand; letters are only prepared"},
    {Word::Sample, "voorbeeldboekhouding", "comptabilité d'exemple", "Beispielbuchhaltung",
     "sample book"},
    {Word::Refused, "geweigerd", "refusé", "abgelehnt", "refused"},
    {Word::ProbablyPaid, "Waarschijnlijk betaald", "Probablement payé", "Wahrscheinlich bezahlt",
     "Probably paid"},
    {Word::NothingReady, "Er staat niets klaar.", "Rien n'est prêt.", "Es ist nichts bereit.",
     "Nothing is ready."},
    {Word::NothingHeld, "Er wordt niets aangehouden.", "Rien n'est retenu.",
     "Es wird nichts zurückgehalten.", "Nothing is held."},
    {Word::Contradictions, "De boeken spreken zichzelf tegen", "La comptabilité se contredit",
     "Die Bücher widersprechen sich", "The books contradict themselves"},
    {Word::Payments, "Betalingen", "Paiements", "Zahlungen", "Payments"},
    {Word::Letters, "Brieven", "Lettres", "Schreiben", "Letters"},
    {Word::BankLine, "Banklijn", "Ligne bancaire", "Bankzeile", "Bank line"},
    {Word::Step, "Stap", "Étape", "Schritt", "Step"},
    {Word::OnlyPrepared, "Er is niets verstuurd.", "Rien n'a été envoyé.",
     "Es wurde nichts versandt.", "Nothing was sent."},
    {Word::ApproveHint, "Goedkeuren: afpunt approve --all, of afpunt approve",
     "Approuver : afpunt approve --all, ou afpunt approve",
     "Freigeben: afpunt approve --all oder afpunt approve",
     "To approve: afpunt approve --all, or afpunt approve"},
    {Word::Returned, "teruggekomen domiciliëringen", "domiciliations revenues",
     "zurückgekommene Lastschriften", "returned direct debits"},
    {Word::Known, "al gekend", "déjà connus", "schon bekannt", "known already"},
    {Word::Problems, "Opgemerkt bij het lezen", "Remarqué à la lecture", "Beim Lesen bemerkt",
     "Noticed while reading"},
    {Word::ConfirmedBy, "bevestigd door", "confirmé par", "bestätigt von", "confirmed by"},
    {Word::Mode, "Werkwijze", "Mode", "Betriebsart", "Mode"},
    {Word::Automatic, "automatisch na elke import", "automatique après chaque import",
     "automatisch nach jedem Import", "automatic after each import"},
    {Word::Prepare, "voorbereiden, een mens keurt goed", "préparer, une personne approuve",
     "vorbereiten, ein Mensch gibt frei", "prepare, a person approves"},
    {Word::PutOnHold, "Brieven die nu wachten", "Lettres mises en attente",
     "Schreiben, die nun warten", "Letters now on hold"},
    {Word::NextOn, "opnieuw te bekijken op", "à revoir le", "wieder zu prüfen am", "next look on"},
    {Word::Written, "Geschreven", "Écrit", "Geschrieben", "Written"},
    {Word::CameIn, "bij", "entrées", "Eingang", "in"},
    {Word::WentOut, "af", "sorties", "Ausgang", "out"},
    {Word::Balance, "saldo", "solde", "Saldo", "balance"},
    {Word::Provisional, "voorlopig", "provisoire", "vorläufig", "provisional"},
    {Word::NothingOdd, "Niets vreemds", "Rien d'anormal", "Nichts Auffälliges", "Nothing odd"},
    {Word::OnlyChecked, "Alleen nagekeken; er is niets geboekt.",
     "Seulement vérifié ; rien n'a été comptabilisé.", "Nur geprüft; nichts wurde gebucht.",
     "Only checked; nothing was booked."},
};

} // namespace

std::string_view word(Word word, std::string_view language) {
    const std::string_view base = language.substr(0, 2);
    if (base == "nl" && language.size() > 3 && language.substr(3) == "NL") {
        // The Netherlands say it otherwise.
        if (word == Word::Matched) return "afgeletterd";
        if (word == Word::Due) return "Vervaldatum";
        if (word == Word::Statements || word == Word::MissingStatement) {
            return word == Word::Statements ? "afschriften" : "ontbreekt: afschrift";
        }
        if (word == Word::Known) return "al bekend";
        if (word == Word::Lines) return "bankregels";
        if (word == Word::BankLine) return "Bankregel";
        if (word == Word::Returned) return "gestorneerde incasso's";
    }
    for (const Row& row : rows) {
        if (row.word != word) continue;
        if (base == "nl") return row.nl;
        if (base == "fr") return row.fr;
        if (base == "de") return row.de;
        return row.en;
    }
    return "?";
}

} // namespace afpunt::standalone::cli
