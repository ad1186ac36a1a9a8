// SPDX-License-Identifier: MIT
#include "runtime/mail_test.hpp"

#include "book/localised.hpp"
#include "delivery/letter_forms.hpp"
#include "delivery/mail_address.hpp"
#include "delivery/return_path.hpp"
#include "delivery/sent_folder.hpp"

#include <array>

namespace afpunt::runtime {
namespace {

using delivery::DomainVerdict;
using delivery::MailOutcome;

struct Words {
    std::string_view nl, fr, de, en;
};

constexpr Words from_good{"Brieven komen van dit adres, uit het eigen maildomein van de firma.",
                          "Les lettres partent de cette adresse, du domaine de l'entreprise.",
                          "Schreiben kommen von dieser Adresse, aus der Domain der Firma.",
                          "Letters come from this address, within the firm's own mail domain."};
constexpr Words from_bad{
    "Van dit adres gaat geen brief weg.", "Aucune lettre ne part de cette adresse.",
    "Von dieser Adresse geht kein Schreiben ab.", "No letter leaves from this address."};
constexpr Words no_server{
    "Er is geen mailserver ingesteld ([mail] server): afpunt schrijft brieven in een map.",
    "Aucun serveur de mail n'est réglé ([mail] server) : afpunt écrit les lettres dans un dossier.",
    "Kein Mailserver eingestellt ([mail] server): afpunt schreibt Schreiben in einen Ordner.",
    "No mail server is set ([mail] server): afpunt writes letters into a folder."};
constexpr Words server_good{
    "De mailserver neemt onze brieven aan: verbinding, versleuteling en aanmelding zijn in orde. "
    "Er "
    "is niets verstuurd.",
    "Le serveur accepte nos lettres : connexion, chiffrement et identification sont en ordre. Rien "
    "n'a été envoyé.",
    "Der Mailserver nimmt unsere Schreiben an: Verbindung, Verschlüsselung und Anmeldung stimmen. "
    "Es wurde nichts gesendet.",
    "The mail server takes our letters: connection, encryption and login are in order. Nothing was "
    "sent."};
constexpr Words server_sent{"Er is een mail verstuurd. Kijk of hij aankomt, en in welke map.",
                            "Un mail est parti. Regardez s'il arrive, et dans quel dossier.",
                            "Eine Mail ist abgegangen. Sehen Sie nach, ob und wo sie ankommt.",
                            "A mail was sent. See whether it arrives, and in which folder."};
constexpr Words server_bad{"De mailserver neemt onze brieven niet aan.",
                           "Le serveur n'accepte pas nos lettres.",
                           "Der Mailserver nimmt unsere Schreiben nicht an.",
                           "The mail server does not take our letters."};
constexpr Words folder_good{"Kopieën komen in deze map van de mailbox.",
                            "Les copies vont dans ce dossier de la boîte.",
                            "Kopien kommen in diesen Ordner des Postfachs.",
                            "Copies go into this folder of the mail account."};
constexpr Words folder_bad{"Kopieën van brieven kunnen niet in de mailbox bewaard worden.",
                           "Les copies des lettres ne peuvent pas être gardées dans la boîte.",
                           "Kopien der Schreiben können nicht im Postfach abgelegt werden.",
                           "Copies of letters cannot be kept in the mail account."};
constexpr Words test_subject{"Proef van afpunt", "Essai d'afpunt", "Probe von afpunt",
                             "Test by afpunt"};
constexpr Words test_body{
    "Deze mail is een proef: zo komen betalingsherinneringen van uw boekhouding aan.",
    "Ce mail est un essai : voilà comment arrivent les rappels de votre comptabilité.",
    "Diese Mail ist eine Probe: So kommen Zahlungserinnerungen Ihrer Buchhaltung an.",
    "This mail is a test: payment reminders of your books arrive like this."};

std::string say(const Words& words, std::string_view language) {
    const std::string_view base = book::base_language(language);
    return std::string(base == "nl"   ? words.nl
                       : base == "fr" ? words.fr
                       : base == "de" ? words.de
                                      : words.en);
}

MailVerdict verdict_of(DomainVerdict verdict) {
    switch (verdict) {
    case DomainVerdict::Good: return MailVerdict::Good;
    case DomainVerdict::Doubtful: return MailVerdict::Doubtful;
    case DomainVerdict::Missing: return MailVerdict::Missing;
    case DomainVerdict::Unknown: break;
    }
    return MailVerdict::Unknown;
}

// What the thread for blocking work found.
struct Outside {
    std::vector<delivery::DomainFinding> domain;
    std::optional<Result<std::string>> folder;
};

} // namespace

std::string_view code_of(MailVerdict verdict) {
    constexpr std::array<std::string_view, 5> codes{"good", "doubtful", "missing", "unknown",
                                                    "failed"};
    return codes.at(static_cast<std::size_t>(verdict));
}

MailTest::MailTest(FollowUp& follow_up, const Assessment& assessment, std::string to,
                   std::string language, std::function<void(const MailTestReport&)> done)
    : follow_up_(follow_up), lane_(follow_up.shared_lane()), ending_(follow_up.ending()),
      creditor_(assessment.book->snapshot().creditor), now_us_(assessment.moment.now_us),
      to_(std::move(to)), language_(std::move(language)), done_(std::move(done)) {}

void MailTest::start(FollowUp& follow_up, const Assessment& assessment, std::string to,
                     std::string language, std::function<void(const MailTestReport&)> done) {
    // Lives as long as one of its steps is under way.
    const std::shared_ptr<MailTest> test(
        new MailTest(follow_up, assessment, std::move(to), std::move(language), std::move(done)));
    test->check_sender();
    test->ask_server();
}

void MailTest::add(std::string name, MailVerdict verdict, std::string found, std::string words) {
    report_.checks.push_back({std::move(name), verdict, std::move(found), std::move(words)});
}

void MailTest::check_sender() {
    const auto from = delivery::letter_sender(
        creditor_, delivery::sender_of(follow_up_.configuration().settings));
    if (from) {
        from_ = *from;
        return add("from", MailVerdict::Good, from_, say(from_good, language_));
    }
    add("from", MailVerdict::Failed, from.error().sentence(), say(from_bad, language_));
}

void MailTest::ask_server() {
    const config::MailSettings& mail = follow_up_.configuration().settings.mail;
    if (mail.way != config::MailWay::Smtp) {
        add("server", MailVerdict::Missing, "", say(no_server, language_));
        return look_outside();
    }
    if (from_.empty()) return look_outside();
    const auto failed = [this](const Failure& failure) {
        add("server", MailVerdict::Failed, failure.sentence(), say(server_bad, language_));
        look_outside();
    };
    const std::string to = to_.empty() ? from_ : to_;
    if (auto address = delivery::check_mail_address("send_to", to); !address) {
        return failed(address.error());
    }
    auto sender = follow_up_.mail_sender();
    if (!sender) return failed(sender.error());
    const std::string id = follow_up_.machine().random_id();
    delivery::MailEnvelope envelope;
    envelope.from_address = from_;
    envelope.from_name = creditor_.name;
    envelope.to_address = to;
    envelope.message_id_domain = from_.substr(from_.rfind('@') + 1);
    envelope.date_us = now_us_;
    const std::string body = say(test_body, language_);
    auto message = delivery::mime_message(
        envelope, {say(test_subject, language_), "<p>" + body + "</p>\n", body + "\n"}, id, "", "");
    if (!message) return failed(message.error());
    delivery::MailJob job{id,
                          delivery::return_path_of(mail, id, from_),
                          {to},
                          std::make_shared<const std::string>(std::move(*message))};
    const bool may_leave = !to_.empty();
    auto self = shared_from_this();
    (*sender)->send(
        std::move(job), [may_leave](const std::function<void(bool)>& gate) { gate(may_leave); },
        [may_leave] { return may_leave; },
        [self](const delivery::MailResult& result) {
            self->lane_->post([self, result] { self->server_answered(result); });
        });
}

void MailTest::server_answered(const delivery::MailResult& result) {
    const bool sent = result.outcome == MailOutcome::Accepted;
    // Stopped by our own gate: everything before the final dot went well.
    const bool stopped = result.outcome == MailOutcome::Stopped && to_.empty();
    if (sent) report_.sent_to = to_;
    if (sent || stopped) {
        add("server", MailVerdict::Good, sent ? result.text : "",
            say(sent ? server_sent : server_good, language_));
    } else {
        add("server", MailVerdict::Failed, result.text, say(server_bad, language_));
    }
    look_outside();
}

// The account's login is asked for on the network thread.
void MailTest::look_outside() {
    const config::MailSettings& mail = follow_up_.configuration().settings.mail;
    auto network = follow_up_.network();
    auto self = shared_from_this();
    if (mail.copy != config::MailCopy::SentFolder) return look_outside_as(network, std::nullopt);
    delivery::LoginProvider login = follow_up_.account_login();
    if (!login) {
        const Failure refused{"", "mail.token_url", mail.token_url, "a server that gives tokens"};
        return look_outside_as(network, tl::unexpected<Failure>(refused));
    }
    delivery::ImapAccount account = delivery::imap_account_of(mail);
    account.stop = ending_.get();
    network->post([self, network, login, kind = mail.login, account] {
        login(delivery::LoginAsk::Usual, [self, network, kind,
                                          account](const delivery::LoginAnswer& answer) {
            if (answer) {
                return self->look_outside_as(network, delivery::with_login(account, kind, *answer));
            }
            const Failure refused{"", "mail account", answer.error().text, "a login"};
            self->look_outside_as(network, tl::unexpected<Failure>(refused));
        });
    });
}

// The resolver and IMAP block: on the thread for that.
void MailTest::look_outside_as(const std::shared_ptr<delivery::Network>& network,
                               std::optional<Result<delivery::ImapAccount>> account) {
    network->run_blocking([self = shared_from_this(), account = std::move(account),
                           domain = from_.substr(from_.rfind('@') + 1)] {
        auto outside = std::make_shared<Outside>();
        if (!domain.empty()) {
            const auto resolver = delivery::system_resolver();
            outside->domain = delivery::check_mail_domain(*resolver, domain, self->language_);
        }
        if (account && *account) {
            outside->folder = delivery::find_sent_folder(**account);
        } else if (account) {
            outside->folder = tl::unexpected<Failure>(account->error());
        }
        self->lane_->post([self, outside] {
            if (outside->folder && *outside->folder) {
                self->add("sent-folder", MailVerdict::Good, **outside->folder,
                          say(folder_good, self->language_));
            } else if (outside->folder) {
                self->add("sent-folder", MailVerdict::Failed, outside->folder->error().sentence(),
                          say(folder_bad, self->language_));
            }
            for (const auto& finding : outside->domain) {
                self->add(finding.record, verdict_of(finding.verdict), finding.found,
                          finding.words);
            }
            self->done_(self->report_);
        });
    });
}

} // namespace afpunt::runtime
