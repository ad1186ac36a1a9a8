// SPDX-License-Identifier: MIT
#include "runtime/link_json.hpp"

#include "book/localised.hpp"
#include "runtime/command_json.hpp"
#include "runtime/link_review.hpp"

#include <algorithm>
#include <map>

namespace afpunt::runtime {
namespace {

namespace json = boost::json;

// A provider that is down for a day must not fill the page: the rest is more of the same.
constexpr std::size_t sentences_max = 50;

// "H-2026-00042: the payment link could not be closed yet (3 attempts): status 503"
std::string not_closed_words(const std::string& number, const outbox::Effect& effect,
                             std::string_view language) {
    const std::string attempts = std::to_string(effect.attempts);
    const std::string_view base = book::base_language(language);
    std::string words = number + ": ";
    if (base == "nl") {
        words += "de betaallink kon nog niet gesloten worden (pogingen: " + attempts + ")";
    } else if (base == "fr") {
        words += "le lien de paiement n'a pas encore pu être fermé (essais : " + attempts + ")";
    } else if (base == "de") {
        words +=
            "der Zahlungslink konnte noch nicht geschlossen werden (Versuche: " + attempts + ")";
    } else {
        words += "the payment link could not be closed yet (attempts: " + attempts + ")";
    }
    return words + ": " + effect.reason;
}

// By id. A book has a thousand times as many others.
std::map<std::string_view, const outbox::Letter*> letters_with(const Assessment& assessment,
                                                               std::string_view item_id) {
    std::map<std::string_view, const outbox::Letter*> letters;
    for (const outbox::Letter& letter : assessment.letters) {
        const bool holds_it =
            std::any_of(letter.items.begin(), letter.items.end(),
                        [&](const auto& item) { return item.item_id == item_id; });
        if (holds_it) letters.emplace(letter.id, &letter);
    }
    return letters;
}

} // namespace

Result<json::array> links_json(outbox::Store& store, const Assessment& assessment,
                               std::string_view item_id, std::string_view language) {
    auto links = store.links(true);
    if (!links) return tl::unexpected<Failure>(links.error());
    const auto letters = letters_with(assessment, item_id);
    json::array out;
    for (const outbox::LetterLink& link : *links) {
        const auto letter = letters.find(link.letter_id);
        if (letter == letters.end()) continue;
        out.push_back(
            {{"letter", letter->second->number},
             {"provider", link.provider},
             {"link", link.link_id},
             {"url", link.url},
             {"amount", json_of(link.amount, language)},
             {"state", code_of(link.state)},
             {"expires_on", link.expires_on.iso()},
             {"paid_on", link.paid_on ? json::value(link.paid_on->iso()) : json::value(nullptr)},
             {"note", link.note}});
    }
    return out;
}

Result<std::vector<std::string>> link_attention(outbox::Store& store, const Assessment& assessment,
                                                std::string_view language) {
    auto links = store.links(false);
    if (!links) return tl::unexpected<Failure>(links.error());
    auto effects = store.effects(false);
    if (!effects) return tl::unexpected<Failure>(effects.error());
    const auto number_of = [&](const std::string& id) {
        const auto& letters = assessment.letters;
        const auto letter = std::find_if(letters.begin(), letters.end(),
                                         [&](const auto& one) { return one.id == id; });
        return letter == letters.end() ? id : letter->number;
    };
    std::vector<std::string> sentences;
    for (const outbox::LetterLink& link : *links) {
        if (sentences.size() == sentences_max) break;
        if (link.state != outbox::LinkState::PaidTwice) continue;
        sentences.push_back(number_of(link.letter_id) + ": " + paid_twice_words(link, language));
    }
    for (const outbox::Effect& effect : *effects) {
        if (sentences.size() == sentences_max) break;
        if (effect.kind != outbox::EffectKind::CloseLink || effect.attempts == 0) continue;
        sentences.push_back(not_closed_words(number_of(effect.letter_id), effect, language));
    }
    return sentences;
}

} // namespace afpunt::runtime
