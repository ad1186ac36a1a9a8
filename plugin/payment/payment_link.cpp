// SPDX-License-Identifier: MIT
//
// Signed links. The signature covers the address of the page and every field, each with its length
// before it, so that no two requests give the same signed text. A link has one spelling only
// (percent_encoding.hpp, fixed order of the parameters): whatever byte is changed, it is refused.
#include "payment/payment_link.hpp"

#include "payment/hmac_sha256.hpp"
#include "payment/percent_encoding.hpp"

#include <afpunt/text.hpp>

#include <algorithm>
#include <array>

namespace afpunt::payment {

namespace {

constexpr std::size_t secret_bytes_min = 16; // 128 bits: out of reach of guessing
constexpr std::size_t key_id_bytes_max = 32; // a name, not a document
constexpr std::size_t page_bytes_max = 1000; // leaves room for the fields
constexpr std::size_t link_bytes_max = 8000; // what RFC 9110, section 4.1 asks servers to accept
constexpr std::size_t shown_bytes_max = 60;  // enough to recognise a value in a message
// Order of the parameters in every link; the signature is last.
constexpr std::array<std::string_view, 8> names{"b", "i", "l", "a", "c", "e", "k", "s"};
constexpr std::size_t signature_index = 7;

std::string shown(std::string_view value) {
    std::string out;
    for (const char c : value.substr(0, shown_bytes_max))
        out += c >= ' ' && c <= '~' ? c : '?';
    return out;
}

bool is_key_id(std::string_view id) {
    return !id.empty() && id.size() <= key_id_bytes_max &&
           std::all_of(id.begin(), id.end(), [](char c) {
               return text::is_letter(c) || text::is_digit(c) || c == '-' || c == '_' || c == '.';
           });
}

bool is_our_name(std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view name_of(std::string_view parameter) {
    return parameter.substr(0, parameter.find('='));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

Result<void> check_page(std::string_view page) {
    const auto refuse = [&](std::string expected) {
        return fail("payment page", shown(page), std::move(expected));
    };
    constexpr std::string_view scheme = "https://";
    if (page.substr(0, scheme.size()) != scheme) return refuse("an address with https://");
    for (const char c : page) {
        if (c <= ' ' || c > '~' || std::string_view("\"'<>\\^`{|}").find(c) != std::string::npos) {
            return refuse("an address without spaces, quotes and accented letters");
        }
    }
    if (page.find('#') != std::string_view::npos) return refuse("an address without # part");
    const std::string_view rest = page.substr(scheme.size());
    const std::string_view host = rest.substr(0, rest.find_first_of("/?"));
    if (host.empty() || host.find('@') != std::string_view::npos) {
        return refuse("the name of a server, without a user, after https://");
    }
    const std::size_t query = page.find('?');
    if (query == std::string_view::npos) return {};
    for (const std::string_view parameter : split(page.substr(query + 1), '&')) {
        if (is_our_name(name_of(parameter))) {
            return refuse("an address whose query does not use the names b, i, l, a, c, e, k, s");
        }
    }
    return {};
}

void append_field(std::string& out, std::string_view value) {
    out += std::to_string(value.size());
    out += ':';
    out += value;
}

// `page` is all that stands before our first parameter, with its "?" or "&".
std::string signature_of(std::string_view page, const LinkRequest& request, const SigningKey& key) {
    std::string signed_text = "afpunt payment link 1\n";
    append_field(signed_text, page);
    append_field(signed_text, request.book_id);
    append_field(signed_text, std::to_string(request.item_ids.size()));
    for (const std::string& item : request.item_ids)
        append_field(signed_text, item);
    append_field(signed_text, request.letter_id);
    append_field(signed_text, request.amount.decimal());
    append_field(signed_text, request.amount.currency.code());
    append_field(signed_text, request.expires_on.iso());
    append_field(signed_text, key.id);
    return hmac_sha256_hex(key.secret, signed_text);
}

Result<void> check_request(const LinkRequest& request) {
    if (request.book_id.empty()) return fail("book", "", "the id of the book");
    if (request.letter_id.empty()) return fail("letter", "", "the id of the letter");
    if (request.item_ids.empty()) return fail("items", "", "the invoices that are to be paid");
    for (const std::string& item : request.item_ids) {
        if (item.empty()) return fail("item", "", "the id of an invoice");
    }
    if (!request.amount.is_positive()) {
        return fail("amount", request.amount.decimal(), "an amount above zero");
    }
    return {};
}

struct LinkParts {
    std::string_view page;                  // all before our first parameter
    std::array<std::string_view, 8> values; // as they stand in the link, in the order of `names`
};

Result<LinkParts> split_link(std::string_view link) {
    const auto refuse = [&](std::string expected) {
        return fail("payment link", shown(link), std::move(expected));
    };
    if (link.size() > link_bytes_max) return refuse("at most 8000 characters");
    const std::size_t query = link.find('?');
    if (query == std::string_view::npos) return refuse("an address with the data of a payment");
    const auto parameters = split(link.substr(query + 1), '&');
    if (parameters.size() < names.size()) return refuse("all eight parts of a payment link");
    const std::size_t own = parameters.size() - names.size();
    for (std::size_t at = 0; at < own; ++at) {
        if (is_our_name(name_of(parameters[at]))) {
            return refuse("each part of a payment link once, and nothing after it");
        }
    }
    LinkParts parts;
    for (std::size_t at = 0; at < names.size(); ++at) {
        const std::string_view parameter = parameters[own + at];
        if (name_of(parameter) != names[at] || parameter.size() <= names[at].size()) {
            return refuse("the parts of a payment link once each, in their order");
        }
        parts.values[at] = parameter.substr(names[at].size() + 1);
    }
    const auto page_bytes = static_cast<std::size_t>(parameters[own].data() - link.data());
    parts.page = link.substr(0, page_bytes);
    return parts;
}

Result<LinkRequest> read_request(const LinkParts& parts) {
    const auto& values = parts.values;
    LinkRequest request;
    auto book = percent_decode(values[0]);
    if (!book) return tl::unexpected(book.error().at("book"));
    request.book_id = std::move(*book);
    for (const std::string_view encoded : split(values[1], ',')) {
        auto item = percent_decode(encoded);
        if (!item) return tl::unexpected(item.error().at("item"));
        request.item_ids.push_back(std::move(*item));
    }
    auto letter = percent_decode(values[2]);
    if (!letter) return tl::unexpected(letter.error().at("letter"));
    request.letter_id = std::move(*letter);
    const auto currency = Currency::parse(values[4]);
    if (!currency) return tl::unexpected(currency.error());
    const auto amount = parse_money(values[3], *currency);
    if (!amount) return tl::unexpected(amount.error());
    if (amount->decimal() != values[3]) {
        return fail("amount", shown(values[3]),
                    "the amount as it was written, " + amount->decimal());
    }
    request.amount = *amount;
    const auto expires_on = Date::parse(values[5]);
    if (!expires_on) return tl::unexpected(expires_on.error().at("expiry"));
    request.expires_on = *expires_on;
    if (const auto checked = check_request(request); !checked) {
        return tl::unexpected(checked.error());
    }
    return request;
}

} // namespace

Result<SignedLinkProvider> SignedLinkProvider::make(std::string page, SigningKey key) {
    if (const auto checked = check_page(page); !checked) return tl::unexpected(checked.error());
    if (page.size() > page_bytes_max) {
        return fail("payment page", shown(page), "an address of at most 1000 characters");
    }
    if (!is_key_id(key.id)) {
        return fail("key id", shown(key.id), "1 to 32 letters, digits, '-', '_' or '.'");
    }
    if (key.secret.size() < secret_bytes_min) {
        return fail("secret of key " + key.id, std::to_string(key.secret.size()) + " bytes",
                    "at least 16 bytes");
    }
    return SignedLinkProvider(std::move(page), std::move(key));
}

Result<std::string> SignedLinkProvider::create(const LinkRequest& request) {
    if (const auto checked = check_request(request); !checked) {
        return tl::unexpected(checked.error());
    }
    std::string link = page_;
    if (page_.find('?') == std::string::npos) {
        link += '?';
    } else if (page_.back() != '?' && page_.back() != '&') {
        link += '&';
    }
    const std::string signature = signature_of(link, request, key_);
    std::string items;
    for (const std::string& item : request.item_ids) {
        if (!items.empty()) items += ',';
        items += percent_encode(item);
    }
    link += "b=" + percent_encode(request.book_id) + "&i=" + items +
            "&l=" + percent_encode(request.letter_id) + "&a=" + request.amount.decimal() +
            "&c=" + std::string(request.amount.currency.code()) + "&e=" + request.expires_on.iso() +
            "&k=" + key_.id + "&s=" + signature;
    if (link.size() > link_bytes_max) {
        return fail("payment link", std::to_string(link.size()) + " characters",
                    "at most 8000 characters: fewer invoices in one link");
    }
    return link;
}

Result<LinkRequest>
verify_signed_link(std::string_view link,
                   const std::function<const SigningKey*(std::string_view key_id)>& find_key,
                   Date today) {
    const auto parts = split_link(link);
    if (!parts) return tl::unexpected(parts.error());
    if (const auto page = check_page(parts->page); !page) return tl::unexpected(page.error());
    const std::string_view key_id = parts->values[6];
    if (!is_key_id(key_id)) return fail("key id", shown(key_id), "the id of a key");
    auto request = read_request(*parts);
    if (!request) return request;
    const SigningKey* key = find_key(key_id);
    if (key == nullptr) return fail("key id", std::string(key_id), "the id of a key that we know");
    if (key->secret.size() < secret_bytes_min || key->id != key_id) {
        return fail("key " + std::string(key_id), "a key that does not fit its id or is too short",
                    "the key of that id with at least 16 bytes");
    }
    if (!equal_in_constant_time(parts->values[signature_index],
                                signature_of(parts->page, *request, *key))) {
        return fail("signature", "one that does not fit", "a link as it was sent, unchanged");
    }
    if (today > request->expires_on) {
        return fail("payment link", "one that could be used until " + request->expires_on.iso(),
                    "a link that is still valid on " + today.iso());
    }
    return request;
}

} // namespace afpunt::payment
