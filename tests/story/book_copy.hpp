// SPDX-License-Identifier: MIT
//
// A copy of the sample book in a folder of its own, and the real `afpunt` command beside it: the
// tests of this folder see what a person or a program sees, and nothing else.
#pragma once

#include <boost/json.hpp>

#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace afpunt::tests {

struct Outcome {
    int exit_code = -1;
    std::string output, errors;
};

// Runs a program with these arguments, each as it stands.
[[nodiscard]] Outcome run_program(const std::vector<std::string>& arguments,
                                  const std::string& environment = "");
[[nodiscard]] bool has_program(const std::string& name);

// What `afpunt letters` says about one letter.
struct LetterSeen {
    std::string number, customer, state, total, reason, on;
    std::vector<std::string> items; // "2026-0145 reminder-1 185.50"
    friend bool operator==(const LetterSeen&, const LetterSeen&) = default;
};

// Why an invoice stands where it stands.
struct ReasonSeen {
    std::string reason, open, step;
    friend bool operator==(const ReasonSeen&, const ReasonSeen&) = default;
    friend void PrintTo(const ReasonSeen& seen, std::ostream* out) {
        *out << seen.reason << " " << seen.open << " " << seen.step;
    }
};
using Reasons = std::map<std::string, ReasonSeen>;

class BookCopy {
public:
    BookCopy();
    ~BookCopy();
    BookCopy(const BookCopy&) = delete;
    BookCopy& operator=(const BookCopy&) = delete;

    [[nodiscard]] std::filesystem::path root() const { return root_; }
    // The day that all commands take as today.
    void set_day(std::string_view day) { day_ = day; }
    void set_language(std::string_view language) { language_ = language; }
    // Files of later/ into bank/, as a download from the bank would bring them.
    void bring(std::initializer_list<std::string_view> files) const;
    // Until the first six letters lie in out/, on 19 November.
    void live_until_the_first_letters();
    void write(std::string_view file, std::string_view bytes) const;
    // Gives the book a signing key, so that letters bear payment links.
    void add_payment_links() const;
    // Links that a provider hosts; it listens at `api_url`.
    void add_hosted_links(const std::string& provider, const std::string& api_url,
                          const std::string& key) const;

    // The command with --json; the answer must be an object.
    boost::json::object ask(std::vector<std::string> arguments, int expected_exit = 0);
    [[nodiscard]] Outcome command(std::vector<std::string> arguments) const;

    [[nodiscard]] Reasons reasons();
    [[nodiscard]] std::string reason(const std::string& invoice);
    [[nodiscard]] std::vector<LetterSeen> letters(const std::string& state = "");
    // The bank line whose text or payer holds this; empty = no line is proposed for anything.
    [[nodiscard]] std::string proposed_line(std::string_view text);

private:
    std::filesystem::path root_;
    std::string day_ = "2026-11-02", language_ = "en";
};

} // namespace afpunt::tests
