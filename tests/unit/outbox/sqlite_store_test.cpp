// SPDX-License-Identifier: MIT
//
// The SQLite store: the contract, and what is special to a file (schema, damage, other owners).
#include "outbox/sqlite_store.hpp"

#include "outbox/checks.hpp"
#include "outbox/sqlite_connection.hpp"
#include "outbox/sqlite_schema.hpp"
#include "store_contract.hpp"

#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

using namespace afpunt;
using namespace afpunt::outbox;
using namespace afpunt::outbox::tests;
using enum LetterState;

namespace {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "afpunt-store-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string file() const { return (path_ / "afpunt.sqlite").string(); }

private:
    std::filesystem::path path_;
};

class SqlitePlace final : public StorePlace {
public:
    Result<std::unique_ptr<Store>> open(const std::string& book_id) override {
        return open_sqlite_store(folder_.file(), book_id);
    }

private:
    TemporaryFolder folder_;
};

std::string refusal_of(const std::string& path, const std::string& book_id = "book-1") {
    const auto opened = open_sqlite_store(path, book_id);
    return opened ? "" : opened.error().sentence();
}

void run_sql(const std::string& file, const std::string& sql) {
    SQLite::Database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         testing::Values(StoreKind{"Sqlite",
                                                   [] { return std::make_unique<SqlitePlace>(); }}),
                         [](const auto& kind) { return kind.param.name; });

TEST(SqliteStore, KeepsItsLogBelowALimitInABurstWithoutAnEnd) {
    const TemporaryFolder folder;
    const auto store = open_sqlite_store(folder.file(), "book-1").value();
    const std::string text(8000, 'x');
    const auto write_some = [&]() -> Result<void> {
        for (int i = 0; i < 100; ++i) {
            const JournalDraft entry{"2026-11-02T10:00:00Z", "test", "much", text, "me"};
            if (auto written = store->write_journal(entry); !written) return written;
        }
        return {};
    };
    for (int i = 0; i < 200; ++i)
        ASSERT_TRUE(store->together(write_some));
    // 160 MB were written; the limit is 4096 pages of 8 kB, and one commit.
    EXPECT_LT(std::filesystem::file_size(folder.file() + "-wal"), 40'000'000u);
    EXPECT_GT(std::filesystem::file_size(folder.file()), 100'000'000u);
}

TEST(SqliteStore, CutsALogThatOneLargeCommitMadeLong) {
    const TemporaryFolder folder;
    const auto store = open_sqlite_store(folder.file(), "book-1").value();
    const JournalDraft entry{"2026-11-02T10:00:00Z", "test", "much", std::string(8000, 'x'), "me"};
    ASSERT_TRUE(store->together([&]() -> Result<void> {
        for (int i = 0; i < 6000; ++i) {
            if (auto written = store->write_journal(entry); !written) return written;
        }
        return {};
    }));
    EXPECT_GT(std::filesystem::file_size(folder.file() + "-wal"), 48'000'000u);
    ASSERT_TRUE(store->write_journal(entry));
    EXPECT_LT(std::filesystem::file_size(folder.file() + "-wal"), 34'000'000u);
}

TEST(SqliteStore, MigratesAnEmptyFile) {
    const TemporaryFolder folder;
    std::ofstream(folder.file()).flush();
    ASSERT_EQ(std::filesystem::file_size(folder.file()), 0u);
    EXPECT_EQ(refusal_of(folder.file()), "");
    SQLite::Database database(folder.file());
    EXPECT_EQ(database.execAndGet("SELECT version FROM schema_version").getInt(),
              newest_schema_version());
    EXPECT_EQ(database.execAndGet("PRAGMA journal_mode").getString(), "wal");
}

