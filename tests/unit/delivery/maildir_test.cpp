// SPDX-License-Identifier: MIT
//
// Mail without a mail server: once, whole, and never outside its folder.
#include "delivery/maildir.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

using namespace afpunt;
using namespace afpunt::delivery;
namespace fs = std::filesystem;

namespace {

const std::string message = "From: an@delinde.example\r\nDate: Fri, 20 Nov 2026 08:34:56 +0000\r\n"
                            "Message-Id:\r\n <1@delinde.example>\r\nSubject: Herinnering\r\n"
                            "Auto-Submitted: auto-generated\r\n\r\nBeste,\r\nDate: 1\r\n";

class Maildir : public testing::Test {
protected:
    Maildir() {
        std::string name = (fs::temp_directory_path() / "afpunt-maildir-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        root_ = name;
        letter_.id = "00112233445566778899aabbccddeeff";
        letter_.number = "H-2026-00042";
    }
    ~Maildir() override { fs::remove_all(root_); }
    Maildir(const Maildir&) = delete;
    Maildir& operator=(const Maildir&) = delete;

    static std::string bytes_of(const fs::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    [[nodiscard]] int files() const {
        int count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(root_))
            count += entry.is_regular_file() ? 1 : 0;
        return count;
    }

    fs::path root_;
    outbox::Letter letter_;
};

} // namespace

TEST_F(Maildir, TakesEachLetterOnceWithTheLineEndsOfFiles) {
    const auto written = write_to_maildir(root_ / "mail", letter_, message);
    ASSERT_TRUE(written) << written.error().sentence();
    EXPECT_EQ(written->parent_path(), root_ / "mail" / "new");
    std::string expected = message;
    std::erase(expected, '\r');
    EXPECT_EQ(bytes_of(*written), expected);
    EXPECT_EQ(write_to_maildir(root_ / "mail", letter_, message).value(), *written);
    EXPECT_EQ(files(), 1);
    letter_.id[0] = 'f';
    EXPECT_NE(write_to_maildir(root_ / "mail", letter_, message).value(), *written);
    EXPECT_EQ(files(), 2);
}

TEST_F(Maildir, KnowsALetterThatAReaderHasSeen) {
    const fs::path written = write_to_maildir(root_, letter_, message).value();
    const fs::path seen = root_ / "cur" / (written.filename().string() + ":2,S");
    fs::rename(written, seen);
    EXPECT_EQ(write_to_maildir(root_, letter_, message).value(), seen);
    EXPECT_EQ(files(), 1);
}

TEST_F(Maildir, RecoversFromACrashBeforeTheRename) {
    fs::create_directories(root_ / "tmp");
    std::ofstream(root_ / "tmp" / (letter_.id + ".afpunt")) << "half a ma";
    const auto written = write_to_maildir(root_, letter_, message);
    ASSERT_TRUE(written) << written.error().sentence();
    EXPECT_EQ(files(), 1);
}

TEST_F(Maildir, RefusesTrialLettersAndNamesThatAreNone) {
    letter_.trial = true;
    EXPECT_FALSE(write_to_maildir(root_, letter_, message));
    EXPECT_FALSE(write_draft(root_, letter_, message));
    letter_.trial = false;
    letter_.number = "../x";
    EXPECT_FALSE(write_draft(root_, letter_, message));
    letter_.id = "../x";
    EXPECT_FALSE(write_to_maildir(root_, letter_, message));
    EXPECT_EQ(files(), 0);
    letter_ = {};
    EXPECT_FALSE(write_to_maildir("/proc/mail", letter_, message));
}

TEST_F(Maildir, WritesDraftsThatAPersonSends) {
    const auto written = write_draft(root_ / "drafts", letter_, message);
    ASSERT_TRUE(written) << written.error().sentence();
    EXPECT_EQ(*written, root_ / "drafts" / "H-2026-00042.eml");
    EXPECT_EQ(bytes_of(*written), "X-Unsent: 1\r\nFrom: an@delinde.example\r\n"
                                  "Subject: Herinnering\r\n\r\nBeste,\r\nDate: 1\r\n");
    EXPECT_EQ(write_draft(root_ / "drafts", letter_, message).value(), *written);
    EXPECT_FALSE(write_draft(root_ / "drafts", letter_, message + "x")) << "not over another one";
    EXPECT_EQ(files(), 1);
}
