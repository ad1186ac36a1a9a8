// SPDX-License-Identifier: MIT
//
// Accounts and names of payers. Banks shorten names, turn them round and drop accents; joint
// accounts carry two names. So names are compared word by word, and they never decide alone.
#include "matching/payer_index.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::matching {
namespace {

// A name of more words than this is an address line.
constexpr std::size_t most_words_of_a_name = 8;
// A word that more customers share ("BAKKERIJ", "JAN") does not lead to one; the others do.
constexpr std::size_t most_namesakes = 500;
// An account that pays for more customers is an accountant's or a provider's.
constexpr std::size_t most_parties_of_an_account = 20;

constexpr std::array<std::string_view, 67> silent_words{
    "NV",    "SA",   "BV",       "BVBA",   "SRL",     "SPRL", "GMBH",  "AG",      "UG",  "KG",
    "OHG",   "GBR",  "EK",       "EV",     "VOF",     "SNC",  "CV",    "CVBA",    "SC",  "SCRL",
    "COMMV", "GCV",  "SCS",      "VZW",    "ASBL",    "IVZW", "AISBL", "SARL",    "SAS", "SASU",
    "EURL",  "EI",   "SCI",      "LTD",    "LIMITED", "INC",  "LLC",   "PLC",     "SE",  "CO",
    "EN",    "ET",   "UND",      "AND",    "OF",      "DE",   "DER",   "DEN",     "VAN", "VON",
    "LE",    "LA",   "LES",      "DU",     "DHR",     "HEER", "MEVR",  "MEVROUW", "MR",  "MRS",
    "MME",   "MLLE", "MONSIEUR", "MADAME", "HERR",    "FRAU", "FIRMA"};

struct Folding {
    std::uint32_t first, last; // code points
    std::string_view letters;
};
// Latin-1 letters, and the few of Latin Extended-A that names in the Benelux, France and Germany
// use. Capitals and small letters fold alike.
constexpr std::array<Folding, 24> foldings{{
    {0xC0, 0xC5, "A"},  {0xC6, 0xC6, "AE"}, {0xC7, 0xC7, "C"},    {0xC8, 0xCB, "E"},
    {0xCC, 0xCF, "I"},  {0xD1, 0xD1, "N"},  {0xD2, 0xD6, "O"},    {0xD8, 0xD8, "O"},
    {0xD9, 0xDC, "U"},  {0xDD, 0xDD, "Y"},  {0xDF, 0xDF, "SS"},   {0xE0, 0xE5, "A"},
    {0xE6, 0xE6, "AE"}, {0xE7, 0xE7, "C"},  {0xE8, 0xEB, "E"},    {0xEC, 0xEF, "I"},
    {0xF1, 0xF1, "N"},  {0xF2, 0xF6, "O"},  {0xF8, 0xF8, "O"},    {0xF9, 0xFC, "U"},
    {0xFD, 0xFD, "Y"},  {0xFF, 0xFF, "Y"},  {0x152, 0x153, "OE"}, {0x160, 0x161, "S"},
}};

[[nodiscard]] std::string_view folded(std::uint32_t code_point) {
    for (const Folding& folding : foldings) {
        if (code_point >= folding.first && code_point <= folding.last) return folding.letters;
    }
    return {};
}

[[nodiscard]] bool is_silent(std::string_view word) {
    return std::find(silent_words.begin(), silent_words.end(), word) != silent_words.end();
}

// Capitals without accents; what is no letter or digit becomes a space.
[[nodiscard]] std::string plain_capitals(std::string_view name) {
    std::string plain;
    for (std::string_view rest = name; !rest.empty();) {
        const std::size_t length = text::utf8_length_at_front(rest);
        const char c = rest.front();
        if (length == 2) {
            const auto high = static_cast<std::uint32_t>(static_cast<unsigned char>(rest[0]));
            const auto low = static_cast<std::uint32_t>(static_cast<unsigned char>(rest[1]));
            plain += folded(((high & 0x1F) << 6) | (low & 0x3F));
        } else {
            plain += text::is_letter(c) || text::is_digit(c) ? text::upper(c) : ' ';
        }
        rest.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return plain;
}

// "N.V." and "B.V.B.A." are legal forms too: single letters that together spell one.
void drop_dotted_forms(std::vector<std::string>& words) {
    for (auto first = words.begin(); first != words.end();) {
        const auto end = std::find_if(first, words.end(),
                                      [](const std::string& word) { return word.size() > 1; });
        std::string together;
        for (auto word = first; word != end; ++word)
            together += *word;
        if (end - first > 1 && is_silent(together)) {
            first = words.erase(first, end);
        } else {
            first = end == words.end() ? end : end + 1;
        }
    }
}

[[nodiscard]] bool are_words_alike(std::string_view left, std::string_view right) {
    if (left == right) return true;
    const bool one_is_initial = left.size() == 1 || right.size() == 1;
    return one_is_initial && left.front() == right.front();
}

[[nodiscard]] bool includes_initial(const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [](const std::string& word) { return word.size() == 1; });
}

[[nodiscard]] std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words)
        all += word + ' ';
    return all;
}

