// SPDX-License-Identifier: MIT
//
// Addresses as bookkeepers type them into four free lines.
#include "gnucash/address_lines.hpp"

#include <gtest/gtest.h>

namespace afpunt::gnucash {
namespace {

TEST(AddressLines, ReadsABelgianAddressWithTheCountryNamed) {
    EXPECT_EQ(read_address_lines({"Lindestraat 14", "9930 Lievegem", "België", ""}),
              (ReadAddress{"Lindestraat 14", "", "9930", "Lievegem", "BE"}));
    EXPECT_EQ(read_address_lines({"Rue du Moulin 3 bte 2", "B-5000 Namur", "", ""}),
              (ReadAddress{"Rue du Moulin 3 bte 2", "", "5000", "Namur", "BE"}));
}

TEST(AddressLines, NamesNoCountryForFourDigitsAlone) {
    EXPECT_EQ(read_address_lines({"Kerkstraat 5", "2000 Antwerpen", "", ""}).country, "");
}

TEST(AddressLines, KnowsADutchPostalCodeHoweverItIsSpaced) {
    const ReadAddress expected{"Keizersgracht 1", "", "1015 CJ", "Amsterdam", "NL"};
    EXPECT_EQ(read_address_lines({"Keizersgracht 1", "1015 CJ  Amsterdam", "", ""}), expected);
    EXPECT_EQ(read_address_lines({"Keizersgracht 1", "1015CJ Amsterdam", "", ""}), expected);
    EXPECT_EQ(read_address_lines({"Keizersgracht 1", "NL-1015 CJ Amsterdam", "", "Nederland"}),
              expected);
}

TEST(AddressLines, ReadsFrenchAndGermanAddresses) {
    EXPECT_EQ(read_address_lines({"12 rue de la Paix", "75002 Paris", "FRANCE", ""}),
              (ReadAddress{"12 rue de la Paix", "", "75002", "Paris", "FR"}));
    EXPECT_EQ(read_address_lines({"Hauptstr. 1", "D-10115 Berlin", "", ""}),
              (ReadAddress{"Hauptstr. 1", "", "10115", "Berlin", "DE"}));
}

TEST(AddressLines, TakesTheLineWithTheHouseNumberForTheStreet) {
    EXPECT_EQ(read_address_lines({"t.a.v. boekhouding", "Kerkstraat 5", "2000 Antwerpen", "BE"}),
              (ReadAddress{"Kerkstraat 5", "t.a.v. boekhouding", "2000", "Antwerpen", "BE"}));
}

TEST(AddressLines, TakesACountryBehindACommaOrInBrackets) {
    EXPECT_EQ(read_address_lines({"Kerkstraat 5", "2000 Antwerpen, Belgium"}),
              (ReadAddress{"Kerkstraat 5", "", "2000", "Antwerpen", "BE"}));
    EXPECT_EQ(read_address_lines({"Kerkstraat 5", "2000 Antwerpen (België)"}),
              (ReadAddress{"Kerkstraat 5", "", "2000", "Antwerpen", "BE"}));
}

TEST(AddressLines, KnowsCountriesInCapitalsWithAccents) {
    EXPECT_EQ(country_named("BELGIË"), "BE");
    EXPECT_EQ(country_named("ÖSTERREICH"), "AT");
    EXPECT_EQ(country_named(" Luxembourg "), "LU");
    EXPECT_EQ(country_named("Antwerpen"), "");
}

TEST(AddressLines, LeavesWhatIsNotUnderstoodInTheLines) {
    EXPECT_EQ(read_address_lines({"Somewhere", "beyond the hills"}),
              (ReadAddress{"Somewhere", "beyond the hills", "", "", ""}));
    EXPECT_EQ(read_address_lines({"", "", "", ""}), ReadAddress{});
}

TEST(AddressLines, TakesNoHouseNumberOfFourDigitsForAPostalCode) {
    const ReadAddress read = read_address_lines({"1234 Market Street", "94103 San Francisco"});
    EXPECT_EQ(read.street, "1234 Market Street");
    EXPECT_EQ(read.postal_code, "94103");
    EXPECT_EQ(read_address_lines({"Kaai 1", "1200-1210 Brussel"}).postal_code, "");
}

TEST(AddressLines, ReadsTheFirmsAddressAsOneText) {
    EXPECT_EQ(read_address_text("Kaaistraat 7\r\n9000 Gent\r\n\r\nBelgië\r\n"),
              (ReadAddress{"Kaaistraat 7", "", "9000", "Gent", "BE"}));
}

} // namespace
} // namespace afpunt::gnucash
