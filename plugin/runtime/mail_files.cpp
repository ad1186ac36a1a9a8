// SPDX-License-Identifier: MIT
#include "runtime/mail_files.hpp"

#include "delivery/mail_parts.hpp"

#include <algorithm>
#include <fstream>

namespace afpunt::runtime {
namespace {

namespace fs = std::filesystem;

// A mailbox for returns with years of mail in it; more is another folder than was meant.
constexpr std::size_t files_max = 200'000;

// Relative to `root`, so that new/ and cur/ are told apart and a name says where to go on.
Result<void> add_names(const fs::path& root, const fs::path& part,
                       std::vector<std::string>& names) {
    std::error_code error;
    for (fs::directory_iterator entry(root / part, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::error_code unreadable;
        if (name.starts_with('.') || !entry->is_regular_file(unreadable)) continue;
        if (names.size() == files_max) {
            return fail("folder", root.string() + " with more files",
                        "at most " + std::to_string(files_max) + " mails");
        }
        names.push_back((part / name).string());
    }
    if (error) return fail("folder", root.string(), "a folder that can be read");
    return {};
}

} // namespace

Result<MailFiles> find_mails(const fs::path& path, const std::string& after, std::size_t most) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_regular_file(status)) return MailFiles{{path}, {}};
    if (!fs::is_directory(status)) {
        return fail("path", path.string(), "a file with a mail, a maildir or a folder of mails");
    }
    std::vector<std::string> names;
    const bool is_maildir =
        fs::is_directory(path / "new", error) && fs::is_directory(path / "cur", error);
    const std::vector<std::string> parts =
        is_maildir ? std::vector<std::string>{"cur", "new"} : std::vector<std::string>{""};
    for (const std::string& part : parts) {
        if (auto added = add_names(path, part, names); !added) {
            return tl::unexpected<Failure>(added.error());
        }
    }
    std::sort(names.begin(), names.end());
    MailFiles found;
    for (auto name = std::upper_bound(names.begin(), names.end(), after); name != names.end();
         ++name) {
        if (found.paths.size() == most) {
            found.next = fs::path(found.paths.back()).lexically_relative(path).string();
            return found;
        }
        found.paths.push_back(path / *name);
    }
    return found;
}

Result<std::string> read_mail(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(delivery::returned_mail_bytes_max, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file && !file.eof()) return fail("mail", path.string(), "a file that can be read");
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

} // namespace afpunt::runtime
