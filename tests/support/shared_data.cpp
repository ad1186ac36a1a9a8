// SPDX-License-Identifier: MIT
#include "support/shared_data.hpp"

#include <boost/json/src.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace afpunt::tests {

std::filesystem::path shared_folder() {
    if (const char* folder = std::getenv("AFPUNT_SHARED")) return folder;
    return std::filesystem::path(AFPUNT_SOURCE_FOLDER).parent_path() / "shared";
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

boost::json::value read_json(const std::filesystem::path& path) {
    return boost::json::parse(read_file(path));
}

} // namespace afpunt::tests
