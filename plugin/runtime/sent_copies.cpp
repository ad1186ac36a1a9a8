// SPDX-License-Identifier: MIT
#include "runtime/sent_copies.hpp"

#include "book/localised.hpp"

#include <algorithm>
#include <chrono>

namespace afpunt::runtime {
namespace {

using outbox::Effect;
using outbox::EffectKind;
using outbox::EffectState;
using outbox::LetterState;

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t first_wait_us = second_us * 60;
constexpr std::int64_t longest_wait_us = second_us * 3600 * 6;
// Older letters had their chance; they would flood the folder when copies are switched on.
constexpr std::int64_t week_us = std::int64_t{7} * 24 * 3600 * second_us;
// A copy usually takes a second; a server that hangs must not keep a program from ending.
constexpr std::chrono::seconds grace{10};
// What one login takes along, in letters and in bytes held in memory: others use the thread for
// what blocks, too.
constexpr std::size_t batch_letters_max = 20;
constexpr std::size_t batch_bytes_max = 30'000'000;

bool has_left(const outbox::Letter& letter, std::int64_t now_us) {
    const bool is_out =
        letter.state == LetterState::Accepted || letter.state == LetterState::Bounced;
    return is_out && !letter.to_address.empty() && letter.left_us > now_us - week_us;
}

} // namespace

struct SentCopies::Batch {
    std::vector<Effect> effects;
    std::vector<delivery::SentCopy> copies;
};

std::int64_t next_copy_attempt_us(std::int64_t now_us, int attempts) {
    std::int64_t wait = first_wait_us;
    for (int at = 1; at < attempts && wait < longest_wait_us; ++at)
        wait *= 4;
    return now_us + std::min(wait, longest_wait_us);
}

Result<std::vector<std::string>> copies_attention(outbox::Store& store, std::string_view language) {
    auto effects = store.effects(false);
    if (!effects) return tl::unexpected<Failure>(effects.error());
    std::size_t waiting = 0;
    std::string why;
    for (const Effect& effect : *effects) {
        if (effect.kind != EffectKind::SentCopy) continue;
        ++waiting;
        if (!effect.reason.empty()) why = ": " + effect.reason;
    }
    if (waiting == 0) return std::vector<std::string>{};
    const std::string_view base = book::base_language(language);
    const std::string_view words =
        base == "nl"   ? " kopie(ën) van brieven nog niet in de map verzonden mail"
        : base == "fr" ? " copie(s) de lettres pas encore dans le dossier des envois"
        : base == "de" ? " Kopie(n) von Schreiben noch nicht im Ordner der gesendeten Mails"
                       : " copies of letters not yet in the folder of sent mail";
    return std::vector<std::string>{std::to_string(waiting) + std::string(words) + why};
}

SentCopies::SentCopies(World world) : world_(std::move(world)) {}

SentCopies::~SentCopies() {
    *stop_ = true;
}

void SentCopies::look_after(const std::vector<outbox::Letter>& letters) {
    // Whoever settles says what is wrong with the store.
    if (want(letters)) put_due();
}

bool SentCopies::want(const std::vector<outbox::Letter>& letters) {
    auto store = world_.store();
    if (!store) return false;
    if (!wanted_) {
        auto known = (*store)->effects(true);
        if (!known) return false;
        wanted_.emplace();
        for (const Effect& effect : *known) {
            if (effect.kind == EffectKind::SentCopy) wanted_->insert(effect.letter_id);
        }
    }
    const std::int64_t now_us = world_.now_us();
    for (const outbox::Letter& letter : letters) {
        if (!has_left(letter, now_us) || wanted_->contains(letter.id)) continue;
        Effect effect;
        effect.kind = EffectKind::SentCopy;
        effect.letter_id = letter.id;
        if (!(*store)->add_effect(effect)) return false;
        wanted_->insert(letter.id);
    }
    return true;
}

void SentCopies::close(std::function<void()> closed) {
    is_closing_ = true;
    if (!is_busy_) return closed();
    closed_ = std::move(closed);
    world_.lane->call_later(grace, [stop = stop_] { *stop = true; });
}

void SentCopies::put_due() {
    auto store = world_.store();
    if (is_busy_ || is_closing_ || !store) return;
    auto effects = (*store)->effects(false);
    if (!effects) return;
    const std::int64_t now_us = world_.now_us();
    auto batch = std::make_shared<Batch>();
    std::size_t bytes = 0;
    bool any_waits = false;
    for (Effect& effect : *effects) {
        if (effect.kind != EffectKind::SentCopy) continue;
        any_waits = true;
        if (effect.next_attempt_us > now_us) continue;
        if (batch->copies.size() == batch_letters_max || bytes > batch_bytes_max) break;
        const auto forms = (*store)->forms(effect.letter_id);
        const outbox::LetterForm* mail = forms ? outbox::form_named(*forms, "mail.eml") : nullptr;
        if (mail == nullptr) {
            effect.state = EffectState::GivenUp;
            effect.reason = "the letter's mail is not kept any more";
            if (!(*store)->update_effect(effect)) return;
            continue;
        }
        bytes += mail->bytes.size();
        batch->copies.push_back({effect.letter_id, mail->bytes});
        batch->effects.push_back(std::move(effect));
    }
    if (!batch->copies.empty()) return put(batch);
    if (any_waits) look_again_later();
}

// The login is asked on the network thread, the folder is written on the one for what blocks.
void SentCopies::put(const std::shared_ptr<Batch>& batch) {
    is_busy_ = true;
    const auto tell = [this, batch, lane = world_.lane,
                       alive = std::weak_ptr<bool>(alive_)](std::vector<Result<void>> answers) {
        lane->post([this, batch, alive, answers = std::move(answers)] {
            if (alive.lock() != nullptr) record(*batch, answers);
        });
    };
    auto network = world_.network();
    const auto with_login = [batch, tell, network, account = world_.account,
                             kind = world_.login_kind,
                             stop = stop_](const delivery::LoginAnswer& login) {
        if (!login) {
            const Failure refused{"", "mail account", login.error().text, "a login"};
            return tell(
                std::vector<Result<void>>(batch->copies.size(), tl::unexpected<Failure>(refused)));
        }
        delivery::ImapAccount with_secret = delivery::with_login(account, kind, *login);
        with_secret.stop = stop.get();
        network->run_blocking([batch, tell, with_secret, stop] {
            tell(delivery::append_to_sent(with_secret, batch->copies));
        });
    };
    network->post(
        [login = world_.login, with_login] { login(delivery::LoginAsk::Usual, with_login); });
}

void SentCopies::record(const Batch& batch, const std::vector<Result<void>>& answers) {
    is_busy_ = false;
    const bool any_done = write_down(batch, answers);
    if (is_closing_) return closed_();
    // The next ones at once where the account works; otherwise when they may be due.
    if (any_done) return put_due();
    look_again_later();
}

// Whether the account took any of them.
bool SentCopies::write_down(const Batch& batch, const std::vector<Result<void>>& answers) {
    auto store = world_.store();
    if (!store) return false;
    const std::int64_t now_us = world_.now_us();
    bool any_done = false;
    for (std::size_t at = 0; at < batch.effects.size() && at < answers.size(); ++at) {
        Effect effect = batch.effects[at];
        ++effect.attempts;
        if (answers[at]) {
            effect.state = EffectState::Done;
            effect.reason.clear();
            any_done = true;
        } else {
            effect.reason = answers[at].error().sentence();
            effect.next_attempt_us = next_copy_attempt_us(now_us, effect.attempts);
        }
        if (!(*store)->update_effect(effect)) return false;
    }
    return any_done;
}

void SentCopies::look_again_later() {
    if (is_timed_) return;
    is_timed_ = true;
    world_.lane->call_later(std::chrono::minutes(1), [this, alive = std::weak_ptr<bool>(alive_)] {
        if (alive.lock() == nullptr) return;
        is_timed_ = false;
        put_due();
    });
}

} // namespace afpunt::runtime
