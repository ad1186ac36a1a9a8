// SPDX-License-Identifier: MIT
//
// From approval to delivery: freeze the bytes, then hand the letters to a run that claims them,
// asks for permits and lets them go. Nothing leaves without a row committed before it.
#include "delivery/letter_folder.hpp"
#include "delivery/letter_forms.hpp"
#include "delivery/maildir.hpp"
#include "delivery/oauth_token.hpp"
#include "delivery/smtp_client.hpp"
#include "delivery/tls_context.hpp"
#include "runtime/follow_up.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace afpunt::runtime {
namespace {

using outbox::LetterState;

// Letters whose forms are made and stored together: forms are large, and wait in memory.
constexpr std::size_t approval_group = 32;

bool is_wanted(const std::vector<std::string>& wanted, const outbox::Letter& letter) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), letter.id) != wanted.end() ||
           std::find(wanted.begin(), wanted.end(), letter.number) != wanted.end();
}

// Approved before, and stopped on its way: goes on by itself.
bool is_approved(const outbox::Letter& letter) {
    return letter.state == LetterState::Approved || letter.state == LetterState::Deferred;
}

// What stands in the way of a letter that somebody asked for and that does not wait.
std::string why_not_waiting(const Assessment& assessment, const std::string& name) {
    for (const outbox::Letter& letter : assessment.letters) {
        if (!is_wanted({name}, letter)) continue;
        std::string why = "the letter is " + std::string(outbox::code_of(letter.state));
        return letter.state_reason.empty() ? why : why + ": " + letter.state_reason;
    }
    return "there is no such letter";
}

// So that the debtor's mail program shows one thread.
EarlierMails earlier_mails(const Assessment& assessment, const config::Settings& settings) {
    constexpr std::size_t shown_max = 10; // a thread, not a history
    const std::string from = settings.from.empty()
                                 ? assessment.book->snapshot().creditor.reminder_mail()
                                 : settings.from;
    const std::string domain = from.substr(std::min(from.size(), from.rfind('@')));
    EarlierMails mails;
    for (const outbox::Letter& earlier : assessment.letters) {
        if (earlier.state != LetterState::Accepted) continue;
        std::vector<std::string>& ids = mails[earlier.party_id];
        if (ids.size() == shown_max) ids.erase(ids.begin());
        ids.push_back(earlier.id + domain);
    }
    return mails;
}

void append(DeliveryReport& all, DeliveryReport&& more) {
    all.delivered.insert(all.delivered.end(), more.delivered.begin(), more.delivered.end());
    all.not_delivered.insert(all.not_delivered.end(), more.not_delivered.begin(),
                             more.not_delivered.end());
    all.put_off(more.next_attempt_us);
}

} // namespace

void FollowUp::approve(std::vector<std::string> letters, std::string who,
                       const std::function<void(Result<DeliveryReport>)>& done) {
    const auto approving = [this, letters = std::move(letters), who = std::move(who),
                            done](const Finish& finish) {
        settle_with_links([this, letters, who, done, finish](Result<SettleReport> report) {
            if (!report) {
                done(tl::unexpected<Failure>(report.error()));
                return finish();
            }
            if (report->after.moment.trial) {
                done(fail("day", "a day that was set by hand", "today: a trial only prepares"));
                return finish();
            }
            if (auto may = may_send(); !may) {
                done(tl::unexpected<Failure>(may.error()));
                return finish();
            }
            const auto kept = std::make_shared<SettleReport>(std::move(*report));
            make_links(kept->after, letters, [this, kept, letters, who, done, finish] {
                DeliveryReport delivery;
                std::vector<Outgoing> approved = approved_before(kept->after, letters, delivery);
                approve_all(kept->after, letters, who, delivery, approved);
                deliver(kept->after, std::move(approved), 0, std::move(delivery),
                        [this, kept, done, finish](DeliveryReport delivered) {
                            done(std::move(delivered));
                            keep_look(std::move(kept->after));
                            finish();
                        });
            });
        });
    };
    enqueue_leading(approving,
                    [done](const Failure& busy) { done(tl::unexpected<Failure>(busy)); });
}

