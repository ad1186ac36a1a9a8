// SPDX-License-Identifier: MIT
#include "simulation/story.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace afpunt::simulation {
namespace {

struct Weighted {
    Kind kind;
    int weight;
};

constexpr std::array business{Weighted{Kind::Invoice, 16},
                              Weighted{Kind::CreditNote, 2},
                              Weighted{Kind::PayAtBank, 8},
                              Weighted{Kind::PayPart, 4},
                              Weighted{Kind::PayTwo, 2},
                              Weighted{Kind::PayVaguely, 2},
                              Weighted{Kind::PayTooMuch, 1},
                              Weighted{Kind::PayInCash, 4},
                              Weighted{Kind::ReturnDebit, 3},
                              Weighted{Kind::UnMatch, 3},
                              Weighted{Kind::UseCredit, 2},
                              Weighted{Kind::Dispute, 1},
                              Weighted{Kind::EndDispute, 1},
                              Weighted{Kind::Cancel, 1},
                              Weighted{Kind::StopCustomer, 1},
                              Weighted{Kind::GoOnWithCustomer, 2},
                              Weighted{Kind::BookLines, 6},
                              Weighted{Kind::HoldItem, 1},
                              Weighted{Kind::Release, 2},
                              Weighted{Kind::ConfirmBank, 1},
                              Weighted{Kind::SettleUncertain, 3},
                              Weighted{Kind::Look, 1},
                              Weighted{Kind::Run, 1}};

constexpr std::array imports{Weighted{Kind::Import, 12}, Weighted{Kind::ImportLate, 2},
                             Weighted{Kind::ImportWithGap, 2}, Weighted{Kind::ImportSlowly, 2},
                             Weighted{Kind::ImportAnew, 1}};

// Set or done in the minutes before letters leave.
constexpr std::array faults{Weighted{Kind::OpenSecond, 5},
                            Weighted{Kind::CloseSecond, 1},
                            Weighted{Kind::Restart, 1},
                            Weighted{Kind::Outage, 1},
                            Weighted{Kind::Kill, 1},
                            Weighted{Kind::PowerCut, 1},
                            Weighted{Kind::KillAtWrite, 4},
                            Weighted{Kind::PowerCutAtWrite, 5},
                            Weighted{Kind::DiskFull, 1},
                            Weighted{Kind::BackUp, 2},
                            Weighted{Kind::PutBack, 2},
                            Weighted{Kind::ClockJump, 2},
                            Weighted{Kind::HostIsBusy, 1},
                            Weighted{Kind::LoseEvents, 4},
                            Weighted{Kind::RepeatEvents, 2},
                            Weighted{Kind::Mood, 12},
                            Weighted{Kind::PayAtStage, 6},
                            Weighted{Kind::PaySilentlyAtStage, 4},
                            Weighted{Kind::KillAtStage, 4},
                            Weighted{Kind::PowerCutAtStage, 4},
                            Weighted{Kind::StopCustomerAtStage, 1},
                            Weighted{Kind::RepeatAtStage, 2}};

constexpr std::array approvals{Weighted{Kind::ApproveAll, 8}, Weighted{Kind::ApproveOne, 1},
                               Weighted{Kind::ApproveTwice, 3}};

template <std::size_t N>
Kind choose(Chance& chance, const std::array<Weighted, N>& from) {
    int all = 0;
    for (const Weighted& one : from)
        all += one.weight;
    int left = chance.between(0, all - 1);
    for (const Weighted& one : from) {
        if ((left -= one.weight) < 0) return one.kind;
    }
    return from.front().kind;
}

class Maker {
public:
    explicit Maker(std::uint64_t seed) : chance_(seed) { story_.seed = seed; }

    Story make() {
        choose_rules();
        // Mostly at eight in the morning of some day of three years, so that each story has its own
        // holidays, turns of the clock and turns of the year.
        const Date begin = Date::of(2026, 1, 5) + chance_.between(0, 1000);
        story_.wall_at_begin = begin.days() * day_length + 7 * hour;
        story_.accounts = chance_.percent(30) ? 2 : 1;
        story_.customers = chance_.between(2, 6);
        for (int at = story_.customers; at > 0; --at)
            add(0, chance_.percent(85) ? Kind::Invoice : Kind::CreditNote);
        int day = 1;
        const int active_days = chance_.between(6, 13);
        for (int at = 0; at < active_days; ++at) {
            make_day(day);
            day += chance_.percent(30) ? 1 : chance_.between(2, 14);
        }
        std::stable_sort(
            story_.happenings.begin(), story_.happenings.end(),
            [](const Happening& one, const Happening& other) { return one.at < other.at; });
        return std::move(story_);
    }

private:
    void choose_rules() {
        Rules& rules = story_.rules;
        rules.sends_without_hand = chance_.percent(40);
        rules.host_books_matches = chance_.percent(50);
        rules.host_knows_coverage = chance_.percent(50);
        rules.host_knows_payers = chance_.percent(50);
        rules.host_keeps_log = chance_.percent(50);
        rules.letters_per_day = chance_.percent(20) ? chance_.between(1, 3) : 0;
        rules.mails_per_day = chance_.percent(20) ? chance_.between(1, 4) : 1000;
        rules.mails_per_minute = chance_.percent(20) ? chance_.between(1, 3) : 60;
        rules.days_between_messages = chance_.percent(70) ? 7 : chance_.between(0, 3);
    }
    void add(Microseconds at, Kind kind) {
        story_.happenings.push_back({at, kind, chance_.between(0, 9999), chance_.between(0, 9999)});
    }
    // Between two hours of a day, counted from the begin's seven o'clock UTC.
    Microseconds during(int day, int from_hour, int to_hour) {
        return day * day_length + from_hour * hour +
               chance_.between(0, (to_hour - from_hour) * 3'600 - 1) * second;
    }
    void make_day(int day) {
        if (chance_.percent(85)) add(during(day, 0, 1), choose(chance_, imports));
        for (int left = chance_.between(0, 3); left > 0; --left)
            add(during(day, 1, 4), choose(chance_, business));
        const Microseconds leaving = during(day, 4, chance_.percent(10) ? 17 : 8);
        for (int left = chance_.between(0, 3); left > 0; --left) {
            add(std::max(Microseconds{0}, leaving - chance_.between(0, 300) * second),
                choose(chance_, faults));
        }
        if (chance_.percent(75)) add(leaving, choose(chance_, approvals));
        if (chance_.percent(15))
            add(leaving + chance_.between(0, 8) * second, choose(chance_, business));
    }

    Chance chance_;
    Story story_;
};

} // namespace

Story make_story(std::uint64_t seed) {
    return Maker(seed).make();
}

} // namespace afpunt::simulation
