// SPDX-License-Identifier: MIT
//
// What is tried inside a host, one function for each case that asks the host for something.
#pragma once

#include "conformance/dice.hpp"
#include "conformance/scripted_plugin/book_copy.hpp"
#include "conformance/scripted_plugin/host_tables.hpp"

#include <memory>
#include <string_view>

namespace afpunt::conformance {

// Goes on over several turns of on_main(). Ends the case by what expectations.hpp throws.
class Probe {
public:
    Probe() = default;
    virtual ~Probe() = default;
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;
    // One turn; true = there is more to do. [main]
    [[nodiscard]] virtual bool turn(const HostTables& tables, Dice& dice) = 0;
};

// nullptr for a case in which the plugin only behaves in some way.
[[nodiscard]] std::unique_ptr<Probe> probe_for(std::string_view case_name);

// Ends the case unless a permit says of this item what the reading says. [main]
void require_permit_agrees(const HostTables& tables, const CopiedItem& item);

// Runs the command that the kit was given to change the host's book; false where it was given none.
[[nodiscard]] bool change_the_book();

// One function each; several of one file.
void tables_are_whole(const HostTables& tables, Dice& dice);
void reading_is_sound(const HostTables& tables, Dice& dice);
void reading_in_any_portion(const HostTables& tables, Dice& dice);
void reading_into_any_size(const HostTables& tables, Dice& dice);
void reading_again_is_the_same(const HostTables& tables, Dice& dice);
void changed_under_a_reading(const HostTables& tables, Dice& dice);
void permit_agrees_with_the_reading(const HostTables& tables, Dice& dice);
void permit_of_unknown_items(const HostTables& tables, Dice& dice);
void permit_into_any_size(const HostTables& tables, Dice& dice);
void settings_that_are_absent(const HostTables& tables, Dice& dice);
void settings_that_are_kept(const HostTables& tables, Dice& dice);
void clock_is_plausible(const HostTables& tables, Dice& dice);
void match_refuses_nonsense(const HostTables& tables, Dice& dice);
void match_is_one_step(const HostTables& tables, Dice& dice);
void revision_tells_of_changes(const HostTables& tables, Dice& dice);
void callbacks_from_any_thread(const HostTables& tables, Dice& dice);
void texts_for_people(const HostTables& tables, Dice& dice);

} // namespace afpunt::conformance
