// SPDX-License-Identifier: MIT
//
// Parties of a UBL 2 invoice (cac:SupplierPartyType, cac:CustomerPartyType, cac:PartyType). The
// legal name comes before the trading name: a reminder is addressed to the legal person.
#include "ubl_parts.hpp"

#include <afpunt/text.hpp>

#include <array>

namespace afpunt::standalone {
namespace {

std::string first_of(const UblElement& element, std::initializer_list<std::string_view> paths) {
    for (const std::string_view path : paths) {
        if (std::string found = element.text(path); !found.empty()) return found;
    }
    return {};
}

std::string without_placeholder(const std::string& text) {
    return is_placeholder(text) ? std::string() : text;
}

// UBL 2.0 senders write "UK VAT" in the scheme, others only a TaxTypeCode or a schemeID.
std::string vat_id_of(const UblElement& party) {
    const std::vector<UblElement> schemes = party.all("PartyTaxScheme");
    for (const UblElement& scheme : schemes) {
        const std::string named =
            text::upper(scheme.text("TaxScheme/ID") + " " + scheme.text("TaxScheme/TaxTypeCode") +
                        " " + scheme.find("CompanyID").attribute("schemeID"));
        if (named.find("VAT") != std::string::npos) {
            return without_placeholder(scheme.text("CompanyID"));
        }
    }
    if (schemes.size() == 1 && schemes.front().text("TaxScheme/ID").empty()) {
        return without_placeholder(schemes.front().text("CompanyID"));
    }
    return {};
}

// The sender's own customer number. A PartyIdentification with a scheme of the ICD list is a
// number of somebody else's register; without one, or ZZZ (mutually agreed), it is the sender's.
std::string customer_number_of(const UblElement& role, const UblElement& party) {
    if (std::string number = without_placeholder(role.text("SupplierAssignedAccountID"));
        !number.empty()) {
        return number;
    }
    for (const UblElement& identification : party.all("PartyIdentification")) {
        const UblElement id = identification.find("ID");
        const std::string scheme = id.attribute("schemeID");
        if (!scheme.empty() && scheme != "ZZZ") continue;
        if (std::string number = without_placeholder(id.text()); !number.empty()) return number;
    }
    return {};
}

void read_address(const UblElement& party, InvoiceParty& result) {
    UblElement address = party.find("PostalAddress");
    if (!address) address = party.find("PartyLegalEntity/RegistrationAddress");
    result.street = address.text("StreetName");
    if (const std::string house = address.text("BuildingNumber"); !house.empty()) {
        result.street += (result.street.empty() ? "" : " ") + house;
    }
    if (result.street.empty()) result.street = address.text("AddressLine/Line");
    result.street_extra =
        first_of(address, {"AdditionalStreetName", "BuildingName", "AddressLine/Line"});
    if (result.street_extra == result.street) result.street_extra.clear();
    result.postal_code = address.text("PostalZone");
    result.city = address.text("CityName");
    result.region = address.text("CountrySubentity");
    result.country = text::upper(address.text("Country/IdentificationCode"));
}

void read_contact(const UblElement& party, InvoiceParty& result) {
    result.contact_name = without_placeholder(party.text("Contact/Name"));
    result.phone = without_placeholder(party.text("Contact/Telephone"));
    // "EM" is the electronic address scheme for mail (UNECE 3155).
    const std::string endpoint_mail = result.endpoint_scheme == "EM" ? result.endpoint_id : "";
    for (const std::string& mail : {party.text("Contact/ElectronicMail"), endpoint_mail}) {
        const std::size_t at_sign = mail.find('@');
        if (at_sign == std::string::npos || mail.find(' ') != std::string::npos) continue;
        result.mail = mail;
        break;
    }
}

} // namespace

bool is_placeholder(std::string_view text) {
    constexpr std::array<std::string_view, 9> placeholders{"n/a",  "na", "n.a.", "nvt", "n.v.t.",
                                                           "none", "-",  ".",    "0"};
    const std::string lower = text::lower(text::trim(text));
    for (const std::string_view placeholder : placeholders) {
        if (lower == placeholder) return true;
    }
    return false;
}

InvoiceParty read_ubl_party(const UblElement& role) {
    const UblElement party = role.find("Party");
    InvoiceParty result;
    result.name = first_of(party, {"PartyLegalEntity/RegistrationName", "PartyName/Name",
                                   "PartyTaxScheme/RegistrationName"});
    if (result.name.empty()) {
        const std::string first = party.text("Person/FirstName");
        const std::string family = party.text("Person/FamilyName");
        result.name = first + (first.empty() || family.empty() ? "" : " ") + family;
    }
    result.vat_id = vat_id_of(party);
    result.registration_id = without_placeholder(party.text("PartyLegalEntity/CompanyID"));
    result.endpoint_id = without_placeholder(party.text("EndpointID"));
    if (!result.endpoint_id.empty()) {
        result.endpoint_scheme = party.find("EndpointID").attribute("schemeID");
    }
    result.id = customer_number_of(role, party);
    for (const std::string* id :
         {&result.vat_id, &result.registration_id, &result.endpoint_id, &result.name}) {
        if (result.id.empty()) result.id = *id;
    }
    read_address(party, result);
    read_contact(party, result);
    return result;
}

} // namespace afpunt::standalone
