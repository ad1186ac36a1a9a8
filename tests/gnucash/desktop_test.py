#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""afpunt in the real program, used by its menus and dialogues: see desktop.py and bookkeeper.py."""
import os
import subprocess
import time
from datetime import date
from pathlib import Path

import needs

needs.desktop("gnucash_desktop")

from bank_file import write_ofx
from book_text import text_of_file
from bookkeeper import Bookkeeper
from books import SQLITE, XML, make_book
from desktop import Desktop, wait_until
from follow_up import state_folder, write_settings
from story import ADAPTER, BANK_DAY, FIRST_DAY, LETTER_DAY, Story, bank_until, fill

REPORT = "Follow-up of unpaid invoices"
APPROVE = "Approve and send ready letters"
MATCHES = "Apply probable payments"
FOLDER = "Settings folder"


def fill_until_bank_day(book):
    fill(book)
    bank_until(book, BANK_DAY)


class DesktopStory(Story):
    """A book on the day on which its letters are due, and a screen to open it on."""

    filled_by = staticmethod(fill_until_bank_day)

    def setUp(self):
        super().setUp()
        self.desktop = self.enterContext(Desktop(self.folder, ADAPTER))
        self.desktop.enable(ADAPTER.parent)
        # In the place of a browser: what would be shown is noted.
        self.opened = self.folder / "opened"
        browser = self.folder / "browser"
        browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{self.opened}"\n')
        browser.chmod(0o755)
        self.browser = str(browser)
        self.begin()

    def start(self, **options):
        gnucash = self.enterContext(self.desktop.start(
            self.path, AFPUNT_GNUCASH_DAY=str(LETTER_DAY), AFPUNT_GNUCASH_OPEN=self.browser,
            **options))
        self.addCleanup(self.picture_of_failure)
        return gnucash

    def picture_of_failure(self):
        """Where AFPUNT_PICTURES names a folder, a test that fails leaves what its screen showed."""
        folder = os.environ.get("AFPUNT_PICTURES")
        outcome = self._outcome
        if folder and outcome and not outcome.success:
            self.desktop.picture(os.path.join(folder, f"{self._testMethodName}.png"))

    def bank_file(self, text, amount):
        """A payment by the customer of V-1 and V-2, and something that is nobody's payment."""
        return write_ofx(self.folder / "bank.ofx", [
            (date(2026, 11, 17), amount, "BAKKERIJ JANSSENS NV", text),
            (date(2026, 11, 17), "-3.50", "SCHELDEBANK", "charges")])

    def question(self, gnucash):
        """The words of the dialogue that asks before something is done."""
        gnucash.wait("len(windows()) > 1", "a question")
        return " ".join(text for title in gnucash.ask("titles()") if "GnuCash" not in title
                        for text in gnucash.texts(title))

    # -- what the command surface says, once the module has come so far

    def wait_for_letters(self, gnucash, expected):
        seen = []

        def holds():
            seen[:] = [{i["number"]: i["open"]["amount"] for i in letter["items"]}
                       for letter in gnucash.command("letters", state="prepared")["letters"]]
            return seen == expected

        try:
            wait_until(holds, f"letters {expected}", 20)
        except AssertionError:
            self.assertEqual(seen, expected)

    def decision(self, gnucash, number):
        return next(d for d in gnucash.command("plan")["decisions"] if d["number"] == number)

    def reason(self, gnucash, number):
        return self.decision(gnucash, number)["reason"]

    def open_amount(self, gnucash, number):
        return self.decision(gnucash, number)["open"]["amount"]

    def shown(self, lines):
        """What the browser was asked to show, when it was asked `lines` times."""
        wait_until(lambda: self.opened.exists() and
                   len(self.opened.read_text().splitlines()) >= lines, "something is shown")
        return self.opened.read_text().splitlines()


BOTH = [{"V-1": "121.00", "V-2": "60.50"}]


