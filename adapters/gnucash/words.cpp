// SPDX-License-Identifier: MIT
#include "gnucash/words.hpp"

#include "gnucash/words_of_languages.hpp"

namespace afpunt::gnucash {

const Words& words_in(std::string_view language) {
    if (language.starts_with("nl")) return words_nl;
    if (language.starts_with("fr")) return words_fr;
    if (language.starts_with("de")) return words_de;
    return words_en;
}

std::string filled(std::string_view sentence,
                   std::initializer_list<std::pair<std::string_view, std::string>> values) {
    std::string text;
    while (!sentence.empty()) {
        const std::size_t begin = sentence.find('{');
        text += sentence.substr(0, begin);
        if (begin == std::string_view::npos) break;
        const std::size_t end = sentence.find('}', begin);
        if (end == std::string_view::npos) break;
        const std::string_view name = sentence.substr(begin + 1, end - begin - 1);
        for (const auto& [key, value] : values) {
            if (key == name) text += value;
        }
        sentence.remove_prefix(end + 1);
    }
    return text;
}

std::string day_in_figures(Date day, std::string_view language) {
    const std::string_view base = language.substr(0, 2);
    const std::string iso = day.iso(); // 2026-11-19
    const char* mark = base == "de"                   ? "."
                       : language == "nl-NL"          ? "-"
                       : base == "nl" || base == "fr" ? "/"
                                                      : "";
    if (*mark == '\0') return iso;
    return iso.substr(8, 2) + mark + iso.substr(5, 2) + mark + iso.substr(0, 4);
}

std::string line_label(std::string_view account, Date on, std::string_view language) {
    return filled(words_in(language).line_of_day,
                  {{"day", day_in_figures(on, language)}, {"account", std::string(account)}});
}

} // namespace afpunt::gnucash