TEST(SqliteStore, BringsEveryEarlierSchemaForwardAndKeepsACopyOfIt) {
    for (int earlier = 1; earlier < newest_schema_version(); ++earlier) {
        const TemporaryFolder folder;
        for (int step = 1; step <= earlier; ++step) {
            run_sql(folder.file(), std::string(schema_step(step)));
        }
        run_sql(folder.file(),
                "PRAGMA application_id = 1095127124;"
                "UPDATE schema_version SET version = " +
                    std::to_string(earlier) +
                    ";INSERT INTO book (book_id, first_day) VALUES ('book-1', '2026-11-02');"
                    "INSERT INTO letter (book_id, letter_id, sequence, number, party_id, state, "
                    "state_reason, on_day, total_minor, currency, model_hash, template_hash, "
                    "policy_version, model, trial, approved_by) VALUES ('book-1', 'abc', 1, "
                    "'H-2026-00001', 'C1', 'accepted', 'out', '2026-11-03', 12100, 'EUR', 'a', "
                    "'b', 'c', 'd', 0, 'An');"
                    "INSERT INTO letter_item (book_id, letter_id, position, item_id, step_id, "
                    "round, open_minor, currency, occupies) VALUES ('book-1', 'abc', 0, 'A', "
                    "'step-1', 1, 12100, 'EUR', 1);"
                    "INSERT INTO inbox_event VALUES ('book-1', 'host', 1, 'e', '7', 2, 'C1', 'c7');"
                    "INSERT INTO inbox_event_item VALUES ('book-1', 'host', 1, 0, 'A');"
                    "INSERT INTO journal VALUES ('book-1', 1, 'at', 'approve', 'H-2026-00001', '', "
                    "'An', 'hash')");
        if (earlier > 1) run_sql(folder.file(), "UPDATE book SET store_id = hex(zeroblob(16))");
        const auto mine = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
        std::filesystem::permissions(folder.file(), mine);
        ASSERT_EQ(refusal_of(folder.file()), "");
        auto store = open_sqlite_store(folder.file(), "book-1").value();
        EXPECT_EQ(store->letter("H-2026-00001")->state, Accepted);
        EXPECT_EQ(store->letter("H-2026-00001")->items.size(), 1u);
        EXPECT_EQ(store->incarnation()->store_id.size(), 32u);
        EXPECT_EQ(store->durable_cursor("host").value(), "c7");
        EXPECT_EQ(store->journal(10)->at(0).who, "An");
        InboxEvent again;
        again.source = "host";
        again.epoch = "e";
        again.event_id = "7";
        again.type = 2;
        EXPECT_TRUE(store->record_events({again})->empty()) << "known from before";
        const std::string copy = folder.file() + ".version-" + std::to_string(earlier);
        EXPECT_EQ(std::filesystem::status(copy).permissions(), mine);
        SQLite::Database kept(copy);
        EXPECT_EQ(kept.execAndGet("SELECT max(version) FROM schema_version").getInt(), earlier);
        EXPECT_EQ(kept.execAndGet("SELECT count(*) FROM letter").getInt(), 1);
    }
}

TEST(SqliteStore, IsForItsOwnersEyesOnly) {
    const TemporaryFolder folder;
    const auto store = open_sqlite_store(folder.file(), "book-1");
    ASSERT_TRUE(store);
    int files = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
        const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
        EXPECT_EQ(file.status().permissions() & others, std::filesystem::perms::none)
            << file.path();
        ++files;
    }
    EXPECT_GE(files, 2); // the log lies beside it
}

TEST(SqliteStore, RefusesANewerSchema) {
    const TemporaryFolder folder;
    ASSERT_EQ(refusal_of(folder.file()), "");
    run_sql(folder.file(), "UPDATE schema_version SET version = 99");
    const std::string sentence = refusal_of(folder.file());
    EXPECT_NE(sentence.find("'99'"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("newer afpunt"), std::string::npos);
    EXPECT_NE(sentence.find(folder.file()), std::string::npos);
}

TEST(SqliteStore, RefusesTheFileOfAnotherProgramAndLeavesItAlone) {
    const TemporaryFolder folder;
    run_sql(folder.file(), "CREATE TABLE schema_version (version INTEGER); CREATE TABLE other (x)");
    EXPECT_NE(refusal_of(folder.file()).find("another program"), std::string::npos);
    SQLite::Database database(folder.file());
    EXPECT_EQ(database.execAndGet("PRAGMA journal_mode").getString(), "delete");
    EXPECT_FALSE(database.tableExists("letter"));
}

TEST(SqliteStore, RefusesTheStoreOfAnotherBook) {
    const TemporaryFolder folder;
    ASSERT_EQ(refusal_of(folder.file(), "book-1"), "");
    const std::string sentence = refusal_of(folder.file(), "book-2");
    EXPECT_NE(sentence.find("book-1"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("book-2"), std::string::npos);
    EXPECT_EQ(refusal_of(folder.file(), "book-1"), "");
    EXPECT_NE(refusal_of(folder.file(), ""), "");
}

TEST(SqliteStore, RefusesADamagedFileInWords) {
    const TemporaryFolder folder;
    std::ofstream(folder.file()) << std::string(5000, 'x');
    EXPECT_NE(refusal_of(folder.file()).find("backup"), std::string::npos);
}

TEST(SqliteStore, RefusesAFileWithDamagedPages) {
    const TemporaryFolder folder;
    {
        auto store = open_sqlite_store(folder.file(), "book-1").value();
        for (int i = 0; i < 200; ++i)
            ASSERT_TRUE(store->write_journal(draft("entry")));
    }
    std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(folder.file()) - 8192));
    file << std::string(8192, '\x55');
    file.close();
    EXPECT_NE(refusal_of(folder.file()).find("backup"), std::string::npos);
}