class Menu(DesktopStory):
    def test_report_approval_and_folder_are_found_under_tools_and_the_book_stays_as_it_is(self):
        before, bytes_before = text_of_file(self.path), self.path.read_bytes()
        gnucash = self.start()
        self.wait_for_letters(gnucash, BOTH)

        # As a hand does it: a click on Tools, a click on the item.
        self.desktop.click(gnucash.ask("place(menu_item('Tools'))"))
        gnucash.wait(f"menu_item('Tools', {REPORT!r}).get_mapped()", "the menu is open")
        self.desktop.click(gnucash.ask(f"place(menu_item('Tools', {REPORT!r}))"))
        report = self.shown(1)[0]
        with open(report.removeprefix("file://"), encoding="utf-8") as file:
            html = file.read()
        for expected in ("V-1", "V-2", "V-3", "Bakkerij Janssens NV"):
            self.assertIn(expected, html)

        gnucash.choose("Tools", APPROVE)
        question = self.question(gnucash)
        self.assertIn("1", question)
        self.assertIn("181", question)
        gnucash.call("answer_question", "NO")
        self.wait_for_letters(gnucash, BOTH)

        gnucash.choose("Tools", APPROVE)
        self.question(gnucash)
        gnucash.call("answer_question", "YES")
        gnucash.wait("any('approved' in text for text in texts())", "what was done")
        gnucash.call("answer_question", "CLOSE")
        self.wait_for_letters(gnucash, [])
        letter = next(state_folder(self.path).glob("out/*/reminder.xml"))
        self.assertIn("181.50", letter.read_text())

        gnucash.choose("Tools", FOLDER)
        self.assertEqual(self.shown(2)[1], str(state_folder(self.path)))

        self.assertFalse(gnucash.is_dirty())
        self.assertFalse(any("*" in title for title in gnucash.ask("titles()")))
        self.assertEqual(gnucash.quit(), 0)
        self.assertEqual(self.path.read_bytes(), bytes_before)
        self.assertEqual(text_of_file(self.path), before)

    def test_what_was_sent_stands_in_the_notes_of_its_invoices_only_where_that_is_switched_on(self):
        settings = state_folder(self.path) / "afpunt.toml"
        settings.write_text(settings.read_text().replace("sample =", "write_back = true\nsample ="))
        gnucash = self.start()
        self.wait_for_letters(gnucash, BOTH)
        gnucash.choose("Tools", APPROVE)
        self.question(gnucash)
        gnucash.call("answer_question", "YES")
        gnucash.wait("any('approved' in text for text in texts())", "what was done")
        gnucash.call("answer_question", "CLOSE")
        gnucash.wait("'reminder H-' in invoice('V-1').GetNotes()", "the note is written")
        self.assertIn("reminder H-", gnucash.ask("invoice('V-2').GetNotes()"))
        self.assertEqual(gnucash.ask("invoice('V-3').GetNotes()"), "")


class Payments(DesktopStory):
    def test_letters_follow_what_is_done_to_the_invoices(self):
        gnucash = self.start()
        bookkeeper = Bookkeeper(gnucash)
        self.wait_for_letters(gnucash, BOTH)

        bookkeeper.pay_invoice("V-2")
        self.wait_for_letters(gnucash, [{"V-1": "121.00"}])
        self.assertEqual(self.reason(gnucash, "V-2"), "settled")
        # GnuCash gives a payment the name of the customer.
        bookkeeper.delete("Bakkerij Janssens NV")
        self.wait_for_letters(gnucash, BOTH)

        bookkeeper.pay_invoice("V-1", "20.50")
        self.wait_for_letters(gnucash, [{"V-1": "100.50", "V-2": "60.50"}])
        bookkeeper.void("Bakkerij Janssens NV", "came back")
        self.wait_for_letters(gnucash, BOTH)

        bookkeeper.unpost("V-1")
        self.wait_for_letters(gnucash, [{"V-2": "60.50"}])
        bookkeeper.post("V-1")
        wait_until(lambda: self.open_amount(gnucash, "V-1") == "121.00", "it is followed up", 20)

    def test_an_import_holds_what_it_probably_pays_and_assigning_settles_it(self):
        gnucash = self.start()
        bookkeeper = Bookkeeper(gnucash)
        self.wait_for_letters(gnucash, BOTH)

        bookkeeper.import_ofx(self.bank_file("V-1", "121.00"))
        gnucash.wait("'afpunt: 0 withdrawn, 0 ready, 2 held' in texts(' - GnuCash')",
                     "a notice in the status bar", 20)
        self.assertEqual(len(gnucash.ask("titles()")), 1)
        self.assertEqual(self.reason(gnucash, "V-1"), "probably-paid")

        bookkeeper.assign_as_payment("BAKKERIJ JANSSENS NV", "Bakkerij Janssens NV", "V-1")
        self.wait_for_letters(gnucash, [{"V-2": "60.50"}])
        self.assertEqual(self.reason(gnucash, "V-1"), "settled")

    def test_an_import_that_is_cancelled_changes_nothing(self):
        gnucash = self.start()
        self.wait_for_letters(gnucash, BOTH)
        # GnuCash makes the transactions when its window opens, and destroys them.
        Bookkeeper(gnucash).import_ofx(self.bank_file("V-1", "121.00"), button="Cancel")
        self.assertEqual(gnucash.command("run")["withdrawn"], [])
        self.wait_for_letters(gnucash, BOTH)

    def test_a_probable_payment_is_applied_by_the_menu_to_the_line_of_the_bank(self):
        gnucash = self.start()
        bookkeeper = Bookkeeper(gnucash)
        self.wait_for_letters(gnucash, BOTH)
        bookkeeper.import_ofx(self.bank_file("V-1", "121.00"))
        wait_until(lambda: self.reason(gnucash, "V-1") == "probably-paid", "it is recognised", 20)
        lines = gnucash.ask("len(account('Bank').GetSplitList())")

        gnucash.choose("Tools", MATCHES)
        question = self.question(gnucash)
        self.assertIn("V-1", question)
        self.assertIn("121.00", question)
        gnucash.call("answer_question", "YES")
        gnucash.wait("left_to_pay('V-1') == '0.00'", "it is paid")
        gnucash.wait("any('applied' in text for text in texts())", "what was done")
        gnucash.call("answer_question", "CLOSE")
        self.assertEqual(gnucash.ask("len(account('Bank').GetSplitList())"), lines)
        self.wait_for_letters(gnucash, [{"V-2": "60.50"}])

    def test_a_book_goes_on_as_sqlite_and_another_book_takes_its_place(self):
        other = make_book(self.folder / "other.gnucash", XML, fill_until_bank_day)
        write_settings(other, FIRST_DAY)
        self.begin(other)
        gnucash = self.start()
        bookkeeper = Bookkeeper(gnucash)
        self.wait_for_letters(gnucash, BOTH)
        gnucash.command("approve", all=True)

        saved = self.folder / "saved.gnucash"
        bookkeeper.save_as(saved, SQLITE)
        wait_until(lambda: self.reason(gnucash, "V-1") == "before-next-step", "it knows what left", 20)
        self.assertFalse(gnucash.is_dirty())
        self.assertTrue(state_folder(saved).exists())
        bookkeeper.pay_invoice("V-1")
        wait_until(lambda: self.reason(gnucash, "V-1") == "settled", "the payment is seen", 20)

        bookkeeper.open(other)
        self.wait_for_letters(gnucash, BOTH)
        bookkeeper.pay_invoice("V-1")
        self.wait_for_letters(gnucash, [{"V-2": "60.50"}])
        bookkeeper.save()

        bookkeeper.open(saved)
        wait_until(lambda: self.reason(gnucash, "V-2") == "before-next-step", "it is read again", 20)
        self.assertEqual(gnucash.quit(), 0)


