// SPDX-License-Identifier: MIT
//
// A QR code as PNG (RFC 2083): one bit a pixel, grey. At four pixels a module two modules are one
// byte, so a row of the picture consists of four different bytes, and the three rows after it
// repeat it. That is why one premade Huffman code (RFC 1951, section 3.2.7) is as small as what a
// compressor finds by searching.
#include "payment/qr_image.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace afpunt::payment {
namespace {

constexpr int quiet_zone = 4; // modules on each side, ISO/IEC 18004, section 6.3.8
constexpr int scale = qr_pixels_per_module;
static_assert(scale == 4, "two modules are one byte of the picture");

constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
        table[byte] = crc;
    }
    return table;
}
constexpr std::array<std::uint32_t, 256> crc_table = make_crc_table();

void append_big_endian(std::string& out, std::uint32_t value) {
    for (const int shift : {24, 16, 8, 0})
        out += static_cast<char>(value >> shift & 0xFF);
}

// RFC 2083, section 3.2: length, type, data, CRC over type and data.
void append_chunk(std::string& png, std::string_view type, std::string_view data) {
    append_big_endian(png, static_cast<std::uint32_t>(data.size()));
    const std::size_t begin = png.size();
    png.append(type).append(data);
    std::uint32_t crc = 0xFFFFFFFFU;
    for (std::size_t at = begin; at < png.size(); ++at)
        crc = crc >> 8 ^ crc_table[(crc ^ static_cast<unsigned char>(png[at])) & 0xFF];
    append_big_endian(png, ~crc);
}

// RFC 1951, section 3.1.1: bits fill bytes from the lowest; Huffman codes come highest bit first.
class BitWriter {
public:
    void number(std::uint32_t value, int bits) {
        held_ |= static_cast<std::uint64_t>(value) << held_bits_;
        for (held_bits_ += bits; held_bits_ >= 8; held_bits_ -= 8, held_ >>= 8)
            bytes_ += static_cast<char>(held_ & 0xFF);
    }
    [[nodiscard]] std::string take() {
        if (held_bits_ > 0) bytes_ += static_cast<char>(held_ & 0xFF);
        return std::move(bytes_);
    }

private:
    std::string bytes_;
    std::uint64_t held_ = 0;
    int held_bits_ = 0;
};

struct Code {
    std::uint32_t bits; // in the order of writing
    int length;
};
// The canonical code of section 3.2.2 for the lengths below: 00 and 10 for the two bytes that
// prevail, then 3 bits each for the bytes with one dark module of two, the end, and the repetition.
constexpr Code byte_black{0b00, 2};        // 0x00, also the filter "none" at the front of a row
constexpr Code byte_white{0b10, 2};        // 0xFF
constexpr Code byte_left_black{0b001, 3};  // 0x0F
constexpr Code byte_right_black{0b101, 3}; // 0xF0
constexpr Code block_end{0b011, 3};        // 256
constexpr Code repetition{0b111, 3};       // the one length code that this picture needs

// RFC 1951, section 3.2.5: three rows are 48 to 120 bytes, one row is 16 to 40.
struct Ranged {
    std::uint32_t code, first;
    int extra_bits;
};
constexpr std::array<Ranged, 7> lengths{Ranged{274, 43, 3}, {275, 51, 3}, {276, 59, 3},
                                        {277, 67, 4},       {278, 83, 4}, {279, 99, 4},
                                        {280, 115, 4}};
constexpr std::array<Ranged, 4> distances{Ranged{7, 13, 2}, {8, 17, 3}, {9, 25, 3}, {10, 33, 4}};

template <std::size_t size>
const Ranged& range_of(const std::array<Ranged, size>& ranges, std::uint32_t value) {
    std::size_t at = 0;
    while (at + 1 < size && ranges[at + 1].first <= value)
        ++at;
    return ranges[at];
}

// Section 3.2.7: the lengths of all codes, themselves in a code: 2, 3 and "11 to 138 zeros" take
// two bits, 1 and "3 to 10 zeros" take three. The lengths of this code come first, in the order
// that the section gives.
class CodeLengths {
public:
    explicit CodeLengths(BitWriter& out) : out_(out) {}
    void head(std::uint32_t length_code, std::uint32_t distance_code) {
        out_.number(length_code + 1 - 257, 5);
        out_.number(distance_code, 5);
        constexpr std::array<std::uint8_t, 18> in_order{0, 3, 2, 0, 0, 0, 0, 0, 0,
                                                        0, 0, 0, 0, 2, 0, 2, 0, 3};
        out_.number(in_order.size() - 4, 4);
        for (const std::uint8_t length : in_order)
            out_.number(length, 3);
    }
    void one() { out_.number(0b011, 3); }
    void two() { out_.number(0b00, 2); }
    void three() { out_.number(0b10, 2); }
    // At least three; of more than 138 at least eleven beyond.
    void zeros(std::uint32_t count) {
        for (; count > 138; count -= 138)
            zeros(138);
        if (count > 10) {
            out_.number(0b01, 2);
            out_.number(count - 11, 7);
        } else {
            out_.number(0b111, 3);
            out_.number(count - 3, 3);
        }
    }

private:
    BitWriter& out_;
};

