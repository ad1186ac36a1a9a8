// SPDX-License-Identifier: MIT
//
// What a letter's forms cost with the libraries that one would take otherwise: the yardstick for
// our own writers.
#pragma once

#include "document/mail_text.hpp"
#include "document/template_set.hpp"

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>

namespace afpunt::benchmark {

// The tree of plugin/delivery/mime_message.cpp with one header, by GMime.
[[nodiscard]] std::string mail_of_gmime(const document::MailText& text, std::string_view qr_png);

// Subject, text, and HTML twice, as a letter needs them, by the mustache library.
class LibraryWriter {
public:
    explicit LibraryWriter(const document::TemplateSet& templates);
    [[nodiscard]] std::size_t bytes_of(const document::ReminderModel& model);

private:
    kainjow::mustache::mustache subject_, html_, plain_;
};

} // namespace afpunt::benchmark
