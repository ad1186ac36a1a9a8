// SPDX-License-Identifier: MIT
//
// Sections and tables are those of ISO/IEC 18004:2015.
#include "payment/qr_version.hpp"

#include <algorithm>

namespace afpunt::payment {
namespace {

// Table 9, level M: error correction codewords of each block, and the number of blocks.
constexpr std::array<std::uint8_t, qr_version_max> corrections{10, 16, 26, 18, 24, 16, 18,
                                                               22, 22, 26, 30, 22, 22};
constexpr std::array<std::uint8_t, qr_version_max> block_counts{1, 1, 1, 2, 2, 4, 4,
                                                                4, 5, 5, 5, 8, 9};

// Section 7.5.2: arithmetic in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1.
std::uint8_t multiply(std::uint8_t left, std::uint8_t right) {
    unsigned product = 0;
    for (int bit = 7; bit >= 0; --bit) {
        product = product << 1 ^ (product >> 7) * 0x11D;
        product ^= (unsigned{right} >> bit & 1U) * unsigned{left};
    }
    return static_cast<std::uint8_t>(product);
}

// The rest of a division of polynomials over GF(2), for the BCH codes of section 7.9 and 7.10.
unsigned rest_of(unsigned value, unsigned divisor, int divisor_degree, int value_degree) {
    for (int at = value_degree; at >= divisor_degree; --at) {
        if ((value >> at & 1U) != 0) value ^= divisor << (at - divisor_degree);
    }
    return value;
}

// Patterns are squares in squares: which one of them a module is in, counted from the centre.
int ring_of(int right, int down) {
    return std::max({right, -right, down, -down});
}

// Table 10: whether a mask turns over the module in column x and row y.
bool mask_turns(int mask, int x, int y) {
    switch (mask) {
    case 0: return (y + x) % 2 == 0;
    case 1: return y % 2 == 0;
    case 2: return x % 3 == 0;
    case 3: return (y + x) % 3 == 0;
    case 4: return (y / 2 + x / 3) % 2 == 0;
    case 5: return y * x % 2 + y * x % 3 == 0;
    case 6: return (y * x % 2 + y * x % 3) % 2 == 0;
    default: return ((y + x) % 2 + y * x % 3) % 2 == 0;
    }
}

} // namespace

QrVersion::QrVersion(int number)
    : number_(number), size_(17 + 4 * number),
      blocks_(block_counts.at(static_cast<std::size_t>(number - 1))),
      correction_size_(corrections.at(static_cast<std::size_t>(number - 1))) {
    QrGrid dark;
    put_timing(dark);
    put_finder(dark, 3, 3);
    put_finder(dark, size_ - 4, 3);
    put_finder(dark, 3, size_ - 4);
    put_alignments(dark);
    put_version(dark);
    put(dark, 8, size_ - 8, true); // section 7.9.1: the module that is always dark
    for (int mask = 0; mask < 8; ++mask) {
        fixed_[static_cast<std::size_t>(mask)] = dark;
        put_format(fixed_[static_cast<std::size_t>(mask)], mask);
    }
    order_places();
    make_masks();
    make_generator();
}

void QrVersion::put(QrGrid& dark, int x, int y, bool is_dark) {
    function_.set(x, y);
    if (is_dark) {
        dark.set(x, y);
    } else {
        dark.clear(x, y);
    }
}

// Section 6.3.5.
void QrVersion::put_timing(QrGrid& dark) {
    for (int at = 0; at < size_; ++at) {
        put(dark, at, 6, at % 2 == 0);
        put(dark, 6, at, at % 2 == 0);
    }
}

// Section 6.3.3, with the separator of 6.3.4 around it.
void QrVersion::put_finder(QrGrid& dark, int center_x, int center_y) {
    for (int y = std::max(center_y - 4, 0); y <= std::min(center_y + 4, size_ - 1); ++y) {
        for (int x = std::max(center_x - 4, 0); x <= std::min(center_x + 4, size_ - 1); ++x) {
            const int ring = ring_of(x - center_x, y - center_y);
            put(dark, x, y, ring != 2 && ring != 4);
        }
    }
}

// Section 6.3.6 and annex E: in these versions the centres are two or three in each direction; the
// three corners with finders have none.
void QrVersion::put_alignments(QrGrid& dark) {
    if (number_ == 1) return;
    const int last = size_ - 7;
    std::vector<int> centers{6, last};
    if (number_ >= 7) centers.insert(centers.begin() + 1, (6 + last) / 2);
    for (const int center_y : centers) {
        for (const int center_x : centers) {
            const bool at_finder = (center_x == 6 && (center_y == 6 || center_y == last)) ||
                                   (center_x == last && center_y == 6);
            if (!at_finder) put_alignment(dark, center_x, center_y);
        }
    }
}

void QrVersion::put_alignment(QrGrid& dark, int center_x, int center_y) {
    for (int y = center_y - 2; y <= center_y + 2; ++y) {
        for (int x = center_x - 2; x <= center_x + 2; ++x) {
            const int ring = ring_of(x - center_x, y - center_y);
            put(dark, x, y, ring != 1);
        }
    }
}

// Section 7.10: six bits of the version with twelve of a BCH code, from version 7 on.
void QrVersion::put_version(QrGrid& dark) {
    if (number_ < 7) return;
    const auto version = static_cast<unsigned>(number_) << 12;
    const unsigned bits = version | rest_of(version, 0x1F25, 12, 17);
    for (int at = 0; at < 18; ++at) {
        const bool is_dark = (bits >> at & 1U) != 0;
        put(dark, size_ - 11 + at % 3, at / 3, is_dark);
        put(dark, at / 3, size_ - 11 + at % 3, is_dark);
    }
}

// Section 7.9.1: level M is 00, then the mask, ten bits of a BCH code, and a mask over them all.
void QrVersion::put_format(QrGrid& dark, int mask) {
    const auto level_and_mask = static_cast<unsigned>(mask) << 10;
    const unsigned bits = (level_and_mask | rest_of(level_and_mask, 0x537, 10, 14)) ^ 0x5412;
    for (int at = 0; at < 15; ++at) {
        const bool is_dark = (bits >> at & 1U) != 0;
        // Around the upper left finder, past the timing patterns.
        const int down = at < 6 ? at : at < 8 ? at + 1 : 8;
        const int across = at < 8 ? 8 : at == 8 ? 7 : 14 - at;
        put(dark, across, down, is_dark);
        // And once more beside the two others.
        if (at < 8) {
            put(dark, size_ - 1 - at, 8, is_dark);
        } else {
            put(dark, 8, size_ - 15 + at, is_dark);
        }
    }
}

// Section 7.7.3: in pairs of columns from the right, alternately upwards and downwards, past the
// vertical timing pattern.
void QrVersion::order_places() {
    bool upwards = true;
    for (int right = size_ - 1; right > 0; right -= 2, upwards = !upwards) {
        if (right == 6) right = 5;
        for (int step = 0; step < size_; ++step) {
            const int y = upwards ? size_ - 1 - step : step;
            for (const int x : {right, right - 1}) {
                if (function_.is_set(x, y)) continue;
                places_.push_back({static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(y)});
            }
        }
    }
}

void QrVersion::make_masks() {
    for (int mask = 0; mask < 8; ++mask) {
        for (const Place place : places_) {
            if (mask_turns(mask, place.x, place.y)) {
                masks_[static_cast<std::size_t>(mask)].set(place.x, place.y);
            }
        }
    }
}

// Annex A: the product of (x - 2^0) to (x - 2^(n-1)), and all its multiples.
void QrVersion::make_generator() {
    std::vector<std::uint8_t> generator(correction_size_, 0);
    generator.back() = 1;
    std::uint8_t root = 1;
    for (std::size_t degree = 0; degree < correction_size_; ++degree) {
        for (std::size_t at = 0; at < correction_size_; ++at) {
            generator[at] = multiply(generator[at], root);
            if (at + 1 < correction_size_) {
                generator[at] = static_cast<std::uint8_t>(generator[at] ^ generator[at + 1]);
            }
        }
        root = multiply(root, 2);
    }
    for (unsigned factor = 0; factor < 256; ++factor) {
        for (std::size_t at = 0; at < correction_size_; ++at) {
            generator_times_[factor][at] =
                multiply(generator[at], static_cast<std::uint8_t>(factor));
        }
    }
}

} // namespace afpunt::payment
