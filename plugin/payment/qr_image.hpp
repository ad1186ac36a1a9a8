// SPDX-License-Identifier: MIT
//
// Pictures of a QR code: SVG and a small one-bit PNG, with the four-module quiet zone that readers
// need (ISO/IEC 18004). Nothing here is random or timed: the same code gives the same bytes.
#pragma once

#include "payment/qr_encoder.hpp"

#include <string>
#include <string_view>

namespace afpunt::payment {

// Large enough for telephones on a screen, small enough for a mail.
inline constexpr int qr_pixels_per_module = 4;

// One path, no script, no external reference; `title` is read out by screen readers (escaped).
[[nodiscard]] std::string qr_svg(const QrModules& modules, std::string_view title);
// 1 bit per pixel.
[[nodiscard]] std::string qr_png(const QrModules& modules);

} // namespace afpunt::payment
