// SPDX-License-Identifier: MIT
//
// A QR code as modules, as SVG and as a small one-bit PNG. Error correction level M, at most
// version 13 (EPC069-12), with the four-module quiet zone that readers need (ISO/IEC 18004).
#pragma once

#include <afpunt/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::payment {

struct QrModules {
    int size = 0;                   // modules per side, without quiet zone
    int mask = 0;                   // 0 to 7
    std::vector<std::uint8_t> dark; // size * size, row by row, 1 = dark
    [[nodiscard]] bool is_dark(int x, int y) const {
        const auto row = static_cast<std::size_t>(y) * static_cast<std::size_t>(size);
        return dark[row + static_cast<std::size_t>(x)] != 0;
    }
};

// Byte mode, level M, the smallest version that fits up to `max_version`; mask -1 = the best one.
[[nodiscard]] Result<QrModules> encode_qr(std::string_view bytes, int max_version = 13,
                                          int mask = -1);
// One path, no script, no external reference; `title` is read out by screen readers (escaped).
[[nodiscard]] std::string qr_svg(const QrModules& modules, std::string_view title);
// 1 bit per pixel, `scale` pixels per module.
[[nodiscard]] std::string qr_png(const QrModules& modules, int scale = 4);

} // namespace afpunt::payment
