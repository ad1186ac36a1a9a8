// SPDX-License-Identifier: MIT
//
// An invented book with one customer who owes, and the letters that the tests make from it.
#pragma once

#include "document/reminder_model.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::tests {

[[nodiscard]] Money euro(std::int64_t cents);
[[nodiscard]] book::Snapshot sample_snapshot();
[[nodiscard]] book::OpenItem sample_item(std::string id, std::string number, Money open);
[[nodiscard]] book::Book sample_book(const std::vector<book::OpenItem>& items);
// One line per item, sequence 1, to the customer "C1" unless changed afterwards.
[[nodiscard]] policy::PlannedLetter letter_for(const std::vector<book::OpenItem>& items);
[[nodiscard]] document::LetterIdentity sample_identity();

// The letter about these items, built as the program builds it. Throws when that fails.
[[nodiscard]] document::ReminderModel sample_model(const std::vector<book::OpenItem>& items,
                                                   const std::string& language = "nl",
                                                   const std::string& tone = "friendly",
                                                   const std::string& payment_link = {});

// Where tests leave documents to look at: "samples" beside the test program.
[[nodiscard]] std::filesystem::path write_sample(const std::string& name, std::string_view bytes);
// The output of a command and whether it ended well.
struct CommandOutput {
    std::string text;
    bool ok = false;
};
[[nodiscard]] CommandOutput run_command(const std::string& command);
[[nodiscard]] bool has_program(const std::string& name);

[[nodiscard]] inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace afpunt::tests
