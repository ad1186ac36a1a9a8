// SPDX-License-Identifier: MIT
//
// The smallest host there is: a book with one customer and one unpaid invoice. It loads the module,
// asks why the invoice is reminded or not, and prints the answer.
//   minimal_host LIBAFPUNT.SO FOLDER-FOR-STATE
#include <afpunt/date.hpp>
#include <afpunt/plugin.hpp>

#include <chrono>
#include <iostream>
#include <utility>

namespace {

using afpunt::Date;
using afpunt::Result;
using afpunt::host::to_abi;

constexpr afpunt_money euro(std::int64_t cents) {
    return {cents, {'E', 'U', 'R'}, 2, 0};
}

// One reading of the book. A real host opens a cursor here and fills one record per call.
class Reading final : public afpunt::host::SnapshotSource {
public:
    bool is_current() const override { return true; }
    void creditor(afpunt_party& out) override {
        out.id = to_abi("us");
        out.name = to_abi("Drukkerij Voorbeeld BV");
        out.country = to_abi("BE");
    }
    bool next(afpunt_party& out) override {
        out.id = to_abi("c1");
        out.name = to_abi("Bakkerij Janssens NV");
        out.kind = AFPUNT_PARTY_BUSINESS;
        out.language = to_abi("nl-BE");
        return first(customer_);
    }
    bool next(afpunt_account& out) override {
        out.id = out.iban = to_abi("BE68539007547034");
        out.holder = to_abi("Drukkerij Voorbeeld BV");
        out.flags = AFPUNT_ACCOUNT_CUSTOMERS_PAY_HERE | AFPUNT_ACCOUNT_IN_USE;
        std::memcpy(out.currency, "EUR", 3);
        out.exponent = 2;
        return first(account_);
    }
    bool next(afpunt_item& out) override {
        out.id = out.document_id = to_abi("1");
        out.number = to_abi("V26-0001");
        out.customer_id = to_abi("c1");
        out.kind = AFPUNT_INVOICE;
        out.state = AFPUNT_DOCUMENT_OPEN;
        out.issued_on = Date::of(2026, 10, 1).days();
        out.due_on = Date::of(2026, 10, 31).days();
        out.total = out.open = euro(121'00);
        return first(invoice_);
    }
    bool next(afpunt_statement&) override { return false; }
    bool next(afpunt_bank_line&) override { return false; }
    bool next(afpunt_allocation&) override { return false; }
    bool next(afpunt_owed&) override { return false; }

private:
    static bool first(bool& given) { return !std::exchange(given, true); }
    bool customer_ = false, account_ = false, invoice_ = false;
};

class MinimalHost final : public afpunt::host::Host {
public:
    explicit MinimalHost(std::string state) : state_(std::move(state)) {}

    std::string_view name() const override { return "minimal host"; }
    std::string_view version() const override { return "1"; }
    std::string_view book_id() const override { return "example"; }

    Result<std::unique_ptr<afpunt::host::SnapshotSource>> open_snapshot() override {
        return std::make_unique<Reading>();
    }
    // The last look before a letter leaves: what is open at this moment.
    Result<void> permit(std::string_view, std::span<const std::string_view> ids,
                        std::span<afpunt_permit_item> items, afpunt_permit&) override {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (ids[i] != "1") continue; // state 0: the book no longer knows it
            items[i].state = AFPUNT_DOCUMENT_OPEN;
            items[i].open = euro(121'00);
        }
        return {};
    }
    Result<std::optional<std::string>> setting(std::string_view key) override {
        if (key == "state.folder") return state_;
        return std::nullopt; // the module's defaults
    }
    Result<std::optional<std::string>> secret(std::string_view) override { return std::nullopt; }
    void request_callback() override { callback.raise(); }
    // A fixed day, so that the example always says the same. Leave it out to take today.
    std::optional<afpunt_moment> now() override {
        const std::int32_t today = Date::of(2026, 11, 20).days();
        const std::int64_t noon_us = (std::int64_t{today} * 24 + 12) * 3'600'000'000;
        return afpunt_moment{sizeof(afpunt_moment), 0, noon_us, today, 60};
    }

    afpunt::host::CallbackFlag callback;

private:
    std::string state_;
};

int complain(const afpunt::Failure& failure) {
    std::cerr << failure.sentence() << '\n';
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "Usage: minimal_host LIBAFPUNT.SO FOLDER-FOR-STATE\n";
        return 2;
    }
    auto library = afpunt::host::Library::load(argv[1]);
    if (!library) return complain(library.error());
    MinimalHost host(argv[2]);
    auto plugin = afpunt::host::Plugin::start(std::move(*library), host);
    if (!plugin) return complain(plugin.error());

    std::optional<std::string> answer;
    auto asked = (*plugin)->execute(R"({"command": "why", "item": "V26-0001", "language": "en"})",
                                    [&answer](std::string json) { answer = std::move(json); });
    if (!asked) return complain(asked.error());
    // The host's main loop: when the module asks for a turn on this thread, it gets one.
    while (!answer) {
        if (host.callback.wait(std::chrono::milliseconds(100))) {
            while ((*plugin)->on_main(std::chrono::milliseconds(5))) {
            }
        }
    }
    std::cout << *answer << '\n';
}
