// SPDX-License-Identifier: MIT
#include "bank/camt_entry_scanner.hpp"

#include "bank/camt_run_learner.hpp"
#include "bank/xml_scanner.hpp"
#include "common/text_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

namespace afpunt::standalone {
namespace {

struct TextEnd {
    const char* at = nullptr; // the next '<'; nothing when there is none
    bool is_plain = true;     // no blank, no reference
};

bool is_plain_character(char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '&';
}

// Texts are short, so that what counts is how few steps it takes: eight bytes are one.
TextEnd end_of_text(const char* at, const char* end) {
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    constexpr std::uint64_t high_bits = 0x80 * each;
    // The lowest bit that is set belongs to the first zero byte.
    const auto zeros = [](std::uint64_t bytes) { return (bytes - each) & ~bytes & high_bits; };
    std::uint64_t unusual = 0;
    while (std::endian::native == std::endian::little && end - at >= 8) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, at, sizeof bytes);
        const std::uint64_t tags = zeros(bytes ^ ('<' * each));
        const std::uint64_t marks =
            zeros(bytes ^ ('&' * each)) | ((bytes - ('!' * each)) & ~bytes & high_bits);
        if (tags != 0) {
            const int before = std::countr_zero(tags);
            unusual |= marks & ((std::uint64_t{1} << static_cast<unsigned>(before)) - 1);
            return {at + before / 8, unusual == 0};
        }
        unusual |= marks;
        at += 8;
    }
    bool is_plain = unusual == 0;
    for (; at != end; ++at) {
        if (*at == '<') return {at, is_plain};
        is_plain = is_plain && is_plain_character(*at);
    }
    return {};
}

} // namespace

CamtEntryScanner::CamtEntryScanner(const CamtElements& elements) : elements_(elements) {
    places_.emplace_back();
}

std::size_t CamtEntryScanner::scan(std::string_view ahead) {
    texts_.clear();
    detail_count_ = 0;
    holder_ = &texts_;
    seen_.reset();
    const char* at = ahead.data();
    const char* const end = at + ahead.size();
    std::size_t place = outside;
    do {
        const TextEnd text = end_of_text(at, end);
        if (text.at == nullptr) return 0;
        const Run* run = find(place, {text.at, static_cast<std::size_t>(end - text.at)});
        if (run == nullptr ||
            !use_text(places_[place], *run, {at, static_cast<std::size_t>(text.at - at)},
                      text.is_plain) ||
            !take(*run)) {
            return 0;
        }
        at = text.at + run->bytes.size();
        place = run->to;
    } while (place != outside);
    return static_cast<std::size_t>(at - ahead.data());
}

const CamtEntryScanner::Run* CamtEntryScanner::find(std::size_t place, std::string_view ahead) {
    std::vector<Known>& runs = places_[place].runs;
    for (std::size_t at = 0; at < runs.size(); ++at) {
        const Known known = runs[at];
        if (!ahead.starts_with(known.bytes)) continue;
        // What comes often moves to the front.
        if (at > 0) std::swap(runs[at], runs[at - 1]);
        return known.run;
    }
    if (runs.size() == max_runs_of_a_place || runs_.size() == max_runs ||
        refusals_ == max_refusals) {
        return nullptr;
    }
    const Run* learnt = Learner(*this, place, ahead).learn();
    if (learnt == nullptr) ++refusals_;
    return learnt;
}

// The text between two runs; false when it cannot be there, or only the tree can read it.
bool CamtEntryScanner::use_text(const Place& place, const Run& run, std::string_view text,
                                bool is_plain) {
    if (!run.ends_element)
        return std::ranges::all_of(text, [](char c) { return text::is_space(c); });
    const bool has_references = !is_plain && text.find('&') != std::string_view::npos;
    if (has_references && !has_known_references(text)) return false;
    if (place.element == CamtElements::none) return true;
    const CamtElements::Element& element = elements_[place.element];
    if (element.field == CamtField::None && element.remittance == CamtRemittance::None) return true;
    if (has_references) {
        text = holder_->keep(single_spaced(with_references(text)));
    } else if (!is_plain && !is_single_spaced(text)) {
        text = holder_->keep(single_spaced(text));
    }
    if (element.field != CamtField::None) {
        holder_->set(element.field, text);
    } else {
        holder_->add_remittance(element.remittance, text);
    }
    return true;
}

// False when the entry has something twice that counts once, or more than it may have here.
bool CamtEntryScanner::take(const Run& run) {
    if ((seen_ & run.unseen).any()) return false;
    seen_ = (seen_ & ~run.forgotten) | run.seen;
    for (const Step& step : run.steps) {
        switch (step.kind) {
        case Step::Kind::Field: holder_->set(step.field, step.text); break;
        case Step::Kind::Remittance: holder_->add_remittance(step.remittance, step.text); break;
        case Step::Kind::BeginDetail:
            if (detail_count_ == max_details) return false;
            if (detail_count_ == details_.size()) details_.emplace_back();
            holder_ = &details_[detail_count_++];
            holder_->clear();
            break;
        case Step::Kind::EndDetail: holder_ = &texts_; break;
        }
    }
    return true;
}

} // namespace afpunt::standalone
