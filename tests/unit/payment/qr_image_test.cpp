// SPDX-License-Identifier: MIT
//
// QR symbols against independent programs: libqrencode and qrcodegen must give the same modules,
// libpng must read every pixel of the picture, and zbar the text in it.
#include "payment/qr_image.hpp"

#include <gtest/gtest.h>
#include <png.h>
#include <qrcodegen/qrcodegen.hpp>
#include <qrencode.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <unistd.h>
#include <vector>

using namespace afpunt;
using namespace afpunt::payment;

namespace {

using Reference = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

Reference reference_symbol(const std::string& bytes) {
    return {QRcode_encodeData(static_cast<int>(bytes.size()),
                              reinterpret_cast<const unsigned char*>(bytes.data()), 0,
                              QR_ECLEVEL_M),
            &QRcode_free};
}

bool reference_is_dark(const QRcode& code, int x, int y) {
    return (code.data[y * code.width + x] & 1) != 0;
}

// ISO/IEC 18004, section 7.9.1: the format bits beside the upper left finder are masked with
// 101010000010010; bits 12 to 10 of the result name the mask. They stand in row 8, columns 2 to 4.
int mask_of(const QRcode& code) {
    int bits = 0;
    for (int x = 2; x <= 4; ++x)
        bits = bits * 2 + (reference_is_dark(code, x, 8) ? 1 : 0);
    return bits ^ 0b101;
}

std::string difference_from_reference(QrEncoder& encoder, const std::string& bytes) {
    const Reference reference = reference_symbol(bytes);
    if (!reference) return "libqrencode refuses";
    const auto ours = encoder.encode(bytes, qr_version_max, mask_of(*reference));
    if (!ours) return ours.error().sentence();
    if (ours->size != reference->width) return "other version";
    if (ours->mask != mask_of(*reference)) return "other mask";
    for (int y = 0; y < ours->size; ++y) {
        for (int x = 0; x < ours->size; ++x) {
            if (ours->is_dark(x, y) != reference_is_dark(*reference, x, y)) {
                return "module " + std::to_string(x) + "," + std::to_string(y);
            }
        }
    }
    return "";
}

std::string output_of(const std::string& command) {
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return out;
    char buffer[512];
    while (const std::size_t count = fread(buffer, 1, sizeof buffer, pipe)) {
        out.append(buffer, count);
    }
    pclose(pipe);
    return out;
}

const std::string epc_example =
    "BCD\n002\n1\nSCT\n\nVoorbeeld Caf\xC3\xA9 BV\nBE41063012345610\nEUR121.00\n\n\n"
    "+++010/8068/17183+++";

} // namespace

TEST(QrModules, EqualThoseOfLibqrencodeAtEveryLength) {
    QrEncoder encoder;
    std::string bytes;
    for (int length = 1; length <= 331; ++length) {
        bytes += static_cast<char>((length * 37 + length / 7) & 0xFF);
        ASSERT_EQ(difference_from_reference(encoder, bytes), "") << length << " bytes";
    }
    ASSERT_EQ(difference_from_reference(encoder, epc_example), "");
}

RC_GTEST_PROP(QrModules, EqualThoseOfLibqrencodeForAnyBytes, ()) {
    const auto bytes = *rc::gen::nonEmpty<std::string>();
    QrEncoder encoder;
    RC_ASSERT(difference_from_reference(encoder, bytes) == "");
}

// Which mask is read best is a matter of counting points; qrcodegen also counts finder patterns of
// twice the size, which the standard does not ask for, so now and then it takes another mask.
TEST(QrModules, HaveTheMaskThatQrcodegenFindsBest) {
    QrEncoder encoder;
    std::mt19937 random(18004);
    int other_masks = 0;
    for (int round = 0; round < 500; ++round) {
        std::vector<std::uint8_t> bytes(1 + random() % 331);
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random());
        const auto theirs =
            qrcodegen::QrCode::encodeSegments({qrcodegen::QrSegment::makeBytes(bytes)},
                                              qrcodegen::QrCode::Ecc::MEDIUM, 1, 40, -1, false);
        const auto ours =
            encoder.encode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        ASSERT_TRUE(ours);
        if (ours->mask != theirs.getMask()) {
            ++other_masks;
            continue;
        }
        ASSERT_EQ(ours->size, theirs.getSize());
        for (int y = 0; y < ours->size; ++y) {
            for (int x = 0; x < ours->size; ++x)
                ASSERT_EQ(ours->is_dark(x, y), theirs.getModule(x, y)) << x << "," << y;
        }
    }
    EXPECT_LE(other_masks, 10);
}

