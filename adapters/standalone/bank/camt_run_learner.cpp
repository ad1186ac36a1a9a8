// SPDX-License-Identifier: MIT
#include "bank/camt_run_learner.hpp"

#include "bank/xml_scanner.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::standalone {
namespace {

// With so many runs behind a place its codes are too many to be part of them.
constexpr std::size_t max_runs_with_constants = 8;
constexpr std::size_t max_constant_bytes = 35;

// Elements with one of a few codes: their text belongs to the run, so that there are fewer runs.
constexpr std::array<std::string_view, 8> elements_of_codes{
    "Cd", "CdtDbtInd", "Ctry", "Issr", "Prtry", "RvslInd", "Sts", "SubFmlyCd"};

bool is_constant(std::string_view element, std::string_view text) {
    if (text == "NOTPROVIDED") return true;
    return text.size() <= max_constant_bytes &&
           std::ranges::find(elements_of_codes, element) != elements_of_codes.end() &&
           std::ranges::none_of(text, [](char c) { return text::is_space(c) || c == '&'; });
}

std::size_t blank_length(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::find_if_not(text, [](char c) { return text::is_space(c); }) - text.begin());
}

// The code in ` Ccy="EUR">`, the one attribute that bank entries have; empty for all else.
std::string_view currency_in(std::string_view attributes) {
    constexpr std::string_view shape = " Ccy='EUR'>";
    if (attributes.size() < shape.size() || !attributes.starts_with(" Ccy=")) return {};
    const char quote = attributes[5];
    const std::string_view code = attributes.substr(6, 3);
    const bool is_code = std::ranges::all_of(code, [](char c) { return text::is_letter(c); }) &&
                         attributes[10] == '>';
    return is_code && (quote == '\'' || quote == '"') && attributes[9] == quote
               ? code
               : std::string_view();
}

} // namespace

const CamtEntryScanner::Run* CamtEntryScanner::Learner::learn() {
    run_.ends_element = ahead_.starts_with("</") && !place().behind_child;
    do {
        if (!pass_tag()) return nullptr;
    } while (go_on());
    return cut_off_ ? nullptr : keep();
}

bool CamtEntryScanner::Learner::pass_tag() {
    return rest().starts_with("</") ? pass_end_tag() : pass_start_tag();
}

bool CamtEntryScanner::Learner::pass_start_tag() {
    const std::string_view tag = rest().substr(1);
    const std::string_view name = tag.substr(0, xml_name_length(tag));
    std::string_view end = tag.substr(name.size());
    const std::string_view currency = currency_in(end);
    if (!currency.empty()) end.remove_prefix(10);
    const bool is_empty = end.starts_with("/>");
    if (name.empty() || (!is_empty && !end.starts_with('>'))) return false;
    if (!open(name, currency)) return false;
    if (is_empty) close();
    at_ += 1 + static_cast<std::size_t>(end.data() - tag.data()) + (is_empty ? 2 : 1);
    return true;
}

bool CamtEntryScanner::Learner::pass_end_tag() {
    const std::string_view name = place().name;
    const std::string_view tag = rest().substr(2);
    if (place_ == outside || tag.size() <= name.size() || !tag.starts_with(name) ||
        tag[name.size()] != '>') {
        return false;
    }
    at_ += 2 + name.size() + 1;
    close();
    return true;
}

// To the next tag, over blanks or a constant text; false where a text of the entry begins.
bool CamtEntryScanner::Learner::go_on() {
    if (place_ == outside || at_ > max_run_bytes) return false;
    const std::size_t blanks = blank_length(rest());
    cut_off_ = blanks == rest().size();
    if (cut_off_) return false;
    if (rest()[blanks] != '<') return pass_constant();
    at_ += blanks;
    return true;
}

bool CamtEntryScanner::Learner::pass_constant() {
    const std::size_t size = rest().find('<');
    if (place().behind_child || size == std::string_view::npos ||
        scanner_.places_[from_].runs.size() >= max_runs_with_constants) {
        return false;
    }
    const std::string_view text = rest().substr(0, size);
    if (!is_constant(without_prefix(place().name), text) ||
        !rest().substr(size).starts_with("</")) {
        return false;
    }
    if (place().element != CamtElements::none) {
        set_text(scanner_.elements_[place().element], text);
    }
    at_ += size;
    return true;
}

