// SPDX-License-Identifier: MIT
//
// Mail without a mail server: into a maildir, which other mail software sends on or reads, or as
// drafts, which a person opens and sends. Durable before visible: written and synced where nobody
// looks, then renamed into place. A letter that is there already is success: a crash between the
// rename and the outbox's own record must not make a second mail.
#pragma once

#include "outbox/letter.hpp"

#include <afpunt/result.hpp>

#include <filesystem>
#include <string_view>

namespace afpunt::delivery {

// `message`: RFC 5322 bytes; lines get the line feed that mail files have on this system. Makes the
// maildir where there is none. A mail that a reader has moved from new/ to cur/ is found there. The
// path that was written, or found, comes back.
[[nodiscard]] Result<std::filesystem::path> write_to_maildir(const std::filesystem::path& maildir,
                                                             const outbox::Letter& letter,
                                                             std::string_view message);
// folder/<number>.eml, made by draft_of().
[[nodiscard]] Result<std::filesystem::path> write_draft(const std::filesystem::path& folder,
                                                        const outbox::Letter& letter,
                                                        std::string_view message);

} // namespace afpunt::delivery
