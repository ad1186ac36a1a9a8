// SPDX-License-Identifier: MIT
//
// What is the same in every QR symbol of one version (size) at error correction level M: where the
// function patterns are, in which order data is placed, the eight masks, the error correction
// (ISO/IEC 18004:2015, chapters 5 to 7). Versions 1 to 13: EPC069-12 allows no larger one.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace afpunt::payment {

inline constexpr int qr_version_max = 13;
inline constexpr int qr_size_max = 17 + 4 * qr_version_max;

// The modules of one row or column as bits, the first as the lowest: rules about neighbours become
// shifts. What lies outside of the symbol reads as light, as the quiet zone is.
__extension__ using QrLine = unsigned __int128;

// Each module twice, because the rules for rows hold for columns as well.
struct QrGrid {
    std::array<QrLine, qr_size_max> rows{}, columns{};
    void set(int x, int y) {
        rows[static_cast<std::size_t>(y)] |= QrLine{1} << x;
        columns[static_cast<std::size_t>(x)] |= QrLine{1} << y;
    }
    void clear(int x, int y) {
        rows[static_cast<std::size_t>(y)] &= ~(QrLine{1} << x);
        columns[static_cast<std::size_t>(x)] &= ~(QrLine{1} << y);
    }
    [[nodiscard]] bool is_set(int x, int y) const {
        return (rows[static_cast<std::size_t>(y)] >> x & 1) != 0;
    }
};

class QrVersion {
public:
    struct Place {
        std::uint8_t x, y;
    };
    // Room for the error correction of one block: level M has at most 30 codewords.
    static constexpr std::size_t correction_max = 32;
    using Correction = std::array<std::uint8_t, correction_max>;

    explicit QrVersion(int number);

    [[nodiscard]] int size() const { return size_; }
    [[nodiscard]] int blocks() const { return blocks_; }
    [[nodiscard]] std::size_t correction_size() const { return correction_size_; }
    // All codewords, and those of them that carry data.
    [[nodiscard]] std::size_t codewords() const { return places_.size() / 8; }
    [[nodiscard]] std::size_t data_codewords() const {
        return codewords() - static_cast<std::size_t>(blocks_) * correction_size_;
    }
    // The width of the character count in byte mode (table 3).
    [[nodiscard]] int count_bits() const { return number_ < 10 ? 8 : 16; }
    // Of each data module, in the order of placement (section 7.7.3). Bits that are left over after
    // the last codeword stay light.
    [[nodiscard]] const std::vector<Place>& places() const { return places_; }
    // Dark modules of the function patterns, with the format information that names `mask`.
    [[nodiscard]] const QrGrid& fixed(int mask) const {
        return fixed_[static_cast<std::size_t>(mask)];
    }
    // The data modules that this mask turns over (table 10).
    [[nodiscard]] const QrGrid& mask(int mask) const {
        return masks_[static_cast<std::size_t>(mask)];
    }
    // The generator polynomial times `factor`, its highest coefficient first.
    [[nodiscard]] const Correction& generator_times(std::uint8_t factor) const {
        return generator_times_[factor];
    }

private:
    void put(QrGrid& dark, int x, int y, bool is_dark);
    void put_timing(QrGrid& dark);
    void put_finder(QrGrid& dark, int center_x, int center_y);
    void put_alignments(QrGrid& dark);
    void put_alignment(QrGrid& dark, int center_x, int center_y);
    void put_version(QrGrid& dark);
    void put_format(QrGrid& dark, int mask);
    void order_places();
    void make_masks();
    void make_generator();

    int number_, size_, blocks_;
    std::size_t correction_size_;
    QrGrid function_; // modules that carry no data
    std::vector<Place> places_;
    std::array<QrGrid, 8> fixed_, masks_;
    std::array<Correction, 256> generator_times_{};
};

} // namespace afpunt::payment
