// SPDX-License-Identifier: MIT
#include "runtime/bounces.hpp"

#include "book/localised.hpp"
#include "delivery/return_path.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace afpunt::runtime {
namespace {

using delivery::MailFate;
using delivery::NoticeKind;
using outbox::LetterState;

// A mailbox that is full each time is one that nobody reads.
constexpr int soft_bounces_max = 3;
// Returns of last year say nothing about now.
constexpr int soft_bounce_days = 90;
// Notes that would be written a second time are looked for among so many.
constexpr int entries_looked_at = 1000;

struct Sentences {
    BounceOutcome outcome;
    std::string_view code, nl, fr, de, en;
};

// {letter}, {address} and {words} are put in.
constexpr std::array<Sentences, 10> all_sentences{{
    {BounceOutcome::Returned, "returned",
     "Brief {letter} kwam terug van {address}: {words}. Naar dat adres gaat niets meer; de stap is "
     "weer vrij.",
     "La lettre {letter} est revenue de {address} : {words}. Plus rien ne part vers cette adresse "
     "; "
     "l'étape est de nouveau libre.",
     "Schreiben {letter} kam von {address} zurück: {words}. An diese Adresse geht nichts mehr; die "
     "Stufe ist wieder frei.",
     "Letter {letter} came back from {address}: {words}. Nothing more goes to that address; the "
     "step is free again."},
    {BounceOutcome::ReturnedForNow, "returned-for-now",
     "Brief {letter} kwam terug van {address}, misschien maar voor even: {words}. De stap is weer "
     "vrij.",
     "La lettre {letter} est revenue de {address}, peut-être pour un temps seulement : {words}. "
     "L'étape est de nouveau libre.",
     "Schreiben {letter} kam von {address} zurück, vielleicht nur vorübergehend: {words}. Die "
     "Stufe "
     "ist wieder frei.",
     "Letter {letter} came back from {address}, perhaps only for now: {words}. The step is free "
     "again."},
    {BounceOutcome::Delayed, "delayed",
     "Brief {letter} is nog onderweg naar {address}: {words}. De mailserver probeert het zelf "
     "opnieuw.",
     "La lettre {letter} est encore en route vers {address} : {words}. Le serveur réessaie de "
     "lui-même.",
     "Schreiben {letter} ist noch unterwegs zu {address}: {words}. Der Server versucht es selbst "
     "weiter.",
     "Letter {letter} is still on its way to {address}: {words}. The mail server goes on trying."},
    {BounceOutcome::Delivered, "delivered",
     "Brief {letter} is aangekomen bij de mailserver van {address}.",
     "La lettre {letter} est arrivée au serveur de {address}.",
     "Schreiben {letter} ist beim Mailserver von {address} angekommen.",
     "Letter {letter} has arrived at the mail server of {address}."},
    {BounceOutcome::AutoReply, "auto-reply",
     "Een automatisch antwoord op brief {letter}: de brief is aangekomen.",
     "Une réponse automatique à la lettre {letter} : elle est arrivée.",
     "Eine automatische Antwort auf Schreiben {letter}: Es ist angekommen.",
     "An automatic answer to letter {letter}: it has arrived."},
    {BounceOutcome::Complaint, "complaint",
     "De ontvanger heeft brief {letter} als ongewenst gemeld. Bel liever eerst.",
     "Le destinataire a signalé la lettre {letter} comme indésirable. Mieux vaut l'appeler "
     "d'abord.",
     "Der Empfänger hat Schreiben {letter} als unerwünscht gemeldet. Rufen Sie lieber erst an.",
     "The reader reported letter {letter} as unwanted. Better call first."},
    {BounceOutcome::KnownAlready, "known-already", "Dat brief {letter} terugkwam, was al bekend.",
     "Le retour de la lettre {letter} était déjà connu.",
     "Dass Schreiben {letter} zurückkam, war schon bekannt.",
     "That letter {letter} came back was known already."},
    {BounceOutcome::OtherRecipient, "other-recipient",
     "Noemt brief {letter}, maar een adres waar die niet heen ging: niets gedaan.",
     "Nomme la lettre {letter}, mais une adresse où elle n'est pas allée : rien n'est fait.",
     "Nennt Schreiben {letter}, aber eine Adresse, an die es nicht ging: nichts getan.",
     "Names letter {letter}, but an address that it did not go to: nothing done."},
    {BounceOutcome::UnknownLetter, "unknown-letter",
     "Noemt geen brief van deze boekhouding: niets gedaan.",
     "Ne nomme aucune lettre de cette comptabilité : rien n'est fait.",
     "Nennt kein Schreiben dieser Buchhaltung: nichts getan.",
     "Names no letter of this book: nothing done."},
    {BounceOutcome::NoNotice, "no-notice", "Een gewone mail, geen terugkomer: niets gedaan.",
     "Un mail ordinaire, pas un retour : rien n'est fait.",
     "Eine gewöhnliche Mail, kein Rückläufer: nichts getan.",
     "An ordinary mail, nothing that came back: nothing done."},
}};

const Sentences& sentences_for(BounceOutcome outcome) {
    return *std::find_if(all_sentences.begin(), all_sentences.end(),
                         [&](const Sentences& each) { return each.outcome == outcome; });
}

bool is_same_address(std::string_view one, std::string_view other) {
    return text::lower(one) == text::lower(other);
}

// One mail being taken.
class Taking {
public:
    Taking(outbox::Store& store, const Moment& moment, std::string_view who)
        : store_(store), moment_(moment), who_(who) {}

