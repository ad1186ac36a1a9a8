// SPDX-License-Identifier: MIT
//
// Hosts that do anything: events and records of any content, requests of any JSON and of no JSON,
// in any order, from a seed. Whatever comes, the module refuses by name or does as asked, gives
// each request one answer, and serves the book as always once the host behaves.
// AFPUNT_ANY_HOSTS=500 plays so many; AFPUNT_ANY_HOST_SEED=7 plays that one.
#include "fire/chance.hpp"
#include "sdk/scripted_test.hpp"

#include <charconv>
#include <cstdlib>
#include <set>

namespace afpunt::tests {
namespace {

constexpr std::uint64_t usual_hosts = 12;
constexpr int steps = 40;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* const text = std::getenv(variable);
    if (text == nullptr) return otherwise;
    std::uint64_t number = otherwise;
    std::from_chars(text, text + std::strlen(text), number);
    return number;
}

// One host from one seed.
class AnyHost {
public:
    explicit AnyHost(std::uint64_t seed) : chance_(seed) {}

    void play() {
        begin();
        for (int step = 0; step < steps; ++step)
            do_anything();
        behave();
    }

private:
    void begin() {
        host_.keeps_texts = chance_.one_in(2);
        host_.match_offered = chance_.one_in(2);
        if (chance_.one_in(2)) host_.book_revision = 1;
        host_.set_today("2026-10-15");
        session_ = std::make_unique<ModuleSession>(host_);
        ASSERT_EQ(refusal(session_->run()), "");
        host_.set_today("2026-11-20");
        // What is distorted is another book at each reading.
        host_.when_snapshot_opens = [this] {
            if (distorting_) count_a_change();
        };
        host_.distort_item = [this](afpunt_item& item) { distort(item); };
        host_.distort_party = [this](afpunt_party& party) { distort(party); };
    }
    void do_anything() {
        switch (chance_.below(9)) {
        case 0: return change_book();
        case 1:
        case 2: return tell();
        case 3: return ask_for_cursor();
        case 4: return ask_bytes();
        case 5: distorting_ = chance_.one_in(3); return count_a_change();
        case 6: return look_again();
        default: return ask();
        }
    }
    // The book of a host that behaves is served, whatever went before.
    void behave() {
        distorting_ = false;
        host_.book = ScriptedBook();
        host_.book.invoice("last", "jan", "2026-11-02");
        tell_well(AFPUNT_EVENT_IMPORT_FINISHED);
        tell_well(AFPUNT_EVENT_RESYNC);
        const json::object answer = session_->run();
        EXPECT_EQ(refusal(answer), "");
        EXPECT_TRUE(session_->ask({{"command", "journal"}}).at("chain_intact").as_bool());
        no_step_twice();
    }
    void no_step_twice() {
        std::set<std::string> out;
        for (const json::value& letter : session_->letters()) {
            if (letter.at("state").as_string() != "accepted") continue;
            for (const json::value& item : letter.at("items").as_array()) {
                const std::string step = json::serialize(item.at("item")) +
                                         json::serialize(item.at("step")) +
                                         json::serialize(item.at("round"));
                EXPECT_TRUE(out.insert(step).second) << step;
            }
        }
    }

    void count_a_change() {
        if (host_.book_revision) ++*host_.book_revision;
    }
    // Answers of a look that was kept are those of a new one.
    void look_again() {
        if (distorting_ || !host_.book_revision) return;
        for (const char* command : {"plan", "letters", "report", "status"}) {
            const json::object kept = session_->ask({{"command", command}});
            count_a_change();
            EXPECT_EQ(json::serialize(kept),
                      json::serialize(session_->ask({{"command", command}})));
        }
    }