// Those whose next attempt is still to come wait for it, unless somebody asks for them by name.
std::vector<Outgoing> FollowUp::approved_before(const Assessment& assessment,
                                                const std::vector<std::string>& wanted,
                                                DeliveryReport& report) const {
    std::vector<Outgoing> approved;
    for (const outbox::Letter* letter : waiting_letters(assessment)) {
        if (!is_approved(*letter)) continue;
        const bool by_name = !wanted.empty() && is_wanted(wanted, *letter);
        if (letter->next_attempt_us > assessment.moment.now_us && !by_name) {
            report.put_off(letter->next_attempt_us);
            report.not_delivered.emplace_back(letter->number,
                                              letter->state_reason + "; the next attempt is at " +
                                                  moment_text(letter->next_attempt_us));
            continue;
        }
        if (auto outgoing = outgoing_of(*letter, assessment)) {
            approved.push_back(std::move(*outgoing));
        }
    }
    return approved;
}

// The letter's forms as the book stands now: what is approved is these bytes.
Result<std::vector<outbox::LetterForm>> FollowUp::frozen_forms(const Assessment& assessment,
                                                               const outbox::Letter& letter,
                                                               const EarlierMails& earlier,
                                                               delivery::LetterPress& press) const {
    auto model = model_of(letter, assessment, configuration_);
    if (!model) return tl::unexpected<Failure>(model.error());
    if (model->hash(press.hasher()) != letter.model_hash) {
        return fail(letter.number, "other contents than when it was prepared",
                    "a letter that says what the books say");
    }
    if (links_ != nullptr) model->hosted_link = links_->url_of(letter.id);
    const auto to_this_debtor = earlier.find(letter.party_id);
    return press.print(*model, assessment.moment.now_us,
                       to_this_debtor == earlier.end() ? std::vector<std::string>()
                                                       : to_this_debtor->second);
}

void FollowUp::approve_all(const Assessment& assessment, const std::vector<std::string>& wanted,
                           const std::string& who, DeliveryReport& report,
                           std::vector<Outgoing>& approved) {
    std::vector<outbox::LetterMove> moves;
    std::vector<Outgoing> in_moves;
    const auto write = [&] {
        auto state = store();
        auto moved = state ? (*state)->move_letters(moves, outbox::Durability::Machine)
                           : Result<std::vector<std::string>>(tl::unexpected(state.error()));
        for (Outgoing& outgoing : in_moves) {
            if (!moved) {
                report.not_delivered.emplace_back(outgoing.letter.number, moved.error().sentence());
            } else if (std::find(moved->begin(), moved->end(), outgoing.letter.id) !=
                       moved->end()) {
                approved.push_back(std::move(outgoing));
            }
        }
        moves.clear();
        in_moves.clear();
    };
    const EarlierMails earlier = earlier_mails(assessment, configuration_.settings);
    delivery::LetterPress press(configuration_.templates,
                                delivery::sender_of(configuration_.settings));
    std::set<std::string> waiting;
    for (const outbox::Letter* letter : waiting_letters(assessment)) {
        waiting.insert({letter->id, letter->number});
        if (!is_wanted(wanted, *letter) || is_approved(*letter)) continue;
        if (letter->state != LetterState::Prepared) {
            if (!wanted.empty()) {
                report.not_delivered.emplace_back(letter->number, letter->state_reason);
            }
            continue;
        }
        auto forms = frozen_forms(assessment, *letter, earlier, press);
        auto outgoing = outgoing_of(*letter, assessment);
        if (!forms || !outgoing) {
            report.not_delivered.emplace_back(
                letter->number, (!forms ? forms.error() : outgoing.error()).sentence());
            continue;
        }
        outbox::LetterMove move;
        move.letter_id = letter->id;
        move.to = LetterState::Approved;
        move.forms = std::move(*forms);
        move.entry = journal("approve", letter->number, "", who);
        moves.push_back(std::move(move));
        in_moves.push_back(std::move(*outgoing));
        if (moves.size() == approval_group) write();
    }
    if (!moves.empty()) write();
    for (const std::string& name : wanted) {
        if (!waiting.contains(name)) {
            report.not_delivered.emplace_back(name, why_not_waiting(assessment, name));
        }
    }
}

