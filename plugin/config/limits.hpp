// SPDX-License-Identifier: MIT
//
// Everything that can grow has its limit here, with the reason for the figure.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace afpunt::config {

// Events between two turns of the worker: a bank import of 10,000 lines matches at most that many
// times; beyond it the book is read anew, which is cheaper than the events.
inline constexpr std::size_t inbox_events_max = 16384;
// Records that the host fills in one call: large enough to make the call's cost vanish, small
// enough to keep a slice of on_main() short (Python takes some 25 us for each record).
inline constexpr std::uint32_t snapshot_batch = 64;
// One million open items with their lines and allocations: twenty times the largest book we know
// of.
inline constexpr std::size_t snapshot_records_max = 8'000'000;
// One text of the host (a name, a remittance): bank formats end at a few hundred characters.
inline constexpr std::size_t host_text_bytes_max = 8192;
// The settings file and one template: hand-written text.
inline constexpr std::size_t setting_bytes_max = 1'000'000;
// A book that changes under our reading is tried again so often, then left until its next event.
inline constexpr int snapshot_attempts_max = 5;
// Matching, booking and reading again: what a booking uncovers is found in the second round; more
// rounds would mean that host and matcher disagree.
inline constexpr int match_rounds_max = 3;
// An import that says "started" and never "finished" (the program died, the user cancelled).
inline constexpr std::chrono::minutes import_barrier_max{15};
// Events come in bursts; deciding waits for this much quiet.
inline constexpr std::chrono::milliseconds quiet_after_event{200};
// Events that never pause must not put deciding off for ever.
inline constexpr std::chrono::seconds settle_after_event_max{5};
// So long after its last work the state is tidied: a person's or a bank's next event is seldom
// sooner, and would wait for it.
inline constexpr std::chrono::seconds quiet_before_upkeep{1};
// Sources whose cursor is kept in memory: a host has one or a few; the rest is looked up again.
inline constexpr std::size_t event_sources_max = 256;
// One id: what the store keeps (a GUID, an IBAN, an invoice number), not a text.
inline constexpr std::size_t host_id_bytes_max = 500;
// A permit is good for so long (architecture: permit {epoch, valid 5 s}).
inline constexpr std::chrono::seconds permit_valid{5};
// Letters that are claimed, and whose outcomes are written, together: enough to make the two syncs
// of the disk cheap, few enough that a power cut leaves a list that a person can go through.
inline constexpr std::size_t delivery_group = 32;
// A server that says "later" is asked again after so many minutes, the last of them ever after; a
// letter that has not left by the end of its day is made anew on the next.
inline constexpr std::array<int, 6> retry_minutes{5, 15, 30, 60, 120, 240};
// A book that changes while letters leave is looked at again before the others go; one that never
// stands still gets the rest of its letters with the next look.
inline constexpr int looks_while_sending_max = 5;
// How long one sending waits for the limit per minute; the rest goes with the next run.
inline constexpr std::chrono::minutes rate_wait_max{10};
// How long a command waits for another program that is at work in the book, and how often it looks.
inline constexpr std::chrono::seconds lease_patience{20};
inline constexpr std::chrono::milliseconds lease_look{200};
// Waiting commands of one host: a person does one at a time, a program few.
inline constexpr std::size_t commands_waiting_max = 256;
// How long the last look at the book is kept for questions after the newest of them: a person who
// works through a list asks again within it; at 2 to 5 kB for each open item it is not kept for
// ever.
inline constexpr std::chrono::minutes look_kept{5};
// Journal entries that one answer shows.
inline constexpr int journal_shown_max = 1000;

// The head of one answer over HTTPS: servers themselves refuse questions with more.
inline constexpr std::size_t http_header_bytes_max = 16'384;
// The body of one answer: a payment link with everything that a provider tells of it is below 20
// kB.
inline constexpr std::size_t http_body_bytes_max = 1'000'000;
// Questions under way at once: providers answer more than a handful of them with 429.
inline constexpr std::size_t http_exchanges_at_once_max = 4;
// Questions that wait for their turn: more of them are told at once that it is too busy.
inline constexpr std::size_t http_exchanges_waiting_max = 1'000;
// From the name of a server to a connection that is verified, all its addresses tried.
inline constexpr std::chrono::seconds http_connect_max{15};
// One whole exchange, the connection included: providers promise answers within some seconds.
inline constexpr std::chrono::seconds http_exchange_max{40};
// Payment links that are asked about before one settling, those first that were asked longest ago:
// what is left has its turn in the next. A firm with more open letters than this is rare.
inline constexpr std::size_t link_questions_max = 400;
// An answer is good for so long: bookings come one after the other, and each settles the book.
inline constexpr std::chrono::minutes link_answer_good_for{5};
// All questions about links before or after one settling: a person waits for the run.
inline constexpr std::chrono::seconds link_time_max{60};
// A provider that is silent so often in a row is asked no more in this run.
inline constexpr int link_silences_max = 3;

} // namespace afpunt::config
