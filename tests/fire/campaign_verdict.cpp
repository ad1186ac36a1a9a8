// SPDX-License-Identifier: MIT
#include "fire/campaign_verdict.hpp"

#include <algorithm>
#include <map>

namespace afpunt::tests {
namespace {

// The first reminder is due on the third working day after the due date; a long weekend lies in it.
constexpr int days_until_first = 7;
const char* const steps[] = {"reminder-1", "reminder-2"};

class Examiner {
public:
    Examiner(const CampaignBook& book, const std::vector<KeptLetter>& kept, const StateLook& look)
        : book_(book), kept_(kept), look_(look) {
        for (const KeptLetter& letter : kept_)
            ++times_kept_[letter.id];
        for (const LetterLeft& letter : look_.letters)
            known_[letter.id] = &letter;
    }

    std::vector<std::string> examine(Stage stage) {
        every_letter_at_the_server_is_known();
        every_letter_has_its_state(stage);
        no_step_twice();
        nobody_is_asked_for_what_is_paid();
        nothing_is_lost(stage);
        return std::move(found_);
    }

private:
    void every_letter_at_the_server_is_known() {
        for (const auto& [id, times] : times_kept_) {
            const auto known = known_.find(id);
            if (known == known_.end()) {
                found_.push_back("the server has a letter that the state does not know: " + id);
            } else if (times > 1) {
                found_.push_back("twice at the server: " + known->second->number);
            }
        }
        for (const KeptLetter& letter : kept_) {
            const auto known = known_.find(letter.id);
            if (known == known_.end()) continue;
            for (const std::string& step : known->second->steps) {
                const std::string number = step.substr(0, step.find(' '));
                if (!std::binary_search(letter.numbers.begin(), letter.numbers.end(), number))
                    found_.push_back(known->second->number + " does not name " + number);
            }
        }
    }
    void every_letter_has_its_state(Stage stage) {
        for (const LetterLeft& letter : look_.letters) {
            const bool is_kept = times_kept_.count(letter.id) != 0;
            const std::string what = letter.number + " is " + letter.state;
            if (letter.state == "accepted") {
                if (!is_kept) found_.push_back(what + ", and the server has not got it");
            } else if (letter.state == "uncertain") {
                if (stage == Stage::AtTheEnd) found_.push_back(what + " after all were settled");
            } else if (is_kept) {
                found_.push_back(what + ", and the server has it");
            } else if (letter.state != "withdrawn" && letter.state != "refused") {
                found_.push_back(what + " when nothing more is to be done");
            }
        }
    }
    void no_step_twice() {
        std::map<std::string, int> times;
        for (const KeptLetter& letter : kept_) {
            const auto known = known_.find(letter.id);
            if (known == known_.end()) continue;
            for (const std::string& step : known->second->steps) {
                if (++times[step] == 2) found_.push_back("twice at the server: " + step);
            }
        }
    }
    void nobody_is_asked_for_what_is_paid() {
        for (const CampaignInvoice& invoice : book_.invoices()) {
            for (std::size_t at = invoice.letters_before; at < kept_.size(); ++at) {
                const auto& numbers = kept_[at].numbers;
                if (std::binary_search(numbers.begin(), numbers.end(), invoice.number))
                    found_.push_back("reminded after its payment was in the book's folder: " +
                                     invoice.number);
            }
        }
    }
    void nothing_is_lost(Stage stage) {
        std::map<std::string, int> out;
        for (const LetterLeft& letter : look_.letters) {
            if (letter.state != "accepted" && letter.state != "uncertain") continue;
            for (const std::string& step : letter.steps)
                ++out[step];
        }
        for (const CampaignInvoice& invoice : book_.invoices()) {
            if (invoice.is_paid || invoice.due + days_until_first > book_.day()) continue;
            for (const char* step : steps) {
                const int times = out[invoice.number + " " + step];
                const bool must_be_out = step == steps[0] || stage == Stage::AtTheEnd;
                if (times > 1 || (times == 0 && must_be_out))
                    found_.push_back(invoice.number + " " + step + ": " + std::to_string(times) +
                                     " letters");
            }
        }
    }

    const CampaignBook& book_;
    const std::vector<KeptLetter>& kept_;
    const StateLook& look_;
    std::map<std::string, int> times_kept_; // by letter
    std::map<std::string, const LetterLeft*> known_;
    std::vector<std::string> found_;
};

} // namespace

std::vector<std::string> verdict(const CampaignBook& book, const std::vector<KeptLetter>& kept,
                                 const StateLook& look, Stage stage) {
    return Examiner(book, kept, look).examine(stage);
}

} // namespace afpunt::tests
