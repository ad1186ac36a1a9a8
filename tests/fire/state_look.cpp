// SPDX-License-Identifier: MIT
#include "fire/state_look.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>

namespace afpunt::tests {
namespace {

namespace fs = std::filesystem;

// The database and its log; the index of the log (-shm) is made anew, as after a crash.
void copy_database(const fs::path& from, const fs::path& to) {
    for (const char* part : {"", "-wal"}) {
        const fs::path file = from.string() + part;
        if (fs::exists(file)) fs::copy_file(file, to.string() + part);
    }
}

void check(SQLite::Database& database, const std::string& name, std::vector<std::string>& damage) {
    SQLite::Statement statement(database, "PRAGMA integrity_check");
    while (statement.executeStep()) {
        const std::string found = statement.getColumn(0).getString();
        if (found != "ok") damage.push_back(name + ": " + found);
    }
}

std::map<std::string, std::string> look_at_ledger(const fs::path& file, StateLook& look) {
    std::map<std::string, std::string> numbers; // of items
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    check(database, "ledger.db", look.damage);
    if (!database.tableExists("document")) return numbers;
    look.documents = database.execAndGet("SELECT count(*) FROM document").getUInt();
    look.statements = database.execAndGet("SELECT count(*) FROM statement").getUInt();
    SQLite::Statement items(database, "SELECT item.public_id, document.number FROM item "
                                      "JOIN document ON document.id = item.document");
    while (items.executeStep())
        numbers[items.getColumn(0).getString()] = items.getColumn(1).getString();
    return numbers;
}

void look_at_letters(const fs::path& file, const std::map<std::string, std::string>& numbers,
                     StateLook& look) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    check(database, "afpunt.db", look.damage);
    if (!database.tableExists("letter")) return;
    std::map<std::string, std::size_t> places;
    SQLite::Statement letters(database,
                              "SELECT letter_id, number, state FROM letter ORDER BY sequence");
    while (letters.executeStep()) {
        places[letters.getColumn(0).getString()] = look.letters.size();
        look.letters.push_back({letters.getColumn(0).getString(),
                                letters.getColumn(1).getString(),
                                letters.getColumn(2).getString(),
                                {}});
    }
    SQLite::Statement items(database, "SELECT letter_id, item_id, step_id FROM letter_item");
    while (items.executeStep()) {
        const auto number = numbers.find(items.getColumn(1).getString());
        look.letters[places.at(items.getColumn(0).getString())].steps.push_back(
            (number == numbers.end() ? "unknown item" : number->second) + " " +
            items.getColumn(2).getString());
    }
}

} // namespace

std::size_t StateLook::in_state(const std::string& state) const {
    return static_cast<std::size_t>(
        std::count_if(letters.begin(), letters.end(),
                      [&](const LetterLeft& letter) { return letter.state == state; }));
}

StateLook look_at_state(const fs::path& state_folder, const fs::path& scratch) {
    fs::remove_all(scratch);
    fs::create_directories(scratch);
    StateLook look;
    try {
        std::map<std::string, std::string> numbers;
        if (fs::exists(state_folder / "ledger.db")) {
            copy_database(state_folder / "ledger.db", scratch / "ledger.db");
            numbers = look_at_ledger(scratch / "ledger.db", look);
        }
        if (fs::exists(state_folder / "afpunt.db")) {
            copy_database(state_folder / "afpunt.db", scratch / "afpunt.db");
            look_at_letters(scratch / "afpunt.db", numbers, look);
        }
    } catch (const SQLite::Exception& error) {
        look.damage.emplace_back(error.what());
    }
    return look;
}

} // namespace afpunt::tests
