// SPDX-License-Identifier: MIT
//
// The payment links of a book that a provider hosts: asked about before each settling, closed when
// the book no longer asks for their money, made when a letter is approved (ADR 0009). Lives on the
// lane; the network's answers come back to it.
#pragma once

#include "delivery/http_client.hpp"
#include "runtime/assessment.hpp"
#include "runtime/engine.hpp"
#include "runtime/link_talks.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace afpunt::runtime {

class PaymentLinks {
public:
    using Log = std::function<void(const std::string& sentence)>;
    using ClientSource = std::function<Result<std::shared_ptr<delivery::HttpClient>>()>;
    // `configuration` and `store` outlive this, and this outlives the lane's last task. The client
    // is made with the first question: most books never ask one.
    PaymentLinks(const Configuration& configuration, outbox::Store& store, ClientSource make_client,
                 std::shared_ptr<Lane> lane, Log log);

    // Everything below: [worker]; `done` comes once, on the lane or at once.

    // Learns which open links were paid. What a provider could not say is noted and holds the
    // letters of the link's items: a letter too late is better than one too many.
    void ask(const Moment& moment, std::function<void()> done);
    // Closes what the book no longer asks for, and tries again what could not be closed before.
    // True = a link turned out to be paid that was to be closed: the plan has to be made again.
    void follow(const std::shared_ptr<const Assessment>& assessment,
                std::function<void(bool paid)> done);
    // Makes the links of letters that are about to be approved. A letter whose link cannot be made
    // goes without: IBAN, reference and QR code say the same.
    void make(const Assessment& assessment, const std::vector<const outbox::Letter*>& letters,
              std::function<void()> done);
    // Ends what is under way; `closed` comes once, on any thread.
    void close(std::function<void()> closed);
    // Of the last make(); empty = none.
    [[nodiscard]] std::string url_of(const std::string& letter_id) const;

private:
    struct Notes; // what is written to the store when all answers are there

    [[nodiscard]] const payment::HostedLinkProvider* provider(std::string_view name) const;
    void take_state(Notes& notes, outbox::LetterLink link, const payment::LinkOutcome& outcome,
                    const Moment& moment) const;
    [[nodiscard]] Result<void> want_closed(const Assessment& assessment);
    void close_due(const std::shared_ptr<const Assessment>& assessment,
                   std::function<void(bool paid)> done);
    void take_closing(Notes& notes, outbox::Effect effect, outbox::LetterLink link,
                      const payment::LinkOutcome& outcome, const Assessment& assessment) const;
    void take_made(Notes& notes, const payment::LinkOrder& order, const std::string& number,
                   const payment::LinkOutcome& outcome, const Moment& moment);
    void write(const Notes& notes) const;
    void ask_all(std::vector<LinkQuestion> questions, std::function<void()> done);

    const Configuration& configuration_;
    outbox::Store& store_;
    ClientSource make_client_;
    std::shared_ptr<delivery::HttpClient> client_; // nullptr until the first question
    std::shared_ptr<Lane> lane_;
    Log log_;
    std::map<std::string, std::string> made_; // letter id -> address of the page
};

// [worker] "It may be reminded": links of these letters that were paid, or whose provider is
// silent, hold nothing any more. The number of them.
[[nodiscard]] Result<int> release_links(outbox::Store& store,
                                        const std::vector<const outbox::Letter*>& letters,
                                        const outbox::JournalDraft& entry);

// When the next attempt to close a link is due, after so many that failed.
[[nodiscard]] std::int64_t next_attempt_us(std::int64_t now_us, int attempts,
                                           std::chrono::seconds retry_after);

} // namespace afpunt::runtime
