// SPDX-License-Identifier: MIT
//
// Passes problems on to the sink, keeps whether the statement under way is still sound, and keeps a
// broken file from drowning the reader of the messages.
#pragma once

#include "bank/statement.hpp"

#include <string>
#include <utility>
#include <vector>

namespace afpunt::standalone {

class ProblemLog {
public:
    // Nobody reads a hundred sentences about one file; a file that has more is broken throughout.
    static constexpr int max_problems = 100;

    explicit ProblemLog(StatementSink& sink) : sink_(sink) {}

    void notice(Failure failure) { report(Severity::Notice, std::move(failure)); }
    void warning(Failure failure) { report(Severity::Warning, std::move(failure)); }
    void error(Failure failure) { report(Severity::Error, std::move(failure)); }

    // From here to statement_begun() problems wait: the sink hears of a statement before it hears
    // what is wrong with it.
    void statement_opens() {
        sound_ = true;
        holding_ = true;
    }
    void statement_begun() {
        holding_ = false;
        for (Problem& problem : held_)
            sink_.problem(problem);
        held_.clear();
    }
    [[nodiscard]] bool sound() const { return sound_; }

    // The last word on the file: how many problems were not shown.
    void finish() {
        if (unshown_ == 0) return;
        sink_.problem({worst_unshown_,
                       {"", "problems", "and " + std::to_string(unshown_) + " more",
                        "a file with at most " + std::to_string(max_problems) + " problems"}});
        unshown_ = 0;
    }

private:
    void report(Severity severity, Failure failure) {
        if (severity == Severity::Error) sound_ = false;
        if (shown_ == max_problems) {
            ++unshown_;
            if (severity > worst_unshown_) worst_unshown_ = severity;
            return;
        }
        ++shown_;
        Problem problem{severity, std::move(failure)};
        if (holding_) {
            held_.push_back(std::move(problem));
        } else {
            sink_.problem(problem);
        }
    }

    StatementSink& sink_;
    std::vector<Problem> held_;
    int shown_ = 0;
    int unshown_ = 0;
    Severity worst_unshown_ = Severity::Notice;
    bool sound_ = true;
    bool holding_ = false;
};

} // namespace afpunt::standalone