TEST(QrModules, StayWithinTheVersionThatWasAskedFor) {
    EXPECT_EQ(encode_qr(std::string(331, 'x'))->size, 17 + 4 * 13);
    EXPECT_EQ(encode_qr("x")->size, 21);
    const auto refused = encode_qr(std::string(332, 'x'));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().sentence().find("version 13"), std::string::npos);
    EXPECT_FALSE(encode_qr("x", 0));
    EXPECT_FALSE(encode_qr("x", 14));
    EXPECT_FALSE(encode_qr("x", 13, 8));
    EXPECT_FALSE(encode_qr(""));
}

TEST(QrPng, IsReadByZbar) {
    if (std::system("command -v zbarimg >/dev/null 2>&1") != 0) {
        GTEST_SKIP() << "zbarimg is not installed";
    }
    const auto file =
        std::filesystem::temp_directory_path() / ("afpunt-qr-" + std::to_string(getpid()) + ".png");
    for (const std::string& bytes : {epc_example, std::string("V26-0107"), std::string(331, 'x')}) {
        for (int mask = 0; mask < 8; ++mask) {
            std::ofstream(file, std::ios::binary) << qr_png(*encode_qr(bytes, 13, mask));
            EXPECT_EQ(output_of("zbarimg --quiet --raw -Sbinary " + file.string() + " 2>/dev/null"),
                      bytes);
        }
    }
    std::filesystem::remove(file);
}

TEST(QrPng, IsTheSamePictureForLibpng) {
    QrEncoder encoder;
    for (const int length : {1, 14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331}) {
        const QrModules modules =
            *encoder.encode(std::string(static_cast<std::size_t>(length), 'x'));
        const std::string png = qr_png(modules);
        png_image image{};
        image.version = PNG_IMAGE_VERSION;
        ASSERT_NE(png_image_begin_read_from_memory(&image, png.data(), png.size()), 0)
            << image.message;
        image.format = PNG_FORMAT_GRAY;
        const auto side = static_cast<std::size_t>(modules.size + 8) * 4;
        ASSERT_EQ(image.width, side);
        ASSERT_EQ(image.height, side);
        std::vector<std::uint8_t> pixels(side * side);
        ASSERT_NE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr), 0)
            << image.message;
        for (std::size_t at = 0; at < pixels.size(); ++at) {
            const int x = static_cast<int>(at % side) / 4 - 4;
            const int y = static_cast<int>(at / side) / 4 - 4;
            const bool inside = x >= 0 && y >= 0 && x < modules.size && y < modules.size;
            ASSERT_EQ(pixels[at], inside && modules.is_dark(x, y) ? 0 : 255) << x << "," << y;
        }
    }
}

TEST(QrPng, IsSmallWithOneBitPerPixelAndAlwaysTheSame) {
    const QrModules modules = *encode_qr(epc_example);
    const std::string png = qr_png(modules);
    EXPECT_EQ(png, qr_png(modules));
    EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1A\n");
    EXPECT_EQ(png[24], 1); // bit depth in IHDR
    EXPECT_LT(png.size(), 700u);
    const auto side =
        static_cast<unsigned char>(png[19]) + 256 * static_cast<unsigned char>(png[18]);
    EXPECT_EQ(side, (modules.size + 8) * 4);
}

TEST(QrSvg, DrawsExactlyTheDarkModules) {
    const QrModules modules = *encode_qr(epc_example);
    const std::string svg = qr_svg(modules, "QR");
    std::vector<std::uint8_t> drawn(modules.dark.size());
    std::size_t at = svg.find(" d=\"") + 4;
    int x = 0;
    int y = 0;
    int run = 0;
    int consumed = 0;
    while (std::sscanf(svg.c_str() + at, "M%d %dh%dv1h-%*dz%n", &x, &y, &run, &consumed) == 3) {
        for (int i = 0; i < run; ++i)
            drawn.at(static_cast<std::size_t>((y - 4) * modules.size + (x - 4) + i)) = 1;
        at += static_cast<std::size_t>(consumed);
    }
    EXPECT_EQ(svg.substr(at), "\"/></svg>");
    EXPECT_EQ(drawn, modules.dark);
    EXPECT_NE(svg.find("role=\"img\""), std::string::npos);
}

TEST(QrSvg, EscapesTheTitle) {
    const std::string svg = qr_svg(*encode_qr("x"), "A & <B> \"'\x01");
    EXPECT_NE(svg.find("<title>A &amp; &lt;B&gt; &quot;&#39;</title>"), std::string::npos);
}
