// SPDX-License-Identifier: MIT
#include "runtime/sent_letters.hpp"

#include "outbox/checks.hpp"
#include "outbox/covered_step.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace afpunt::runtime {
namespace {

// Items that were settled and opened again more often than this are looked at by a person.
constexpr int rounds_known = 3;

// The day of a Date header (RFC 5322, section 3.3): "Wed, 18 Nov 2026 09:00:00 +0000".
Date day_of(std::string_view header, Date otherwise) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (const std::size_t comma = header.find(','); comma != std::string_view::npos) {
        header.remove_prefix(comma + 1);
    }
    std::array<std::string_view, 3> words;
    for (std::string_view& word : words) {
        header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
        word = header.substr(0, std::min(header.find(' '), header.size()));
        header.remove_prefix(word.size());
    }
    unsigned day = 0;
    int year = 0;
    std::from_chars(words[0].data(), words[0].data() + words[0].size(), day);
    std::from_chars(words[2].data(), words[2].data() + words[2].size(), year);
    const auto* month = std::find(months.begin(), months.end(), words[1]);
    if (month == months.end() || day < 1 || day > 31 || year < 1900 || year > 2999) {
        return otherwise;
    }
    return Date::of(year, static_cast<unsigned>(month - months.begin()) + 1, day);
}

} // namespace

void read_sent_folder(FollowUp& follow_up, Date since,
                      std::function<void(Result<std::vector<delivery::SentLetter>>)> done) {
    using Answer = Result<std::vector<delivery::SentLetter>>;
    const config::MailSettings& mail = follow_up.configuration().settings.mail;
    delivery::LoginProvider login = follow_up.account_login();
    if (mail.imap_server.empty() || !login) {
        return done(fail("mail.imap_server", mail.imap_server,
                         "the IMAP server of the mail account, and a login for it"));
    }
    // Comes back after minutes, perhaps after the follow-up has gone: a closed lane forgets it.
    const auto tell = [lane = follow_up.shared_lane(), done = std::move(done)](Answer answer) {
        lane->post([done, answer = std::make_shared<Answer>(std::move(answer))] {
            done(std::move(*answer));
        });
    };
    auto network = follow_up.network();
    network->post([network, login, tell, since, kind = mail.login,
                   account = delivery::imap_account_of(mail)] {
        login(delivery::LoginAsk::Usual,
              [network, tell, since, kind, account](const delivery::LoginAnswer& answer) {
                  if (!answer) return tell(fail("mail account", answer.error().text, "a login"));
                  network->run_blocking(
                      [tell, since, ready = delivery::with_login(account, kind, *answer)] {
                          tell(delivery::sent_letters_since(ready, since));
                      });
              });
    });
}

std::vector<outbox::Letter> recognise_letters(const std::vector<delivery::SentLetter>& sent,
                                              const Assessment& assessment,
                                              const policy::Policy& policy) {
    const config::Sha256 hasher;
    std::vector<outbox::Letter> letters;
    for (const delivery::SentLetter& mail : sent) {
        const std::set<std::string_view> covered(mail.covered_steps.begin(),
                                                 mail.covered_steps.end());
        outbox::Letter letter;
        for (const book::OpenItem& item : assessment.book->snapshot().items) {
            for (const policy::Step& step : policy.steps) {
                for (int round = 1; round <= rounds_known; ++round) {
                    const bool is_covered = covered.contains(
                        outbox::covered_step(hasher, mail.letter_id, item.id, step.id, round));
                    if (!is_covered) continue;
                    letter.items.push_back({item.id, step.id, round, item.open});
                    letter.party_id = item.customer_id;
                    letter.total = {letter.total.minor + item.open.minor, item.open.currency};
                }
            }
        }
        if (letter.items.empty()) continue;
        letter.id = mail.letter_id;
        letter.number = outbox::is_letter_number(mail.letter_number) ? mail.letter_number : "";
        letter.state = outbox::LetterState::Accepted;
        letter.state_reason = "found in the folder of sent mail";
        letter.on = day_of(mail.date, assessment.moment.today);
        letter.left_us = assessment.moment.now_us;
        letters.push_back(std::move(letter));
    }
    return letters;
}

} // namespace afpunt::runtime