void FollowUp::deliver(const Assessment& assessment, std::vector<Outgoing> letters, int look,
                       DeliveryReport so_far, std::function<void(DeliveryReport)> done) {
    if (letters.empty()) {
        look_after_copies(); // of earlier days
        try_again_at(so_far.next_attempt_us);
        return done(std::move(so_far));
    }
    std::vector<std::int64_t> left_before;
    for (const outbox::Letter& letter : assessment.letters) {
        if (letter.left_us > 0) left_before.push_back(letter.left_us);
    }
    std::set<std::string> wanted;
    for (const Outgoing& outgoing : letters)
        wanted.insert(outgoing.letter.id);
    const auto after = [this, look, wanted, all = std::move(so_far),
                        done = std::move(done)](DeliveryReport report) mutable {
        letters_leave_ = false;
        if (mail_sender_ != nullptr) mail_sender_->rest();
        look_after_copies();
        if (!report.book_changed || look >= config::looks_while_sending_max) {
            append(all, std::move(report));
            try_again_at(all.next_attempt_us);
            return done(std::move(all));
        }
        all.delivered.insert(all.delivered.end(), report.delivered.begin(), report.delivered.end());
        // The book moved on under the letters: looked at again, then those that are still right go.
        settle_round({}, [this, look, wanted, all = std::move(all), report = std::move(report),
                          done](Result<SettleReport> settled) mutable {
            if (!settled) {
                report.delivered.clear(); // told already
                append(all, std::move(report));
                return done(std::move(all));
            }
            std::vector<Outgoing> again = approved_before(settled->after, {}, all);
            std::erase_if(again, [&](const Outgoing& outgoing) {
                return !wanted.contains(outgoing.letter.id);
            });
            for (const auto& [number, why] : settled->withdrawn)
                all.not_delivered.emplace_back(number, why);
            for (const auto& [number, why] : settled->held)
                all.not_delivered.emplace_back(number, why);
            withdrawn_by_events_.insert(withdrawn_by_events_.end(), settled->withdrawn.begin(),
                                        settled->withdrawn.end());
            deliver(settled->after, std::move(again), look + 1, std::move(all), done);
        });
    };
    letters_leave_ = true;
    std::make_shared<DeliveryRun>(*this, std::move(letters), assessment.book_changes,
                                  std::move(left_before), after)
        ->start();
}

// A server that said "later" is asked again without anybody's doing, as long as the program runs.
void FollowUp::try_again_at(std::int64_t moment_us) {
    // One timer waits, for the earliest: each look at the book comes by here.
    const bool waits = retry_at_us_ != 0 && retry_at_us_ <= moment_us;
    if (moment_us == 0 || waits) return;
    retry_at_us_ = moment_us;
    const std::int64_t wait_us = std::max<std::int64_t>(moment_us - host_.now().now_us, 0);
    lane_->call_later(std::chrono::milliseconds(wait_us / 1000 + 1), [this, moment_us] {
        if (retry_at_us_ == moment_us) retry_at_us_ = 0;
        settle_after_events();
    });
}

Result<delivery::MailSender*> FollowUp::mail_sender() {
    if (mail_sender_ != nullptr) return mail_sender_.get();
    const config::MailSettings& mail = configuration_.settings.mail;
    const Configuration::MailSecrets& secrets = configuration_.mail_secrets;
    if (!secrets.problem.empty()) {
        return fail("mail", secrets.problem, "what is needed to log in at the mail server");
    }
    auto tls = delivery::make_tls_context(mail.ca_file);
    if (!tls) return tl::unexpected<Failure>(tls.error());
    mail_sender_ = delivery::make_smtp_sender(network_(), *tls, mail, mail_login());
    return mail_sender_.get();
}

