// SPDX-License-Identifier: MIT
//
// See the header. Text is UTF-8 without NUL, so that every database keeps it as it is.
#include "outbox/checks.hpp"

#include <afpunt/text.hpp>

#include <set>
#include <tuple>
#include <utility>

namespace afpunt::outbox {

namespace {

constexpr std::size_t shown_bytes_max = 60; // enough to recognise a value in a message

struct Checked {
    std::string_view field, value;
};

template <typename Check>
Result<void> check_all(std::initializer_list<Checked> values, Check check) {
    for (const auto& [field, value] : values) {
        if (auto checked = check(field, value); !checked) return checked;
    }
    return {};
}

Result<void> check_ids(std::initializer_list<Checked> values) {
    return check_all(values, [](auto field, auto value) { return check_id(field, value); });
}

Result<void> check_texts(std::initializer_list<Checked> values) {
    return check_all(values, [](auto field, auto value) { return check_text(field, value); });
}

} // namespace

Result<void> check_text(std::string_view field, std::string_view text, std::size_t bytes_max) {
    if (text.size() > bytes_max) {
        return fail(std::string(field), std::to_string(text.size()) + " bytes",
                    "at most " + std::to_string(bytes_max) + " bytes");
    }
    if (!text::is_utf8(text) || text.find('\0') != std::string_view::npos) {
        return fail(std::string(field), "bytes that are no text", "text in UTF-8");
    }
    return {};
}

Result<void> check_id(std::string_view field, std::string_view id) {
    if (id.empty()) return fail(std::string(field), "", "an id");
    return check_text(field, id, limits::id_bytes);
}

Result<void> check_forms(const std::vector<LetterForm>& forms) {
    if (forms.size() > limits::forms_per_letter) {
        return fail("forms", std::to_string(forms.size()), "at most 20 forms of a letter");
    }
    std::set<std::string_view> names;
    for (const LetterForm& form : forms) {
        if (auto ids = check_ids({{"form", form.name}, {"media type", form.media_type}}); !ids) {
            return ids;
        }
        if (!names.insert(form.name).second) {
            return fail("form", form.name, "each form of a letter once");
        }
        if (form.bytes.size() > limits::form_bytes) {
            return fail("form " + form.name, std::to_string(form.bytes.size()) + " bytes",
                        "at most 25000000 bytes");
        }
    }
    return {};
}

Result<void> check_letter(const Letter& letter, std::string_view book_id) {
    if (!letter.book_id.empty() && letter.book_id != book_id) {
        return fail("book", letter.book_id, "the book of this store, " + std::string(book_id));
    }
    if (!letter.number.empty() && !is_letter_number(letter.number)) {
        return fail("letter number", std::string(text::utf8_prefix(letter.number, shown_bytes_max)),
                    "a number such as H-2026-00042");
    }
    if (is_letter_number(letter.id)) {
        return fail("letter", letter.id, "an id that cannot be taken for a letter's number");
    }
    if (letter.state != LetterState::Prepared && letter.state != LetterState::Held) {
        return fail("state of a new letter", std::string(code_of(letter.state)),
                    "prepared or held");
    }
    if (auto ids = check_ids({{"party", letter.party_id}}); !ids) return ids;
    if (auto texts = check_texts({{"letter", letter.id},
                                  {"reason", letter.state_reason},
                                  {"model hash", letter.model_hash},
                                  {"template hash", letter.template_hash},
                                  {"policy version", letter.policy_version},
                                  {"approver", letter.approved_by}});
        !texts) {
        return texts;
    }
    if (auto model = check_text("model", letter.model, limits::model_bytes); !model) return model;
    if (letter.items.empty() || letter.items.size() > limits::items_per_letter) {
        return fail("items of a letter", std::to_string(letter.items.size()), "1 to 10000 items");
    }
    std::set<std::tuple<std::string_view, std::string_view, int>> steps;
    for (const LetterItem& item : letter.items) {
        if (auto ids = check_ids({{"item", item.item_id}, {"step", item.step_id}}); !ids) {
            return ids;
        }
        if (item.round < 1) return fail("round", std::to_string(item.round), "1 or more");
        if (!steps.emplace(item.item_id, item.step_id, item.round).second) {
            return fail("item", item.item_id, "each step of an item once in a letter");
        }
    }
    return {};
}

Result<void> check_event(const InboxEvent& event) {
    if (auto ids = check_ids({{"event source", event.source}, {"event", event.event_id}}); !ids) {
        return ids;
    }
    if (auto texts = check_texts(
            {{"epoch", event.epoch}, {"party", event.party_id}, {"cursor", event.cursor}});
        !texts) {
        return texts;
    }
    if (event.item_ids.size() > limits::items_per_letter) {
        return fail("items of an event", std::to_string(event.item_ids.size()),
                    "at most 10000 items");
    }
    for (const std::string& item : event.item_ids) {
        if (auto id = check_id("item", item); !id) return id;
    }
    return {};
}

Result<void> check_draft(const JournalDraft& draft) {
    if (auto ids = check_ids({{"journal time", draft.at}, {"journal kind", draft.kind}}); !ids) {
        return ids;
    }
    return check_texts(
        {{"journal subject", draft.subject}, {"journal text", draft.text}, {"who", draft.who}});
}

Result<void> check_hold(const policy::Hold& hold) {
    if (auto id = check_id("hold", hold.target_id); !id) return id;
    if (hold.until && *hold.until < hold.from) {
        return fail("hold until", hold.until->iso(),
                    "a day that is not before its first, " + hold.from.iso());
    }
    return check_texts({{"reason", hold.reason}, {"who", hold.who}});
}

std::string letter_number(int year, int ordinal) {
    const auto digits = [](int value, std::size_t width) {
        std::string text = std::to_string(value);
        return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
    };
    return "H-" + digits(year, 4) + "-" + digits(ordinal, 5);
}

bool is_letter_number(std::string_view number) {
    constexpr std::string_view shape = "H-0000-0000000";
    constexpr std::string_view shortest = "H-0000-00000";
    if (number.size() < shortest.size() || number.size() > shape.size()) return false;
    for (std::size_t at = 0; at < number.size(); ++at) {
        const bool fits = shape[at] == '0' ? text::is_digit(number[at]) : number[at] == shape[at];
        if (!fits) return false;
    }
    // Zeros fill up to five digits; one that stands before more of them would be a second name.
    return number.size() == shortest.size() || number[shape.find_last_of('-') + 1] != '0';
}

} // namespace afpunt::outbox
