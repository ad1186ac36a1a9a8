// SPDX-License-Identifier: MIT
#include "conformance/scripted_plugin/probes.hpp"

#include "conformance/expectations.hpp"
#include "conformance/scripted_plugin/book_copy.hpp"

#include <string>

namespace afpunt::conformance {
namespace {

using Function = void (*)(const HostTables&, Dice&);

class OneTurn final : public Probe {
public:
    explicit OneTurn(Function function) : function_(function) {}
    bool turn(const HostTables& tables, Dice& dice) override {
        function_(tables, dice);
        return false;
    }

private:
    Function function_;
};

// A reading that rests between its calls, while the host goes on with its own work.
class OverManyTurns final : public Probe {
public:
    bool turn(const HostTables& tables, Dice&) override {
        if (snapshot_ == nullptr) {
            const InsideHost call("open");
            require_status("open without a place for an error",
                           tables.snapshot->open(tables.host, &snapshot_, nullptr), AFPUNT_OK);
            return true;
        }
        // Texts are good until the next call on the same snapshot, so also a turn later.
        require(text_of(name_) == copied_name_, "the name of a party was '" + copied_name_ +
                                                    "', and a turn later it is '" + text_of(name_) +
                                                    "'");
        afpunt_party party{};
        party.struct_size = sizeof party;
        const bool more = next(tables, party);
        if (more && ++turns_ < turns_max) {
            name_ = party.name;
            copied_name_ = text_of(name_);
            return true;
        }
        const InsideHost call("close");
        tables.snapshot->close(snapshot_);
        return false;
    }

private:
    bool next(const HostTables& tables, afpunt_party& party) {
        std::uint32_t count = 0;
        const InsideHost call("next_parties");
        const auto status =
            tables.snapshot->next_parties(snapshot_, &party, sizeof party, 1, &count, nullptr);
        require(status == AFPUNT_MORE || status == AFPUNT_END || status == AFPUNT_E_CHANGED,
                "next_parties without a place for an error: " + name_of(status));
        return status == AFPUNT_MORE;
    }
    static constexpr int turns_max = 50;
    afpunt_snapshot* snapshot_ = nullptr;
    afpunt_str name_{};
    std::string copied_name_;
    int turns_ = 0;
};

struct Named {
    std::string_view name;
    Function function;
};
constexpr Named functions[] = {
    {"tables-are-whole", tables_are_whole},
    {"reading-is-sound", reading_is_sound},
    {"reading-in-any-portion", reading_in_any_portion},
    {"reading-into-any-size", reading_into_any_size},
    {"reading-again-is-the-same", reading_again_is_the_same},
    {"changed-under-a-reading", changed_under_a_reading},
    {"permit-agrees-with-the-reading", permit_agrees_with_the_reading},
    {"permit-of-unknown-items", permit_of_unknown_items},
    {"permit-into-any-size", permit_into_any_size},
    {"settings-that-are-absent", settings_that_are_absent},
    {"settings-that-are-kept", settings_that_are_kept},
    {"clock-is-plausible", clock_is_plausible},
    {"match-refuses-nonsense", match_refuses_nonsense},
    {"match-is-one-step", match_is_one_step},
    {"revision-tells-of-changes", revision_tells_of_changes},
    {"callbacks-from-any-thread", callbacks_from_any_thread},
    {"texts-for-people", texts_for_people},
};

} // namespace

std::unique_ptr<Probe> probe_for(std::string_view case_name) {
    if (case_name == "reading-over-many-turns") return std::make_unique<OverManyTurns>();
    for (const Named& one : functions) {
        if (one.name == case_name) return std::make_unique<OneTurn>(one.function);
    }
    return nullptr;
}

} // namespace afpunt::conformance
