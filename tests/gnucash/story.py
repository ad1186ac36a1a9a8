# SPDX-License-Identifier: MIT
"""What the stories have in common: a firm with customers and invoices, its first day with afpunt, and
the day on which letters are due.
"""
import os
import shutil
import tempfile
import unittest
from datetime import date
from pathlib import Path

from book_text import text_in_memory
from books import XML, Opened, make_book
from follow_up import FollowUp, write_settings

# The adapter under test, as CMake built it.
ADAPTER = Path(os.environ.get("AFPUNT_GNUCASH_ADAPTER", "libafpunt-gnucash.so"))

FIRST_DAY = date(2026, 11, 2)    # nothing is overdue when afpunt sees the book for the first time
LETTER_DAY = date(2026, 11, 18)  # the invoices that were due on 4 November have become due
ISSUED, DUE = date(2026, 10, 5), date(2026, 11, 4)
BANK_DAY = LETTER_DAY            # a line of that day proves that the bank is complete until the day before


def fill(book):
    """Three customers; V-1 and V-2 are one customer's and due together, V-3 is due later."""
    janssens = book.customer("C-1", "Bakkerij Janssens NV", ("Kerkstraat 5", "9000 Gent", "België"),
                             "boekhouding@janssens.example")
    muller = book.customer("C-2", "Muller & Fils SARL",
                           ("Rue du Lac 3", "L-1225 Luxembourg", "Luxembourg"),
                           "compta@muller.example")
    book.invoice("V-1", janssens, ISSUED, "100.00", DUE)
    book.invoice("V-2", janssens, ISSUED, "50.00", DUE)
    book.invoice("V-3", muller, date(2026, 10, 20), "200.00", date(2026, 12, 4))
    bank_until(book, date(2026, 10, 30))


def bank_until(book, day):
    """A line of the bank on `day`, as an importer leaves it: nobody's payment."""
    book.bank_line(day, "-7.00", "Bank charges", online_id=f"charges-{day}")


def scratch_folder():
    """In memory where there is such a place: an SQL book waits for the disk after each change."""
    memory = "/dev/shm"
    return Path(tempfile.mkdtemp(prefix="afpunt-gnucash-",
                                 dir=memory if os.access(memory, os.W_OK) else None))


class Story(unittest.TestCase):
    """Each test has a book of its own, of the kind that the class names."""

    kind = XML
    filled_by = staticmethod(fill)

    def setUp(self):
        self.folder = scratch_folder()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        # What the module keeps outside of the book's folder; a Desktop has the same home.
        self.set_environment("HOME", str(self.folder / "home"))
        self.set_environment("XDG_STATE_HOME", str(self.folder / "home/.local/state"))
        self.path = make_book(self.folder / "firm.gnucash", self.kind, self.filled_by)
        write_settings(self.path, FIRST_DAY)

    def set_environment(self, name, value):
        before = os.environ.get(name)
        os.environ[name] = value
        if before is None:
            self.addCleanup(os.environ.pop, name, None)
        else:
            self.addCleanup(os.environ.__setitem__, name, before)

    def open(self, path=None, kind=None, **options):
        return Opened(path or self.path, kind or self.kind, **options)

    def attach(self, book, day=LETTER_DAY):
        follow_up = FollowUp(ADAPTER, book, day)
        self.addCleanup(follow_up.detach)
        self.assertTrue(follow_up.attached)
        follow_up.settle()
        return follow_up

    def begin(self, path=None):
        """The first day: the book is seen once, and nothing is overdue."""
        with self.open(path) as book:
            with self.attach(book, FIRST_DAY) as follow_up:
                follow_up.command("run")

    def on_letter_day(self, test, bank=BANK_DAY):
        """`test(book, follow_up)` with the letters prepared."""
        self.begin()
        with self.open() as book:
            bank_until(book, bank)
            with self.attach(book) as follow_up:
                follow_up.command("run")
                test(book, follow_up)

    def assert_untouched(self, book, before):
        """The book is what it was: in every part that GnuCash would write, and needs no saving."""
        self.assertEqual(text_in_memory(book), before)
        self.assertFalse(book.is_dirty())
