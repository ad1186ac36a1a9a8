// SPDX-License-Identifier: MIT
//
// A QR code as one path: each run of dark modules in a row is a rectangle of its own.
#include "payment/qr_image.hpp"

#include <charconv>

namespace afpunt::payment {
namespace {

constexpr int quiet_zone = 4; // modules on each side, ISO/IEC 18004, section 6.3.8

std::string escape_xml(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default:
            // XML 1.0 has no other control characters at all; they say nothing to a reader.
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
        }
    }
    return out;
}

void append_number(std::string& out, int number) {
    char digits[12];
    const auto written = std::to_chars(std::begin(digits), std::end(digits), number);
    out.append(std::begin(digits), written.ptr);
}

void append_run(std::string& path, int x, int y, int length) {
    path += 'M';
    append_number(path, x + quiet_zone);
    path += ' ';
    append_number(path, y + quiet_zone);
    path += 'h';
    append_number(path, length);
    path += "v1h-";
    append_number(path, length);
    path += 'z';
}

} // namespace

std::string qr_svg(const QrModules& modules, std::string_view title) {
    const std::string side = std::to_string(modules.size + 2 * quiet_zone);
    std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 )" + side +
                      " " + side + R"(" shape-rendering="crispEdges"><title>)" + escape_xml(title) +
                      R"(</title><rect width="100%" height="100%" fill="#fff"/>)" +
                      R"(<path fill="#000" d=")";
    for (int y = 0; y < modules.size; ++y) {
        for (int x = 0; x < modules.size; ++x) {
            if (!modules.is_dark(x, y)) continue;
            const int begin = x;
            while (x < modules.size && modules.is_dark(x, y))
                ++x;
            append_run(svg, begin, y, x - begin);
        }
    }
    return svg += R"("/></svg>)";
}

} // namespace afpunt::payment
