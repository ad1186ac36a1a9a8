// SPDX-License-Identifier: MIT
#include "gnucash/firm.hpp"

#include "gnucash/address_lines.hpp"

#include <afpunt/text.hpp>

#include <algorithm>

namespace afpunt::gnucash {
namespace {

// "BE 0999.100.097": a country's letters in front say that it is a number for VAT.
bool is_vat_id(std::string_view written) {
    const std::string digits = text::digits_only(written);
    return written.size() > 2 && text::is_letter(written[0]) && text::is_letter(written[1]) &&
           digits.size() >= 6;
}

std::string without_marks(std::string_view written) {
    std::string plain;
    for (const char c : written) {
        if (text::is_letter(c) || text::is_digit(c)) plain += text::upper(c);
    }
    return plain;
}

} // namespace

FirmSettings read_firm(const BookReader& reader, const FirmSettings& overrides) {
    const auto field = [&](const char* name) {
        return std::string(text::trim(reader.company(name)));
    };
    FirmSettings firm;
    firm.name = field("Company Name");
    const ReadAddress address = read_address_text(reader.company("Company Address"));
    firm.street = address.street;
    firm.postal_code = address.postal_code;
    firm.city = address.city;
    firm.country = address.country;
    firm.mail = field("Company Email Address");
    firm.phone = field("Company Phone Number");
    firm.contact = field("Company Contact Person");
    const std::string number = field("Company ID");
    if (is_vat_id(number)) {
        firm.vat_id = without_marks(number);
    } else {
        firm.registration_id = number;
    }
    // A whole address or none: half of each would be a third.
    const bool own_address = !overrides.street.empty() || !overrides.city.empty();
    if (own_address) firm.street = firm.postal_code = firm.city = firm.country = "";
    for (const auto part : {&FirmSettings::name, &FirmSettings::street, &FirmSettings::postal_code,
                            &FirmSettings::city, &FirmSettings::country, &FirmSettings::vat_id,
                            &FirmSettings::registration_id, &FirmSettings::mail,
                            &FirmSettings::phone, &FirmSettings::contact}) {
        if (!(overrides.*part).empty()) firm.*part = overrides.*part;
    }
    return firm;
}

} // namespace afpunt::gnucash