void CamtEntryScanner::Learner::set_text(const CamtElements::Element& element,
                                         std::string_view text) {
    if (element.field != CamtField::None) {
        run_.steps.push_back({Step::Kind::Field, element.field, {}, text});
    }
    if (element.remittance != CamtRemittance::None) {
        run_.steps.push_back({Step::Kind::Remittance, {}, element.remittance, text});
    }
}

bool CamtEntryScanner::Learner::open(std::string_view name, std::string_view currency) {
    const Place& parent = place();
    if (parent.depth == max_depth || scanner_.places_.size() + 2 > max_places) return false;
    const std::string_view local = without_prefix(name);
    std::size_t known = CamtElements::none;
    if (place_ == outside) {
        if (local != scanner_.elements_[CamtElements::entry].name) return false;
        known = CamtElements::entry;
    } else if (parent.element != CamtElements::none) {
        known = scanner_.elements_.child(parent.element, local);
    }
    if (known != CamtElements::none) {
        if (!mark(known)) return false;
        const CamtElements::Element& element = scanner_.elements_[known];
        if (!currency.empty() && element.currency != CamtField::None) {
            run_.steps.push_back({Step::Kind::Field, element.currency, {}, currency});
        }
    }
    place_ = place_within(name, known);
    return true;
}

// What it means that this element is there; false when that is not for runs to say.
bool CamtEntryScanner::Learner::mark(std::size_t known) {
    const CamtElements::Element& element = scanner_.elements_[known];
    if (element.role == CamtElements::Role::Elsewhere) return false;
    if (element.role == CamtElements::Role::Detail) {
        run_.steps.push_back({Step::Kind::BeginDetail, {}, {}, {}});
    }
    if (element.field == CamtField::ReturnInformation ||
        element.remittance == CamtRemittance::Structured) {
        set_text(element, {});
    }
    if (element.repeats) {
        run_.forgotten |= element.inside;
        run_.seen &= ~element.inside;
        return true;
    }
    if (run_.seen[known]) return false;
    if (!run_.forgotten[known]) run_.unseen.set(known);
    run_.seen.set(known);
    return true;
}

void CamtEntryScanner::Learner::close() {
    const bool is_detail = place().element == scanner_.elements_.detail();
    if (is_detail) run_.steps.push_back({Step::Kind::EndDetail, {}, {}, {}});
    const std::size_t parent = place().parent;
    place_ = parent == outside ? outside : scanner_.places_[parent].other;
}

// The place inside this element before its first child; there is one for each path.
std::size_t CamtEntryScanner::Learner::place_within(std::string_view name, std::size_t element) {
    std::deque<Place>& places = scanner_.places_;
    // A parent is known by its place before its first child.
    const std::size_t parent = place().behind_child ? place().other : place_;
    for (std::size_t at = parent + 1; at < places.size(); ++at) {
        if (places[at].parent == parent && !places[at].behind_child && places[at].name == name) {
            return at;
        }
    }
    Place within;
    within.name = name;
    within.parent = parent;
    within.element = element;
    within.depth = places[parent].depth + 1;
    const std::size_t at = places.size();
    within.other = at + 1;
    places.push_back(within);
    within.behind_child = true;
    within.other = at;
    places.push_back(std::move(within));
    return at;
}

const CamtEntryScanner::Run* CamtEntryScanner::Learner::keep() {
    run_.bytes = ahead_.substr(0, at_);
    run_.to = place_;
    Run& kept = scanner_.runs_.emplace_back(std::move(run_)); // stays where it is
    for (Step& step : kept.steps) {
        if (step.text.empty()) continue;
        const auto from = static_cast<std::size_t>(step.text.data() - ahead_.data());
        step.text = std::string_view(kept.bytes).substr(from, step.text.size());
    }
    scanner_.places_[from_].runs.push_back({kept.bytes, &kept});
    return &kept;
}

} // namespace afpunt::standalone
