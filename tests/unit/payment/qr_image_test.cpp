// SPDX-License-Identifier: MIT
//
// QR symbols against two independent programs: libqrencode must give the same modules, and zbar
// must read the picture.
#include "payment/qr_image.hpp"

#include <gtest/gtest.h>
#include <qrencode.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <unistd.h>

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

std::string difference_from_reference(const std::string& bytes) {
    const Reference reference = reference_symbol(bytes);
    if (!reference) return "libqrencode refuses";
    const auto ours = encode_qr(bytes, 40, mask_of(*reference));
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
    std::string bytes;
    for (int length = 1; length <= 331; ++length) {
        bytes += static_cast<char>((length * 37 + length / 7) & 0xFF);
        ASSERT_EQ(difference_from_reference(bytes), "") << length << " bytes";
    }
    ASSERT_EQ(difference_from_reference(epc_example), "");
    ASSERT_EQ(difference_from_reference(std::string(2000, 'x')), "");
}

RC_GTEST_PROP(QrModules, EqualThoseOfLibqrencodeForAnyBytes, ()) {
    const auto bytes = *rc::gen::nonEmpty<std::string>();
    RC_ASSERT(difference_from_reference(bytes) == "");
}

TEST(QrModules, StayWithinTheVersionThatWasAskedFor) {
    EXPECT_EQ(encode_qr(std::string(331, 'x'))->size, 17 + 4 * 13);
    EXPECT_EQ(encode_qr("x")->size, 21);
    const auto refused = encode_qr(std::string(332, 'x'));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().sentence().find("version 13"), std::string::npos);
    EXPECT_FALSE(encode_qr("x", 0));
    EXPECT_FALSE(encode_qr("x", 41));
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
            std::ofstream(file, std::ios::binary) << qr_png(*encode_qr(bytes, 13, mask), 3);
            EXPECT_EQ(output_of("zbarimg --quiet --raw -Sbinary " + file.string() + " 2>/dev/null"),
                      bytes);
        }
    }
    std::filesystem::remove(file);
}

TEST(QrPng, IsSmallWithOneBitPerPixelAndAlwaysTheSame) {
    const QrModules modules = *encode_qr(epc_example);
    const std::string png = qr_png(modules);
    EXPECT_EQ(png, qr_png(modules));
    EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1A\n");
    EXPECT_EQ(png[24], 1); // bit depth in IHDR
    EXPECT_LT(png.size(), 2000u);
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
