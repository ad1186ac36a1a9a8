// SPDX-License-Identifier: MIT
//
// Where in an Ntry the texts stand that bookings are made of. Versions differ in that; all places
// of all versions are here.
#pragma once

#include "bank/camt_texts.hpp"

#include <bitset>
#include <string_view>
#include <vector>

namespace afpunt::standalone {

class CamtElements {
public:
    // The known elements are just over a hundred; a set of them is compared for each entry.
    static constexpr std::size_t max_elements = 128;
    static constexpr std::size_t none = max_elements;
    static constexpr std::size_t entry = 0; // Ntry
    using Set = std::bitset<max_elements>;

    enum class Role : std::uint8_t {
        Plain,
        Detail,    // TxDtls where all but the first version of camt.052 have it
        Elsewhere, // only read from the tree: rare, and it needs a look around
    };
    struct Element {
        std::string_view name;
        std::size_t parent = 0;
        std::size_t first_child = none, next_sibling = none;
        CamtField field = CamtField::None;    // its text
        CamtField currency = CamtField::None; // its attribute Ccy
        CamtRemittance remittance = CamtRemittance::None;
        Role role = Role::Plain;
        bool repeats = false; // each one counts; of all others only the first of its parent
        Set inside = {};      // all elements that are known within
    };

    CamtElements();
    [[nodiscard]] const Element& operator[](std::size_t element) const {
        return elements_[element];
    }
    [[nodiscard]] std::size_t detail() const { return detail_; }
    // `none` for an element of which nothing is read.
    [[nodiscard]] std::size_t child(std::size_t parent, std::string_view name) const;

private:
    std::size_t add(std::size_t parent, std::string_view path);
    void add_amount(std::size_t parent, std::string_view path, CamtField amount,
                    CamtField currency);
    void add_code(std::size_t parent);
    void add_entry();
    void add_detail();
    void add_party(CamtParty party);
    void add_remittance();
    void set_field(std::size_t parent, std::string_view path, CamtField field) {
        elements_[add(parent, path)].field = field;
    }

    std::vector<Element> elements_;
    std::size_t detail_ = none;
};

// Reads from the tree what there is of `element`, which is `node`; details are left out.
void read_camt_texts(const CamtElements& elements, std::size_t element, XmlNode node,
                     CamtTexts& texts);

} // namespace afpunt::standalone
