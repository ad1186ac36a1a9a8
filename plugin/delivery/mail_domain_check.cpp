// SPDX-License-Identifier: MIT
#include "delivery/mail_domain_check.hpp"

#include "book/localised.hpp"
#include "document/clean_text.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::delivery {
namespace {

constexpr std::size_t found_bytes_max = 300;
constexpr int parents_max = 5; // names of firms have two or three parts

struct Words {
    const char *nl, *fr, *de, *en;
};

constexpr Words no_answer{"De naamserver antwoordt niet: hierover is niets te zeggen.",
                          "Le serveur de noms ne répond pas : rien à en dire.",
                          "Der Namensserver antwortet nicht: Dazu lässt sich nichts sagen.",
                          "The name server does not answer: nothing can be said about this."};
constexpr Words spf_good{
    "Zegt welke servers voor dit domein mogen mailen. Kijk na of uw mailserver erbij is.",
    "Dit quels serveurs peuvent écrire pour ce domaine. Vérifiez que le vôtre en est.",
    "Nennt die Server, die für diese Domain senden dürfen. Prüfen Sie, ob Ihrer dabei ist.",
    "Says which servers may send for this domain. Check that yours is among them."};
constexpr Words spf_missing{
    "Ontbreekt: brieven komen vaker bij de ongewenste mail terecht. Vraag het aan wie uw "
    "domeinnaam beheert.",
    "Manque : les lettres aboutissent plus souvent dans les indésirables. Demandez-le à qui gère "
    "votre nom de domaine.",
    "Fehlt: Schreiben landen öfter im Spam. Fragen Sie den Verwalter Ihrer Domain.",
    "Missing: letters end up in the unwanted mail more often. Ask whoever manages your domain."};
constexpr Words spf_twice{
    "Er staan er meer dan één: dan geldt er geen.", "Il y en a plusieurs : alors aucun ne compte.",
    "Es gibt mehrere: Dann gilt keiner.", "There is more than one: then none counts."};
constexpr Words spf_open{"Laat iedereen in uw naam mailen: zo beschermt het niets.",
                         "Laisse tout le monde écrire en votre nom : ainsi il ne protège rien.",
                         "Lässt jeden in Ihrem Namen senden: So schützt es nichts.",
                         "Lets anybody send in your name: it protects nothing that way."};
constexpr Words dkim_maybe{
    "Er staan sleutels. Of uw mailserver ondertekent, ziet u aan een brief die aankwam.",
    "Il y a des clés. Une lettre arrivée montre si votre serveur signe.",
    "Es gibt Schlüssel. Ob Ihr Server unterschreibt, zeigt ein angekommenes Schreiben.",
    "There are keys. A letter that arrived shows whether your server signs."};
constexpr Words dkim_missing{
    "Geen sleutels: brieven zijn niet ondertekend, en grote aanbieders wantrouwen ze.",
    "Pas de clés : les lettres ne sont pas signées, et les grands fournisseurs s'en méfient.",
    "Keine Schlüssel: Schreiben sind nicht unterschrieben, und große Anbieter misstrauen ihnen.",
    "No keys: letters are not signed, and large providers distrust them."};
constexpr Words dmarc_good{
    "Zegt wat er moet gebeuren met mail die zich vals voor uw domein uitgeeft.",
    "Dit que faire des mails qui se font passer pour votre domaine.",
    "Sagt, was mit Mails geschehen soll, die Ihre Domain vortäuschen.",
    "Says what is to be done with mail that pretends to come from your domain."};
constexpr Words dmarc_none{
    "Kijkt alleen toe (p=none): wie uw naam misbruikt, wordt niet tegengehouden.",
    "Ne fait qu'observer (p=none) : qui abuse de votre nom n'est pas arrêté.",
    "Schaut nur zu (p=none): Wer Ihren Namen missbraucht, wird nicht aufgehalten.",
    "Only watches (p=none): nobody who misuses your name is stopped."};
constexpr Words dmarc_broken{"Staat er, maar niet zoals het hoort: dan geldt het niet.",
                             "Est là, mais mal écrit : alors il ne compte pas.",
                             "Ist da, aber nicht richtig geschrieben: Dann gilt es nicht.",
                             "Is there, but not written as it should be: then it does not count."};
constexpr Words dmarc_missing{
    "Ontbreekt: anderen kunnen in uw naam mailen, en grote aanbieders eisen het bij veel brieven.",
    "Manque : d'autres peuvent écrire en votre nom, et les grands fournisseurs l'exigent pour de "
    "nombreux envois.",
    "Fehlt: Andere können in Ihrem Namen senden, und große Anbieter verlangen es bei vielen "
    "Schreiben.",
    "Missing: others can send in your name, and large providers demand it for many letters."};
constexpr Words mx_good{"Antwoorden en terugkomende brieven komen hier aan.",
                        "Les réponses et les retours arrivent ici.",
                        "Antworten und Rückläufer kommen hier an.",
                        "Answers and letters that come back arrive here."};
constexpr Words mx_missing{
    "Dit domein ontvangt geen mail: antwoorden en terugkomende brieven gaan verloren.",
    "Ce domaine ne reçoit pas de mail : les réponses et les retours se perdent.",
    "Diese Domain empfängt keine Mail: Antworten und Rückläufer gehen verloren.",
    "This domain receives no mail: answers and letters that come back are lost."};

class Check {
public:
    Check(DnsResolver& resolver, std::string domain, std::string_view language)
        : resolver_(resolver), domain_(std::move(domain)),
          language_(book::base_language(language)) {}

