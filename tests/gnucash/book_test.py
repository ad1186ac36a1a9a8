#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What is read from a book, and what is never written into it."""
import os
import shutil
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import needs

needs.gnucash("gnucash_book")

from gnucash import SessionOpenMode

from book_text import text_of_file
from books import SQLITE, XML, make_book
from follow_up import SETTINGS, FollowUp, Refused, state_folder, write_settings
from story import ADAPTER, BANK_DAY, DUE, FIRST_DAY, ISSUED, LETTER_DAY, Story, bank_until


def fill_all_kinds(book):
    """Every kind of document that GnuCash keeps beside plain invoices."""
    janssens = book.customer("C-1", "Bakkerij Janssens NV", ("Kerkstraat 5", "9000 Gent", "België"),
                             "boekhouding@janssens.example")
    acme = book.customer("C-2", "Acme Inc", ("1 Main Street", "Springfield IL 62701", "USA"),
                         "ap@acme.example", currency="USD")
    book.invoice("V-1", janssens, ISSUED, "100.00", DUE)
    book.invoice("J-1", book.job("JOB-1", janssens, "Folders"), ISSUED, "50.00", DUE)
    book.invoice("U-1", acme, ISSUED, "75.55", DUE, currency="USD")
    book.invoice("T-1", janssens, date(2026, 10, 10), "10.00")
    book.invoice("DRAFT", janssens, ISSUED, "999.00", DUE, post=False)
    book.vendor_bill("BILL-1", "Papier NV", ISSUED, "12.00")
    bank_until(book, BANK_DAY)


DAYS_OF_AN_INVOICE = """
import sys
sys.path.insert(0, sys.argv[1])
from books import Opened, make_book
from follow_up import FollowUp, write_settings
from story import ADAPTER, FIRST_DAY, fill
book = make_book(sys.argv[2], fill=fill)
write_settings(book, FIRST_DAY)
with Opened(book) as opened, FollowUp(ADAPTER, opened, FIRST_DAY) as follow_up:
    decision = follow_up.plan()["V-1"]
    print(decision["issued_on"], decision["due_on"])
"""


class Reading(Story):
    filled_by = staticmethod(fill_all_kinds)

    def test_customer_invoices_are_followed_up_and_nothing_else(self):
        self.begin()
        with self.open() as book, self.attach(book) as follow_up:
            self.assertEqual(set(follow_up.plan()), {"V-1", "J-1", "U-1", "T-1"})

    def test_an_invoice_for_a_job_goes_to_the_customer_of_the_job(self):
        self.begin()
        with self.open() as book, self.attach(book) as follow_up:
            decision = follow_up.why("J-1")
            self.assertEqual(decision["customer_name"], "Bakkerij Janssens NV")
            follow_up.command("run")
            self.assertIn({"V-1": "121.00", "J-1": "60.50"}, [
                {n: a for n, a in letter.items() if n != "T-1"}
                for letter in follow_up.waiting_letters()])

    def test_terms_give_the_due_day_where_none_was_chosen(self):
        with self.open() as book, self.attach(book) as follow_up:
            decision = follow_up.plan()["T-1"]
            self.assertEqual((decision["issued_on"], decision["due_on"]),
                             ("2026-10-10", "2026-11-09"))

    def test_another_currency_is_exact_and_never_added_to_euros(self):
        with self.open() as book, self.attach(book) as follow_up:
            opened = follow_up.plan()["U-1"]["open"]
            self.assertEqual((opened["currency"], opened["amount"]), ("USD", "75.55"))

    def test_a_letter_shows_the_firm_and_its_account_as_the_book_has_them(self):
        self.begin()
        with self.open() as book, self.attach(book) as follow_up:
            follow_up.command("run")
            letter = next(le for le in follow_up.letters("prepared")
                          if le["customer_name"] == "Bakkerij Janssens NV")
            text = follow_up.command("show", letter=letter["letter"])["forms"]
            text = "\n".join(text.values()) if isinstance(text, dict) else str(text)
            for expected in ("Drukkerij Voorbeeld BV", "Kaaistraat 7", "9000", "Gent",
                             "Kerkstraat 5", "V-1", "121"):
                self.assertIn(expected, text)
            self.assertIn("BE52999000120009", text.replace(" ", ""))

    def test_days_are_the_same_in_every_time_zone(self):
        for zone in ("America/Los_Angeles", "Europe/Brussels", "Pacific/Auckland"):
            with self.subTest(zone=zone):
                # The engine looks at the zone once, when a process begins.
                run = subprocess.run(
                    [sys.executable, "-c", DAYS_OF_AN_INVOICE, str(Path(__file__).parent),
                     str(self.folder / f"{zone.replace('/', '-')}.gnucash")],
                    env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True)
                self.assertEqual(run.stdout.split(), [str(ISSUED), str(DUE)])

    def test_contacts_say_what_gnucash_does_not_know(self):
        self.begin()
        (state_folder(self.path) / "contacts.csv").write_text(
            "customer,name,mail,language,kind\n"
            "C-1,Els Janssens,els@janssens.example,fr-BE,business\n", encoding="utf-8")
        with self.open() as book, self.attach(book) as follow_up:
            follow_up.command("run")
            letter = next(le for le in follow_up.letters("prepared")
                          if "V-1" in {i["number"] for i in le["items"]})
            self.assertEqual(letter["to"], "els@janssens.example")
            forms = follow_up.command("show", letter=letter["letter"])["forms"]
            self.assertIn("Facture V-1", str(forms))


