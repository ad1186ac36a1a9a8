// SPDX-License-Identifier: MIT
//
// libFuzzer on somebody's own texts for letters: any bytes. A template that the check lets pass can
// be filled, and a customer's name never becomes HTML by it.
#include "demand.hpp"

#include <document/template_check.hpp>

#include <string>

namespace {

using afpunt::document::View;

// Stands nowhere but in the view: where it comes out as it is, it was not escaped.
const char* const hostile = "<i onload=\"x\">&amp;{{name}}";

View letter_view() {
    View line;
    line.texts = {{"number", hostile}, {"open", "12,10 EUR"}};
    line.flags = {{"disputed", true}};
    View view;
    view.texts = {{"name", hostile}, {"total", "1.234,50 EUR"}, {"url", "https://pay.example/"}};
    view.flags = {{"has_qr", true}, {"firm", false}};
    view.lists = {{"lines", {line, line}}};
    return view;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace afpunt::document;
    using namespace afpunt::fuzz;
    static const View view = letter_view();
    const std::string text(text_of(data, size));
    for (const Escape escape : {Escape::Html, Escape::None}) {
        const auto good = check_template(text, view, escape);
        if (!good) {
            demand_sentence(good.error().sentence());
            continue;
        }
        const auto filled = render(text, view, escape);
        demand(filled.has_value());
        if (escape == Escape::Html && text.find(hostile) == std::string::npos)
            demand(filled->find(hostile) == std::string::npos);
    }
    return 0;
}
