// SPDX-License-Identifier: MIT
//
// The layout of maildir as qmail defined it: tmp/, new/ and cur/; what is in tmp/ is nobody's yet.
#include "delivery/maildir.hpp"

#include "delivery/durable_file.hpp"
#include "delivery/mime_message.hpp"
#include "delivery/return_path.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <cstdio>

namespace afpunt::delivery {
namespace {

namespace fs = std::filesystem;

Result<void> check(const outbox::Letter& letter) {
    if (letter.trial) {
        return fail("letter", "a letter of a trial run",
                    "a letter of a real day: trial letters are never delivered");
    }
    if (!is_letter_id(letter.id)) return fail("letter id", "another text", "32 hex digits");
    const bool safe_number = !letter.number.empty() && letter.number.size() <= 100 &&
                             std::all_of(letter.number.begin(), letter.number.end(), [](char c) {
                                 return text::is_letter(c) || text::is_digit(c) || c == '-';
                             });
    if (!safe_number) return fail("letter number", "another text", "a name such as H-2026-00042");
    return {};
}

Result<void> make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (fs::is_directory(folder, error)) return {};
    return fail("folder for mail", folder.string(), "a folder that can be made and written");
}

Result<void> write_and_show(const fs::path& hidden, const fs::path& visible,
                            std::string_view bytes) {
    std::error_code error;
    fs::remove(hidden, error); // what a crash left behind was never visible
    auto written = write_new_file(hidden, bytes);
    if (written && std::rename(hidden.c_str(), visible.c_str()) != 0) {
        written = system_failure(visible, "a mail that can be given its name");
    }
    if (!written) {
        fs::remove(hidden, error);
        return written;
    }
    return sync_folder(visible.parent_path());
}

// A reader renames new/NAME to cur/NAME:2,FLAGS.
fs::path find_in(const fs::path& folder, const std::string& name) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().filename().string().starts_with(name)) return entry->path();
    }
    return {};
}

std::string with_line_feeds(std::string_view message) {
    std::string out;
    out.reserve(message.size());
    for (std::size_t at = 0; at < message.size(); ++at) {
        if (message.substr(at, 2) == "\r\n") continue;
        out += message[at];
    }
    return out;
}

} // namespace

Result<fs::path> write_to_maildir(const fs::path& maildir, const outbox::Letter& letter,
                                  std::string_view message) {
    if (auto checked = check(letter); !checked) return tl::unexpected(checked.error());
    for (const char* part : {"tmp", "new", "cur"}) {
        if (auto made = make_folder(maildir / part); !made) return tl::unexpected(made.error());
    }
    // Unique as the letter's id is: the same letter has the same name each time.
    const std::string name = letter.id + ".afpunt";
    for (const char* part : {"new", "cur"}) {
        if (fs::path found = find_in(maildir / part, name); !found.empty()) return found;
    }
    const fs::path visible = maildir / "new" / name;
    if (auto written = write_and_show(maildir / "tmp" / name, visible, with_line_feeds(message));
        !written) {
        return tl::unexpected(written.error());
    }
    return visible;
}

Result<fs::path> write_draft(const fs::path& folder, const outbox::Letter& letter,
                             std::string_view message) {
    if (auto checked = check(letter); !checked) return tl::unexpected(checked.error());
    if (auto made = make_folder(folder); !made) return tl::unexpected(made.error());
    const fs::path visible = folder / (letter.number + ".eml");
    const std::string draft = draft_of(message);
    std::error_code error;
    if (fs::exists(fs::symlink_status(visible, error))) {
        if (holds_bytes(visible, draft)) return visible;
        return fail("draft", visible.string() + " with other contents",
                    "no file of that name, or one with exactly this letter");
    }
    const fs::path hidden = folder / ("." + letter.number + ".unfinished");
    if (auto written = write_and_show(hidden, visible, draft); !written) {
        return tl::unexpected(written.error());
    }
    return visible;
}

} // namespace afpunt::delivery
