// SPDX-License-Identifier: MIT
//
// Real bank files, invoices and check vectors stand beside the project, not in it (they belong to
// others). A test that needs them is skipped where they are missing, and says so.
#pragma once

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace afpunt::tests {

// $AFPUNT_SHARED, or the folder "shared" beside the project.
[[nodiscard]] std::filesystem::path shared_folder();
[[nodiscard]] std::string read_file(const std::filesystem::path& path);
[[nodiscard]] boost::json::value read_json(const std::filesystem::path& path);

} // namespace afpunt::tests

// Skips the test when shared/<relative> is not there.
#define AFPUNT_NEEDS_SHARED(relative)                                                              \
    if (!std::filesystem::exists(::afpunt::tests::shared_folder() / (relative)))                   \
    GTEST_SKIP() << "shared/" << (relative) << " is not beside this clone"
