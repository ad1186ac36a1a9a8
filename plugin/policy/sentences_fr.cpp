// SPDX-License-Identifier: MIT
//
// French as bookkeepers in Belgium and France read it; a space stands before : and ;.
#include "policy/sentences.hpp"

#include <array>

namespace afpunt::policy {
namespace {

constexpr std::array sentences{
    Sentence{ReasonCode::StepDue,
             "Prêt : rappel n° {sequence} pour {amount:amount}, échéance du {due:date}[ ; "
             "{disputed:amount} en litige, non réclamés][ ; {retained:amount} retenus "
             "comme convenu, non réclamés]."},
    Sentence{ReasonCode::LetterPrepared, "Le rappel du {on:date} est prêt et attend votre accord."},
    Sentence{ReasonCode::LetterApproved, "Le rappel du {on:date} est approuvé et va partir."},
    Sentence{ReasonCode::NotDue, "Pas encore échu : échéance le {due:date}."},
    Sentence{ReasonCode::BeforeFirstStep,
             "Échu le {due:date} ; le premier rappel partira au plus tôt le {next:date}."},
    Sentence{ReasonCode::BeforeNextStep,
             "Dernier rappel le {last:date} ; le suivant partira au plus tôt le "
             "{next:date}."},
    Sentence{ReasonCode::DaysBetweenMessages,
             "Le client a déjà reçu un message le {last:date}. Il faut au moins {days} "
             "{days#jour|jours} entre deux messages : le rappel partira au plus tôt le "
             "{next:date}."},
    Sentence{ReasonCode::QuietDay,
             "Rien ne part le {day:date} : week-end, jour férié ou jour sans envoi. Le "
             "rappel partira le {next:date}."},
    Sentence{ReasonCode::DailyLimit,
             "Le maximum de {limit} {limit#message|messages} par jour est atteint. Les "
             "créances les plus anciennes passent d'abord ; celle-ci suivra à partir du "
             "{next:date}."},
    Sentence{ReasonCode::BelowMinimum,
             "Le total à réclamer n'est que de {total:amount} ; sous {minimum:amount}, "
             "aucun rappel ne part."},
    Sentence{ReasonCode::HeldByPerson,
             "Suspendu[ par {who}][ jusqu'au {until:date} inclus][ : {why}]."},
    Sentence{ReasonCode::HeldByHost,
             "Le logiciel comptable indique que ce client ne doit pas être rappelé[, "
             "jusqu'au {until:date} inclus][ : {why}]."},
    Sentence{ReasonCode::BankNotUpToDate,
             "La banque n'est pas à jour[ : {account}][, à jour au {until:date}]. Le "
             "rappel est possible dès que les extraits jusqu'au {needed:date} sont "
             "importés."},
    Sentence{ReasonCode::StatementMissing,
             "Il manque des opérations bancaires sur {account} : [extrait {statements}, "
             "]entre le {after:date} et le {before:date}[ (solde final {closing:amount}, "
             "solde initial suivant {opening:amount})]. Importez-les d'abord."},
    Sentence{ReasonCode::ProbablyPaid,
             "Probablement payé : {line}[, {amount:amount} le {booked:date}][ de "
             "{payer}][, avec « {evidence} »]. Lettrez d'abord cette ligne."},
    Sentence{ReasonCode::UnallocatedCredit,
             "Le client dispose encore de {amount:amount} sur la note de crédit {number}. "
             "Lettrez-la d'abord."},
    Sentence{ReasonCode::Disputed,
             "En litige : {amount:amount}. Le rappel sera de nouveau possible une fois le "
             "litige réglé."},
    Sentence{ReasonCode::AssignedToFactor,
             "Créance cédée à {factor} : le paiement se fait uniquement là, nous "
             "n'envoyons donc pas de rappel."},
    Sentence{ReasonCode::OtherIban,
             "La facture mentionne le compte {invoice_iban}, le rappel mentionnerait "
             "{reminder_iban}. Vérifiez quel compte est le bon."},
    Sentence{ReasonCode::PaidByCard,
             "Le client paie par carte. Vérifiez si le versement de l'organisme de carte "
             "doit encore arriver."},
    Sentence{ReasonCode::DirectDebitUnderWay,
             "Encaissement par domiciliation[ : prélèvement le {collection:date}, rejet "
             "possible jusqu'au {until:date} inclus]."},
    Sentence{ReasonCode::PaidByLink,
             "Payé par le lien de paiement le {paid:date}, pas encore sur le compte bancaire[ ; "
             "attendu jusqu'au {until:date} inclus]."},
    Sentence{ReasonCode::LinkMoneyMissing,
             "Payé par le lien de paiement le {paid:date}, mais l'argent n'est pas sur le compte "
             "bancaire[ ; il était attendu jusqu'au {until:date} inclus]. Renseignez-vous auprès "
             "du prestataire de paiement."},
    Sentence{ReasonCode::LinkStateUnknown, "Le prestataire de paiement n'a pas pu dire si le lien "
                                           "de la lettre précédente a été payé[ : {why}]."},
    Sentence{ReasonCode::DiscountTaken,
             "Seul l'escompte reste ouvert : {amount:amount}, accordé pour un "
             "paiement jusqu'au {last_day:date} inclus. Comptabilisez l'escompte."},
    Sentence{ReasonCode::Retention, "Seule la retenue convenue reste ouverte : {amount:amount}."},
    Sentence{ReasonCode::WeOweThem,
             "Nous devons nous-mêmes encore {amount:amount} à ce client. Voyez cela "
             "d'abord ; rien n'est compensé automatiquement."},
    Sentence{ReasonCode::Insolvent,
             "Le client est en faillite ou en procédure d'insolvabilité : pas de rappel."},
    Sentence{ReasonCode::DebtMediation,
             "Le client est en règlement collectif ou en médiation de dettes : pas de "
             "rappel."},
    Sentence{ReasonCode::HandedOver,
             "Le dossier a été transmis pour recouvrement : plus aucun rappel ne part "
             "d'ici."},
    Sentence{ReasonCode::OldBalance,
             "Ancien solde, à vérifier d'abord : échu le {due:date}, donc avant le "
             "démarrage du {first_day:date} ; rappels déjà envoyés : {reminders}[, le "
             "dernier le {last:date}]. Libérez ce qui peut encore être rappelé."},
    Sentence{ReasonCode::OpeningBalance,
             "Solde d'ouverture de la comptabilité : jamais rappelé automatiquement."},
    Sentence{ReasonCode::NoMailAddress,
             "Pas d'adresse e-mail connue pour {customer}. Complétez la fiche du client."},
    Sentence{ReasonCode::MailReturned,
             "Le courrier pour {customer} revient de {address}[ ({why})]. Donnez une autre "
             "adresse, envoyez la lettre par la poste, ou libérez le client si l'adresse marche "
             "à nouveau."},
    Sentence{ReasonCode::NoAccountForCurrency,
             "Il n'y a pas de compte bancaire en {currency} sur lequel les clients "
             "paient. Ajoutez-en un."},
    Sentence{ReasonCode::AmountsDisagree,
             "Les chiffres de cette facture se contredisent : total {total:amount}, "
             "ouvert {open:amount}[, lettré {allocated:amount}]. Vérifiez-les dans "
             "la comptabilité[ ({field} : {found})]."},
    Sentence{ReasonCode::CustomerUnknown,
             "Le client « {customer} » ne figure pas dans le fichier des clients."},
    Sentence{ReasonCode::LetterUncertain,
             "Envoi incertain : le rappel du {on:date} est peut-être parti, peut-être "
             "pas. Vérifiez et indiquez-le ici."},
    Sentence{ReasonCode::Settled, "Payé : plus rien n'est ouvert."},
    Sentence{ReasonCode::WithinTolerance, "Il reste {amount:amount} : trop peu pour être réclamé."},
    Sentence{ReasonCode::CreditNote,
             "Note de crédit de {amount:amount} : un avoir du client, pas une créance."},
    Sentence{ReasonCode::Cancelled, "Annulé."},
    Sentence{ReasonCode::WrittenOff, "Passé en perte."},
    Sentence{ReasonCode::LastStepSent,
             "Tous les rappels ont été envoyés : {reminders}[, le dernier le "
             "{last:date}]. À vous de décider de la suite."},
};
static_assert(has_every_reason(sentences));

} // namespace

std::string_view french_sentence(ReasonCode reason) {
    return sentence_in(sentences, reason);
}

} // namespace afpunt::policy
