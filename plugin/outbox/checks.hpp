// SPDX-License-Identifier: MIT
//
// What every store demands of what it is given, whichever database stands behind it. The limits are
// here, each with its reason: whatever a host sends, the store stays readable.
#pragma once

#include "outbox/store.hpp"

#include <cstddef>

namespace afpunt::outbox::limits {

// Ids are keys of the host (a GUID, an IBAN, an invoice number), not texts.
inline constexpr std::size_t id_bytes = 500;
// A sentence or a paragraph for people; longer ones would be documents.
inline constexpr std::size_t text_bytes = 10'000;
// A statement with thousands of lines still fits.
inline constexpr std::size_t model_bytes = 8'000'000;
inline constexpr std::size_t items_per_letter = 10'000;
// What mail servers accept as a whole message.
inline constexpr std::size_t form_bytes = 25'000'000;
// Mail, UBL, PDF, page and a few more: a letter has no hundred forms.
inline constexpr std::size_t forms_per_letter = 20;
// More than the records that a book can have, so nobody reaches it; and a longer number is one that
// people no longer read to each other over the telephone.
inline constexpr int letters_per_year = 9'999'999;
// A host repeats events of its last session at most; older ones are forgotten per source.
inline constexpr int events_kept = 100'000;

} // namespace afpunt::outbox::limits

namespace afpunt::outbox {

// 1 to 500 bytes of UTF-8 without NUL.
[[nodiscard]] Result<void> check_id(std::string_view field, std::string_view id);
// May be empty.
[[nodiscard]] Result<void> check_text(std::string_view field, std::string_view text,
                                      std::size_t bytes_max = limits::text_bytes);
[[nodiscard]] Result<void> check_forms(const std::vector<LetterForm>& forms);
[[nodiscard]] Result<void> check_letter(const Letter& letter, std::string_view book_id);
[[nodiscard]] Result<void> check_event(const InboxEvent& event);
[[nodiscard]] Result<void> check_draft(const JournalDraft& draft);
[[nodiscard]] Result<void> check_hold(const policy::Hold& hold);

// "H-2026-00042"; from the hundred thousandth of a year on with as many digits as it takes, so that
// numbers as text stand in their order only among those of one length.
[[nodiscard]] std::string letter_number(int year, int ordinal);
[[nodiscard]] bool is_letter_number(std::string_view number);

} // namespace afpunt::outbox
