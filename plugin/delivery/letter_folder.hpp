// SPDX-License-Identifier: MIT
//
// Delivery to a folder: one folder per letter with its frozen forms. Durable before visible: the
// files are written and synced under a temporary name, then the folder is renamed into place; a
// letter that stands there already with the same bytes is success (a crash between rename and the
// outbox's own record must not make a second letter).
#pragma once

#include "outbox/letter.hpp"

#include <afpunt/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace afpunt::delivery {

// Writes out/<number>/ ; the path that was written comes back.
[[nodiscard]] Result<std::filesystem::path>
write_letter_folder(const std::filesystem::path& out, const outbox::Letter& letter,
                    const std::vector<outbox::LetterForm>& forms);

} // namespace afpunt::delivery