class Ends(DesktopStory):
    def test_quitting_in_the_midst_of_work_takes_no_longer_and_loses_nothing(self):
        for _ in range(2):
            gnucash = self.start()
            self.assertEqual(gnucash.quit(), 0)
        self.wait_for_letters(self.start(), BOTH)

    def test_a_killed_gnucash_leaves_each_letter_once(self):
        self.start().kill()
        for round_ in range(20 if os.environ.get("AFPUNT_LONG") else 1):
            gnucash = self.start(when_locked="Open Anyway")
            time.sleep(round_ / 10)
            gnucash.kill()
        gnucash = self.start(when_locked="Open Anyway")
        self.wait_for_letters(gnucash, BOTH)
        everything = gnucash.command("letters")["letters"]
        self.assertEqual(len([le for le in everything if le["state"] != "withdrawn"]), 1)


class Inert(DesktopStory):
    """Where afpunt has nothing to do, or cannot work, GnuCash is as it would be without it."""

    def test_a_module_that_is_missing_is_told_in_one_line_and_disturbs_nothing(self):
        gnucash = self.start(AFPUNT_MODULE=str(self.folder / "missing.so"))
        self.assertEqual(len(gnucash.ask("titles()")), 1)
        self.assertIn("afpunt", gnucash.log())
        self.assertFalse(gnucash.is_dirty())
        self.assertEqual(gnucash.quit(), 0)

    def test_a_book_that_is_opened_read_only_is_not_followed_up(self):
        self.path.with_suffix(".gnucash.LCK").touch()
        gnucash = self.start(when_locked="Open Read-Only")
        gnucash.choose("Tools", REPORT)
        gnucash.wait("len(windows()) > 1", "a word about it")
        self.assertIn("read-only", " ".join(gnucash.texts()))
        gnucash.call("answer_question", "CLOSE")
        self.assertFalse(self.opened.exists())
        self.assertEqual(gnucash.quit(), 0)

    def test_what_enables_it_is_taken_out_again_without_a_trace(self):
        script = Path(__file__).resolve().parents[2] / "packaging/enable-gnucash"
        (self.desktop.config / "config-user.scm").unlink()
        self.desktop.run(script)
        with self.start() as gnucash:
            self.assertEqual(gnucash.ask(f"menu_item('Tools', {REPORT!r}).get_sensitive()"), True)
            gnucash.quit()
        self.desktop.run(script, "--remove")
        with self.start() as gnucash:
            self.assertNotIn(REPORT, gnucash.ask(
                "[i.get_label().replace('_', '') for i in menu_item('Tools').get_submenu()]"))
            gnucash.quit()

    def test_gnucash_cli_is_left_alone(self):
        (state_folder(self.path) / "afpunt.toml").unlink()
        run = subprocess.run(["gnucash-cli", "--report", "list"], env=self.desktop.environment,
                             capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertNotIn("rror", run.stderr)


if __name__ == "__main__":
    needs.run("gnucash_desktop")
