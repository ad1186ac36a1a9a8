// SPDX-License-Identifier: MIT
//
// Dutch where the Netherlands says it otherwise: afletteren for afpunten, vervaldatum for
// vervaldag, afschrift for uittreksel, incasso for domiciliëring. The other sentences are those of
// Belgium.
#include "policy/sentences.hpp"

#include <array>

namespace afpunt::policy {
namespace {

constexpr std::array sentences{
    Sentence{ReasonCode::StepDue,
             "Klaar: {sequence}e herinnering voor {amount:amount}, vervaldatum "
             "{due:date}[; {disputed:amount} is betwist en wordt niet gevraagd][; "
             "{retained:amount} is ingehouden volgens afspraak en wordt niet gevraagd]."},
    Sentence{ReasonCode::NotDue, "Nog niet vervallen: vervaldatum {due:date}."},
    Sentence{ReasonCode::BeforeFirstStep,
             "Vervallen op {due:date}; de eerste herinnering volgt op zijn vroegst op "
             "{next:date}."},
    Sentence{ReasonCode::BeforeNextStep,
             "Laatst herinnerd op {last:date}; de volgende herinnering volgt op zijn "
             "vroegst op {next:date}."},
    Sentence{ReasonCode::DaysBetweenMessages,
             "De klant kreeg op {last:date} nog een bericht. Tussen twee berichten "
             "{days#ligt|liggen} minstens {days} {days#dag|dagen}: de herinnering volgt "
             "op zijn vroegst op {next:date}."},
    Sentence{ReasonCode::BankNotUpToDate,
             "De bank is niet bijgewerkt[: {account}][, bijgewerkt tot {until:date}]. "
             "Herinneren kan zodra de afschriften tot en met {needed:date} ingelezen zijn."},
    Sentence{ReasonCode::StatementMissing,
             "Er ontbreken banktransacties op {account}: [afschrift {statements}, ]tussen "
             "{after:date} en {before:date}[ (eindsaldo {closing:amount}, volgend "
             "beginsaldo {opening:amount})]. Lees ze eerst in."},
    Sentence{ReasonCode::ProbablyPaid,
             "Waarschijnlijk betaald: {line}[, {amount:amount} op {booked:date}][ van "
             "{payer}][, met '{evidence}']. Letter die regel eerst af."},
    Sentence{ReasonCode::UnallocatedCredit,
             "De klant heeft nog {amount:amount} tegoed op creditnota {number}. Letter "
             "die eerst af."},
    Sentence{ReasonCode::OtherIban, "De factuur noemt rekening {invoice_iban}, de herinnering zou "
                                    "{reminder_iban} noemen. Controleer welke rekening juist is."},
    Sentence{ReasonCode::PaidByCard,
             "De klant betaalt met een kaart. Controleer of de uitbetaling van de "
             "kaartmaatschappij nog moet komen."},
    Sentence{ReasonCode::DirectDebitUnderWay,
             "Wordt geïncasseerd[: incasso op {collection:date}, terugboeking door de "
             "bank mogelijk tot en met {until:date}]."},
    Sentence{ReasonCode::DiscountTaken,
             "Alleen de betalingskorting staat nog open: {amount:amount}, "
             "toegestaan bij betaling tot en met {last_day:date}. Boek de korting."},
    Sentence{ReasonCode::DebtMediation,
             "De klant zit in de schuldhulpverlening of schuldsanering: er wordt niet "
             "herinnerd."},
    Sentence{ReasonCode::OldBalance,
             "Oud saldo, eerst controleren: vervallen op {due:date}, dus al voor de start "
             "op {first_day:date}; daarvoor {reminders} keer herinnerd[, voor het laatst "
             "op {last:date}]. Geef vrij wat nog herinnerd mag worden."},
    Sentence{ReasonCode::AmountsDisagree,
             "De cijfers van deze factuur spreken elkaar tegen: totaal "
             "{total:amount}, open {open:amount}[, afgeletterd {allocated:amount}]. "
             "Controleer ze in de boekhouding[ ({field}: {found})]."},
    Sentence{ReasonCode::CustomerUnknown,
             "Klant '{customer}' staat niet in het debiteurenbestand."},
    Sentence{ReasonCode::WrittenOff, "Afgeboekt als oninbaar."},
};

} // namespace

std::string_view dutch_sentence_of_the_netherlands(ReasonCode reason) {
    return sentence_in(sentences, reason);
}

} // namespace afpunt::policy
