// SPDX-License-Identifier: MIT
//
// What the entries of the menu do. Each is a few questions to the module and to the person, one
// after the other; GnuCash stays usable between them.
#pragma once

#include "gnucash/dialogues.hpp"
#include "gnucash/session.hpp"
#include "gnucash/words.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <vector>

namespace afpunt::gnucash {

class MenuTasks {
public:
    // `later` runs something outside of the turn at hand: a dialogue inside of one would keep the
    // module from working as long as it stands open.
    MenuTasks(Session& session, const Dialogues& dialogues,
              std::function<void(std::function<void()>)> later)
        : session_(session), dialogues_(dialogues), later_(std::move(later)) {}

    void report();
    void approve();
    void matches();
    void settings();
    // After an import: settles the book and says in one line what came of it.
    void settle_and_notice();

private:
    using Step = std::function<void(const boost::json::object&)>;
    using Refused = std::function<void(std::string)>;
    // Asks the module; where it refuses, the person is told and that was it.
    void ask(boost::json::object request, Step then);
    // The same, with a step of its own for a refusal; that gets the sentence.
    void ask(boost::json::object request, Step then, const Refused& refused);
    void settle_place(const std::string& book_is, std::function<void()> then);
    void look_at_plan();
    [[nodiscard]] bool offer_to_free(const boost::json::object& plan);
    void approve_letters(const boost::json::object& plan);
    void tell_approved(const boost::json::object& answer);
    void write_notes(const boost::json::object& answer);
    struct Matching {
        std::vector<std::string> bank_lines;
        std::size_t at = 0, booked = 0;
        std::vector<std::string> refused; // in words
    };
    void apply_matches(Matching matching);
    [[nodiscard]] const Words& words() const { return words_in(session_.settings().language); }

    Session& session_;
    const Dialogues& dialogues_;
    std::function<void(std::function<void()>)> later_;
    bool offered_bank_ = false, offered_old_ = false;
};

// "1.234,50 EUR" as a reader of the language writes it; sums of several currencies one by one.
[[nodiscard]] std::string sum_in_words(const boost::json::array& letters,
                                       std::string_view language);

} // namespace afpunt::gnucash
