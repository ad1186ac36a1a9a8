// SPDX-License-Identifier: MIT
//
// The last look before a letter leaves: what the host objects to, what it did not fill, and events
// that come between its answer and the letter's last byte.
#include "conformance/dice.hpp"
#include "conformance/expectations.hpp"
#include "conformance/plugin_cases/mail_server.hpp"
#include "conformance/plugin_cases/plugin_case.hpp"
#include "conformance/plugin_cases/session.hpp"

#include <thread>

namespace afpunt::conformance {
namespace {

// Letters that lie in the folder for delivery.
std::size_t letters_in(const PluginUnderTest& tried) {
    std::error_code none;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(tried.folder / "out", none)) {
        // What is being written has a name that begins with a dot.
        if (entry.path().filename().string().front() != '.') ++count;
    }
    return count;
}

// A book with one letter that is ready, delivered into a folder.
class ReadyLetter {
public:
    explicit ReadyLetter(const PluginUnderTest& tried)
        : tried_(tried), host(tried.folder), session(*tried.entry, host) {
        begin_known_book(session, host);
        another();
    }
    void another() {
        const std::string number = std::to_string(++invoices_);
        host.book.invoice("V" + number, "customer-" + number);
        require_answered(session.run(), "run");
        require(session.live_letters("V" + number).size() == 1, "V" + number + " has no letter");
    }
    // Approves; nothing may have left. Then the objection ends, and all is in order again.
    void stays(const std::string& because) {
        const int asked = host.permits_asked;
        const std::size_t before = letters_in(tried_);
        const json::object answer = session.approve_all();
        require(host.permits_asked > asked, "no permit was asked for: " + because);
        require(count_of(answer, "delivered") == 0 && letters_in(tried_) == before,
                "a letter left although " + because);
    }

private:
    const PluginUnderTest& tried_;
    int invoices_ = 0;

public:
    ScriptedHost host;
    Session session;
};

void permit_that_objects(const PluginUnderTest& tried) {
    ReadyLetter ready(tried);
    ScriptedHost& host = ready.host;
    constexpr std::uint32_t flags[] = {AFPUNT_PERMIT_PARTY_ON_HOLD, AFPUNT_PERMIT_UNALLOCATED_MONEY,
                                       AFPUNT_PERMIT_IMPORT_RUNNING};
    constexpr const char* because[] = {"the customer is on hold",
                                       "money of the customer is tied to nothing",
                                       "an import is running"};
    for (std::size_t i = 0; i < 3; ++i) {
        host.permit_flags = flags[i];
        ready.stays(because[i]);
    }
    host.permit_flags = 0;
    const auto item_says = [&](const char* why,
                               const std::function<void(afpunt_permit_item&)>& say) {
        host.when_permit_is_answered = [&](const auto&, afpunt_permit_item* items) {
            say(items[0]);
        };
        ready.stays(why);
        host.when_permit_is_answered = nullptr;
        ready.another();
    };
    item_says("the item is no longer known", [](auto& item) { item.state = 0; });
    item_says("the item is settled", [](auto& item) {
        item.state = AFPUNT_DOCUMENT_SETTLED;
        item.open = euro(0);
    });
    item_says("the item is cancelled", [](auto& item) { item.state = AFPUNT_DOCUMENT_CANCELLED; });
    item_says("the item is disputed", [](auto& item) { item.state = AFPUNT_DOCUMENT_DISPUTED; });
    item_says("less is open than the letter asks", [](auto& item) { item.open = euro(1); });
    item_says("its state is no state", [](auto& item) { item.state = 77; });
    item_says("its amount has no currency", [](auto& item) { item.open = {}; });
    item_says("its amount is in another currency", [](auto& item) {
        item.open = {12100, {'U', 'S', 'D'}, 2, 0};
    });
    item_says("its amount has another exponent", [](auto& item) { item.open.exponent = 0; });
    for (const afpunt_status status : {AFPUNT_E_IO, AFPUNT_E_CHANGED, AFPUNT_MORE}) {
        host.before_call = [&](const char* called) -> afpunt_status {
            return std::string_view(called) == "check" ? status : AFPUNT_OK;
        };
        ready.stays("check answered " + name_of(status));
    }
    host.before_call = nullptr;
    require_answered(ready.session.approve_all(), "approve");
    require(letters_in(tried) > 0, "no letter left when nothing stood in the way");
    ready.session.destroy();
}

void permit_of_any_size(const PluginUnderTest& tried) {
    ReadyLetter ready(tried);
    ScriptedHost& host = ready.host;
    for (std::uint32_t size = 0; size < offsetof(afpunt_permit_item, open) + sizeof(afpunt_money);
         size += 4) {
        host.permit_item_filled_size = size;
        ready.stays("the host filled " + std::to_string(size) + " bytes of the item's permit");
    }
    host.permit_item_filled_size = sizeof(afpunt_permit_item);
    for (std::uint32_t size = 0; size < offsetof(afpunt_permit, covered_until); size += 4) {
        host.permit_filled_size = size;
        ready.stays("the host filled " + std::to_string(size) + " bytes of the permit");
    }
    host.permit_filled_size = sizeof(afpunt_permit);
    require_answered(ready.session.approve_all(), "approve");
    require(letters_in(tried) == 1, "no letter left when nothing stood in the way");
    ready.session.destroy();
}

// The host has given its figures; before the plugin has them, a payment is booked and told.
void event_between_figures_and_answer(const PluginUnderTest& tried) {
    ReadyLetter ready(tried);
    ScriptedHost& host = ready.host;
    host.when_permit_is_answered = [&](const std::vector<std::string>& items, afpunt_permit_item*) {
        host.book.pay(items.at(0));
        ready.session.tell(AFPUNT_EVENT_MATCHED, {items.at(0)});
    };
    ready.stays("its invoice was paid, and that was told, before the permit's answer was there");
    ready.session.destroy();
}

// The mail server has the letter's address and waits with asking for its text. What is told now is
// told before the final dot: that dot may not come.
void event_before_the_final_dot(const PluginUnderTest& tried) {
    std::atomic<bool> at_data{false}, paid{false};
    const MailServer server(MailServer::Silent::Never, [&] {
        at_data = true;
        constexpr int patience_ms = 10'000;
        for (int waited = 0; !paid && waited < patience_ms; ++waited)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
    ScriptedHost host(tried.folder);
    host.settings["config"] = server.settings();
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    host.book.invoice("V1", "jan");
    require_prepared(session, 1);
    std::string& answer = session.room_for_answer();
    require_status("execute",
                   session.execute(R"({"command": "approve", "all": true, "who": "An"})", answer),
                   AFPUNT_OK);
    session.work_until(
        [&] {
            if (at_data && !paid) {
                host.book.pay("V1");
                session.tell(AFPUNT_EVENT_MATCHED, {"V1"});
                paid = true;
            }
            return !answer.empty();
        },
        "the answer to approve");
    if (!at_data) skip_case("this plugin sends no mail: " + answer);
    require(server.letters() == 0,
            "the letter's final dot came after submit_event(MATCHED) for its invoice had returned");
    require(session.live_letters("V1").empty(), "the letter that was stopped is not withdrawn");
    session.destroy();
}

void events_at_any_moment_of_a_delivery(const PluginUnderTest& tried) {
    constexpr int letters = 24;
    const MailServer server(MailServer::Silent::Never);
    ScriptedHost host(tried.folder);
    host.settings["config"] = "[policy]\nmost_letters_per_day = 0\n" + server.settings();
    Session session(*tried.entry, host);
    begin_known_book(session, host);
    for (int i = 0; i < letters; ++i)
        host.book.invoice("V" + std::to_string(i), "customer-" + std::to_string(i));
    require_prepared(session, letters);
    Dice dice(tried.seed);
    std::vector<std::thread> tellers;
    std::set<std::string> paid;
    std::atomic<int> told{0};
    host.when_permit_is_answered = [&](const std::vector<std::string>& items, afpunt_permit_item*) {
        const std::string& id = items.at(0);
        if (!dice.one_in(2) || paid.contains(id)) return;
        paid.insert(id);
        host.book.pay(id);
        const auto wait = std::chrono::microseconds(dice.throw_below(3000));
        tellers.emplace_back([&, id, wait] {
            std::this_thread::sleep_for(wait);
            (void)session.submit(
                EventDraft(AFPUNT_EVENT_MATCHED, "m" + std::to_string(++told), {id}));
        });
    };
    std::string& answer = session.room_for_answer();
    require_status("execute",
                   session.execute(R"({"command": "approve", "all": true, "who": "An"})", answer),
                   AFPUNT_OK);
    try {
        session.work_until([&] { return !answer.empty(); }, "the letters to leave");
    } catch (...) {
        for (std::thread& teller : tellers)
            teller.join();
        throw;
    }
    for (std::thread& teller : tellers)
        teller.join();
    // What is left may go, and a letter that left goes no second time.
    host.when_permit_is_answered = nullptr;
    require_answered(session.approve_all(), "approve");
    std::map<std::string, int> accepted;
    for (const json::value& letter : session.letters()) {
        if (letter.at("state").as_string() != "accepted") continue;
        ++accepted[std::string(letter.at("items").at(0).at("item").as_string())];
    }
    int in_all = 0;
    for (const auto& [item, times] : accepted) {
        require(times == 1, item + " was reminded " + std::to_string(times) + " times");
        in_all += times;
    }
    require(server.letters() == in_all, "the server took " + std::to_string(server.letters()) +
                                            " letters, and the plugin counts " +
                                            std::to_string(in_all));
    for (int i = 0; i < letters; ++i) {
        const std::string id = "V" + std::to_string(i);
        require(paid.contains(id) || accepted[id] == 1, id + " is due and was not reminded");
    }
    session.destroy();
}

} // namespace

std::vector<PluginCase> permit_cases() {
    return {
        {"permit-that-objects", "Nothing leaves that the host's last answer does not let go.",
         "afpunt/ext/permit.h", permit_that_objects},
        {"permit-of-any-size", "What an older host did not fill is not taken for a permit.",
         "afpunt/values.h: AFPUNT_HAS", permit_of_any_size},
        {"event-between-figures-and-answer", "An event voids every permit that was given.",
         "afpunt/plugin.h: submit_event", event_between_figures_and_answer},
        {"event-before-the-final-dot",
         "After submit_event(MATCHED) has returned, no letter of that invoice ends with its dot.",
         "afpunt/plugin.h: submit_event", event_before_the_final_dot},
        {"events-at-any-moment-of-a-delivery",
         "Each letter leaves once or is stopped, and is known as such, whenever payments come.",
         "afpunt/plugin.h: submit_event", events_at_any_moment_of_a_delivery},
    };
}

} // namespace afpunt::conformance