// One for all that logs in, so that a token is asked for once. Empty where no login is wanted, or
// where the token's server cannot be spoken to.
delivery::LoginProvider FollowUp::mail_login() {
    const config::MailSettings& mail = configuration_.settings.mail;
    const Configuration::MailSecrets& secrets = configuration_.mail_secrets;
    if (mail.login == config::MailLogin::None || mail_login_) return mail_login_;
    if (mail.login == config::MailLogin::Password) {
        mail_login_ = delivery::make_password_login(mail.user, secrets.password);
        return mail_login_;
    }
    auto tls = delivery::make_tls_context(mail.ca_file);
    if (!tls) return {};
    token_client_ = delivery::make_http_client(network_(), *tls);
    mail_login_ = delivery::make_token_login(token_client_, {mail.user, mail.token_url,
                                                             mail.client_id, secrets.client_secret,
                                                             mail.scope, secrets.refresh_token});
    return mail_login_;
}

delivery::LoginProvider FollowUp::account_login() {
    const config::MailSettings& mail = configuration_.settings.mail;
    if (mail.login != config::MailLogin::None) return mail_login();
    return delivery::make_password_login(mail.user, configuration_.mail_secrets.password);
}

void FollowUp::look_after_copies() {
    const config::MailSettings& mail = configuration_.settings.mail;
    const bool is_wanted =
        mail.way == config::MailWay::Smtp && mail.copy == config::MailCopy::SentFolder;
    auto state = store();
    if (!is_wanted || closing_ || !state) return;
    if (sent_copies_ == nullptr) {
        delivery::LoginProvider login = account_login();
        if (!login) return;
        sent_copies_ = std::make_unique<SentCopies>(SentCopies::World{
            [this] { return store(); }, [this] { return host_.now().now_us; }, network_,
            std::move(login), mail.login, delivery::imap_account_of(mail), lane_});
    }
    if (auto letters = (*state)->letters()) sent_copies_->look_after(*letters);
}

Result<std::string> FollowUp::put_out(const outbox::Letter& letter) {
    if (configuration_.delivery_folder.empty()) {
        return fail("delivery", "no folder to deliver to", "a folder, or [mail] in the settings");
    }
    auto state = store();
    if (!state) return tl::unexpected<Failure>(state.error());
    auto forms = (*state)->forms(letter.id);
    if (!forms) return tl::unexpected<Failure>(forms.error());
    const std::filesystem::path folder(configuration_.delivery_folder);
    const config::MailWay way = configuration_.settings.mail.way;
    const outbox::LetterForm* mail = outbox::form_named(*forms, "mail.eml");
    if (way != config::MailWay::Folder && mail == nullptr) {
        return fail(letter.number, "a letter without a mail", "a letter that can be mailed");
    }
    auto path = way == config::MailWay::Drafts
                    ? delivery::write_draft(folder / "drafts", letter, mail->bytes)
                : way == config::MailWay::Maildir
                    ? delivery::write_to_maildir(folder / "maildir", letter, mail->bytes)
                    : delivery::write_letter_folder(folder, letter, *forms);
    if (!path) return tl::unexpected<Failure>(path.error());
    return path->string();
}

Result<void> FollowUp::write_outcomes(const std::vector<outbox::LetterMove>& moves) {
    auto state = store();
    if (!state) return tl::unexpected<Failure>(state.error());
    auto moved = (*state)->move_letters(moves, outbox::Durability::Machine);
    if (!moved) return tl::unexpected<Failure>(moved.error());
    return {};
}

std::string FollowUp::state_in_words(const std::string& letter_id) {
    auto state = store();
    if (!state) return state.error().sentence();
    auto letter = (*state)->letter(letter_id);
    if (!letter) return letter.error().sentence();
    std::string words = "the letter is " + std::string(outbox::code_of(letter->state));
    return letter->state_reason.empty() ? words : words + ": " + letter->state_reason;
}

} // namespace afpunt::runtime