[[nodiscard]] std::string electronic(std::string_view iban) {
    std::string compact;
    for (const char c : iban) {
        if (!text::is_space(c)) compact += text::upper(c);
    }
    return compact;
}

} // namespace

std::vector<std::string> telling_words(std::string_view name) {
    // Names come from outside; what is longer than any name is not read.
    constexpr std::size_t longest_name = 200;
    const std::string plain = plain_capitals(text::utf8_prefix(name, longest_name));
    std::vector<std::string> words;
    for (std::size_t at = 0; at < plain.size() && words.size() < most_words_of_a_name;) {
        const std::size_t end = std::min(plain.find(' ', at), plain.size());
        std::string word = plain.substr(at, end - at);
        if (!word.empty() && !is_silent(word)) words.push_back(std::move(word));
        at = end + 1;
    }
    drop_dotted_forms(words);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

bool are_names_alike(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    if (left.empty() || right.empty()) return false;
    // Two initials are nobody's name.
    if (left == right) {
        return std::any_of(left.begin(), left.end(),
                           [](const std::string& word) { return word.size() > 1; });
    }
    const std::vector<std::string>& shorter = left.size() <= right.size() ? left : right;
    const std::vector<std::string>& longer = left.size() <= right.size() ? right : left;
    std::vector<bool> is_used(longer.size(), false);
    std::size_t common = 0;
    std::size_t common_whole = 0;
    // Whole words first, so that an initial does not take a word that is there in full.
    for (const bool whole : {true, false}) {
        for (const std::string& word : shorter) {
            const bool was_common = std::binary_search(longer.begin(), longer.end(), word);
            if (was_common != whole) continue;
            for (std::size_t at = 0; at < longer.size(); ++at) {
                if (is_used[at] || !are_words_alike(word, longer[at])) continue;
                if (whole && word != longer[at]) continue;
                is_used[at] = true;
                ++common;
                if (word == longer[at] && word.size() > 1) ++common_whole;
                break;
            }
        }
    }
    return common_whole > 0 && common >= 2 && common == shorter.size();
}

PayerIndex::PayerIndex(const book::Book& book) : book_(&book) {
    const book::Snapshot& data = book.snapshot();
    for (const book::BankAccount& account : data.accounts)
        own_.add(electronic(account.iban), 0);
    for (const std::string& iban : data.creditor.ibans)
        own_.add(electronic(iban), 0);
    for (const book::BankLine& line : data.bank_lines) {
        if (line.kind == book::BankLineKind::ProviderPayout) {
            providers_.add(electronic(line.payer_iban), 0);
        }
    }
    words_.reserve(data.parties.size());
    for (std::uint32_t at = 0; at < data.parties.size(); ++at) {
        for (const std::string& iban : data.parties[at].ibans) {
            const std::string key = electronic(iban);
            listed_.add(key, at);
            by_iban_.add(key, at);
        }
        words_.push_back(telling_words(data.parties[at].name));
        for (const std::string& word : words_.back())
            by_word_.add(word, at);
        by_whole_name_.add(joined(words_.back()), at);
        has_initial_.push_back(includes_initial(words_.back()));
    }
    learn_from_allocations();
    own_.freeze(1);
    providers_.freeze(1);
    listed_.freeze(most_parties_of_an_account);
    by_iban_.freeze(most_parties_of_an_account);
    by_word_.freeze(most_namesakes);
    by_whole_name_.freeze(data.parties.size());
}

std::uint32_t PayerIndex::position_of(const book::Party& party) const {
    return static_cast<std::uint32_t>(&party - book_->snapshot().parties.data());
}

void PayerIndex::learn_from_allocations() {
    for (const book::Allocation& allocation : book_->snapshot().allocations) {
        if (allocation.kind != book::AllocationKind::Bank) continue;
        const book::BankLine* line = book_->bank_line(allocation.source_id);
        const book::OpenItem* item = book_->item(allocation.item_id);
        if (line == nullptr || item == nullptr || !line->amount.is_positive()) continue;
        // A provider's account pays out for everybody.
        if (line->kind != book::BankLineKind::Unknown &&
            line->kind != book::BankLineKind::CustomerPayment) {
            continue;
        }
        const book::Party* party = book_->party(item->customer_id);
        if (party == nullptr) continue;
        by_iban_.add(electronic(line->payer_iban), position_of(*party));
    }
}

std::vector<std::uint32_t> PayerIndex::listed(std::string_view iban) const {
    const Positions found = listed_.find(electronic(iban));
    return {found.begin(), found.end()};
}

std::vector<std::uint32_t> PayerIndex::by_iban(std::string_view iban) const {
    const std::string key = electronic(iban);
    if (!own_.find(key).empty() || !providers_.find(key).empty()) return {};
    const Positions found = by_iban_.find(key);
    return {found.begin(), found.end()};
}

std::vector<std::uint32_t> PayerIndex::by_id(std::string_view party_id) const {
    const book::Party* party = book_->party(party_id);
    if (party == nullptr) return {};
    return {position_of(*party)};
}

bool PayerIndex::is_own(std::string_view iban) const {
    return !own_.find(electronic(iban)).empty();
}

bool PayerIndex::passes_money_on(std::string_view iban) const {
    return !providers_.find(electronic(iban)).empty();
}

bool PayerIndex::is_name_of(std::string_view name, std::uint32_t party) const {
    return are_names_alike(telling_words(name), words_[party]);
}

std::vector<std::uint32_t> PayerIndex::namesakes(std::string_view name) const {
    const std::vector<std::string> words = telling_words(name);
    std::vector<std::uint32_t> candidates; // once for each word in common
    std::size_t forgotten = 0;             // words so common that the index does not have them
    for (const std::string& word : words) {
        const Positions found = by_word_.find(word);
        candidates.insert(candidates.end(), found.begin(), found.end());
        if (found.empty()) ++forgotten;
    }
    std::sort(candidates.begin(), candidates.end());
    const bool has_initial = includes_initial(words);
    std::vector<std::uint32_t> alike;
    for (auto first = candidates.begin(); first != candidates.end();) {
        const std::uint32_t party = *first;
        const auto last = std::upper_bound(first, candidates.end(), party);
        // Without initials every word of the shorter name must be in common: no need to compare.
        const std::size_t needed = std::min(words.size(), words_[party].size());
        const bool may_be_alike = has_initial || has_initial_[party] ||
                                  static_cast<std::size_t>(last - first) + forgotten >= needed;
        if (may_be_alike && are_names_alike(words, words_[party])) alike.push_back(party);
        first = last;
    }
    return alike;
}

bool PayerIndex::is_whole_name(std::string_view name) const {
    return !by_whole_name_.find(joined(telling_words(name))).empty();
}

} // namespace afpunt::matching
