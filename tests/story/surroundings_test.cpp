// SPDX-License-Identifier: MIT
//
// What surrounds the program fails: the disk, the folder, the files of its state, its settings. It
// says in words what a person can do, sends nothing wrong, and goes on once the fault is gone.
#include "book_copy.hpp"
#include "support/shared_data.hpp"

#include <gmock/gmock.h>

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <sys/mount.h>
#include <sys/statvfs.h>

namespace afpunt::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Something else in the place of a folder, until the end of the object. Needs root.
class Mount {
public:
    static Mount small_disk(const fs::path& folder, const std::string& size) {
        return Mount(folder,
                     ::mount("tmpfs", folder.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0);
    }
    static Mount read_only(const fs::path& folder) {
        const bool bound = ::mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr) == 0;
        Mount made(folder, bound);
        constexpr unsigned long flags = MS_BIND | MS_REMOUNT | MS_RDONLY;
        if (bound && ::mount(nullptr, folder.c_str(), nullptr, flags, nullptr) != 0)
            made.why_not_ = std::strerror(errno);
        return made;
    }
    Mount(Mount&& other) noexcept
        : folder_(std::move(other.folder_)), is_there_(std::exchange(other.is_there_, false)),
          why_not_(std::move(other.why_not_)) {}
    Mount& operator=(Mount&&) = delete;
    ~Mount() { end(); }
    void end() {
        if (std::exchange(is_there_, false)) ::umount2(folder_.c_str(), MNT_DETACH);
    }
    // Why it cannot be tried here; empty when it is there.
    [[nodiscard]] const std::string& why_not() const { return why_not_; }

private:
    Mount(fs::path folder, bool is_there)
        : folder_(std::move(folder)), is_there_(is_there),
          why_not_(is_there ? "" : "mount: " + std::string(std::strerror(errno))) {}
    fs::path folder_;
    bool is_there_;
    std::string why_not_;
};

class Surroundings : public ::testing::Test {
protected:
    void SetUp() override {
        (void)book_.ask({"run"});
        book_.set_day("2026-11-18");
        book_.bring({"2026-11-13.xml", "2026-11-17.cod", "2026-11-17.xml"});
    }
    [[nodiscard]] fs::path state(const char* file = "") const {
        return book_.root() / "state" / file;
    }
    // All but `free_kib` of the small disk.
    void fill_disk(std::uint64_t free_kib) {
        fs::remove(state("filler"));
        struct statvfs facts {};
        ASSERT_EQ(::statvfs(state().c_str(), &facts), 0);
        const std::uint64_t free = facts.f_bavail * facts.f_frsize / 1024;
        ASSERT_GT(free, free_kib);
        std::ofstream(state("filler")) << std::string((free - free_kib) * 1024, ' ');
    }
    // Overwrites the second half of a file's pages but its first.
    void damage(const char* file) {
        std::string bytes = read_file(state(file));
        constexpr std::size_t page = 4096;
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(page * 2), bytes.end(), 'Z');
        std::ofstream(state(file), std::ios::binary) << bytes;
    }
    Outcome expect_trouble(const std::vector<std::string>& words) {
        const Outcome run = book_.command({"run"});
        EXPECT_THAT(run.exit_code, AnyOf(3, 4)) << run.output << run.errors;
        for (const std::string& word : words)
            EXPECT_THAT(run.errors, HasSubstr(word));
        return run;
    }
    void expect_letters_as_always() {
        const Outcome run = book_.command({"run"});
        EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;
        EXPECT_EQ(book_.letters("prepared").size(), 5U);
        EXPECT_TRUE(book_.ask({"journal"}).at("chain_intact").as_bool());
    }
    BookCopy book_;
};

TEST_F(Surroundings, WithAFullDiskAreNamedAndNothingIsDoneByHalves) {
    fs::rename(state(), book_.root() / "kept");
    fs::create_directory(state());
    Mount disk = Mount::small_disk(state(), "4m");
    if (!disk.why_not().empty()) GTEST_SKIP() << disk.why_not();
    fs::copy(book_.root() / "kept", state());
    for (const std::uint64_t free_kib : {0U, 160U, 320U, 480U, 640U, 800U}) {
        fill_disk(free_kib);
        const Outcome run = book_.command({"run"});
        if (run.exit_code == 0) continue;
        EXPECT_THAT(run.exit_code, AnyOf(1, 3, 4)) << run.output << run.errors;
        EXPECT_THAT(run.output + run.errors, HasSubstr("room")) << free_kib;
    }
    fs::remove(state("filler"));
    expect_letters_as_always();
}