    Result<TakenBounce> take(const delivery::BounceNotice& notice) {
        if (notice.kind == NoticeKind::Other) return taken_;
        if (!delivery::is_letter_id(notice.letter_id)) return with(BounceOutcome::UnknownLetter);
        auto found = store_.letter(notice.letter_id);
        if (!found) {
            // A store that cannot be read is no reason to call the letter unknown.
            const auto readable = store_.incarnation();
            if (!readable) return tl::unexpected(readable.error());
            return with(BounceOutcome::UnknownLetter);
        }
        letter_ = std::move(*found);
        taken_.letter = letter_.number;
        taken_.party_id = letter_.party_id;
        taken_.address = letter_.to_address;
        if (notice.kind == NoticeKind::AutoReply) return with(BounceOutcome::AutoReply);
        if (notice.kind == NoticeKind::Complaint) return noted(BounceOutcome::Complaint);
        const auto* report = letter_.to_address.empty()
                                 ? nullptr
                                 : delivery::report_about(notice, letter_.to_address);
        if (report == nullptr) return with(BounceOutcome::OtherRecipient);
        taken_.status = report->status;
        taken_.words = report->words;
        if (report->fate == MailFate::Delayed) return noted(BounceOutcome::Delayed);
        if (report->fate != MailFate::SoftBounce && report->fate != MailFate::HardBounce) {
            return with(BounceOutcome::Delivered);
        }
        return returned(report->fate);
    }

private:
    Result<TakenBounce> with(BounceOutcome outcome) {
        taken_.outcome = outcome;
        return taken_;
    }

    [[nodiscard]] outbox::JournalDraft entry(std::string kind, std::string subject,
                                             std::string text) const {
        return {moment_.rfc3339(), std::move(kind), std::move(subject), std::move(text),
                who_.empty() ? "afpunt" : who_};
    }

    // In the journal once, however often the mail is read.
    Result<TakenBounce> noted(BounceOutcome outcome) {
        taken_.outcome = outcome;
        const std::string text = taken_.words.empty() ? taken_.address : taken_.words;
        const std::string kind(code_of(outcome));
        auto entries = store_.journal(entries_looked_at);
        if (!entries) return tl::unexpected(entries.error());
        const bool is_there = std::any_of(entries->begin(), entries->end(), [&](const auto& each) {
            return each.kind == kind && each.subject == taken_.letter && each.text == text;
        });
        if (is_there) return taken_;
        if (auto written = store_.write_journal(entry(kind, taken_.letter, text)); !written) {
            return tl::unexpected(written.error());
        }
        return taken_;
    }

    Result<TakenBounce> returned(MailFate fate) {
        if (!outbox::may_move(letter_.state, LetterState::Bounced)) {
            return with(BounceOutcome::KnownAlready);
        }
        auto mark = next_mark(fate);
        if (!mark) return tl::unexpected(mark.error());
        // The mark first: a crash between the two must not send the step to that address again.
        if (auto marked =
                store_.mark_address(*mark, entry("mail-returned", mark->address, mark->reason));
            !marked) {
            return tl::unexpected(marked.error());
        }
        if (auto moved = store_.move_letter(letter_.id, LetterState::Bounced, {},
                                            entry("bounce", letter_.number, mark->reason));
            !moved) {
            return tl::unexpected(moved.error());
        }
        taken_.times = mark->times;
        if (!mark->dead) return with(BounceOutcome::ReturnedForNow);
        if (auto held = hold_waiting(); !held) return tl::unexpected(held.error());
        return with(BounceOutcome::Returned);
    }

