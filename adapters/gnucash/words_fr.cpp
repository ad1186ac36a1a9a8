// SPDX-License-Identifier: MIT
//
// The sentences of this adapter in French.
#include "gnucash/words_of_languages.hpp"

namespace afpunt::gnucash {

const Words words_fr{
    .menu_report = "Suivi des factures impayées",
    .menu_report_tip = "Montre ce qui est prêt, ce qui est retenu, et pourquoi",
    .menu_approve = "Approuver et envoyer les lettres prêtes",
    .menu_approve_tip = "Demande d’abord, avec le nombre et le montant",
    .menu_matches = "Lettrer les paiements probables",
    .menu_matches_tip = "Montre quelles lignes de banque vont avec quelles factures, et "
                        "comptabilise après votre oui",
    .menu_settings = "Dossier des réglages",
    .menu_settings_tip = "Réglages, données des clients et lettres envoyées de ce livre",
    .no_book = "Aucun livre enregistré n’est ouvert.",
    .no_invoices = "Ce livre n’a pas encore de facture client comptabilisée.",
    .read_only = "Ce livre est ouvert en lecture seule : rien n’est suivi.",
    .failed = "Cela n’a pas réussi : {why}",
    .nothing_ready = "Aucune lettre n’est prête. Retenues : {held}. Le rapport dit pourquoi.",
    .approve_one = "Approuver et envoyer 1 lettre pour {sum} ?\n\nFactures retenues : {held}.",
    .approve =
        "Approuver et envoyer {n} lettres pour {sum} au total ?\n\nFactures retenues : {held}.",
    .approved = "{n} lettres sont approuvées.\n{folder}",
    .not_delivered = "{letter} est restée ici : {why}",
    .trial_day = "C’est un jour d’essai ({day}) : les lettres sont montrées et ne partent jamais.",
    .bank_is_behind =
        "Dans ce livre, {account} est à jour au {until}. Personne n’est rappelé pour ce qui "
        "suit.\n\nTous les paiements sur ce compte jusqu’au {day} inclus sont-ils saisis ?",
    .bank_is_unknown = "On ne sait pas jusqu’à quand {account} est à jour dans ce livre : rien n’a "
                       "été importé ni rapproché. En attendant, personne n’est rappelé.\n\nTous "
                       "les paiements sur ce compte jusqu’au {day} inclus sont-ils saisis ?",
    .old_balances = "{n} factures étaient déjà échues quand le suivi a commencé. Vérifiez-les dans "
                    "le rapport.\n\nPeut-on les rappeler aussi ?",
    .no_matches = "Il n’y a pas de paiements probables.",
    .match_question = "Lettrer {n} paiements probables ?\n\n{list}",
    .matched = "{n} paiements sont lettrés.",
    .match_line = "{line} : {amount} de {payer} pour {items}",
    .more_matches = "... et encore {n}",
    .book_is_elsewhere =
        "Ce livre se trouve à un autre endroit que lors du dernier suivi. Tant qu’on ne sait pas "
        "lequel est le vrai, rien ne part.\n\nEst-ce le livre avec lequel vous continuez (déplacé) "
        "? Choisissez Non pour une copie : elle n’envoie jamais.",
    .book_was_restored = "Les données du suivi sont plus anciennes que ce qui a déjà été envoyé, "
                         "ou d’un autre livre.\n\nCe livre a-t-il été restauré d’une sauvegarde ? "
                         "Alors tout ce qui est échu vous est d’abord montré.",
    .notice = "afpunt : {withdrawn} retirées, {ready} prêtes, {held} retenues",
    .sent_note = "afpunt : rappel {letter} du {day}",
    .line_of_day = "ligne du {day} sur {account}",
    .settings_file =
        R"(# Réglages d’afpunt pour ce livre GnuCash. Les lignes qui commencent par # sont des remarques.

[book]
language = "fr"            # langue des écrans et du rapport ; aussi des lettres aux clients sans langue propre
write_back = false            # chaque lettre envoyée est-elle notée dans les remarques de la facture ?
# unassigned = ["Imbalance-EUR"]   # comptes avec de l’argent dont personne n’a encore dit à qui il est

# [[account]]
# account = "Actifs:Banque"         # nom complet dans GnuCash
# iban = "BE68 5390 0754 7034"
# customers_pay_here = true   # attend-on ici des paiements de clients ?

# vos propres données viennent de Fichier > Propriétés > Affaires ; ici seulement ce qui y manque
# [creditor]
# name = ""
# vat_id = ""
# mail = ""

[policy]
language = "fr"

[matching]
certain = "ask"

# envoi par courriel : mot de passe dans un fichier mail.password, chmod 600
# [mail]
# server = "smtp.example.com"
# user = "books@example.com"
# [secrets]
# "mail.password" = { file = "mail.password" }
)",
};

} // namespace afpunt::gnucash
