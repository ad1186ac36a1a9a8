// SPDX-License-Identifier: MIT
//
// German.
#include "policy/sentences.hpp"

#include <array>

namespace afpunt::policy {
namespace {

constexpr std::array sentences{
    Sentence{ReasonCode::StepDue,
             "Bereit: {sequence}. Zahlungserinnerung über {amount:amount}, Fälligkeit "
             "{due:date}[; {disputed:amount} sind strittig und werden nicht gefordert][; "
             "{retained:amount} sind vereinbarungsgemäß einbehalten und werden nicht "
             "gefordert]."},
    Sentence{ReasonCode::LetterPrepared,
             "Die Zahlungserinnerung vom {on:date} liegt bereit und wartet auf Freigabe."},
    Sentence{ReasonCode::LetterApproved,
             "Die Zahlungserinnerung vom {on:date} ist freigegeben und wird verschickt."},
    Sentence{ReasonCode::NotDue, "Noch nicht überfällig: Fälligkeit {due:date}."},
    Sentence{ReasonCode::BeforeFirstStep,
             "Fällig seit {due:date}; die erste Zahlungserinnerung folgt frühestens am "
             "{next:date}."},
    Sentence{ReasonCode::BeforeNextStep,
             "Zuletzt erinnert am {last:date}; die nächste Zahlungserinnerung folgt "
             "frühestens am {next:date}."},
    Sentence{ReasonCode::DaysBetweenMessages,
             "Der Kunde hat am {last:date} schon eine Nachricht bekommen. Zwischen zwei "
             "Nachrichten {days#liegt|liegen} mindestens {days} {days#Tag|Tage}: Die "
             "Zahlungserinnerung folgt frühestens am {next:date}."},
    Sentence{ReasonCode::QuietDay,
             "Am {day:date} wird nichts verschickt: Wochenende, Feiertag oder eigener "
             "Ruhetag. Die Zahlungserinnerung folgt am {next:date}."},
    Sentence{ReasonCode::DailyLimit,
             "Die Höchstzahl von {limit} {limit#Nachricht|Nachrichten} pro Tag ist "
             "erreicht. Die ältesten Forderungen gehen vor; diese folgt ab {next:date}."},
    Sentence{ReasonCode::BelowMinimum,
             "Zu fordern sind zusammen nur {total:amount}; unter {minimum:amount} wird "
             "nicht erinnert."},
    Sentence{ReasonCode::HeldByPerson,
             "Angehalten[ von {who}][ bis einschließlich {until:date}][: {why}]."},
    Sentence{ReasonCode::HeldByHost,
             "In der Buchhaltung ist bei diesem Kunden eine Mahnsperre gesetzt[, bis "
             "einschließlich {until:date}][: {why}]."},
    Sentence{ReasonCode::BankNotUpToDate,
             "Die Bank ist nicht auf dem neuesten Stand[: {account}][, gebucht bis "
             "{until:date}]. Erinnert wird, sobald die Auszüge bis einschließlich "
             "{needed:date} eingelesen sind."},
    Sentence{ReasonCode::StatementMissing,
             "Auf {account} fehlen Bankbuchungen: [Auszug {statements}, ]zwischen "
             "{after:date} und {before:date}[ (Endsaldo {closing:amount}, nächster "
             "Anfangssaldo {opening:amount})]. Bitte zuerst einlesen."},
    Sentence{ReasonCode::ProbablyPaid,
             "Wahrscheinlich bezahlt: {line}[, {amount:amount} am {booked:date}][ von "
             "{payer}][, mit „{evidence}“]. Bitte diese Zeile zuerst ausgleichen."},
    Sentence{ReasonCode::UnallocatedCredit,
             "Der Kunde hat noch {amount:amount} Guthaben aus Gutschrift {number}. Bitte "
             "diese zuerst ausgleichen."},
    Sentence{ReasonCode::Disputed,
             "Strittig: {amount:amount}. Erinnert wird erst wieder, wenn das geklärt ist."},
    Sentence{ReasonCode::AssignedToFactor,
             "Abgetreten an {factor}: Nur dort kann bezahlt werden, daher erinnern wir "
             "nicht."},
    Sentence{ReasonCode::OtherIban,
             "Die Rechnung nennt das Konto {invoice_iban}, die Zahlungserinnerung würde "
             "{reminder_iban} nennen. Bitte prüfen, welches Konto stimmt."},
    Sentence{ReasonCode::PaidByCard,
             "Der Kunde zahlt mit Karte. Bitte prüfen, ob die Auszahlung des "
             "Kartenanbieters noch kommt."},
    Sentence{ReasonCode::DirectDebitUnderWay,
             "Wird per Lastschrift eingezogen[: Einzug am {collection:date}, Rückgabe "
             "möglich bis einschließlich {until:date}]."},
    Sentence{ReasonCode::PaidByLink, "Am {paid:date} über den Zahlungslink bezahlt, noch nicht auf "
                                     "dem Bankkonto[; erwartet bis einschließlich {until:date}]."},
    Sentence{
        ReasonCode::LinkMoneyMissing,
        "Am {paid:date} über den Zahlungslink bezahlt, aber das Geld ist nicht auf dem Bankkonto[; "
        "erwartet war es bis einschließlich {until:date}]. Bitte beim Zahlungsdienst nachfragen."},
    Sentence{ReasonCode::LinkStateUnknown,
             "Der Zahlungsdienst konnte nicht sagen, ob der Zahlungslink des vorigen Schreibens "
             "bezahlt wurde[: {why}]."},
    Sentence{ReasonCode::DiscountTaken,
             "Offen ist nur das Skonto: {amount:amount}, gewährt bei Zahlung bis "
             "einschließlich {last_day:date}. Bitte das Skonto buchen."},
    Sentence{ReasonCode::Retention, "Offen ist nur der vereinbarte Einbehalt: {amount:amount}."},
    Sentence{ReasonCode::WeOweThem,
             "Wir schulden diesem Kunden selbst noch {amount:amount}. Bitte zuerst "
             "ansehen; verrechnet wird nichts von selbst."},
    Sentence{ReasonCode::Insolvent,
             "Der Kunde ist insolvent oder in einem Insolvenzverfahren: Es wird nicht "
             "erinnert."},
    Sentence{ReasonCode::DebtMediation,
             "Der Kunde ist in einer Schuldenregulierung oder Schuldenberatung: Es wird "
             "nicht erinnert."},
    Sentence{ReasonCode::HandedOver, "Der Fall ist zum Inkasso abgegeben: Von hier gehen keine "
                                     "Zahlungserinnerungen mehr aus."},
    Sentence{ReasonCode::OldBalance,
             "Alter Saldo, zuerst prüfen: fällig am {due:date}, also schon vor dem Start "
             "am {first_day:date}; davor {reminders} Mal erinnert[, zuletzt am "
             "{last:date}]. Bitte freigeben, was noch erinnert werden darf."},
    Sentence{ReasonCode::OpeningBalance,
             "Eröffnungssaldo der Buchhaltung: wird nie automatisch erinnert."},
    Sentence{ReasonCode::NoMailAddress,
             "Für {customer} ist keine E-Mail-Adresse bekannt. Bitte beim Kunden ergänzen."},
    Sentence{ReasonCode::MailReturned,
             "E-Mails an {customer} kommen von {address} zurück[ ({why})]. Bitte eine andere "
             "Adresse angeben, das Schreiben mit der Post senden oder den Kunden freigeben, wenn "
             "die Adresse wieder geht."},
    Sentence{ReasonCode::NoAccountForCurrency,
             "Es gibt kein Bankkonto in {currency}, auf das Kunden zahlen. Bitte eines "
             "angeben."},
    Sentence{ReasonCode::AmountsDisagree,
             "Die Beträge dieser Rechnung widersprechen sich: gesamt "
             "{total:amount}, offen {open:amount}[, ausgeglichen "
             "{allocated:amount}]. Bitte in der Buchhaltung prüfen[ ({field}: "
             "{found})]."},
    Sentence{ReasonCode::CustomerUnknown, "Der Kunde „{customer}“ fehlt in den Kundenstammdaten."},
    Sentence{ReasonCode::LetterUncertain,
             "Versand unklar: Die Zahlungserinnerung vom {on:date} ist vielleicht "
             "angekommen, vielleicht nicht. Bitte prüfen und hier angeben."},
    Sentence{ReasonCode::Settled, "Bezahlt: Es ist nichts mehr offen."},
    Sentence{ReasonCode::WithinTolerance,
             "Offen sind noch {amount:amount}: zu wenig, um daran zu erinnern."},
    Sentence{ReasonCode::CreditNote,
             "Gutschrift über {amount:amount}: ein Guthaben des Kunden, keine Forderung."},
    Sentence{ReasonCode::Cancelled, "Storniert."},
    Sentence{ReasonCode::WrittenOff, "Ausgebucht."},
    Sentence{ReasonCode::LastStepSent,
             "Alle Zahlungserinnerungen sind verschickt: {reminders}[, die letzte am "
             "{last:date}]. Wie es weitergeht, entscheiden Sie."},
};
static_assert(has_every_reason(sentences));

} // namespace

std::string_view german_sentence(ReasonCode reason) {
    return sentence_in(sentences, reason);
}

} // namespace afpunt::policy
