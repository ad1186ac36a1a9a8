// SPDX-License-Identifier: MIT
//
// Where payment links of a provider come into the follow-up: before and after a settling, and
// before an approval. Each wait for a provider is bounded, and the lease of the book is renewed
// after it.
#include "runtime/follow_up.hpp"
#include "runtime/payment_links.hpp"

#include <algorithm>

namespace afpunt::runtime {

void FollowUp::open_links() {
    if (configuration_.link_providers.empty()) return;
    const auto make_client = [this]() -> Result<std::shared_ptr<delivery::HttpClient>> {
        auto tls = delivery::make_tls_context("");
        if (!tls) return tl::unexpected<Failure>(tls.error());
        return delivery::make_http_client(network_(), *tls);
    };
    links_ = std::make_unique<PaymentLinks>(
        configuration_, *store_, make_client, lane_,
        [this](const std::string& sentence) { host_.log(AFPUNT_LOG_WARNING, sentence); });
}

void FollowUp::settle_with_links(SettleDone done, PlanAfter plan_after) {
    const Moment moment = host_.now();
    if (links_ == nullptr || moment.trial || closing_ || !store()) {
        return settle_round({0, 0, plan_after}, std::move(done));
    }
    links_->ask(moment, [this, done = std::move(done)] {
        if (auto renewed = renew_lease(); !renewed) {
            return done(tl::unexpected<Failure>(renewed.error()));
        }
        settle_round({}, [this, done](Result<SettleReport> report) {
            // A copy of a book closes nothing: the links are those of the book that it was made
            // from.
            if (!report || report->after.moment.trial || !may_send()) {
                return done(std::move(report));
            }
            auto kept = std::make_shared<Result<SettleReport>>(std::move(report));
            const std::shared_ptr<const Assessment> after(kept, &(*kept)->after);
            links_->follow(after, [this, kept, done](bool paid) {
                if (auto renewed = renew_lease(); !renewed) {
                    return done(tl::unexpected<Failure>(renewed.error()));
                }
                if (!paid) return done(std::move(*kept));
                // Paid while it was being closed: its letters are to be held after all.
                settle_round({.booked = (*kept)->matches_booked}, done);
            });
        });
    });
}

void FollowUp::make_links(const Assessment& assessment, const std::vector<std::string>& wanted,
                          std::function<void()> then) {
    if (links_ == nullptr || !may_send()) return then();
    std::vector<const outbox::Letter*> letters;
    for (const outbox::Letter* letter : waiting_letters(assessment)) {
        const bool is_wanted =
            wanted.empty() ||
            std::any_of(wanted.begin(), wanted.end(), [&](const std::string& name) {
                return name == letter->id || name == letter->number;
            });
        if (letter->state == outbox::LetterState::Prepared && is_wanted) letters.push_back(letter);
    }
    links_->make(assessment, letters, [this, then = std::move(then)] {
        // Should the lease be lost, the letters cannot be claimed, which says so.
        if (auto renewed = renew_lease(); !renewed) {
            host_.log(AFPUNT_LOG_WARNING, renewed.error().sentence());
        }
        then();
    });
}

} // namespace afpunt::runtime
