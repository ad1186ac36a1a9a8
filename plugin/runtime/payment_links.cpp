// SPDX-License-Identifier: MIT
#include "runtime/payment_links.hpp"

#include "outbox/checks.hpp"
#include "runtime/link_review.hpp"
#include "runtime/link_talks.hpp"
#include "runtime/settle.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

namespace afpunt::runtime {
namespace {

using outbox::LetterLink;
using outbox::LinkState;
using payment::LinkOutcome;
using payment::LinkResult;
using payment::LinkStanding;

constexpr std::int64_t good_for_us =
    std::chrono::microseconds(config::link_answer_good_for).count();

outbox::JournalDraft entry(const Moment& moment, std::string kind, std::string subject,
                           const std::string& text) {
    return {moment.rfc3339(), std::move(kind), std::move(subject),
            std::string(text::utf8_prefix(text, outbox::limits::text_bytes)), "afpunt"};
}

std::string no_key_for(const std::string& provider) {
    return "no key for '" + provider + "'";
}

const outbox::Letter* find_letter(const Assessment& assessment, std::string_view id) {
    const auto found = std::find_if(assessment.letters.begin(), assessment.letters.end(),
                                    [&](const outbox::Letter& letter) { return letter.id == id; });
    return found == assessment.letters.end() ? nullptr : &*found;
}

} // namespace

struct PaymentLinks::Notes {
    std::vector<LetterLink> links;
    std::vector<outbox::Effect> effects;
    std::vector<outbox::JournalDraft> entries;
    bool paid = false;
};

PaymentLinks::PaymentLinks(const Configuration& configuration, outbox::Store& store,
                           ClientSource make_client, std::shared_ptr<Lane> lane, Log log)
    : configuration_(configuration), store_(store), make_client_(std::move(make_client)),
      lane_(std::move(lane)), log_(std::move(log)) {}

void PaymentLinks::ask_all(std::vector<LinkQuestion> questions, std::function<void()> done) {
    if (client_ == nullptr && !questions.empty()) {
        auto client = make_client_();
        if (!client) {
            LinkOutcome nobody;
            nobody.result = LinkResult::TryLater;
            nobody.words = client.error().sentence();
            for (const LinkQuestion& question : questions)
                question.answered(nobody);
            return done();
        }
        client_ = std::move(*client);
    }
    runtime::ask_all(client_, lane_, std::move(questions), std::move(done));
}

void PaymentLinks::close(std::function<void()> closed) {
    if (client_ == nullptr) return closed();
    client_->close(std::move(closed));
}

const payment::HostedLinkProvider* PaymentLinks::provider(std::string_view name) const {
    for (const auto& known : configuration_.link_providers) {
        if (known->name() == name) return known.get();
    }
    return nullptr;
}

std::string PaymentLinks::url_of(const std::string& letter_id) const {
    const auto found = made_.find(letter_id);
    return found == made_.end() ? "" : found->second;
}

// A failure costs knowledge that the next run asks for again; a link whose state is not written
// stays open in the store.
void PaymentLinks::write(const Notes& notes) const {
    if (!notes.links.empty() || !notes.entries.empty()) {
        if (auto put = store_.put_links(notes.links, notes.entries); !put) {
            log_(put.error().sentence());
        }
    }
    for (const outbox::Effect& effect : notes.effects) {
        if (auto updated = store_.update_effect(effect); !updated) log_(updated.error().sentence());
    }
}

// ---- before the settling -----------------------------------------------------------------------

void PaymentLinks::ask(const Moment& moment, std::function<void()> done) {
    auto links = store_.links(false);
    if (!links) {
        log_(links.error().sentence());
        return done();
    }
    std::erase_if(*links, [&](const LetterLink& link) {
        const std::int64_t age_us = moment.now_us - link.checked_us;
        const bool was_just_asked = link.note.empty() && age_us >= 0 && age_us < good_for_us;
        return link.state != LinkState::Open || was_just_asked;
    });
    std::stable_sort(links->begin(), links->end(), [](const auto& left, const auto& right) {
        return left.checked_us < right.checked_us;
    });
    if (links->size() > config::link_questions_max) links->resize(config::link_questions_max);
    auto notes = std::make_shared<Notes>();
    std::vector<LinkQuestion> questions;
    for (LetterLink& link : *links) {
        const payment::HostedLinkProvider* asked = provider(link.provider);
        if (asked == nullptr) {
            link.note = no_key_for(link.provider);
            notes->links.push_back(std::move(link));
            continue;
        }
        questions.push_back({link.provider, [asked, id = link.link_id] { return asked->ask(id); },
                             [this, notes, link, moment](const LinkOutcome& outcome) {
                                 take_state(*notes, link, outcome, moment);
                             },
                             0});
    }
    ask_all(std::move(questions), [this, notes, done = std::move(done)] {
        write(*notes);
        done();
    });
}

void PaymentLinks::take_state(Notes& notes, LetterLink link, const LinkOutcome& outcome,
                              const Moment& moment) const {
    if (outcome.result != LinkResult::Done) {
        link.note = outcome.words;
        notes.links.push_back(std::move(link));
        return;
    }
    link.checked_us = moment.now_us;
    link.note.clear();
    switch (outcome.standing) {
    case LinkStanding::Open: break;
    case LinkStanding::Closed: link.state = LinkState::Closed; break;
    case LinkStanding::UnderWay:
    case LinkStanding::Paid:
        link.state = LinkState::Paid;
        link.paid_on = outcome.paid_on.value_or(moment.today);
        notes.entries.push_back(entry(moment, "link-paid", link.letter_id,
                                      link.amount.code_and_decimal() + " on " +
                                          link.paid_on->iso() + ", " + link.provider + " " +
                                          link.link_id));
        break;
    }
    notes.links.push_back(std::move(link));
}

// ---- after the settling ------------------------------------------------------------------------

void PaymentLinks::follow(const std::shared_ptr<const Assessment>& assessment,
                          std::function<void(bool)> done) {
    if (auto wanted = want_closed(*assessment); !wanted) log_(wanted.error().sentence());
    close_due(assessment, std::move(done));
}

// The effect is written before the link's state: should the process die between the two, the link
// is closed all the same.
Result<void> PaymentLinks::want_closed(const Assessment& assessment) {
    auto links = store_.links(false);
    if (!links) return tl::unexpected<Failure>(links.error());
    auto changed = review_links(*links, assessment.letters, *assessment.book,
                                assessment.moment.today, configuration_.policy.default_language);
    std::vector<outbox::JournalDraft> entries;
    for (const LetterLink& link : changed) {
        if (link.state == LinkState::Closing) {
            outbox::Effect effect;
            effect.kind = outbox::EffectKind::CloseLink;
            effect.letter_id = link.letter_id;
            effect.detail = link.link_id;
            if (auto added = store_.add_effect(effect); !added) return added;
        }
        entries.push_back(entry(assessment.moment, "link-" + std::string(code_of(link.state)),
                                link.letter_id, link.note));
    }
    return changed.empty() ? Result<void>() : store_.put_links(changed, entries);
}

void PaymentLinks::close_due(const std::shared_ptr<const Assessment>& assessment,
                             std::function<void(bool)> done) {
    auto effects = store_.effects(false);
    auto links = store_.links(false);
    if (!effects || !links) {
        log_((effects ? links.error() : effects.error()).sentence());
        return done(false);
    }
    auto notes = std::make_shared<Notes>();
    std::vector<LinkQuestion> questions;
    for (outbox::Effect& effect : *effects) {
        if (effect.kind != outbox::EffectKind::CloseLink ||
            effect.next_attempt_us > assessment->moment.now_us) {
            continue;
        }
        const auto link = std::find_if(links->begin(), links->end(), [&](const LetterLink& known) {
            return known.letter_id == effect.letter_id && known.link_id == effect.detail;
        });
        if (link == links->end()) { // closed by another way meanwhile
            effect.state = outbox::EffectState::Done;
            notes->effects.push_back(effect);
            continue;
        }
        const payment::HostedLinkProvider* asked = provider(link->provider);
        if (asked == nullptr) {
            LinkOutcome nobody;
            nobody.result = LinkResult::TryLater;
            nobody.words = no_key_for(link->provider);
            take_closing(*notes, effect, *link, nobody, *assessment);
            continue;
        }
        questions.push_back(
            {link->provider, [asked, id = link->link_id] { return asked->close(id); },
             [this, notes, assessment, effect, link = *link](const LinkOutcome& outcome) {
                 take_closing(*notes, effect, link, outcome, *assessment);
             },
             0});
        if (questions.size() >= config::link_questions_max) break;
    }
    ask_all(std::move(questions), [this, notes, done = std::move(done)] {
        write(*notes);
        done(notes->paid);
    });
}

void PaymentLinks::take_closing(Notes& notes, outbox::Effect effect, LetterLink link,
                                const LinkOutcome& outcome, const Assessment& assessment) const {
    const Moment& moment = assessment.moment;
    if (outcome.result != LinkResult::Done || outcome.standing == LinkStanding::Open) {
        ++effect.attempts;
        effect.next_attempt_us =
            next_attempt_us(moment.now_us, effect.attempts, outcome.retry_after);
        effect.reason = outcome.words;
        notes.effects.push_back(std::move(effect));
        return;
    }
    effect.state = outbox::EffectState::Done;
    effect.reason.clear();
    link.checked_us = moment.now_us;
    if (outcome.standing == LinkStanding::Closed) {
        link.state = LinkState::Closed;
    } else {
        link.paid_on = outcome.paid_on.value_or(moment.today);
        const outbox::Letter* letter = find_letter(assessment, link.letter_id);
        const bool twice = letter != nullptr && all_settled(*letter, *assessment.book);
        link.state = twice ? LinkState::PaidTwice : LinkState::Paid;
        link.note = twice ? paid_twice_words(link, configuration_.policy.default_language) : "";
        notes.paid = notes.paid || !twice;
    }
    notes.entries.push_back(
        entry(moment, "link-" + std::string(code_of(link.state)), link.letter_id, link.note));
    notes.effects.push_back(std::move(effect));
    notes.links.push_back(std::move(link));
}

std::int64_t next_attempt_us(std::int64_t now_us, int attempts, std::chrono::seconds retry_after) {
    using namespace std::chrono_literals;
    // A provider that is down is back within minutes or hours; a wrong key waits for a person.
    constexpr std::array<std::chrono::seconds, 5> waits{60s, 300s, 1800s, 7200s, 21600s};
    constexpr std::size_t last = waits.size() - 1;
    const std::size_t at = std::min(last, static_cast<std::size_t>(std::max(attempts, 1) - 1));
    const auto wait = std::max(waits.at(at), retry_after);
    return now_us + std::chrono::microseconds(wait).count();
}

// ---- at approval -------------------------------------------------------------------------------

void PaymentLinks::make(const Assessment& assessment,
                        const std::vector<const outbox::Letter*>& letters,
                        std::function<void()> done) {
    made_.clear();
    const payment::HostedLinkProvider* maker = configuration_.link_maker.get();
    auto known = store_.links(false);
    if (maker == nullptr || !known) {
        if (!known) log_(known.error().sentence());
        return done();
    }
    auto notes = std::make_shared<Notes>();
    std::vector<LinkQuestion> questions;
    const Moment moment = assessment.moment;
    for (const outbox::Letter* letter : letters) {
        const auto model = model_of(*letter, assessment, configuration_);
        if (!model) continue; // it will not be approved either, and says why
        payment::LinkOrder order{letter->id, model->total,
                                 model->pay_by + configuration_.settings.payment_days_valid, ""};
        const auto usable = std::find_if(known->begin(), known->end(), [&](const LetterLink& link) {
            return link.letter_id == letter->id && link.provider == maker->name() &&
                   link.state == LinkState::Open && link.amount == order.amount &&
                   link.expires_on >= model->pay_by;
        });
        if (usable != known->end()) {
            made_[letter->id] = usable->url;
            continue;
        }
        std::vector<std::string> numbers;
        for (const auto& line : model->lines)
            numbers.push_back(line.number);
        order.description = payment::link_description(letter->number, numbers);
        if (auto possible = maker->create(order); !possible) {
            notes->entries.push_back(
                entry(moment, "no-link", letter->number, possible.error().sentence()));
            continue;
        }
        questions.push_back(
            {std::string(maker->name()),
             [maker, order] { return std::move(*maker->create(order)); },
             [this, notes, order, number = letter->number, moment](const LinkOutcome& outcome) {
                 take_made(*notes, order, number, outcome, moment);
             },
             1}); // once more: the key of idempotency makes it the same link
    }
    ask_all(std::move(questions), [this, notes, done = std::move(done)] {
        // What is not in the store could never be closed: it may not stand in a letter.
        if (auto put = store_.put_links(notes->links, notes->entries); !put) {
            log_(put.error().sentence());
            for (const LetterLink& link : notes->links)
                made_.erase(link.letter_id);
        }
        done();
    });
}

void PaymentLinks::take_made(Notes& notes, const payment::LinkOrder& order,
                             const std::string& number, const LinkOutcome& outcome,
                             const Moment& moment) {
    if (outcome.result != LinkResult::Done || outcome.standing != LinkStanding::Open) {
        notes.entries.push_back(entry(moment, "no-link", number, outcome.words));
        log_(number + " goes without a payment link: " + outcome.words);
        return;
    }
    LetterLink link;
    link.letter_id = order.letter_id;
    link.provider = configuration_.link_maker->name();
    link.link_id = outcome.id;
    link.url = outcome.url;
    link.amount = order.amount;
    link.expires_on = order.expires_on;
    notes.entries.push_back(entry(moment, "link-open", number, link.provider + " " + link.link_id));
    made_[order.letter_id] = outcome.url;
    notes.links.push_back(std::move(link));
}

// ---- people ------------------------------------------------------------------------------------

Result<int> release_links(outbox::Store& store, const std::vector<const outbox::Letter*>& letters,
                          const outbox::JournalDraft& entry) {
    std::set<std::string_view> ids;
    for (const outbox::Letter* letter : letters)
        ids.insert(letter->id);
    auto links = store.links(false);
    if (!links) return tl::unexpected<Failure>(links.error());
    std::vector<LetterLink> released;
    for (LetterLink& link : *links) {
        if (!ids.contains(link.letter_id)) continue;
        if (link.state == LinkState::Paid || link.state == LinkState::PaidTwice) {
            link.state = LinkState::Closed;
        } else if (link.state == LinkState::Open && !link.note.empty()) {
            // Nobody can tell whether it was paid: it must not be paid from now on.
            outbox::Effect effect;
            effect.kind = outbox::EffectKind::CloseLink;
            effect.letter_id = link.letter_id;
            effect.detail = link.link_id;
            if (auto added = store.add_effect(effect); !added) {
                return tl::unexpected<Failure>(added.error());
            }
            link.state = LinkState::Closing;
        } else {
            continue;
        }
        released.push_back(std::move(link));
    }
    if (released.empty()) return 0;
    if (auto put = store.put_links(released, {entry}); !put) {
        return tl::unexpected<Failure>(put.error());
    }
    return static_cast<int>(released.size());
}

} // namespace afpunt::runtime