TEST(SqliteStore, RefusesPlacesWhereItCannotWrite) {
    EXPECT_NE(refusal_of("/no such folder/afpunt.sqlite").find("folder that exists"),
              std::string::npos);
    EXPECT_NE(refusal_of("/proc/afpunt.sqlite").find("opened in its folder"), std::string::npos);
    EXPECT_NE(refusal_of(""), "");
    EXPECT_NE(refusal_of("file:x?mode=memory"), "");
}

TEST(SqliteStore, RefusesAReadOnlyFile) {
    if (geteuid() == 0) GTEST_SKIP() << "nothing is read-only for root";
    const TemporaryFolder folder;
    ASSERT_EQ(refusal_of(folder.file()), "");
    std::filesystem::permissions(folder.file(), std::filesystem::perms::owner_read);
    EXPECT_NE(refusal_of(folder.file()).find("may be written"), std::string::npos);
}

TEST(SqliteStore, KnowsNetworkFileSystems) {
    EXPECT_TRUE(is_network_file_system(0x6969));
    EXPECT_TRUE(is_network_file_system(static_cast<int>(0xFF534D42U)));
    EXPECT_FALSE(is_network_file_system(0xEF53));
}

TEST(SqliteStore, SaysThatAnotherProgramHoldsTheLock) {
    const TemporaryFolder folder;
    auto store = open_sqlite_store(folder.file(), "book-1").value();
    SQLite::Database other(folder.file(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    const auto written = store->write_journal(draft("entry"));
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().sentence().find("locked"), std::string::npos);
    other.exec("ROLLBACK");
    EXPECT_TRUE(store->write_journal(draft("entry")));
}

// Even a program with a fault, or a person with a tool, cannot store a step twice.
TEST(SqliteStore, GuardsTheStepsWithAnIndexOfItsOwn) {
    const TemporaryFolder folder;
    auto store = open_sqlite_store(folder.file(), "book-1").value();
    ASSERT_EQ(store->add_letters({letter_for({"A"}), letter_for({"B"})}, draft("prepare"))->size(),
              2u);
    const std::string second_a = "UPDATE letter_item SET item_id = 'A' WHERE item_id = 'B'";
    EXPECT_THROW(run_sql(folder.file(), second_a), SQLite::Exception);
    run_sql(folder.file(), "UPDATE letter_item SET occupies = 0 WHERE item_id = 'A'");
    EXPECT_NO_THROW(run_sql(folder.file(), second_a));
}

TEST(SqliteStore, NamesTheJournalEntryThatWasTouched) {
    const TemporaryFolder folder;
    auto store = open_sqlite_store(folder.file(), "book-1").value();
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(store->write_journal(draft("entry")));
    const auto refusal = [&] {
        const auto verified = store->verify_journal();
        return verified ? "" : verified.error().sentence();
    };
    run_sql(folder.file(), "UPDATE journal SET who = 'Bo' WHERE sequence = 3");
    EXPECT_NE(refusal().find("entry 3"), std::string::npos);
    run_sql(folder.file(), "UPDATE journal SET who = 'An' WHERE sequence = 3");
    ASSERT_EQ(refusal(), "");
    run_sql(folder.file(), "DELETE FROM journal WHERE sequence = 2");
    EXPECT_NE(refusal().find("entry 2"), std::string::npos);
}

TEST(SqliteStore, SaysWhichLetterCannotBeRead) {
    const TemporaryFolder folder;
    auto store = open_sqlite_store(folder.file(), "book-1").value();
    ASSERT_TRUE(store->add_letters({letter_for({"A"})}, draft("prepare")));
    run_sql(folder.file(), "UPDATE letter SET state = 'lost'");
    EXPECT_NE(store->letters().error().sentence().find("H-2026-00001"), std::string::npos);
    EXPECT_FALSE(store->history(Date::of(2026, 11, 20), true));
}

TEST(SqliteStore, ForgetsTheOldestEventsOfASource) {
    auto store = open_sqlite_store(":memory:", "book-1").value();
    std::vector<InboxEvent> events(limits::events_kept);
    for (std::size_t i = 0; i < events.size(); ++i) {
        events[i].source = "host";
        events[i].event_id = std::to_string(i);
        events[i].item_ids = {"A"};
    }
    InboxEvent other{"bank", "", "0", 0, "", {}, ""};
    ASSERT_TRUE(store->record_events(events));
    ASSERT_TRUE(store->record_events({other}));
    EXPECT_TRUE(store->record_events({events.front(), other})->empty());
    InboxEvent one_more = events.front();
    one_more.event_id = "one more";
    ASSERT_EQ(store->record_events({one_more})->size(), 1u);
    EXPECT_TRUE(store->record_events({events[1], other})->empty());
    EXPECT_EQ(store->record_events({events[0]})->size(), 1u) << "forgotten";
}

namespace {

using Step = std::tuple<std::string, std::string, int>;

// The steps of all letters that occupy, with repetitions.
std::multiset<Step> occupied(Store& store) {
    std::multiset<Step> steps;
    const auto letters = store.letters().value();
    for (const Letter& letter : letters) {
        if (!occupies_steps(letter.state)) continue;
        for (const LetterItem& item : letter.items) {
            steps.emplace(item.item_id, item.step_id, item.round);
        }
    }
    return steps;
}

NewLetter random_letter() {
    const auto drawn = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("A", "B", "C", "D")));
    const std::set<std::string> items(drawn.begin(), drawn.end());
    NewLetter added = letter_for({items.begin(), items.end()});
    for (LetterItem& item : added.letter.items) {
        item.step_id = *rc::gen::element<std::string>("step-1", "step-2");
        item.round = *rc::gen::inRange(1, 3);
    }
    return added;
}

} // namespace