class Untouched(Story):
    """GnuCash's own reading of the book is the same before and after."""

    def work_through(self, book, follow_up):
        for command in ("run", "plan", "letters", "report", "status"):
            follow_up.command(command)
        follow_up.command("hold", item="V-2", reason="asked for time")
        follow_up.command("release", item="V-2")
        follow_up.command("approve", all=True)
        follow_up.settle()

    def test_a_book_that_is_followed_up_is_equal_to_what_it_was(self):
        self.begin()
        with self.open() as book:
            bank_until(book, BANK_DAY)
            book.save()
        before, bytes_before = text_of_file(self.path, self.kind), self.path.read_bytes()
        with self.open() as book:
            with self.attach(book) as follow_up:
                self.work_through(book, follow_up)
                self.assertEqual(len(follow_up.letters("prepared")), 0)
                self.assert_untouched(book, before)
            self.assert_untouched(book, before)
        self.assertEqual(text_of_file(self.path, self.kind), before)
        if self.kind == XML:
            self.assertEqual(self.path.read_bytes(), bytes_before)

    def test_what_was_approved_lies_in_the_folder_beside_the_book(self):
        def story(_, follow_up):
            letter, = follow_up.letters("prepared")
            follow_up.command("approve", letters=[letter["letter"]])
            out = state_folder(self.path) / "out" / letter["letter"]
            self.assertIn("boekhouding@janssens.example", (out / "mail.eml").read_text())
            self.assertIn("181.50", (out / "reminder.xml").read_text())
        self.on_letter_day(story)

    def test_a_letter_that_left_is_not_prepared_again_after_a_restart(self):
        self.on_letter_day(lambda _, follow_up: follow_up.command("approve", all=True))
        with self.open() as book:
            bank_until(book, BANK_DAY)
            with self.attach(book) as follow_up:
                follow_up.command("run")
                self.assertEqual(follow_up.waiting_letters(), [])
                self.assertEqual(follow_up.why("V-1")["reason"], "before-next-step")

    def test_a_book_that_is_open_to_read_only_is_left_alone(self):
        with self.open(mode=SessionOpenMode.SESSION_READ_ONLY) as book:
            book.engine.mark_read_only(book.book)
            follow_up = FollowUp(ADAPTER, book, LETTER_DAY)
            self.addCleanup(follow_up.detach)
            self.assertFalse(follow_up.attached)

    def test_a_book_without_invoices_gets_no_folder(self):
        path = make_book(self.folder / "empty.gnucash", self.kind)
        with self.open(path) as book, self.attach(book) as follow_up:
            follow_up.settle()
        self.assertFalse(state_folder(path).exists())


class UntouchedInSqlite(Untouched):
    kind = SQLITE


