// SPDX-License-Identifier: MIT
//
// Dutch as bookkeepers in Belgium write it.
#include "policy/sentences.hpp"

#include <array>

namespace afpunt::policy {
namespace {

constexpr std::array sentences{
    Sentence{ReasonCode::StepDue,
             "Klaar: {sequence}e herinnering voor {amount:amount}, vervaldag {due:date}[; "
             "{disputed:amount} is betwist en wordt niet gevraagd][; {retained:amount} is "
             "ingehouden volgens afspraak en wordt niet gevraagd]."},
    Sentence{ReasonCode::LetterPrepared,
             "De herinnering van {on:date} ligt klaar en wacht op goedkeuring."},
    Sentence{ReasonCode::LetterApproved,
             "De herinnering van {on:date} is goedgekeurd en wordt verstuurd."},
    Sentence{ReasonCode::NotDue, "Nog niet vervallen: vervaldag {due:date}."},
    Sentence{ReasonCode::BeforeFirstStep,
             "Vervallen op {due:date}; de eerste herinnering volgt ten vroegste op "
             "{next:date}."},
    Sentence{ReasonCode::BeforeNextStep,
             "Laatst herinnerd op {last:date}; de volgende herinnering volgt ten vroegste "
             "op {next:date}."},
    Sentence{ReasonCode::DaysBetweenMessages,
             "De klant kreeg op {last:date} nog een bericht. Tussen twee berichten "
             "{days#ligt|liggen} minstens {days} {days#dag|dagen}: de herinnering volgt "
             "ten vroegste op {next:date}."},
    Sentence{ReasonCode::QuietDay,
             "Op {day:date} vertrekt er niets: weekend, feestdag of eigen rustdag. De "
             "herinnering volgt op {next:date}."},
    Sentence{ReasonCode::DailyLimit,
             "Vandaag {limit#is|zijn} er al {limit} {limit#bericht|berichten}, het "
             "maximum per dag. De oudste vorderingen gaan voor; deze volgt vanaf "
             "{next:date}."},
    Sentence{ReasonCode::BelowMinimum,
             "Samen is er maar {total:amount} te vragen; onder {minimum:amount} vertrekt "
             "er geen herinnering."},
    Sentence{ReasonCode::HeldByPerson,
             "Aangehouden[ door {who}][ tot en met {until:date}][: {why}]."},
    Sentence{ReasonCode::HeldByHost,
             "In het boekhoudpakket staat bij deze klant dat hij niet herinnerd wordt[, "
             "tot en met {until:date}][: {why}]."},
    Sentence{ReasonCode::BankNotUpToDate,
             "De bank is niet bijgewerkt[: {account}][, bijgewerkt tot {until:date}]. "
             "Herinneren kan zodra de uittreksels tot en met {needed:date} ingelezen zijn."},
    Sentence{ReasonCode::StatementMissing,
             "Er ontbreken bankverrichtingen op {account}: [uittreksel {statements}, "
             "]tussen {after:date} en {before:date}[ (eindsaldo {closing:amount}, volgend "
             "beginsaldo {opening:amount})]. Lees ze eerst in."},
    Sentence{ReasonCode::ProbablyPaid,
             "Waarschijnlijk betaald: {line}[, {amount:amount} op {booked:date}][ van "
             "{payer}][, met '{evidence}']. Punt die lijn eerst af."},
    Sentence{ReasonCode::UnallocatedCredit,
             "De klant heeft nog {amount:amount} tegoed op creditnota {number}. Punt die "
             "eerst af."},
    Sentence{ReasonCode::Disputed,
             "Betwist: {amount:amount}. Herinneren kan weer zodra de betwisting opgelost "
             "is."},
    Sentence{ReasonCode::AssignedToFactor,
             "Overgedragen aan {factor}: betalen kan alleen daar, dus herinneren wij niet."},
    Sentence{ReasonCode::OtherIban, "De factuur noemt rekening {invoice_iban}, de herinnering zou "
                                    "{reminder_iban} noemen. Kijk na welke rekening juist is."},
    Sentence{ReasonCode::PaidByCard, "De klant betaalt met de kaart. Kijk na of de betaling van de "
                                     "kaartmaatschappij nog moet komen."},
    Sentence{ReasonCode::DirectDebitUnderWay,
             "Wordt geïnd via domiciliëring[: inning op {collection:date}, weigering "
             "mogelijk tot en met {until:date}]."},
    Sentence{ReasonCode::PaidByLink, "Op {paid:date} betaald met de betaallink, nog niet op de "
                                     "bankrekening[; verwacht tot en met {until:date}]."},
    Sentence{
        ReasonCode::LinkMoneyMissing,
        "Op {paid:date} betaald met de betaallink, maar het geld staat niet op de bankrekening[; "
        "het werd verwacht tot en met {until:date}]. Vraag het na bij de betaaldienst."},
    Sentence{ReasonCode::LinkStateUnknown, "De betaaldienst kon niet zeggen of de betaallink van "
                                           "de vorige brief betaald is[: {why}]."},
    Sentence{ReasonCode::DiscountTaken,
             "Alleen de korting voor contante betaling staat nog open: "
             "{amount:amount}, toegestaan bij betaling tot en met {last_day:date}. "
             "Boek de korting."},
    Sentence{ReasonCode::Retention,
             "Alleen de afgesproken inhouding staat nog open: {amount:amount}."},
    Sentence{ReasonCode::WeOweThem,
             "Wij zijn deze klant zelf nog {amount:amount} schuldig. Bekijk dat eerst; er "
             "wordt niets vanzelf verrekend."},
    Sentence{ReasonCode::Insolvent,
             "De klant is failliet of zit in een insolventieprocedure: er wordt niet "
             "herinnerd."},
    Sentence{ReasonCode::DebtMediation,
             "De klant zit in een collectieve schuldenregeling of schuldbemiddeling: er "
             "wordt niet herinnerd."},
    Sentence{ReasonCode::HandedOver,
             "Het dossier is uit handen gegeven: er vertrekken geen herinneringen meer "
             "van hier."},
    Sentence{ReasonCode::OldBalance,
             "Oud saldo, eerst nakijken: vervallen op {due:date}, dus al voor de start op "
             "{first_day:date}; voordien {reminders} keer herinnerd[, laatst op "
             "{last:date}]. Geef vrij wat nog herinnerd mag worden."},
    Sentence{ReasonCode::OpeningBalance,
             "Beginsaldo van de boekhouding: wordt nooit automatisch herinnerd."},
    Sentence{ReasonCode::NoMailAddress,
             "Geen mailadres bekend voor {customer}. Vul het in bij de klant."},
    Sentence{ReasonCode::MailReturned,
             "Mail aan {customer} komt terug van {address}[ ({why})]. Geef een ander adres, stuur "
             "de brief per post, of geef de klant vrij als het adres weer werkt."},
    Sentence{ReasonCode::NoAccountForCurrency,
             "Er is geen bankrekening in {currency} waarop klanten betalen. Vul er een in."},
    Sentence{ReasonCode::AmountsDisagree,
             "De cijfers van deze factuur spreken elkaar tegen: totaal "
             "{total:amount}, open {open:amount}[, afgepunt {allocated:amount}]. "
             "Kijk ze na in de boekhouding[ ({field}: {found})]."},
    Sentence{ReasonCode::CustomerUnknown, "Klant '{customer}' staat niet in het klantenbestand."},
    Sentence{ReasonCode::LetterUncertain,
             "Verzending onzeker: de herinnering van {on:date} is misschien vertrokken, "
             "misschien niet. Ga het na en geef het hier aan."},
    Sentence{ReasonCode::Settled, "Betaald: er staat niets meer open."},
    Sentence{ReasonCode::WithinTolerance,
             "Er staat nog {amount:amount} open: te weinig om te vragen."},
    Sentence{ReasonCode::CreditNote,
             "Creditnota van {amount:amount}: een tegoed van de klant, geen vordering."},
    Sentence{ReasonCode::Cancelled, "Geannuleerd."},
    Sentence{ReasonCode::WrittenOff, "Afgeboekt."},
    Sentence{ReasonCode::LastStepSent,
             "Alle herinneringen zijn verstuurd: {reminders}[, de laatste op "
             "{last:date}]. Beslis zelf wat er nu gebeurt."},
};
static_assert(has_every_reason(sentences));

} // namespace

std::string_view dutch_sentence(ReasonCode reason) {
    return sentence_in(sentences, reason);
}

} // namespace afpunt::policy