// Section 3.2.3: the last block, with codes of its own.
void begin_block(BitWriter& out, std::uint32_t length_code, std::uint32_t distance_code) {
    out.number(1, 1);
    out.number(2, 2);
    CodeLengths lengths_of(out);
    lengths_of.head(length_code, distance_code);
    lengths_of.two(); // 0x00
    lengths_of.zeros(0x0F - 1);
    lengths_of.three(); // 0x0F
    lengths_of.zeros(0xF0 - 0x0F - 1);
    lengths_of.three(); // 0xF0
    lengths_of.zeros(0xFF - 0xF0 - 1);
    lengths_of.two();   // 0xFF
    lengths_of.three(); // 256
    lengths_of.zeros(length_code - 257);
    lengths_of.three();
    lengths_of.zeros(distance_code);
    lengths_of.one();
}

Code code_of(std::uint8_t byte) {
    switch (byte) {
    case 0x00: return byte_black;
    case 0x0F: return byte_left_black;
    case 0xF0: return byte_right_black;
    default: return byte_white;
    }
}

// A row of the picture through row `y` of the modules, the quiet zone included: the filter byte,
// then two modules in each byte, white where nothing is.
void fill_row(std::vector<std::uint8_t>& row, const QrModules& modules, int y) {
    std::fill(row.begin() + 1, row.end(), std::uint8_t{0xFF});
    if (y < 0 || y >= modules.size) return;
    for (int x = 0; x < modules.size; ++x) {
        if (!modules.is_dark(x, y)) continue;
        const int place = x + quiet_zone;
        std::uint8_t& byte = row[1 + static_cast<std::size_t>(place) / 2];
        byte = static_cast<std::uint8_t>(byte & (place % 2 == 0 ? 0x0F : 0xF0));
    }
}

// RFC 1950, section 8.2, over rows that repeat: what one row adds is counted once.
class Adler32 {
public:
    void add(const std::vector<std::uint8_t>& row, int times) {
        std::uint32_t sum = 0;
        std::uint32_t weighted = 0;
        for (const std::uint8_t byte : row) {
            sum += byte;
            weighted += sum;
        }
        for (int time = 0; time < times; ++time) {
            second_ = (second_ + static_cast<std::uint32_t>(row.size()) * first_ + weighted) % base;
            first_ = (first_ + sum) % base;
        }
    }
    [[nodiscard]] std::uint32_t value() const { return second_ << 16 | first_; }

private:
    static constexpr std::uint32_t base = 65521;
    std::uint32_t first_ = 1, second_ = 0;
};

std::string compressed_picture(const QrModules& modules) {
    const int width = modules.size + 2 * quiet_zone;
    std::vector<std::uint8_t> row(1 + static_cast<std::size_t>(width + 1) / 2);
    const auto row_bytes = static_cast<std::uint32_t>(row.size());
    const std::uint32_t repeated = (scale - 1) * row_bytes;
    const Ranged& length = range_of(lengths, repeated);
    const Ranged& distance = range_of(distances, row_bytes);
    BitWriter out;
    Adler32 checksum;
    begin_block(out, length.code, distance.code);
    for (int y = -quiet_zone; y < modules.size + quiet_zone; ++y) {
        fill_row(row, modules, y);
        checksum.add(row, scale);
        for (const std::uint8_t byte : row) {
            const Code code = code_of(byte);
            out.number(code.bits, code.length);
        }
        out.number(repetition.bits, repetition.length);
        out.number(repeated - length.first, length.extra_bits);
        out.number(0, 1); // the one distance code
        out.number(row_bytes - distance.first, distance.extra_bits);
    }
    out.number(block_end.bits, block_end.length);
    // RFC 1950: deflate with a window of 32 kB, no dictionary.
    std::string stream = "\x78\x01" + out.take();
    append_big_endian(stream, checksum.value());
    return stream;
}

} // namespace

std::string qr_png(const QrModules& modules) {
    const auto side = static_cast<std::uint32_t>((modules.size + 2 * quiet_zone) * scale);
    std::string header;
    append_big_endian(header, side);
    append_big_endian(header, side);
    header += '\1';         // bits per pixel
    header.append(4, '\0'); // grey, deflate, filter method 0, not interlaced
    std::string png = "\x89PNG\r\n\x1A\n";
    append_chunk(png, "IHDR", header);
    append_chunk(png, "IDAT", compressed_picture(modules));
    append_chunk(png, "IEND", {});
    return png;
}

} // namespace afpunt::payment
