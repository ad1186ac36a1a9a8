// SPDX-License-Identifier: MIT
//
// Reading the book, and the look that is kept for questions. Only answers come from a kept look:
// what is prepared, approved or sent is decided by a reading of its own.
#include "runtime/follow_up.hpp"
#include "runtime/snapshot_reader.hpp"

#include <utility>

namespace afpunt::runtime {
namespace {

bool is_same_day(const Moment& one, const Moment& other) {
    return one.today == other.today && one.trial == other.trial;
}

} // namespace

// The count of events and the revision are taken before the first record. What happens after that
// makes them others, which no number from before can equal: so it does not matter what of it the
// reading saw.
void FollowUp::read_snapshot(std::function<void(BookReading)> done) {
    kept_look_.reset(); // two looks at a large book need not be in memory at once
    struct Reading {
        explicit Reading(const HostPort& host) : reader(host.abi(), host.snapshot_table()) {}
        SnapshotReader reader;
        std::uint64_t events = 0, changes = 0;
        std::optional<std::uint64_t> revision;
        bool has_begun = false;
    };
    auto reading = std::make_shared<Reading>(host_);
    reading->events = inbox_.epoch();
    reading->changes = book_changes();
    main_.push([this, reading, done = std::move(done)] {
        if (!std::exchange(reading->has_begun, true)) reading->revision = host_.revision();
        if (reading->reader.step() == Progress::More) return Progress::More;
        Result<book::Snapshot>& snapshot = reading->reader.result();
        if (snapshot) snapshot->book_id = host_.book_id();
        lane_->post([this, reading, done] {
            std::optional<LookGround> ground;
            const auto state = store();
            const auto version = state ? (*state)->version() : tl::unexpected(state.error());
            if (reading->revision && version) {
                ground = LookGround{*reading->revision, reading->events, *version};
            }
            done({std::move(reading->reader.result()), ground, reading->changes});
        });
        return Progress::Finished;
    });
}

void FollowUp::look_anew(const std::function<void(Result<Assessment>)>& done) {
    read_snapshot([this, done](BookReading read) {
        auto state = store();
        if (!read.snapshot) return done(tl::unexpected<Failure>(read.snapshot.error()));
        if (!state) return done(tl::unexpected<Failure>(state.error()));
        auto look = assess(std::move(*read.snapshot), host_.now(), **state, configuration_);
        if (look) {
            look->ground = read.ground;
            look->book_changes = read.book_changes;
        }
        done(std::move(look));
    });
}

void FollowUp::look(std::function<void(Result<Assessment>)> done) {
    enqueue([this, done = std::move(done)](const Finish& finish) {
        look_anew([done, finish](Result<Assessment> look) {
            done(std::move(look));
            finish();
        });
    });
}

// ---- the look that is kept ---------------------------------------------------------------------

void FollowUp::show(Shown shown) {
    enqueue([this, shown = std::move(shown)](const Finish& finish) {
        const auto anew = [this, shown, finish] {
            look_anew([this, shown, finish](Result<Assessment> look) {
                if (look) {
                    shown(&*look);
                    keep_look(std::move(*look));
                } else {
                    shown(tl::unexpected<Failure>(look.error()));
                }
                finish();
            });
        };
        if (kept_look_ == nullptr) return anew();
        auto revision = std::make_shared<std::optional<std::uint64_t>>();
        const auto ask = [revision](const HostPort& host) -> Result<void> {
            *revision = host.revision();
            return {};
        };
        on_host(ask, [this, revision, shown, finish, anew](const Result<void>&) {
            if (!kept_look_holds(*revision)) return anew();
            shown(kept_look_.get());
            look_used_ = machine_->now();
            finish();
        });
    });
}

// Whether a new reading would give the look that is kept. Where only the state changed, its plans
// are made again.
bool FollowUp::kept_look_holds(std::optional<std::uint64_t> revision) {
    const auto state = store();
    if (kept_look_ == nullptr || !state) return false;
    LookGround& ground = *kept_look_->ground;
    const Moment now = host_.now();
    if (revision != ground.revision || inbox_.epoch() != ground.events ||
        !is_same_day(now, kept_look_->moment)) {
        return false;
    }
    const auto version = (*state)->version();
    if (!version) return false;
    if (*version != ground.store) {
        const auto renewed = renew(*kept_look_, **state, configuration_);
        if (!renewed || !*renewed) return false;
        ground.store = *version;
    }
    kept_look_->moment = now;
    return true;
}

// A settling leaves a look that knows what the settling itself wrote, and nothing of what another
// process did meanwhile.
void FollowUp::know_own_changes(Assessment& look) {
    const auto state = store();
    const auto version = state ? (*state)->version() : tl::unexpected(state.error());
    if (!version) {
        look.ground.reset();
    } else if (look.ground) {
        look.ground->store.own = version->own;
    }
}

void FollowUp::keep_look(Assessment&& look) {
    if (!look.ground || closing_) return;
    kept_look_ = std::make_unique<Assessment>(std::move(look));
    look_used_ = machine_->now();
    let_look_go_later();
}

void FollowUp::let_look_go_later() {
    if (std::exchange(look_timer_waits_, true)) return;
    const auto rest = look_used_ + config::look_kept - machine_->now();
    lane_->call_later(std::chrono::ceil<std::chrono::milliseconds>(rest), [this] {
        look_timer_waits_ = false;
        if (kept_look_ == nullptr) return;
        if (machine_->now() - look_used_ < config::look_kept) return let_look_go_later();
        kept_look_.reset();
    });
}

} // namespace afpunt::runtime