TEST_F(Surroundings, WithAStateThatCanOnlyBeReadAreNamed) {
    Mount folder = Mount::read_only(state());
    if (!folder.why_not().empty()) GTEST_SKIP() << folder.why_not();
    (void)expect_trouble({"ledger.db", "written"});
    folder.end();
    expect_letters_as_always();
}

TEST_F(Surroundings, WithNoPlaceForLettersKeepTheLettersForLater) {
    (void)book_.ask({"run"});
    Mount folder = Mount::read_only(book_.root() / "out");
    if (!folder.why_not().empty()) GTEST_SKIP() << folder.why_not();
    const Outcome approved = book_.command({"approve", "--all"});
    EXPECT_EQ(approved.exit_code, 1) << approved.output << approved.errors;
    EXPECT_THAT(approved.output, HasSubstr((book_.root() / "out").string()));
    EXPECT_THAT(book_.letters("accepted"), IsEmpty());
    folder.end();
    EXPECT_THAT(fs::directory_iterator(book_.root() / "out"), fs::directory_iterator());
    (void)book_.ask({"run"});
    EXPECT_EQ(book_.letters("accepted").size(), 5U) << "they were approved, and leave now";
}

TEST_F(Surroundings, WithAStateThatAnotherProgramHoldsAreNamed) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(state("afpunt.db").c_str(), &raw), SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> other(raw, &sqlite3_close);
    ASSERT_EQ(sqlite3_exec(raw, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
    (void)expect_trouble({"afpunt.db", "no other program holds locked"});
    sqlite3_exec(raw, "ROLLBACK", nullptr, nullptr, nullptr);
    expect_letters_as_always();
}

TEST_F(Surroundings, WithADamagedFileAskForTheBackup) {
    for (const char* file : {"afpunt.db", "ledger.db"}) {
        const std::string whole = read_file(state(file));
        damage(file);
        const Outcome run = expect_trouble({file, "put back the newest backup"});
        EXPECT_THAT(run.output, Not(HasSubstr("H-2026"))) << file;
        std::ofstream(state(file), std::ios::binary) << whole;
    }
    expect_letters_as_always();
}

TEST_F(Surroundings, WithAFileOfAnotherProgramAreLeftAlone) {
    for (const char* file : {"afpunt.db", "ledger.db"}) {
        const std::string whole = read_file(state(file));
        std::ofstream(state(file), std::ios::binary) << "a list of things to do\n";
        (void)expect_trouble({file});
        EXPECT_EQ(read_file(state(file)), "a list of things to do\n");
        std::ofstream(state(file), std::ios::binary) << whole;
    }
    expect_letters_as_always();
}

// A log of which nothing is whole is what a power cut leaves before anything was confirmed.
TEST_F(Surroundings, WithALogOfNonsenseGoOnWithWhatWasConfirmed) {
    for (const char* file : {"afpunt.db-wal", "ledger.db-wal"})
        std::ofstream(state(file), std::ios::binary) << std::string(100'000, '\x5A');
    expect_letters_as_always();
}

TEST_F(Surroundings, WithSettingsThatAreHalfWrittenSendNothing) {
    const std::string whole = read_file(book_.root() / "afpunt.toml");
    for (std::size_t length = 0; length < whole.size(); length += 211) {
        book_.write("afpunt.toml", whole.substr(0, length));
        const Outcome run = book_.command({"run"});
        EXPECT_THAT(run.exit_code, AnyOf(0, 1, 3, 4)) << length << run.output << run.errors;
        if (run.exit_code == 3) {
            EXPECT_THAT(run.errors, HasSubstr("afpunt.toml")) << length;
        }
    }
    EXPECT_EQ(fs::directory_iterator(book_.root() / "out"), fs::directory_iterator());
    book_.write("afpunt.toml", whole);
    expect_letters_as_always();
}

} // namespace
} // namespace afpunt::tests