    Result<outbox::AddressMark> next_mark(MailFate fate) {
        auto marks = store_.address_marks();
        if (!marks) return tl::unexpected(marks.error());
        outbox::AddressMark mark{letter_.party_id, letter_.to_address, false, 0, moment_.today, {}};
        for (const outbox::AddressMark& known : *marks) {
            if (known.party_id != mark.party_id || !is_same_address(known.address, mark.address)) {
                continue;
            }
            mark.address = known.address;
            mark.dead = known.dead;
            if (moment_.today.days() - known.on.days() <= soft_bounce_days)
                mark.times = known.times;
        }
        ++mark.times;
        mark.dead = mark.dead || fate == MailFate::HardBounce || mark.times >= soft_bounces_max;
        mark.reason = taken_.words.empty() ? taken_.status : taken_.words;
        return mark;
    }

    // What was approved for that address would come back as well.
    Result<void> hold_waiting() {
        auto letters = store_.letters();
        if (!letters) return tl::unexpected(letters.error());
        for (const outbox::Letter& letter : *letters) {
            const bool waits =
                letter.state == LetterState::Approved || letter.state == LetterState::Deferred;
            if (!waits || !is_same_address(letter.to_address, letter_.to_address)) continue;
            if (auto held = store_.move_letter(
                    letter.id, LetterState::Held, {},
                    entry("hold", letter.number, "mail comes back from " + letter.to_address));
                !held) {
                return held;
            }
        }
        return {};
    }

    outbox::Store& store_;
    const Moment& moment_;
    std::string who_;
    TakenBounce taken_;
    outbox::Letter letter_;
};

} // namespace

std::string_view code_of(BounceOutcome outcome) {
    return sentences_for(outcome).code;
}

std::string sentence_of(const TakenBounce& bounce, std::string_view language) {
    const Sentences& sentences = sentences_for(bounce.outcome);
    const std::string_view base = book::base_language(language);
    std::string_view rest = base == "nl"   ? sentences.nl
                            : base == "fr" ? sentences.fr
                            : base == "de" ? sentences.de
                                           : sentences.en;
    std::string text;
    while (!rest.empty()) {
        const std::size_t open = std::min(rest.find('{'), rest.size());
        text += rest.substr(0, open);
        rest.remove_prefix(open);
        if (rest.empty()) break;
        const std::string_view mark = rest.substr(0, rest.find('}') + 1);
        rest.remove_prefix(mark.size());
        const std::string& words = bounce.words.empty() ? bounce.status : bounce.words;
        text += mark == "{letter}" ? bounce.letter : mark == "{address}" ? bounce.address : words;
    }
    return text;
}

Result<TakenBounce> take_bounce(outbox::Store& store, const delivery::BounceNotice& notice,
                                const Moment& moment, std::string_view who) {
    return Taking(store, moment, who).take(notice);
}

void mark_contacts(book::Snapshot& snapshot, const std::vector<outbox::AddressMark>& marks) {
    std::multimap<std::string_view, const outbox::AddressMark*> by_party;
    for (const outbox::AddressMark& mark : marks) {
        if (mark.dead) by_party.emplace(mark.party_id, &mark);
    }
    if (by_party.empty()) return;
    for (book::Party& party : snapshot.parties) {
        const auto [begin, end] = by_party.equal_range(party.id);
        for (auto mark = begin; mark != end; ++mark) {
            for (book::Contact& contact : party.contacts) {
                if (!is_same_address(contact.mail, mark->second->address)) continue;
                const std::string& reason = mark->second->reason;
                contact.returned = reason.empty() ? mark->second->on.iso() : reason;
            }
        }
    }
}

Result<int> forget_marks(outbox::Store& store, std::string_view party_id,
                         const outbox::JournalDraft& entry) {
    auto marks = store.address_marks();
    if (!marks) return tl::unexpected(marks.error());
    int count = 0;
    for (const outbox::AddressMark& mark : *marks) {
        if (mark.party_id != party_id) continue;
        if (auto forgotten = store.forget_address_mark(party_id, mark.address, entry); !forgotten) {
            return tl::unexpected(forgotten.error());
        }
        ++count;
    }
    return count;
}

} // namespace afpunt::runtime
