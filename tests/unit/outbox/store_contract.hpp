// SPDX-License-Identifier: MIT
//
// The contract of outbox::Store as tests over a factory: whatever database stands behind it, a
// store passes these (store_contract_test.cpp, store_contract_people_test.cpp).
#pragma once

#include "outbox/store.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace afpunt::outbox::tests {

// One place where a store lives. Closing a store and opening it again must find everything.
class StorePlace {
public:
    virtual ~StorePlace() = default;
    [[nodiscard]] virtual Result<std::unique_ptr<Store>> open(const std::string& book_id) = 0;
};

struct StoreKind {
    std::string name;
    std::function<std::unique_ptr<StorePlace>()> make_place;
};
// What GoogleTest shows of a kind when a test fails.
inline void PrintTo(const StoreKind& kind, std::ostream* out) {
    *out << kind.name;
}

inline JournalDraft draft(const std::string& kind, const std::string& text = "a reason") {
    return {"2026-11-20T09:00:00Z", kind, "V26-0107", text, "An"};
}

// A prepared letter that asks 121.00 for each item, first step, first round.
inline NewLetter letter_for(const std::vector<std::string>& items,
                            const std::string& party = "C1") {
    NewLetter added;
    added.letter.party_id = party;
    added.letter.on = Date::of(2026, 11, 20);
    for (const std::string& item : items) {
        added.letter.items.push_back({item, "step-1", 1, Money{12100, Currency::eur()}});
        added.letter.total.minor += 12100;
    }
    added.letter.model = "model of the letter";
    added.letter.model_hash = "aa";
    added.letter.template_hash = "bb";
    added.letter.policy_version = "friendly-1";
    return added;
}

class StoreContract : public testing::TestWithParam<StoreKind> {
protected:
    StoreContract() : place_(GetParam().make_place()) { reopen(); }

    void reopen() {
        store_.reset();
        auto opened = place_->open("book-1");
        if (!opened) throw std::runtime_error(opened.error().sentence());
        store_ = std::move(*opened);
        // Letters leave only under the lease; these tests are alone with their book.
        if (!store_->take_lease(lease("test"), [](const Lease&) { return true; })) {
            throw std::runtime_error("no lease");
        }
    }
    static Lease lease(const std::string& id, std::int64_t until_ms = 1000) {
        return {{id, 42, "space", "boot", "afpunt " + id}, until_ms};
    }
    // Adds one letter and gives its id; empty when it was left out.
    std::string add(const NewLetter& letter) {
        const auto ids = store_->add_letters({letter}, draft("prepare"));
        if (!ids) throw std::runtime_error(ids.error().sentence());
        return ids->empty() ? "" : ids->front();
    }
    // The sentence of a refusal; empty when the move was done.
    std::string move(const std::string& id, LetterState to,
                     const std::vector<LetterForm>& forms = {}) {
        const auto moved = store_->move_letter(id, to, forms, draft("move"));
        return moved ? "" : moved.error().sentence();
    }
    LetterState state_of(const std::string& id) { return store_->letter(id)->state; }

    std::unique_ptr<StorePlace> place_;
    std::unique_ptr<Store> store_;
};

} // namespace afpunt::outbox::tests
