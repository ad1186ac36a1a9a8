// SPDX-License-Identifier: MIT
//
// A copy of each letter that left, in the mail account's own folder of sent mail. Each is an effect
// in the store: tried until it is done, across restarts, and shown while it is not.
#pragma once

#include "delivery/network.hpp"
#include "delivery/sent_folder.hpp"
#include "delivery/smtp_login.hpp"
#include "outbox/store.hpp"
#include "runtime/engine.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace afpunt::runtime {

class SentCopies {
public:
    struct World {
        std::function<Result<outbox::Store*>()> store;
        std::function<std::int64_t()> now_us;
        std::function<std::shared_ptr<delivery::Network>()> network;
        delivery::LoginProvider login;
        config::MailLogin login_kind = config::MailLogin::Password;
        delivery::ImapAccount account; // without its secret
        std::shared_ptr<Lane> lane;
    };
    explicit SentCopies(World world);
    ~SentCopies();
    SentCopies(const SentCopies&) = delete;
    SentCopies& operator=(const SentCopies&) = delete;

    // [worker] Wants a copy of each letter that left in the last week and has none, then puts what
    // is due where it belongs, in the background. Letters that left before copies were switched on
    // are found that way as well, and so is the one that was sent when a process died.
    void look_after(const std::vector<outbox::Letter>& letters);
    // [worker] Begins nothing more; `closed` comes once, when what is under way has ended. It is
    // told to stop when that takes longer than people wait for a program to end.
    void close(std::function<void()> closed);

private:
    struct Batch;
    [[nodiscard]] bool want(const std::vector<outbox::Letter>& letters);
    void put_due();
    void look_again_later();
    void put(const std::shared_ptr<Batch>& batch);
    void record(const Batch& batch, const std::vector<Result<void>>& answers);
    [[nodiscard]] bool write_down(const Batch& batch, const std::vector<Result<void>>& answers);

    World world_;
    std::shared_ptr<std::atomic<bool>> stop_ = std::make_shared<std::atomic<bool>>(false);
    // Tasks on the lane come after the object's end, too: they look whether it is still there.
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    bool is_busy_ = false;
    bool is_timed_ = false;
    std::function<void()> closed_; // set while closing
    bool is_closing_ = false;
    std::optional<std::set<std::string, std::less<>>> wanted_; // letters that have their effect
};

// One sentence on the copies that wait and why, in the reader's language; none where none waits.
[[nodiscard]] Result<std::vector<std::string>> copies_attention(outbox::Store& store,
                                                                std::string_view language);

// When a copy that failed is tried again: after a minute, four, sixteen ... at most six hours.
[[nodiscard]] std::int64_t next_copy_attempt_us(std::int64_t now_us, int attempts);

} // namespace afpunt::runtime
