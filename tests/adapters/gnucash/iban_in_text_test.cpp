// SPDX-License-Identifier: MIT
//
// IBANs where people and banks put them.
#include "gnucash/iban_in_text.hpp"

#include <gtest/gtest.h>

namespace afpunt::gnucash {
namespace {

std::string found_in(std::string_view text) {
    const auto iban = iban_in_text(text);
    return iban ? iban->electronic() : "";
}

TEST(IbanInText, IsFoundHoweverItIsWritten) {
    EXPECT_EQ(found_in("BE68 5390 0754 7034"), "BE68539007547034");
    EXPECT_EQ(found_in("zichtrekening be68539007547034 bij de bank"), "BE68539007547034");
    EXPECT_EQ(found_in("IBAN:BE68539007547034."), "BE68539007547034");
    EXPECT_EQ(found_in("NL91 ABNA 0417 1643 00, spaargeld"), "NL91ABNA0417164300");
}

TEST(IbanInText, EndsWhereItsCountryLetsItEnd) {
    EXPECT_EQ(found_in("BE68 5390 0754 7034 Kredbebb"), "BE68539007547034");
    EXPECT_EQ(found_in("BE68 5390 0754 7034 2026"), "BE68539007547034");
}

TEST(IbanInText, IsNotTakenFromWrongDigitsOrFromInsideAWord) {
    EXPECT_EQ(found_in("BE69 5390 0754 7034"), "");
    EXPECT_EQ(found_in("XBE68539007547034"), "");
    EXPECT_EQ(found_in("bank 1"), "");
    EXPECT_EQ(found_in(""), "");
}

TEST(IbanInText, IsNotChosenAmongTwo) {
    EXPECT_EQ(found_in("BE68 5390 0754 7034 or NL91 ABNA 0417 1643 00"), "");
    EXPECT_EQ(found_in("BE68539007547034, BE68 5390 0754 7034"), "BE68539007547034");
}

} // namespace
} // namespace afpunt::gnucash
