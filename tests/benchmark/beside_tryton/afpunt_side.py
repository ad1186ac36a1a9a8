# SPDX-License-Identifier: MIT
"""Plays the story with the `afpunt` command: UBL invoices, CAMT.053 files, mail, state on disk."""
import importlib.machinery
import importlib.util
import json
import pathlib
import subprocess
import time

import story

ROOT = pathlib.Path(__file__).resolve().parents[3]
FIRST_DAY, DUE, READY, SENT = "2026-11-02", "2026-11-06", "2026-11-17", "2026-11-18"

SETTINGS = """
[book]
id = "beside-tryton"
language = "en"
country = "BE"
sample = true
sample_day = "{day}"
[creditor]
name = "Bloemenhal De Linde BV"
mail = "facturen@delinde.example"
[[account]]
iban = "{iban}"
[letters]
from = "facturen@delinde.example"
[policy]
calendar = "BE"
language = "en"
mode = "prepare"
[[step]]
id = "reminder-1"
after = 3
unit = "working-days"
from = "due-date"
tone = "friendly"
[mail]
server = "127.0.0.1"
port = {port}
security = "none"
login = "none"
copy = "none"
per_minute = 6000
per_day = 1000000
"""


def sample_writer():
    """packaging/make-sample-book, which knows how to write UBL and CAMT, with our customers."""
    file = str(ROOT / "packaging" / "make-sample-book")
    loader = importlib.machinery.SourceFileLoader("make_sample_book", file)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_sample_book", loader))
    loader.exec_module(module)
    module.CURRENT = module.SECOND  # one account is enough
    return module


class Book:
    def __init__(self, program, folder, port):
        self.program, self.folder, self.port = program, folder, port
        self.writer = sample_writer()
        self.balance = self.writer.OPENING[self.writer.SECOND]
        for part in ("invoices", "bank"):
            (folder / part).mkdir(parents=True)

    def today_is(self, day):
        (self.folder / "afpunt.toml").write_text(
            SETTINGS.format(day=day, iban=self.writer.SECOND, port=self.port))

    def invoices(self, everybody):
        for customer in everybody:
            key, number = f"K-{customer.number}", f"2026-{customer.number:04d}"
            self.writer.CUSTOMERS[key] = (f"Customer {customer.number} BV", "Markt 1", "9000", "Gent",
                                          "BE", "", customer.mail)
            (self.folder / "invoices" / f"{number}.xml").write_text(
                self.writer.document("Invoice", number, key, "2026-10-20", "Flowers", story.OWED,
                                     DUE))

    def bank_file(self, number, first, last, lines):
        text, self.balance = self.writer.camt_file(number, first, last, lines, self.balance)
        (self.folder / "bank" / f"{last}.xml").write_text(text)

    def payments(self, everybody, day):
        cents = {"pays whole": story.OWED, "pays part": story.PART}
        return [self.writer.line(day, cents[c.kind], f"CUSTOMER {c.number}",
                                 self.writer.belgian(100000 + c.number),
                                 self.writer.printed(self.writer.ogm(f"2026-{c.number:04d}")))
                for c in everybody if c.kind in cents]

    def afpunt(self, *words):
        """The answer as JSON and how long the whole command took."""
        begin = time.perf_counter()
        done = subprocess.run([self.program, "--book", self.folder, "--json", *words],
                              stdout=subprocess.PIPE, check=False)
        seconds = time.perf_counter() - begin
        if done.returncode not in (0, 1):
            raise RuntimeError(f"afpunt {' '.join(words)} ended with {done.returncode}: "
                               f"{done.stdout.decode()[:500]}")
        return json.loads(done.stdout), seconds


def play(everybody, server, folder, program=ROOT / "build" / "release" / "bin" / "afpunt"):
    outcome = story.Outcome("afpunt")
    book = Book(program, folder, server.port)
    book.today_is(FIRST_DAY)
    book.invoices(everybody)
    book.bank_file(1, "2026-10-30", "2026-10-30", [])
    book.afpunt("run")

    book.today_is(READY)
    book.bank_file(2, "2026-10-31", "2026-11-16", [])
    _, seconds = book.afpunt("run")
    ready = [letter["letter"] for letter in book.afpunt("letters")[0]["letters"]]
    outcome.seconds["reminders made ready"] = (seconds, len(ready))

    for customer in everybody:
        if customer.kind == "dispute":
            book.afpunt("hold", f"2026-{customer.number:04d}", "--reason", "dispute")
    book.today_is(SENT)
    payments = book.payments(everybody, "2026-11-17")
    book.bank_file(3, "2026-11-17", "2026-11-17", payments)
    _, seconds = book.afpunt("run")
    outcome.seconds["payments: read, matched, reminders withdrawn"] = (seconds, len(payments))

    # The bookkeeper's list is the one from before the bank file: what she saw, she sends.
    server.take()
    seconds = 0.0
    for at in range(0, len(ready), 500):
        seconds += book.afpunt("approve", *ready[at:at + 500])[1]
    # A part payment made a letter anew; it waits for approval like any other.
    seconds += book.afpunt("approve", "--all")[1]
    outcome.mails = server.take()
    outcome.seconds["letters sent"] = (seconds, len(outcome.mails))
    return outcome
