// SPDX-License-Identifier: MIT
//
// Files that survive a power cut: each file is synced, then the folder that names them, then the
// rename is made and the folder around it is synced (fsync(2), rename(2)). A reader of the folder
// sees a whole letter or none.
#include "delivery/letter_folder.hpp"

#include "delivery/durable_file.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>
#include <system_error>

namespace afpunt::delivery {

namespace {

namespace fs = std::filesystem;

// Every file system takes names of this length, with our prefix and ending added.
constexpr std::size_t name_bytes_max = 100;

// Letters, digits, '-', '_' and '.', not hidden: no separator, no "..", nothing a shell reads.
bool is_safe_name(std::string_view name) {
    return !name.empty() && name.size() <= name_bytes_max && name.front() != '.' &&
           name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
               return text::is_letter(c) || text::is_digit(c) || c == '-' || c == '_' || c == '.';
           });
}

// A name for a message: what a hostile name holds is not repeated as it is.
std::string shown(std::string_view name) {
    std::string out;
    for (const char c : name.substr(0, name_bytes_max))
        out += c >= ' ' && c <= '~' ? c : '?';
    return out;
}

Result<void> check(const outbox::Letter& letter, const std::vector<outbox::LetterForm>& forms) {
    if (letter.trial) {
        return fail("letter " + shown(letter.number), "a letter of a trial run",
                    "a letter of a real day: trial letters are never delivered");
    }
    if (!is_safe_name(letter.number)) {
        return fail("letter number", shown(letter.number), "a name such as H-2026-00042");
    }
    if (forms.empty()) return fail("forms of letter " + letter.number, "", "at least one form");
    std::set<std::string> names;
    for (const outbox::LetterForm& form : forms) {
        if (!is_safe_name(form.name)) {
            return fail("form of letter " + letter.number, shown(form.name),
                        "a file name of letters, digits, '-', '_' and '.'");
        }
        // Some file systems do not tell "A" from "a".
        if (!names.insert(text::lower(form.name)).second) {
            return fail("form of letter " + letter.number, form.name, "each name once");
        }
    }
    return {};
}

// True when the folder holds exactly these files with exactly these bytes.
bool holds_exactly(const fs::path& folder, const std::vector<outbox::LetterForm>& forms) {
    std::error_code error;
    std::size_t files = 0;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        ++files;
    }
    if (error || files != forms.size()) return false;
    return std::all_of(forms.begin(), forms.end(), [&](const outbox::LetterForm& form) {
        return holds_bytes(folder / form.name, form.bytes);
    });
}

Result<void> write_forms(const fs::path& folder, const std::vector<outbox::LetterForm>& forms) {
    std::error_code error;
    // What a crash left behind was never visible as a letter.
    fs::remove_all(folder, error);
    if (!fs::create_directory(folder, error)) {
        errno = error.value();
        return system_failure(folder, "a folder that can be made");
    }
    fs::permissions(folder, fs::perms::others_all, fs::perm_options::remove, error);
    for (const outbox::LetterForm& form : forms) {
        if (auto written = write_new_file(folder / form.name, form.bytes); !written) return written;
    }
    return sync_folder(folder);
}

} // namespace

Result<fs::path> write_letter_folder(const fs::path& out, const outbox::Letter& letter,
                                     const std::vector<outbox::LetterForm>& forms) {
    if (auto checked = check(letter, forms); !checked) return tl::unexpected(checked.error());
    std::error_code error;
    fs::create_directories(out, error);
    if (!fs::is_directory(out, error)) {
        return fail("folder for letters", out.string(), "a folder that can be made and written");
    }
    const fs::path folder = out / letter.number;
    const fs::path unfinished = out / ("." + letter.number + ".unfinished");
    if (fs::exists(fs::symlink_status(folder, error))) {
        if (fs::is_directory(fs::symlink_status(folder, error)) && holds_exactly(folder, forms)) {
            return folder;
        }
        return fail("letter folder", folder.string() + " with other contents",
                    "no folder of that name, or one with exactly this letter");
    }
    auto written = write_forms(unfinished, forms);
    if (written && rename(unfinished.c_str(), folder.c_str()) != 0) {
        written = system_failure(folder, "a folder that can be given its name");
    }
    if (!written) {
        fs::remove_all(unfinished, error);
        return tl::unexpected(written.error());
    }
    if (auto kept = sync_folder(out); !kept) return tl::unexpected(kept.error());
    return folder;
}

} // namespace afpunt::delivery
