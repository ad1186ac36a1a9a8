// SPDX-License-Identifier: MIT
//
// What really happened on an account, and the files that its bank gives of it: CODA, CAMT and MT940
// as bytes, by day or by longer periods. All of them tell the same truth, each in its own words.
#pragma once

#include <afpunt/date.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::tests {

inline constexpr std::string_view truth_account = "BE68539007547034";
inline constexpr std::size_t truth_days = 5; // 2 to 6 November 2026, Monday to Friday

struct TruePayment {
    std::int64_t cents = 0; // below zero: paid out
    std::size_t payer = 0;  // 0 to 3
    std::size_t text = 0;   // 0 to 4
};

struct TrueDay {
    std::vector<TruePayment> payments;
    // Booked as one sum; its payments stand in the files that give details. Empty or at least two.
    std::vector<TruePayment> batch;
    [[nodiscard]] std::int64_t net() const;
};

struct Truth {
    std::vector<TrueDay> days; // truth_days
    [[nodiscard]] std::int64_t balance_before(std::size_t day) const;
};

[[nodiscard]] Date day_of(std::size_t day);
[[nodiscard]] std::string payer_account(std::size_t payer);

enum class Format { Coda, Camt, Mt940, Notification };
enum class Details { Given, Missing }; // of batches

// Days `first` to `last`; CODA and MT940 give a statement for each day, CAMT one for all of them. A
// notification (CAMT.054) has no balances.
struct Delivery {
    Format format = Format::Coda;
    std::size_t first = 0, last = 0;
    Details details = Details::Given;
};
[[nodiscard]] std::string bytes_of(const Truth& truth, const Delivery& delivery);

// An empty book with that account, in a folder of its own that goes when this goes.
class TruthBook {
public:
    TruthBook();
    ~TruthBook();
    TruthBook(const TruthBook&) = delete;
    TruthBook& operator=(const TruthBook&) = delete;
    [[nodiscard]] const std::filesystem::path& root() const { return root_; }
    void put(std::string_view name, std::string_view bytes) const; // into bank/

private:
    std::filesystem::path root_;
};

} // namespace afpunt::tests
