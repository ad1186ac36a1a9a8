// SPDX-License-Identifier: MIT
//
// Bytes to the modules of a QR symbol: byte mode, error correction level M (ISO/IEC 18004:2015). A
// letter cannot be approved before its code is made, and the libraries take ten to a hundred times
// as long for it; they remain as the measure in the tests and the benchmark.
#pragma once

#include "payment/qr_version.hpp"

#include <afpunt/result.hpp>

#include <array>
#include <cstdint>
#include <memory>
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

// Keeps what is the same for each version, so it is worth keeping for many codes. Not for two
// threads at once.
class QrEncoder {
public:
    // The smallest version that fits up to `version_max` (1 to 13); mask -1 = the one that is read
    // best, by the rules of section 7.8.3.
    [[nodiscard]] Result<QrModules> encode(std::string_view bytes, int version_max = qr_version_max,
                                           int mask = -1);

private:
    [[nodiscard]] const QrVersion& version(int number);
    std::array<std::unique_ptr<const QrVersion>, qr_version_max> versions_;
};

// For a single code.
[[nodiscard]] inline Result<QrModules> encode_qr(std::string_view bytes,
                                                 int version_max = qr_version_max, int mask = -1) {
    return QrEncoder().encode(bytes, version_max, mask);
}

} // namespace afpunt::payment
