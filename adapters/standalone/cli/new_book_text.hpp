// SPDX-License-Identifier: MIT
//
// The afpunt.toml of a new book, with its remarks in the language of the people who will edit it,
// and the questions that lead to it.
#pragma once

#include <string>
#include <string_view>

namespace afpunt::standalone::cli {

enum class Question { Firm, Mail, Iban, VatId };
[[nodiscard]] std::string question_text(Question question, std::string_view language);

struct NewBook {
    std::string firm, mail, iban, country, language, vat_id; // none holds quotes or line breaks
};
[[nodiscard]] std::string new_book_text(const NewBook& book);
// What to do next, for the person who just made the book.
[[nodiscard]] std::string next_steps(const std::string& folder, std::string_view language);

} // namespace afpunt::standalone::cli
