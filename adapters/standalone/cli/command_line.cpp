// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <CLI/CLI.hpp>
#pragma GCC diagnostic pop

#include <cstdlib>
#include <iostream>

namespace afpunt::standalone::cli {
namespace {

constexpr const char* about =
    "afpunt follows up unpaid invoices right after the bank was read: it withdraws what has "
    "become\n"
    "pointless, prepares what has become due, and says why for every open invoice.\n\n"
    "A book is a folder with afpunt.toml, invoices/ (UBL) and bank/ (CODA, CAMT, MT940, OFX or "
    "CSV).\n"
    "A usual day:\n\n"
    "  afpunt run              read new files, match, withdraw, prepare; then show three lists\n"
    "  afpunt why V26-0107     why this invoice is reminded today, or is not\n"
    "  afpunt show H-2026-00001   the letter as the customer will see it\n"
    "  afpunt approve --all    let the letters that are ready leave: by mail, or into out/\n\n"
    "Nothing leaves without `approve`, unless mode = \"send\" and somebody said `afpunt sending "
    "on`.";

constexpr const char* exit_codes =
    "\nExit codes: 0 fine; 1 some input or letter was refused, the rest went on; 2 wrong use;\n"
    "3 the book cannot be opened; 4 the command was refused.\n"
    "Environment: AFPUNT_BOOK (the book's folder), AFPUNT_MODULE (libafpunt.so), NO_COLOR.";

void add_common(CLI::App& app, CommandLine& line) {
    app.add_option("-b,--book", line.book,
                   "The book's folder (default: AFPUNT_BOOK, else this one)")
        ->envname("AFPUNT_BOOK");
    app.add_flag("--json", line.json, "Answer as JSON, for programs");
    app.add_option("--language", line.language, "nl-BE, nl-NL, fr, de or en (default: the book's)");
    app.add_option("--on", line.on,
                   "Take YYYY-MM-DD as today, as a trial: letters are only prepared");
    app.add_option("--who", line.who, "Whose name stands in the journal (default: USER)");
}

CLI::App* add(CLI::App& app, CommandLine& line, const char* name, const char* text,
              const char* teaching) {
    CLI::App* command = app.add_subcommand(name, text);
    command->footer(teaching);
    command->callback([&line, name] { line.command = name; });
    command->fallthrough();
    return command;
}

void add_reading(CLI::App& app, CommandLine& line) {
    CLI::App* plan = add(app, line, "plan", "What would happen today; changes nothing",
                         "Example: afpunt plan --on 2026-12-01 shows what will be due then.");
    plan->add_flag("--all", line.waiting, "Also those that wait or are done, with their reasons");
    CLI::App* why =
        add(app, line, "why", "Why an invoice is reminded today, or is not",
            "Example: afpunt why V26-0107\nShows the reason, the bank lines that may pay "
            "it, its letters and payments.");
    why->add_option("invoice", line.names, "Invoice number")->required()->expected(1);
    CLI::App* letters = add(app, line, "letters", "All letters and what became of them",
                            "Example: afpunt letters --state withdrawn");
    letters->add_option("--state", line.state, "prepared, held, approved, accepted, withdrawn ...");
    CLI::App* show = add(app, line, "show", "One letter as the customer will see it",
                         "Example: afpunt show H-2026-00001 --form reminder.xml --output r.xml");
    show->add_option("letter", line.names, "Letter number")->required()->expected(1);
    show->add_option("--form", line.form,
                     "mail.txt (default), mail.html, mail.eml, reminder.xml, qr.svg, letter.json");
    show->add_option("-o,--output", line.output, "Write it to this file");
    CLI::App* report = add(app, line, "report", "The report of the day as one HTML file",
                           "Example: afpunt report --output today.html");
    report->add_option("-o,--output", line.output, "File to write (default: out/report-DATE.html)");
    add(app, line, "status", "How the book stands, in ten lines", "Example: afpunt status --json");
    CLI::App* journal = add(app, line, "journal", "Who did what, and when",
                            "Entries chain by hash: a change behind afpunt's back is noticed.");
    journal->add_option("--newest", line.newest, "How many entries")->check(CLI::Range(1, 1000));
    CLI::App* verify = add(app, line, "verify-link", "Check a payment link that came back",
                           "Says what it asks for, or why it is refused.");
    verify->add_option("link", line.names, "The link")->required()->expected(1);
}

void add_acting(CLI::App& app, CommandLine& line) {
    CLI::App* import =
        add(app, line, "import", "Read new invoices and bank files, and act on them",
            "Matches what is certain, withdraws letters that became pointless, prepares what is "
            "due.\nExample: afpunt import --check statement.xml");
    import->add_option("--check", line.check,
                       "Only say what is in this bank file and what is odd about it");
    import->add_option("--trust", line.trust,
                       "Take this file although it looks incomplete: you have looked at it");
    CLI::App* run = add(app, line, "run", "Import, then show what is ready, held, and why",
                        "The one command of a usual day. With --on DATE: a trial.");
    run->add_flag("--all", line.waiting, "Also show those that wait or are done");
    add(app, line, "watch", "Stay, and act after each new bank file",
        "Ends with Ctrl+C. New files in bank/ and invoices/ are read once they are whole.");
    CLI::App* approve =
        add(app, line, "approve", "Approve letters: they leave by mail, or go into out/",
            "Example: afpunt approve H-2026-00001 H-2026-00004\nEach is checked "
            "against the books once more; a letter that is no longer right stays.");
    approve->add_option("letters", line.names, "Letter numbers");
    approve->add_flag("--all", line.all, "All that are ready");
    CLI::App* hold =
        add(app, line, "hold", "Do not remind an invoice or a customer for a while",
            "Examples: afpunt hold V26-0107 --until 2026-12-31 --reason \"promised to pay\"\n"
            "          afpunt hold --customer \"De Bakker NV\" --reason \"in talks\"");
    hold->add_option("invoice", line.names, "Invoice number")->expected(0, 1);
    hold->add_option("--customer", line.customer, "Customer's id or name, instead of an invoice");
    hold->add_option("--from", line.from, "First day (default: today)");
    hold->add_option("--until", line.until, "Last day (default: until released)");
    hold->add_option("--reason", line.reason, "Why; stands in the list of what is held")
        ->required();
    CLI::App* release =
        add(app, line, "release", "End a hold, or let an old balance be reminded",
            "Examples: afpunt release V26-0107\n          afpunt release --old-balances");
    release->add_option("invoice", line.names, "Invoice number")->expected(0, 1);
    release->add_option("--customer", line.customer,
                        "Customer's id or name, instead of an invoice");
    release->add_flag("--old-balances", line.old_balances,
                      "All that was overdue when the book was first opened");
    CLI::App* match =
        add(app, line, "match", "Tie a bank line to an invoice",
            "Examples: afpunt match LINE            as proposed\n"
            "          afpunt match LINE V26-0107   to this invoice\n"
            "          afpunt match LINE --not-his  it pays nothing of this customer");
    match->add_option("line", line.names, "Bank line, as `run` shows it, and an invoice number")
        ->required()
        ->expected(1, 2);
    match->add_flag("--not-his", line.not_his, "Never propose this line again");
    CLI::App* unmatch = add(app, line, "unmatch", "Untie a payment from its invoice",
                            "Take the payment's id from `afpunt why INVOICE`.");
    unmatch->add_option("payment", line.names, "Id of the payment")->required()->expected(1);
    CLI::App* bank = add(app, line, "confirm-bank", "Say that the bank is up to date until a day",
                         "Example: afpunt confirm-bank BE68539007547034 --until 2026-11-19\n"
                         "For an account without movements, or a statement that never comes. Your "
                         "name and the moment are kept.");
    bank->add_option("account", line.names, "IBAN or name of the account")->required()->expected(1);
    bank->add_option("--until", line.until, "Last day that is in")->required();
}

void add_leaving(CLI::App& app, CommandLine& line) {
    CLI::App* sending =
        add(app, line, "sending", "Let letters leave without approval, or stop that",
            "afpunt sending on shows what would leave at once, and asks. The policy in afpunt.toml "
            "must say\nmode = \"send\". afpunt sending off ends it at once; afpunt sending shows "
            "how it stands.\nWith --json: `on` answers a list and its name in `seen`; give that "
            "name with --seen to switch on.");
    sending->add_option("switch", line.names, "on or off (default: show how it stands)")
        ->expected(0, 1)
        ->check(CLI::IsMember({"on", "off"}));
    sending->add_flag("--yes", line.yes, "Ask nothing");
    sending->add_option("--seen", line.seen, "The list that was seen, for programs");
    CLI::App* settle = add(
        app, line, "settle", "Say what became of a letter of which nobody knows",
        "The connection broke after the mail was handed over and before the server answered. Look "
        "in the\nmail account's sent folder, or ask the customer; then:\n"
        "  afpunt settle H-2026-00004 sent       it counts as sent\n"
        "  afpunt settle H-2026-00004 not-sent   it is prepared anew");
    settle->add_option("letter", line.names, "Letter number, and sent or not-sent")
        ->required()
        ->expected(2);
    CLI::App* book = add(
        app, line, "book", "Say whether this book was moved, copied or put back",
        "A book that stands in another place than before, or that comes from a backup, only "
        "prepares until\nyou say which it is:\n"
        "  afpunt book moved      it is the book, and the old one is no longer used\n"
        "  afpunt book copied     it is a copy: it prepares and never sends\n"
        "  afpunt book restored   it comes from a backup: what left since is not known here, so "
        "what is overdue\n                         has to be looked at first (afpunt release)\n"
        "With restored, --from FILE names the state of another copy (its state/afpunt.db): what "
        "left by it\ncounts as sent here.");
    book->add_option("which", line.names, "moved, copied or restored")
        ->required()
        ->expected(1)
        ->check(CLI::IsMember({"moved", "copied", "restored"}));
    book->add_option("--from", line.from_copy, "State of another copy of this book");
    book->add_flag("--sent-folder", line.sent_folder,
                   "Ask the mail account what left (needs mail.imap_server)");
}

void add_mail(CLI::App& app, CommandLine& line) {
    CLI::App* bounce = add(
        app, line, "bounce", "Take in mail that came back, from a file or a maildir",
        "Example: afpunt bounce ~/Maildir/.Returns\nA letter that came back did not happen: its "
        "step is free again, and nothing more\ngoes to a dead address. Files are only read; "
        "reading one twice changes nothing.");
    bounce->add_option("path", line.names, "A mail, a maildir, or a folder of mails")
        ->required()
        ->expected(1);
    CLI::App* mail =
        add(app, line, "mail", "`mail test`: whether letters would arrive",
            "Examples: afpunt mail test\n          afpunt mail test --send-to me@example.com\nAsks "
            "the mail server up to the moment of sending, and looks at what the domain\npublishes "
            "(SPF, DKIM, DMARC). Sends nothing without --send-to.");
    mail->add_option("what", line.names, "test")
        ->required()
        ->expected(1)
        ->check(CLI::IsMember({"test"}));
    mail->add_option("--send-to", line.send_to, "Send one mail there, such as to yourself");
}

void add_init(CLI::App& app, CommandLine& line) {
    CLI::App* init =
        add(app, line, "init", "Make a new book in a folder; asks a few questions",
            "Example: afpunt init mybook\nEvery question can be answered by an option; "
            "with --yes the rest takes its default.");
    init->add_option("folder", line.names, "The folder (default: this one)")->expected(0, 1);
    init->add_option("--firm", line.firm, "Name of the firm, as on its invoices");
    init->add_option("--mail", line.mail, "Mail address that letters come from");
    init->add_option("--iban", line.iban, "Account that customers pay into");
    init->add_option("--country", line.country, "BE or NL: decides holidays and words");
    init->add_option("--vat", line.vat_id, "VAT number");
    init->add_flag("--yes", line.yes, "Ask nothing");
}

} // namespace

Parsed parse(int argc, char** argv) {
    Parsed parsed;
    CLI::App app(about, "afpunt");
    app.set_version_flag("--version", std::string("afpunt ") + AFPUNT_HOST_VERSION);
    app.footer(exit_codes);
    app.require_subcommand(0, 1);
    add_common(app, parsed.line);
    add_acting(app, parsed.line);
    add_reading(app, parsed.line);
    add_leaving(app, parsed.line);
    add_mail(app, parsed.line);
    add_init(app, parsed.line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        parsed.exit_code = code == 0 ? 0 : static_cast<int>(Exit::WrongUse);
        return parsed;
    }
    if (parsed.line.command.empty()) {
        std::cout << app.help();
        parsed.exit_code = 0;
    }
    return parsed;
}

} // namespace afpunt::standalone::cli
