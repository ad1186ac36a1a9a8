// SPDX-License-Identifier: MIT
#include "runtime/link_talks.hpp"

#include "config/limits.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <utility>

namespace afpunt::runtime {
namespace {

using payment::LinkOutcome;
using payment::LinkResult;

LinkOutcome later(std::string words) {
    LinkOutcome outcome;
    outcome.result = LinkResult::TryLater;
    outcome.words = std::move(words);
    return outcome;
}

// Held by the callbacks of what is under way, and so may not hold the client: its end would come on
// the network's own thread.
class LinkTalks : public std::enable_shared_from_this<LinkTalks> {
public:
    LinkTalks(std::weak_ptr<delivery::HttpClient> client, std::shared_ptr<Lane> lane,
              std::vector<LinkQuestion> questions, std::function<void()> done)
        : client_(std::move(client)), lane_(std::move(lane)),
          waiting_(std::make_move_iterator(questions.begin()),
                   std::make_move_iterator(questions.end())),
          done_(std::move(done)), end_(std::chrono::steady_clock::now() + config::link_time_max) {}

    void begin_next() {
        while (running_ < config::http_exchanges_at_once_max && !waiting_.empty()) {
            auto question = std::make_shared<LinkQuestion>(std::move(waiting_.front()));
            waiting_.pop_front();
            if (is_silent(question->provider)) {
                question->answered(later(last_words_[question->provider]));
            } else if (is_over()) {
                question->answered(later("no time was left to ask"));
            } else {
                ++running_;
                const std::shared_ptr<payment::LinkTalk> talk = question->make_talk();
                send(question, talk, talk->begin());
            }
        }
        if (running_ == 0 && waiting_.empty() && done_) std::exchange(done_, nullptr)();
    }

private:
    void send(const std::shared_ptr<LinkQuestion>& question,
              const std::shared_ptr<payment::LinkTalk>& talk, payment::HttpRequest request) {
        const auto client = client_.lock();
        if (client == nullptr) return; // the book is being closed
        client->send(std::move(request), [self = shared_from_this(), question,
                                          talk](Result<payment::HttpResponse> answer) {
            auto kept = std::make_shared<Result<payment::HttpResponse>>(std::move(answer));
            self->lane_->post([self, question, talk, kept] { self->take(question, talk, *kept); });
        });
    }

    void take(const std::shared_ptr<LinkQuestion>& question,
              const std::shared_ptr<payment::LinkTalk>& talk,
              const Result<payment::HttpResponse>& answer) {
        payment::LinkStep step =
            answer ? talk->next(*answer) : payment::LinkStep(later(answer.error().sentence()));
        if (auto* request = std::get_if<payment::HttpRequest>(&step)) {
            if (!is_over()) return send(question, talk, std::move(*request));
            step = later("no time was left to ask");
        }
        const auto& outcome = std::get<LinkOutcome>(step);
        --running_;
        note_silence(question->provider, outcome);
        if (outcome.result == LinkResult::TryLater && question->more_tries > 0) {
            --question->more_tries;
            waiting_.push_front(std::move(*question));
        } else {
            question->answered(outcome);
        }
        begin_next();
    }

    void note_silence(const std::string& provider, const LinkOutcome& outcome) {
        int& silences = silences_[provider];
        if (outcome.result != LinkResult::TryLater) {
            silences = 0;
            return;
        }
        last_words_[provider] = outcome.words;
        silences = outcome.retry_after.count() > 0 ? config::link_silences_max : silences + 1;
    }
    [[nodiscard]] bool is_silent(const std::string& provider) const {
        const auto found = silences_.find(provider);
        return found != silences_.end() && found->second >= config::link_silences_max;
    }
    [[nodiscard]] bool is_over() const { return std::chrono::steady_clock::now() > end_; }

    std::weak_ptr<delivery::HttpClient> client_;
    std::shared_ptr<Lane> lane_;
    std::deque<LinkQuestion> waiting_;
    std::function<void()> done_;
    std::chrono::steady_clock::time_point end_;
    std::size_t running_ = 0;
    std::map<std::string, int> silences_;
    std::map<std::string, std::string> last_words_;
};

} // namespace

void ask_all(const std::shared_ptr<delivery::HttpClient>& client, const std::shared_ptr<Lane>& lane,
             std::vector<LinkQuestion> questions, std::function<void()> done) {
    std::make_shared<LinkTalks>(client, lane, std::move(questions), std::move(done))->begin_next();
}

} // namespace afpunt::runtime
