// SPDX-License-Identifier: MIT
#include "fire/kill_campaign.hpp"

#include "fire/campaign_verdict.hpp"
#include "fire/file_changes.hpp"

#include <boost/json/src.hpp>

#include <thread>
#include <utility>

namespace afpunt::tests {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr int kills_a_day = 8;
// `watch` waits for half a second after the last file before it reads.
constexpr milliseconds watch_time{1'200};
constexpr milliseconds watch_patience{1'800}; // killed then, whatever it does
constexpr milliseconds run_patience{90'000};  // longer is a program that hangs
constexpr std::int32_t drop_ms_max = 400;     // until files come to a program that watches
constexpr int quiet_days = 15;                // more than ten working days
constexpr int problems_max = 50;

const char* name_of(int kind) {
    constexpr const char* names[] = {"a moment in time",
                                     "the n-th change of its files",
                                     "a change of its files after the n-th byte",
                                     "the n-th byte at the server",
                                     "the server is about to answer",
                                     "the server has answered"};
    return names[kind];
}

} // namespace

KillCampaign::KillCampaign(const CampaignOptions& options)
    : options_(options), chance_(options.seed), book_(options.folder / "book", keeper_.port()) {}

CampaignReport KillCampaign::run() {
    begin();
    while (report_.kills < options_.kills && report_.problems.empty())
        kill_once();
    end();
    return std::move(report_);
}

void KillCampaign::problem(const std::string& text) {
    if (report_.problems.size() < problems_max) {
        report_.problems.push_back("after " + std::to_string(report_.kills) + " kills: " + text);
    }
}

std::vector<std::string> KillCampaign::line(std::vector<std::string> words) const {
    std::vector<std::string> line{
        "--book", book_.root().string(), "--on", book_.day().iso(), "--who", "campaign", "--json"};
    line.insert(line.end(), words.begin(), words.end());
    return line;
}

boost::json::object KillCampaign::ask(std::vector<std::string> words) {
    const std::string name = words[0];
    ProgramRun program(options_.paths, line(std::move(words)), options_.folder / "calm");
    if (!program.has_ended(run_patience)) {
        problem(name + " did not end within 90 seconds");
        return {};
    }
    boost::json::error_code error;
    auto answer = boost::json::parse(program.output(), error);
    const bool is_good = program.exit_code() == 0 || program.exit_code() == 1;
    if (!is_good || error || !answer.is_object()) {
        problem(name + " ended with " + std::to_string(program.exit_code()) + ": " +
                program.output() + program.errors());
        return {};
    }
    return std::move(answer.as_object());
}

void KillCampaign::run_calmly() {
    book_.note_payments(keeper_.letter_count());
    (void)ask({"run"});
}

// The first day, on which nothing is due; then sending is switched on, and one run is measured.
void KillCampaign::begin() {
    (void)ask({"run"});
    const auto preview = ask({"sending", "on"});
    const auto* seen = preview.if_contains("seen");
    if (seen == nullptr) return problem("sending could not be switched on");
    (void)ask({"sending", "on", "--seen", std::string(seen->as_string())});
    book_.live_quietly(quiet_days);
    for (int more = 0; more < 3; ++more)
        book_.grow(chance_);
    FileChanges changes(book_.root() / "state");
    keeper_.disarm();
    const auto began = Clock::now();
    run_calmly();
    measure_.time = std::chrono::duration_cast<microseconds>(Clock::now() - began);
    measure_.file_changes = changes.count(milliseconds(0));
    measure_.bytes = keeper_.bytes_read();
    measure_.answers = keeper_.answers();
    if (keeper_.letter_count() == 0) problem("nothing was sent in an undisturbed run");
}

KillCampaign::Moment KillCampaign::choose_moment(bool is_watch) {
    const auto up_to = [this](std::uint64_t most) { return 1 + chance_.below(most); };
    const std::uint64_t time_us =
        static_cast<std::uint64_t>((is_watch ? watch_time : measure_.time).count()) *
        (is_watch ? 1000 : 1);
    switch (chance_.below(10)) {
    case 0:
    case 1: return {Moment::Kind::Time, up_to(time_us)};
    case 2:
    case 3:
    case 4: return {Moment::Kind::FileChange, up_to(measure_.file_changes)};
    case 5:
    case 6: return {Moment::Kind::ChangeAfterByte, up_to(measure_.bytes)};
    case 7: return {Moment::Kind::ByteAtServer, up_to(measure_.bytes)};
    case 8: return {Moment::Kind::BeforeAnswer, up_to(measure_.answers)};
    default: return {Moment::Kind::AfterAnswer, up_to(measure_.answers)};
    }
}

void KillCampaign::kill_once() {
    if (report_.kills % kills_a_day == 0) {
        book_.next_day();
    } else if (chance_.one_in(4)) {
        book_.bring_statement_of_today();
    }
    const bool is_watch = chance_.one_in(4);
    if (!is_watch) book_.grow(chance_);
    book_.note_payments(keeper_.letter_count());
    const Moment moment = choose_moment(is_watch);
    {
        ProgramRun program(options_.paths, line({is_watch ? "watch" : "run"}),
                           options_.folder / "killed");
        wait_for(program, moment, is_watch);
        if (program.was_killed()) {
            keeper_.wait_until_idle();
            return note_kill(moment);
        }
        ++report_.ended_before;
        if (program.exit_code() != 0 && program.exit_code() != 1) {
            problem("it ended with " + std::to_string(program.exit_code()) + ": " +
                    program.output() + program.errors());
        }
    }
    if (chance_.one_in(3)) settle_uncertain();
}

// [any] What the server does at its moment: strikes, or says that the next change of files does.
void KillCampaign::arm_server(const ProgramRun& program, const Moment& moment,
                              std::atomic<bool>& byte_came) {
    using Kind = Moment::Kind;
    switch (moment.kind) {
    case Kind::Time:
    case Kind::FileChange: return;
    case Kind::ChangeAfterByte:
        return keeper_.arm(ServerMoment::ByteRead, moment.count,
                           [&byte_came] { byte_came = true; });
    case Kind::ByteAtServer:
        return keeper_.arm(ServerMoment::ByteRead, moment.count, [&] { program.strike(); });
    case Kind::BeforeAnswer:
        return keeper_.arm(ServerMoment::BeforeAnswer, moment.count, [&] { program.strike(); });
    case Kind::AfterAnswer:
        return keeper_.arm(ServerMoment::AfterAnswer, moment.count, [&] { program.strike(); });
    }
}

void KillCampaign::wait_for(ProgramRun& program, const Moment& moment, bool is_watch) {
    using Kind = Moment::Kind;
    FileChanges changes(book_.root() / "state");
    std::atomic<bool> byte_came{false};
    arm_server(program, moment, byte_came);
    const bool is_by_files =
        moment.kind == Kind::FileChange || moment.kind == Kind::ChangeAfterByte;
    const auto began = Clock::now();
    const auto drop_at = began + milliseconds(is_watch ? chance_.between(0, drop_ms_max) : 0);
    const auto latest = began + (is_watch ? watch_patience : run_patience);
    bool has_dropped = !is_watch;
    std::uint64_t changes_wanted = moment.kind == Kind::FileChange ? moment.count : 0;
    while (!program.has_ended(milliseconds(is_by_files ? 0 : 1))) {
        const auto now = Clock::now();
        if (!has_dropped && now >= drop_at) {
            has_dropped = true;
            book_.grow(chance_);
        }
        if (now > latest && !is_watch) problem("it did not end within 90 seconds");
        const std::uint64_t seen = is_by_files ? changes.count(milliseconds(1)) : 0;
        if (byte_came.exchange(false)) changes_wanted = seen + 1;
        const bool is_time = moment.kind == Kind::Time && now - began >= microseconds(moment.count);
        if (is_time || (changes_wanted != 0 && seen >= changes_wanted) || now > latest)
            program.strike();
    }
    keeper_.disarm();
}

void KillCampaign::note_kill(const Moment& moment) {
    ++report_.kills;
    ++report_.kills_by_moment[name_of(static_cast<int>(moment.kind))];
    const StateLook found = look();
    ++report_.kills_by_state[hit_state(found)];
    for (const std::string& damage : found.damage)
        problem(damage);
}

StateLook KillCampaign::look() {
    return look_at_state(book_.root() / "state", options_.folder / "look");
}

// The furthest that anything had come. What an earlier kill left behind does not count again.
std::string KillCampaign::hit_state(const StateLook& look) {
    std::set<std::string> taken;
    for (const KeptLetter& letter : keeper_.letters())
        taken.insert(letter.id);
    std::map<std::string, int> fresh;
    for (const LetterLeft& letter : look.letters) {
        if (!seen_under_way_.insert(letter.id + letter.state).second) continue;
        ++fresh[letter.state == "submitting" && taken.count(letter.id) != 0 ? "taken"
                                                                            : letter.state];
    }
    if (fresh["taken"] > 0) return "the server has taken a letter, its outcome is not noted";
    if (fresh["submitting"] > 0) return "a letter may leave, the server has not taken it";
    if (fresh["claimed"] > 0) return "letters are claimed";
    if (fresh["approved"] > 0) return "letters are approved";
    if (fresh["prepared"] > 0) return "letters are prepared";
    if (look.documents < book_.invoices().size() || look.statements < book_.statements())
        return "new files are not all read";
    if (fresh["accepted"] > 0) return "letters have left, their outcomes are noted";
    return "nothing is under way";
}

// As a person does who has looked into the mail account.
void KillCampaign::settle_uncertain() {
    run_calmly();
    std::set<std::string> taken;
    for (const KeptLetter& letter : keeper_.letters())
        taken.insert(letter.id);
    for (const LetterLeft& letter : look().letters) {
        if (letter.state != "uncertain") continue;
        const bool is_taken = taken.count(letter.id) != 0;
        ++report_.uncertain;
        report_.uncertain_taken += is_taken ? 1 : 0;
        (void)ask({"settle", letter.number, is_taken ? "sent" : "not-sent"});
    }
}

void KillCampaign::end() {
    book_.next_day();
    run_calmly();
    const StateLook restarted = look();
    for (const std::string& text :
         verdict(book_, keeper_.letters(), restarted, Stage::AfterRestart))
        problem(text);
    settle_uncertain();
    // Each reminder at the latest: what was settled as not sent begins again.
    for (int more = 0; more < 4; ++more) {
        book_.live_quietly(quiet_days);
        run_calmly();
    }
    const StateLook last = look();
    for (const std::string& damage : last.damage)
        problem(damage);
    for (const std::string& text : verdict(book_, keeper_.letters(), last, Stage::AtTheEnd))
        problem(text);
    const auto journal = ask({"journal", "--newest", "1"});
    const auto* chain = journal.if_contains("chain_intact");
    if (chain == nullptr || !chain->as_bool()) problem("the journal's chain is broken");
    report_.invoices = book_.invoices().size();
    for (const CampaignInvoice& invoice : book_.invoices())
        report_.paid += invoice.is_paid ? 1 : 0;
    report_.letters_taken = keeper_.letter_count();
}

} // namespace afpunt::tests