RC_GTEST_PROP(SqliteStore, NeverLetsTwoLettersOccupyOneStep, ()) {
    auto store = open_sqlite_store(":memory:", "book-1").value();
    RC_ASSERT(store->take_lease({{"test", 1, "", "boot", ""}, 1}, [](const Lease&) { return true; })
                  .has_value());
    const int operations = *rc::gen::inRange(1, 40);
    for (int i = 0; i < operations; ++i) {
        const auto before = occupied(*store);
        const auto letters = store->letters().value();
        const int operation = *rc::gen::inRange(0, 4);
        if (operation < 2 || letters.empty()) {
            const NewLetter added = random_letter();
            bool free = true;
            for (const LetterItem& item : added.letter.items) {
                free = free && !before.contains({item.item_id, item.step_id, item.round});
            }
            const auto ids = store->add_letters({added}, draft("prepare"));
            RC_ASSERT(ids.has_value());
            RC_ASSERT(ids->size() == (free ? 1u : 0u));
        } else if (operation == 2) {
            const Letter letter = *rc::gen::elementOf(letters);
            const auto to = *rc::gen::element(Prepared, Approved, Held, Claimed, Submitting,
                                              Accepted, Refused, Bounced, Withdrawn);
            const auto moved = store->move_letter(letter.id, to, {}, draft("move"));
            RC_ASSERT(moved.has_value() == may_move(letter.state, to));
        } else {
            RC_ASSERT(store
                          ->withdraw_for_items({*rc::gen::element<std::string>("A", "B")},
                                               draft("withdraw"))
                          .has_value());
        }
        const auto after = occupied(*store);
        RC_ASSERT(std::set<Step>(after.begin(), after.end()).size() == after.size());
    }
    RC_ASSERT(store->verify_journal().has_value());
}
