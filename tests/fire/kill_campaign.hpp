// SPDX-License-Identifier: MIT
//
// Kills the real program again and again while it sends, changes its book in between, and says in
// the end what became of each letter.
#pragma once

#include "fire/campaign_book.hpp"
#include "fire/chance.hpp"
#include "fire/mail_keeper.hpp"
#include "fire/program_run.hpp"
#include "fire/state_look.hpp"

#include <boost/json/object.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace afpunt::tests {

struct CampaignOptions {
    ProgramPaths paths;
    std::filesystem::path folder; // of the campaign's own; must be empty
    std::uint64_t seed = 1;
    int kills = 300;
};

struct CampaignReport {
    int kills = 0, ended_before = 0; // programs that were done before their moment came
    std::map<std::string, int> kills_by_moment, kills_by_state;
    std::size_t invoices = 0, paid = 0, letters_taken = 0;
    std::size_t uncertain = 0, uncertain_taken = 0; // over the whole campaign
    std::vector<std::string> problems;              // empty = all is as it must be
};

class KillCampaign {
public:
    explicit KillCampaign(const CampaignOptions& options);
    [[nodiscard]] CampaignReport run();

private:
    // When a program is killed.
    struct Moment {
        enum class Kind {
            Time,
            FileChange,
            ChangeAfterByte, // the first change of files after a byte has come to the server
            ByteAtServer,
            BeforeAnswer,
            AfterAnswer
        };
        Kind kind = Kind::Time;
        std::uint64_t count = 0; // microseconds, or of what the kind names
    };
    // What one undisturbed run with some letters takes: moments are spread over that.
    struct Measure {
        std::chrono::microseconds time{0};
        std::uint64_t file_changes = 0, bytes = 0, answers = 0;
    };

    void begin();
    void kill_once();
    void end();
    [[nodiscard]] Moment choose_moment(bool is_watch);
    // Until the program is dead or done. One that watches gets its new files meanwhile.
    void wait_for(ProgramRun& program, const Moment& moment, bool is_watch);
    void arm_server(const ProgramRun& program, const Moment& moment, std::atomic<bool>& byte_came);
    void note_kill(const Moment& moment);
    [[nodiscard]] std::string hit_state(const StateLook& look);
    // Runs the command to its end and gives its answer.
    boost::json::object ask(std::vector<std::string> words);
    void run_calmly();
    void settle_uncertain();
    [[nodiscard]] StateLook look();
    [[nodiscard]] std::vector<std::string> line(std::vector<std::string> words) const;
    void problem(const std::string& text);

    CampaignOptions options_;
    Chance chance_;
    MailKeeper keeper_;
    CampaignBook book_;
    Measure measure_;
    CampaignReport report_;
    std::set<std::string> seen_under_way_; // letters that an earlier kill left so
};

} // namespace afpunt::tests
