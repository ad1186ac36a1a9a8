// SPDX-License-Identifier: MIT
//
// Sections are those of ISO/IEC 18004:2015. A line of modules is one number, so that each rule
// about runs and patterns is a few shifts for the whole line.
#include "payment/qr_encoder.hpp"

#include <algorithm>
#include <string>

namespace afpunt::payment {
namespace {

using Codewords = std::vector<std::uint8_t>;

// std::popcount is a call into a library where the processor's own instruction cannot be taken for
// granted; counting in pairs, fours and eights stays in place.
int count_of_half(std::uint64_t bits) {
    bits -= bits >> 1 & 0x5555'5555'5555'5555;
    bits = (bits & 0x3333'3333'3333'3333) + (bits >> 2 & 0x3333'3333'3333'3333);
    bits = (bits + (bits >> 4)) & 0x0F0F'0F0F'0F0F'0F0F;
    return static_cast<int>(bits * 0x0101'0101'0101'0101 >> 56);
}

int count_of(QrLine bits) {
    const auto high = static_cast<std::uint64_t>(bits >> 64);
    // Empty in symbols of up to 64 modules, which most are.
    return count_of_half(static_cast<std::uint64_t>(bits)) + (high != 0 ? count_of_half(high) : 0);
}

// Section 7.4: mode 0100, the number of bytes, the bytes, a terminator of 0000, and alternately 236
// and 17 until the symbol is full.
Codewords data_of(std::string_view bytes, const QrVersion& version) {
    Codewords data;
    data.reserve(version.data_codewords());
    if (version.count_bits() == 16) {
        data.push_back(static_cast<std::uint8_t>(0x40 | bytes.size() >> 12));
        data.push_back(static_cast<std::uint8_t>(bytes.size() >> 4));
    } else {
        data.push_back(static_cast<std::uint8_t>(0x40 | bytes.size() >> 4));
    }
    // The mode has four bits, so every byte of the text stands across two codewords.
    auto half = static_cast<unsigned>(bytes.size() & 0x0F);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        data.push_back(static_cast<std::uint8_t>(half << 4 | byte >> 4));
        half = byte & 0x0FU;
    }
    data.push_back(static_cast<std::uint8_t>(half << 4));
    for (std::uint8_t pad = 236; data.size() < version.data_codewords(); pad ^= 236 ^ 17)
        data.push_back(pad);
    return data;
}

// Section 7.5.2: what is left of the data divided by the generator polynomial.
QrVersion::Correction correction_of(const std::uint8_t* data, std::size_t size,
                                    const QrVersion& version) {
    QrVersion::Correction rest{};
    for (std::size_t at = 0; at < size; ++at) {
        const auto factor = static_cast<std::uint8_t>(data[at] ^ rest[0]);
        std::move(rest.begin() + 1, rest.end(), rest.begin());
        rest.back() = 0;
        const QrVersion::Correction& term = version.generator_times(factor);
        for (std::size_t place = 0; place < rest.size(); ++place)
            rest[place] = static_cast<std::uint8_t>(rest[place] ^ term[place]);
    }
    return rest;
}

// Section 7.6: the first codeword of each block, the second of each, and so on; shorter blocks come
// first and have nothing in the last round. Then the corrections in the same way.
Codewords interleaved(const Codewords& data, const QrVersion& version) {
    const auto blocks = static_cast<std::size_t>(version.blocks());
    const std::size_t shorter = data.size() / blocks;
    const std::size_t longer_blocks = data.size() % blocks;
    std::vector<const std::uint8_t*> starts;
    std::vector<QrVersion::Correction> corrections;
    const std::uint8_t* start = data.data();
    for (std::size_t block = 0; block < blocks; ++block) {
        const std::size_t size = shorter + (block >= blocks - longer_blocks ? 1 : 0);
        starts.push_back(start);
        corrections.push_back(correction_of(start, size, version));
        start += size;
    }
    Codewords all;
    all.reserve(version.codewords());
    for (std::size_t at = 0; at < shorter; ++at) {
        for (std::size_t block = 0; block < blocks; ++block)
            all.push_back(starts[block][at]);
    }
    for (std::size_t block = blocks - longer_blocks; block < blocks; ++block)
        all.push_back(starts[block][shorter]);
    for (std::size_t at = 0; at < version.correction_size(); ++at) {
        for (std::size_t block = 0; block < blocks; ++block)
            all.push_back(corrections[block][at]);
    }
    return all;
}

QrGrid placed(const Codewords& codewords, const QrVersion& version) {
    QrGrid grid;
    const QrVersion::Place* place = version.places().data();
    for (const std::uint8_t codeword : codewords) {
        for (int bit = 7; bit >= 0; --bit, ++place) {
            if ((codeword >> bit & 1) != 0) grid.set(place->x, place->y);
        }
    }
    return grid;
}

// Section 7.8.3.1, features 1 and 3 of one line; `same` has a bit for each module that equals the
// next one.
int line_penalty(QrLine line, QrLine same) {
    // Five modules in one colour are four pairs in a row: 3 points, and one for each module more.
    const QrLine two = same & same >> 1;
    const QrLine four = two & two >> 2;
    int points = count_of(four) + 2 * count_of(four & ~(four << 1));
    // 1:1:3:1:1, dark outside, with four light modules on one side and at least one on the other.
    const QrLine finder =
        line & ~(line >> 1) & line >> 2 & line >> 3 & line >> 4 & ~(line >> 5) & line >> 6;
    if (finder == 0) return points;
    const QrLine light_before = ~(line << 1);
    const QrLine light_after = ~(line >> 7);
    const QrLine four_before = light_before & ~(line << 2) & ~(line << 3) & ~(line << 4);
    const QrLine four_after = light_after & ~(line >> 8) & ~(line >> 9) & ~(line >> 10);
    points += 40 * count_of(finder & four_before & light_after);
    points += 40 * count_of(finder & four_after & light_before);
    return points;
}

struct Masked {
    QrGrid grid;
    int penalty = 0;
};

Masked masked(const QrGrid& data, const QrVersion& version, int mask) {
    Masked result;
    const auto size = static_cast<std::size_t>(version.size());
    const QrLine pairs = (QrLine{1} << (size - 1)) - 1;
    int dark = 0;
    QrLine previous = 0;
    QrLine previous_same = 0;
    for (std::size_t at = 0; at < size; ++at) {
        const QrLine row =
            (data.rows[at] ^ version.mask(mask).rows[at]) | version.fixed(mask).rows[at];
        const QrLine column =
            (data.columns[at] ^ version.mask(mask).columns[at]) | version.fixed(mask).columns[at];
        const QrLine same = ~(row ^ row >> 1) & pairs;
        result.penalty += line_penalty(row, same);
        result.penalty += line_penalty(column, ~(column ^ column >> 1) & pairs);
        // Feature 2: each square of two by two modules in one colour.
        if (at > 0) result.penalty += 3 * count_of(same & previous_same & ~(row ^ previous));
        dark += count_of(row);
        previous = row;
        previous_same = same;
        result.grid.rows[at] = row;
    }
    // Feature 4: ten points for each 5 % that the dark modules are away from half of all.
    const int all = version.size() * version.size();
    const int apart = std::max(dark * 20 - all * 10, all * 10 - dark * 20);
    result.penalty += 10 * ((apart + all - 1) / all - 1);
    return result;
}

QrModules modules_of(const QrGrid& grid, int size, int mask) {
    QrModules modules{size, mask, {}};
    modules.dark.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
    for (int y = 0; y < size; ++y) {
        QrLine row = grid.rows[static_cast<std::size_t>(y)];
        for (int x = 0; x < size; ++x, row >>= 1)
            modules.dark.push_back(static_cast<std::uint8_t>(row & 1));
    }
    return modules;
}

} // namespace

const QrVersion& QrEncoder::version(int number) {
    auto& kept = versions_[static_cast<std::size_t>(number - 1)];
    if (kept == nullptr) kept = std::make_unique<const QrVersion>(number);
    return *kept;
}

Result<QrModules> QrEncoder::encode(std::string_view bytes, int version_max, int mask) {
    if (bytes.empty()) return fail("QR code", "", "something to encode");
    if (version_max < 1 || version_max > qr_version_max) {
        return fail("QR version", std::to_string(version_max), "1 to 13");
    }
    if (mask < -1 || mask > 7) return fail("QR mask", std::to_string(mask), "0 to 7, or -1");
    for (int number = 1; number <= version_max; ++number) {
        const QrVersion& chosen = version(number);
        const std::size_t head_bits = 4 + static_cast<std::size_t>(chosen.count_bits());
        if (head_bits + 8 * bytes.size() > 8 * chosen.data_codewords()) continue;
        const QrGrid data = placed(interleaved(data_of(bytes, chosen), chosen), chosen);
        if (mask >= 0) return modules_of(masked(data, chosen, mask).grid, chosen.size(), mask);
        int best = 0;
        Masked best_yet = masked(data, chosen, best);
        for (int candidate = 1; candidate < 8; ++candidate) {
            Masked next = masked(data, chosen, candidate);
            if (next.penalty >= best_yet.penalty) continue;
            best = candidate;
            best_yet = next;
        }
        return modules_of(best_yet.grid, chosen.size(), best);
    }
    return fail("QR code", std::to_string(bytes.size()) + " bytes",
                "at most what a QR code of version " + std::to_string(version_max) +
                    ", level M holds");
}

} // namespace afpunt::payment
