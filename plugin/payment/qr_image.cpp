// SPDX-License-Identifier: MIT
//
// ISO/IEC 18004 symbols from libqrcodegencpp, and two pictures of them. Nothing here is random or
// timed: the same symbol gives the same bytes.
#include "payment/qr_image.hpp"

#include <png.h>
#include <qrcodegen/qrcodegen.hpp>

#include <stdexcept>

namespace afpunt::payment {

namespace {

constexpr int quiet_zone = 4; // modules on each side, ISO/IEC 18004, section 6.3.8
// A symbol of version 40 at this scale is a picture of 3000 pixels: beyond that nobody prints.
constexpr int scale_max = 16;

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

std::string too_long(int max_version) {
    return "at most what a QR code of version " + std::to_string(max_version) + ", level M holds";
}

} // namespace

Result<QrModules> encode_qr(std::string_view bytes, int max_version, int mask) {
    if (bytes.empty()) return fail("QR code", "", "something to encode");
    if (max_version < qrcodegen::QrCode::MIN_VERSION ||
        max_version > qrcodegen::QrCode::MAX_VERSION) {
        return fail("QR version", std::to_string(max_version), "1 to 40");
    }
    if (mask < -1 || mask > 7) return fail("QR mask", std::to_string(mask), "0 to 7, or -1");
    const std::vector<std::uint8_t> raw(bytes.begin(), bytes.end());
    try {
        const auto code = qrcodegen::QrCode::encodeSegments(
            {qrcodegen::QrSegment::makeBytes(raw)}, qrcodegen::QrCode::Ecc::MEDIUM,
            qrcodegen::QrCode::MIN_VERSION, max_version, mask, false);
        QrModules modules;
        modules.size = code.getSize();
        modules.mask = code.getMask();
        for (int y = 0; y < modules.size; ++y) {
            for (int x = 0; x < modules.size; ++x) {
                modules.dark.push_back(code.getModule(x, y) ? 1 : 0);
            }
        }
        return modules;
    } catch (const std::length_error&) {
        return fail("QR code", std::to_string(bytes.size()) + " bytes", too_long(max_version));
    }
}

std::string qr_svg(const QrModules& modules, std::string_view title) {
    const std::string side = std::to_string(modules.size + 2 * quiet_zone);
    std::string path;
    for (int y = 0; y < modules.size; ++y) {
        for (int x = 0; x < modules.size; ++x) {
            if (!modules.is_dark(x, y)) continue;
            const int begin = x;
            while (x < modules.size && modules.is_dark(x, y))
                ++x;
            const std::string run = std::to_string(x - begin);
            path += "M" + std::to_string(begin + quiet_zone) + " " +
                    std::to_string(y + quiet_zone) + "h" + run + "v1h-" + run + "z";
        }
    }
    return R"(<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 )" + side + " " +
           side + R"(" shape-rendering="crispEdges"><title>)" + escape_xml(title) +
           R"(</title><rect width="100%" height="100%" fill="#fff"/><path fill="#000" d=")" + path +
           R"("/></svg>)";
}

// libpng's simplified interface keeps its error jumps inside the library: no longjmp crosses C++.
// A colour map of two entries is written with one bit per pixel.
std::string qr_png(const QrModules& modules, int scale) {
    if (scale < 1 || scale > scale_max) throw std::invalid_argument("scale of a QR picture");
    const int side = (modules.size + 2 * quiet_zone) * scale;
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(side) *
                                     static_cast<std::size_t>(side));
    std::size_t at = 0;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const int column = x / scale - quiet_zone;
            const int row = y / scale - quiet_zone;
            const bool inside =
                column >= 0 && row >= 0 && column < modules.size && row < modules.size;
            pixels[at++] = inside && modules.is_dark(column, row) ? 1 : 0;
        }
    }
    const std::vector<std::uint8_t> white_and_black{0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00};
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(side);
    image.height = static_cast<png_uint_32>(side);
    image.format = PNG_FORMAT_RGB_COLORMAP;
    image.colormap_entries = 2;
    // The first call asks for the size, the second writes.
    std::string png;
    for (int pass = 0; pass < 2; ++pass) {
        png_alloc_size_t size = png.size();
        if (png_image_write_to_memory(&image, png.empty() ? nullptr : png.data(), &size, 0,
                                      pixels.data(), 0, white_and_black.data()) == 0) {
            throw std::runtime_error(std::string("libpng: ") + image.message);
        }
        png.resize(size);
    }
    return png;
}

} // namespace afpunt::payment