    DomainFinding spf() {
        const auto answer = resolver_.texts(domain_);
        if (!answer) return finding("SPF", DomainVerdict::Unknown, "", no_answer);
        const std::vector<std::string> records = with_version(*answer, "v=spf1", ' ');
        if (records.empty()) return finding("SPF", DomainVerdict::Missing, "", spf_missing);
        const std::string& record = records.front();
        if (records.size() > 1) return finding("SPF", DomainVerdict::Doubtful, record, spf_twice);
        const std::string terms = text::lower(record) + " ";
        const bool is_open =
            terms.find(" +all ") != std::string::npos || terms.find(" all ") != std::string::npos;
        return is_open ? finding("SPF", DomainVerdict::Doubtful, record, spf_open)
                       : finding("SPF", DomainVerdict::Good, record, spf_good);
    }

    // The names of the keys are known to who signs only; but a name below which nothing is, is not
    // there at all.
    DomainFinding dkim() {
        const auto answer = resolver_.texts("_domainkey." + domain_);
        if (!answer) return finding("DKIM", DomainVerdict::Unknown, "", no_answer);
        return answer->kind == DnsAnswer::Kind::NoName
                   ? finding("DKIM", DomainVerdict::Missing, "", dkim_missing)
                   : finding("DKIM", DomainVerdict::Good, "", dkim_maybe);
    }

    // At the domain, or else at the ones above it.
    DomainFinding dmarc() {
        std::string name = domain_;
        for (int parent = 0; parent < parents_max && name.find('.') != std::string::npos;
             ++parent) {
            const auto answer = resolver_.texts("_dmarc." + name);
            if (!answer) return finding("DMARC", DomainVerdict::Unknown, "", no_answer);
            const std::vector<std::string> records = with_version(*answer, "v=DMARC1", ';');
            if (!records.empty()) return dmarc_of(records);
            name.erase(0, name.find('.') + 1);
        }
        return finding("DMARC", DomainVerdict::Missing, "", dmarc_missing);
    }

    DomainFinding mail_servers() {
        const auto answer = resolver_.mail_servers(domain_);
        if (!answer) return finding("MX", DomainVerdict::Unknown, "", no_answer);
        std::string names;
        for (const std::string& server : answer->records) {
            if (!server.empty()) names += (names.empty() ? "" : ", ") + server;
        }
        return names.empty() ? finding("MX", DomainVerdict::Missing, "", mx_missing)
                             : finding("MX", DomainVerdict::Good, names, mx_good);
    }

private:
    // Records that begin with this word, followed by its end or by `after`, or a blank.
    static std::vector<std::string> with_version(const DnsAnswer& answer, std::string_view version,
                                                 char after) {
        std::vector<std::string> found;
        for (const std::string& record : answer.records) {
            if (text::lower(record.substr(0, version.size())) != text::lower(version)) continue;
            const char next = record.size() == version.size() ? after : record[version.size()];
            if (next == after || next == ' ') found.push_back(record);
        }
        return found;
    }

    // The value of one tag of "v=DMARC1; p=reject; ..." (RFC 7489, section 6.4).
    static std::string tag_of(std::string_view record, std::string_view name) {
        while (!record.empty()) {
            const std::string_view part = record.substr(0, record.find(';'));
            record.remove_prefix(std::min(part.size() + 1, record.size()));
            const std::size_t equals = part.find('=');
            if (equals == std::string_view::npos) continue;
            if (text::lower(text::trim(part.substr(0, equals))) == name) {
                return text::lower(text::trim(part.substr(equals + 1)));
            }
        }
        return {};
    }

    DomainFinding dmarc_of(const std::vector<std::string>& records) {
        const std::string policy = tag_of(records.front(), "p");
        const bool is_known = policy == "none" || policy == "quarantine" || policy == "reject";
        if (records.size() > 1 || !is_known) {
            return finding("DMARC", DomainVerdict::Doubtful, records.front(), dmarc_broken);
        }
        return policy == "none"
                   ? finding("DMARC", DomainVerdict::Doubtful, records.front(), dmarc_none)
                   : finding("DMARC", DomainVerdict::Good, records.front(), dmarc_good);
    }

    DomainFinding finding(const char* record, DomainVerdict verdict, std::string_view found,
                          const Words& words) {
        const char* said = language_ == "nl"   ? words.nl
                           : language_ == "fr" ? words.fr
                           : language_ == "de" ? words.de
                                               : words.en;
        return {record, verdict,
                std::string(text::utf8_prefix(document::clean_line(found), found_bytes_max)), said};
    }

    DnsResolver& resolver_;
    std::string domain_;
    std::string_view language_;
};

} // namespace

std::vector<DomainFinding> check_mail_domain(DnsResolver& resolver, const std::string& domain,
                                             std::string_view language) {
    Check check(resolver, domain, language);
    return {check.spf(), check.dkim(), check.dmarc(), check.mail_servers()};
}

} // namespace afpunt::delivery
