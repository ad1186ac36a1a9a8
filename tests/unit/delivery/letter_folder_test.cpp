// SPDX-License-Identifier: MIT
//
// Letters in a folder: whole or not at all, once, and never outside the folder.
#include "delivery/letter_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

using namespace afpunt;
using namespace afpunt::delivery;
namespace fs = std::filesystem;

namespace {

class LetterFolder : public testing::Test {
protected:
    LetterFolder() {
        std::string name = (fs::temp_directory_path() / "afpunt-letters-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        root_ = name;
        out_ = root_ / "out";
        letter_.number = "H-2026-00042";
    }
    ~LetterFolder() override { fs::remove_all(root_); }
    LetterFolder(const LetterFolder&) = delete;
    LetterFolder& operator=(const LetterFolder&) = delete;

    std::string refusal() {
        const auto written = write_letter_folder(out_, letter_, forms_);
        return written ? "" : written.error().sentence();
    }
    // Every file below the root with its bytes.
    [[nodiscard]] std::map<std::string, std::string> files() const {
        std::map<std::string, std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(root_)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream file(entry.path(), std::ios::binary);
            found[entry.path().lexically_relative(root_).string()] = {
                std::istreambuf_iterator<char>(file), {}};
        }
        return found;
    }

    fs::path root_, out_;
    outbox::Letter letter_;
    std::vector<outbox::LetterForm> forms_{
        {"mail.eml", "message/rfc822", std::string("a\0b\r\n\xFF", 6)},
        {"reminder.xml", "application/xml", ""}};
};

} // namespace

TEST_F(LetterFolder, HoldsEveryFormWithItsBytes) {
    const auto written = write_letter_folder(out_, letter_, forms_);
    ASSERT_TRUE(written) << written.error().sentence();
    EXPECT_EQ(*written, out_ / "H-2026-00042");
    EXPECT_EQ(files(),
              (std::map<std::string, std::string>{{"out/H-2026-00042/mail.eml", forms_[0].bytes},
                                                  {"out/H-2026-00042/reminder.xml", ""}}));
    const auto others = fs::status(*written).permissions() & fs::perms::others_all;
    EXPECT_EQ(others, fs::perms::none);
}

TEST_F(LetterFolder, TakesTheSameLetterTwiceAsOnce) {
    ASSERT_EQ(refusal(), "");
    const auto before = fs::last_write_time(out_ / "H-2026-00042" / "mail.eml");
    EXPECT_EQ(refusal(), "");
    EXPECT_EQ(fs::last_write_time(out_ / "H-2026-00042" / "mail.eml"), before);
    EXPECT_EQ(files().size(), 2u);
}

TEST_F(LetterFolder, RefusesToReplaceAnotherLetter) {
    ASSERT_EQ(refusal(), "");
    const auto before = files();
    forms_[1].bytes = "<other/>";
    EXPECT_NE(refusal().find("other contents"), std::string::npos);
    forms_[1].bytes = "";
    forms_[0].bytes.back() = 'x';
    EXPECT_NE(refusal(), "") << "of the same length";
    forms_[0].bytes.back() = '\xFF';
    ASSERT_EQ(refusal(), "");
    forms_.push_back({"more.txt", "text/plain", "more"});
    EXPECT_NE(refusal(), "");
    forms_.resize(1);
    EXPECT_NE(refusal(), "");
    EXPECT_EQ(files(), before);
}

TEST_F(LetterFolder, ClearsWhatACrashLeftBehind) {
    fs::create_directories(out_ / ".H-2026-00042.unfinished");
    std::ofstream(out_ / ".H-2026-00042.unfinished" / "half.eml") << "half";
    EXPECT_EQ(refusal(), "");
    EXPECT_EQ(files().size(), 2u);
    EXPECT_FALSE(fs::exists(out_ / ".H-2026-00042.unfinished"));
}

TEST_F(LetterFolder, FollowsNoLinkThatStandsInItsWay) {
    fs::create_directories(root_ / "elsewhere");
    fs::create_directories(out_);
    std::ofstream(root_ / "elsewhere" / "keep.txt") << "keep";
    fs::create_directory_symlink(root_ / "elsewhere", out_ / ".H-2026-00042.unfinished");
    EXPECT_EQ(refusal(), "");
    EXPECT_EQ(files().at("elsewhere/keep.txt"), "keep");
    EXPECT_EQ(files().size(), 3u);
    fs::remove_all(out_ / "H-2026-00042");
    fs::create_directory_symlink(root_ / "elsewhere", out_ / "H-2026-00042");
    EXPECT_NE(refusal(), "");
    EXPECT_EQ(files().size(), 1u);
}

TEST_F(LetterFolder, RefusesNamesThatLeadElsewhere) {
    for (const std::string number :
         {"", ".", "..", "../x", "a/b", "/etc", ".hidden", "-rf", "a b", "a\nb"}) {
        letter_.number = number;
        EXPECT_NE(refusal(), "") << number;
    }
    letter_.number = "H-2026-00042";
    for (const std::string name : {"", "..", "../mail.eml", "/etc/passwd", "a/b", "a\\b", ".x"}) {
        forms_[0].name = name;
        EXPECT_NE(refusal(), "") << name;
    }
    forms_[0].name = std::string(101, 'n');
    EXPECT_NE(refusal(), "");
    forms_[0].name = "REMINDER.xml";
    EXPECT_NE(refusal().find("once"), std::string::npos);
    forms_.clear();
    EXPECT_NE(refusal(), "");
    EXPECT_TRUE(files().empty());
}

TEST_F(LetterFolder, NeverTakesATrialLetter) {
    letter_.trial = true;
    EXPECT_NE(refusal().find("trial"), std::string::npos);
    EXPECT_FALSE(fs::exists(out_));
}

TEST_F(LetterFolder, SaysWhenItCannotWrite) {
    std::ofstream(root_ / "a file") << "x";
    out_ = root_ / "a file";
    EXPECT_NE(refusal().find("folder for letters"), std::string::npos);
    out_ = "/proc/letters";
    EXPECT_NE(refusal(), "");
}