class Copies(Story):
    """A book that is no sample, on today's day: its state belongs to one book in one place."""

    def setUp(self):
        super().setUp()
        write_settings(self.path, None, SETTINGS.replace('sample = true\nsample_day = "{day}"\n', ""))

    @staticmethod
    def filled_by(book):
        """Two customers who are a month late."""
        for number, name in (("1", "Bakkerij Janssens NV"), ("2", "Slagerij Maes BV")):
            customer = book.customer(f"C-{number}", name, ("Kerkstraat 5", "9000 Gent"),
                                     f"customer{number}@example.org")
            book.invoice(f"V-{number}", customer, date.today() - timedelta(days=60), "100.00",
                         date.today() - timedelta(days=30))
        bank_until(book, date.today())

    def send_one_of_two(self):
        with self.open() as book, self.attach(book, None) as follow_up:
            follow_up.command("release", all_old_balances=True)
            first, _ = follow_up.letters("prepared")
            follow_up.command("approve", letters=[first["letter"]])
            self.assertEqual(len(follow_up.waiting_letters()), 1)

    def copy_of_the_book(self):
        copy = self.folder / "copy" / self.path.name
        copy.parent.mkdir()
        shutil.copy(self.path, copy)
        shutil.copytree(state_folder(self.path), state_folder(copy))
        return copy

    def test_what_was_overdue_before_is_an_old_balance_until_a_person_releases_it(self):
        with self.open() as book, self.attach(book, None) as follow_up:
            follow_up.command("run")
            self.assertEqual(follow_up.why("V-1")["reason"], "old-balance")
            follow_up.command("release", all_old_balances=True)
            self.assertEqual(len(follow_up.waiting_letters()), 2)

    def test_a_copy_prepares_only_until_a_person_says_what_it_is_and_then_never_sends(self):
        self.send_one_of_two()
        copy = self.copy_of_the_book()
        with self.open(copy) as book, self.attach(book, None) as follow_up:
            self.assertEqual(follow_up.command("status")["book_is"], "moved")
            self.assertRaises(Refused, follow_up.command, "approve", all=True)
            follow_up.command("book", **{"is": "copied"})
            self.assertEqual(follow_up.command("status")["book_is"], "copy")
            self.assertRaises(Refused, follow_up.command, "approve", all=True)
        with self.open() as book, self.attach(book, None) as follow_up:
            self.assertEqual(follow_up.command("status")["book_is"], "own")
            follow_up.command("approve", all=True)
            self.assertEqual(follow_up.waiting_letters(), [])

    def test_a_backup_put_back_in_place_is_noticed_before_anything_leaves_twice(self):
        with self.open() as book, self.attach(book, None) as follow_up:
            follow_up.command("release", all_old_balances=True)
        backup = self.folder / "backup"
        shutil.copytree(state_folder(self.path), backup)
        self.send_one_of_two()
        shutil.rmtree(state_folder(self.path))
        shutil.copytree(backup, state_folder(self.path))
        with self.open() as book, self.attach(book, None) as follow_up:
            self.assertEqual(follow_up.command("status")["book_is"], "restored")
            self.assertRaises(Refused, follow_up.command, "approve", all=True)


WORKER = """
import sys
sys.path.insert(0, sys.argv[1])
from books import Opened
from follow_up import FollowUp
from story import ADAPTER, BANK_DAY, LETTER_DAY, bank_until
with Opened(sys.argv[2]) as book:
    bank_until(book, BANK_DAY)
    print("open", flush=True)
    with FollowUp(ADAPTER, book, LETTER_DAY) as follow_up:
        follow_up.command("run")
        follow_up.command("approve", all=True)
"""


class Killed(Story):
    """The process ends in the midst of its work, again and again."""

    def test_nothing_is_lost_or_doubled(self):
        self.begin()
        rounds = 100 if os.environ.get("AFPUNT_LONG") else 6
        for delay_ms in (60 * n / rounds for n in range(rounds)):
            worker = subprocess.Popen(
                [sys.executable, "-c", WORKER, str(Path(__file__).parent), str(self.path)],
                stdout=subprocess.PIPE)
            worker.stdout.readline()
            time.sleep(delay_ms / 1000)
            worker.kill()
            worker.communicate()
            for lock in (*self.folder.glob("*.LCK"), *self.folder.glob("*.LNK")):
                lock.unlink()
        with self.open() as book:
            bank_until(book, BANK_DAY)
            with self.attach(book) as follow_up:
                follow_up.command("run")
                numbers = sorted(i["number"] for letter in follow_up.letters()
                                 if letter["state"] != "withdrawn" for i in letter["items"])
                self.assertEqual(numbers, ["V-1", "V-2"])


if __name__ == "__main__":
    needs.run("gnucash_book")
