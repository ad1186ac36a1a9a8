// SPDX-License-Identifier: MIT
//
// Mails that lie in files: one file, a maildir, or a folder of files. Only read; nothing is moved.
#pragma once

#include <afpunt/result.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace afpunt::runtime {

struct MailFiles {
    std::vector<std::filesystem::path> paths;
    std::string next; // where the next part begins; empty = these were the last
};

// At most `most` plain files in the order of their names, those after the name `after`. Of a
// maildir what is in new/ and cur/.
[[nodiscard]] Result<MailFiles> find_mails(const std::filesystem::path& path,
                                           const std::string& after, std::size_t most);
// Its bytes, as far as a notice may go (delivery/mail_parts.hpp).
[[nodiscard]] Result<std::string> read_mail(const std::filesystem::path& path);

} // namespace afpunt::runtime
