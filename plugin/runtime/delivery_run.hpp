// SPDX-License-Identifier: MIT
//
// Letters on their way out, group by group: claimed in one transaction, permitted by the host in
// one turn of its thread, handed to the folder or the mail server, and their outcomes written in
// one transaction. Before each final dot the book is asked once more whether anything changed.
#pragma once

#include "delivery/mail_sender.hpp"
#include "outbox/store.hpp"
#include "runtime/permission.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace afpunt::runtime {

class FollowUp;

// Letters that were approved, and what became of each.
struct DeliveryReport {
    std::vector<std::string> delivered;                             // letter numbers
    std::vector<std::pair<std::string, std::string>> not_delivered; // number, why
    bool book_changed = false;        // the rest waits for another look at the book
    std::int64_t next_attempt_us = 0; // the earliest of those that were put off; 0 = none
    void put_off(std::int64_t until_us) {
        if (until_us > 0 && (next_attempt_us == 0 || until_us < next_attempt_us)) {
            next_attempt_us = until_us;
        }
    }
};

class DeliveryRun : public std::enable_shared_from_this<DeliveryRun> {
public:
    // `looked_at`: the book's changes when it was read for these letters. `left_before`: when
    // earlier letters left (microseconds since 1970), for the limits per minute and day.
    // `follow_up` outlives the run.
    DeliveryRun(FollowUp& follow_up, std::vector<Outgoing> letters, std::uint64_t looked_at,
                std::vector<std::int64_t> left_before, std::function<void(DeliveryReport)> done);
    void start(); // [worker]; `done` is called once, on the worker

private:
    // A letter of the group that is under way.
    struct Slot {
        Outgoing outgoing;
        Permission permission;
        Objection objection; // what the gate found, where it said no
        bool decided = false;
    };
    void begin_leaving();
    void next_group();
    [[nodiscard]] bool may_go_on();
    void claim(std::size_t count);
    void ask_permits();
    void hand_over(std::size_t at);
    void mail(std::size_t at);
    void put_into_folder(std::size_t at);
    void at_the_dot(std::size_t at, const std::function<void(bool)>& answer);
    [[nodiscard]] bool allow(std::size_t at);
    [[nodiscard]] bool is_still_permitted(std::size_t at) const; // [any]
    [[nodiscard]] Result<void> question(Slot& slot, const HostPort& host) const;
    void ask_permit(std::size_t at, std::function<void(Result<void>)> done);
    void mailed(std::size_t at, const delivery::MailResult& result);
    void give_back(Slot& slot, const Objection& objection);
    // An event came in the last instant: the letter is asked about anew, with the next group.
    void try_again(std::size_t at);
    void settle_slot(std::size_t at, outbox::LetterMove move, const std::string& why_not);
    void end_slot(Slot& slot, outbox::LetterMove move);
    void group_done();
    void finish();
    [[nodiscard]] outbox::LetterMove move_of(const Outgoing& outgoing, outbox::LetterState to,
                                             const std::string& text) const;
    void mark_refused(const Outgoing& outgoing, const std::string& why);
    void not_delivered(const Outgoing& outgoing, const std::string& why);
    [[nodiscard]] std::int64_t next_attempt_us(const outbox::Letter& letter) const;
    // Letters that may leave now; 0 with `wait` set = that many milliseconds later.
    [[nodiscard]] std::size_t allowance(std::int64_t& wait_ms);

    FollowUp& follow_up_;
    std::vector<Outgoing> letters_;
    std::size_t next_ = 0;
    std::vector<std::int64_t> left_us_; // rising
    std::function<void(DeliveryReport)> done_;
    DeliveryReport report_;
    std::vector<Slot> group_;
    std::size_t under_way_ = 0;
    std::vector<outbox::LetterMove> outcomes_;
    std::uint64_t looked_at_ = 0; // the book's changes when this run began
    std::string stopped_;         // why nothing more leaves in this run
    std::int64_t waited_ms_ = 0;
};

} // namespace afpunt::runtime