    void change_book() {
        count_a_change();
        const std::string id = "V" + std::to_string(host_.book.items.size());
        switch (host_.book.items.empty() ? 0 : chance_.below(4)) {
        case 0:
        case 1:
            host_.book.invoice(id, "customer-" + std::to_string(chance_.below(4)), "2026-11-02",
                               chance_.between(-100, 50'000));
            return;
        case 2: {
            ScriptedItem& item = host_.book.items[chance_.below(host_.book.items.size())];
            if (item.open > 0) host_.book.pay(item.id, item.open, host_.today());
            return;
        }
        default: host_.book.unpay(host_.book.items[chance_.below(host_.book.items.size())].id);
        }
    }
    void tell_well(afpunt_event_type type) {
        session_->tell(type, "well" + std::to_string(++events_), {});
    }
    void tell() {
        const std::string id = any_text();
        const std::vector<std::string> items(chance_.below(4), any_item());
        const EventDraft draft(any_number() % 10, id, items);
        afpunt_event event = draft.view();
        if (chance_.one_in(4))
            event.struct_size = static_cast<std::uint32_t>(chance_.below(sizeof event));
        if (chance_.one_in(6)) event.item_count = 0;
        if (chance_.one_in(6)) event.item_ids = nullptr;
        if (chance_.one_in(6)) event.source = host::to_abi(id);
        if (chance_.one_in(6)) event.epoch = {nullptr, 7};
        if (chance_.one_in(6)) event.cursor = {};
        event.occurred_at = any_number();
        const auto submitted = session_->plugin().submit(event);
        if (!submitted) {
            EXPECT_FALSE(submitted.error().sentence().empty());
        }
    }
    void ask_for_cursor() { (void)session_->plugin().durable_cursor(any_text()); }
    void ask_bytes() { expect_answer(any_text()); }
    void ask() {
        constexpr const char* commands[] = {"plan",         "why",          "letters", "show",
                                            "report",       "status",       "journal", "run",
                                            "approve",      "hold",         "release", "match",
                                            "unmatch",      "confirm-bank", "sending", "settle",
                                            "refuse-match", "verify-link",  "book",    "bounce"};
        constexpr const char* fields[] = {
            "item",  "letter",   "letters", "customer",        "reason", "from",
            "until", "all",      "state",   "newest",          "form",   "account",
            "who",   "outcome",  "on",      "bank_line",       "path",   "link",
            "seen",  "language", "is",      "all_old_balances"};
        json::object request{{"command", commands[chance_.below(std::size(commands))]}};
        for (std::uint64_t more = chance_.below(5); more > 0; --more)
            request[fields[chance_.below(std::size(fields))]] = any_value();
        std::string text = json::serialize(request);
        // Now and then a byte of it is another.
        if (chance_.one_in(5))
            text[chance_.below(text.size())] = static_cast<char>(chance_.below(256));
        expect_answer(text);
    }
    void expect_answer(const std::string& request) {
        const json::object answer = session_->ask_text(request);
        const json::value* ok = answer.if_contains("ok");
        ASSERT_TRUE(ok != nullptr && ok->is_bool()) << request;
        if (!ok->as_bool()) {
            EXPECT_FALSE(refusal(answer).empty()) << request;
        }
    }

    json::value any_value() {
        switch (chance_.below(9)) {
        case 0: return nullptr;
        case 1: return chance_.one_in(2);
        case 2: return any_number();
        case 3: return json::array{json::value(any_item()), json::value(1)};
        case 4: return json::object{{"a", 1}};
        case 5: return json::value("2026-11-" + std::to_string(chance_.between(0, 40)));
        case 6: return json::value("H-2026-0000" + std::to_string(chance_.below(9)));
        default: return json::value(any_item());
        }
    }
    std::string any_item() { return "V" + std::to_string(chance_.below(12)); }
    std::int32_t any_number() {
        constexpr std::int32_t edges[] = {0, 1, -1, 2, 7, 99, INT32_MAX, INT32_MIN};
        return chance_.one_in(2) ? edges[chance_.below(std::size(edges))]
                                 : static_cast<std::int32_t>(chance_.below(UINT32_MAX));
    }
    std::string any_text() {
        switch (chance_.below(5)) {
        case 0: return {};
        case 1: return std::string(chance_.below(400), 'x');
        case 2: return "\xC3\x28\xED\xA0\x80";
        default: {
            std::string text(chance_.below(20), ' ');
            for (char& c : text)
                c = static_cast<char>(chance_.below(256));
            return text;
        }
        }
    }

    // Each field now and then of any content; text lives until the next reading.
    void distort(afpunt_item& item) {
        if (!distorting_) return;
        item.kind = chance_.one_in(3) ? any_number() : item.kind;
        item.state = chance_.one_in(3) ? any_number() : item.state;
        if (chance_.one_in(3)) item.struct_size = static_cast<std::uint32_t>(chance_.below(600));
        if (chance_.one_in(3)) item.due_on = any_number();
        if (chance_.one_in(3)) item.open.minor = any_number();
        if (chance_.one_in(3)) item.open.exponent = static_cast<std::uint8_t>(chance_.below(5));
        if (chance_.one_in(3)) item.total.currency[0] = static_cast<char>(chance_.below(256));
        if (chance_.one_in(3)) item.number = keep(any_text());
        if (chance_.one_in(3)) item.payment_reference = keep(any_text());
        if (chance_.one_in(6)) item.id = keep(any_text());
    }
    void distort(afpunt_party& party) {
        if (!distorting_) return;
        if (chance_.one_in(3)) party.struct_size = static_cast<std::uint32_t>(chance_.below(400));
        if (chance_.one_in(3)) party.kind = any_number();
        if (chance_.one_in(3)) party.name = keep(any_text());
        if (chance_.one_in(3)) party.country = keep(any_text());
        if (chance_.one_in(6)) party.contact_stride = static_cast<std::uint32_t>(chance_.below(9));
        if (chance_.one_in(6)) party.contact_count = 0;
    }
    afpunt_str keep(std::string text) {
        texts_.push_back(std::make_unique<std::string>(std::move(text)));
        return host::to_abi(*texts_.back());
    }

    Chance chance_;
    ScratchFolder folder_;
    ScriptedHost host_{folder_.path()};
    std::unique_ptr<ModuleSession> session_;
    std::vector<std::unique_ptr<std::string>> texts_;
    bool distorting_ = false;
    int events_ = 0;
};

TEST(AnyHost, IsRefusedByNameOrServedAndNeverEndsTheProcess) {
    const std::uint64_t one = number_from("AFPUNT_ANY_HOST_SEED", 0);
    const std::uint64_t hosts = one != 0 ? 1 : number_from("AFPUNT_ANY_HOSTS", usual_hosts);
    for (std::uint64_t seed = one != 0 ? one : 1; hosts > 0 && seed < (one != 0 ? one : 1) + hosts;
         ++seed) {
        SCOPED_TRACE("AFPUNT_ANY_HOST_SEED=" + std::to_string(seed));
        AnyHost(seed).play();
        if (testing::Test::HasFailure()) return;
    }
}

} // namespace
} // namespace afpunt::tests
