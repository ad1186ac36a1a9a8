#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What afpunt costs GnuCash with a large book: at its opening, at each change, and in idle moments.

    benchmark.py ADAPTER [INVOICES]
ADAPTER is libafpunt-gnucash.so. Prints each figure beside what GnuCash itself needs for the same book in
the same run, because only that says something on another computer. Says nothing about right or wrong.
"""
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import needs

needs.gnucash("gnucash_benchmark")

from books import Opened, make_book
from follow_up import FollowUp, write_settings
from story import scratch_folder

TODAY = date(2026, 11, 18)
INVOICES = 10_000
INVOICES_PER_CUSTOMER = 10
PAYMENTS = 500


def fill(book, invoices):
    """Invoices of a year; half of them paid, most payments imported from the bank."""
    customers = [
        book.customer(f"C-{n:05}", f"Klant {n:05} BV", (f"Dorpsstraat {n}", "9000 Gent", "België"),
                      f"klant{n}@example.org")
        for n in range(max(1, invoices // INVOICES_PER_CUSTOMER))]
    with book.in_bulk():
        for n in range(invoices):
            issued = date(2026, 1, 2) + timedelta(days=n * 310 // invoices)
            number = f"2026-{n:05}"
            price = f"{20 + n % 480}.{n % 100:02}"
            document = book.invoice(number, customers[n % len(customers)], issued, price)
            total = document.GetTotal()
            if n % 2:
                paid_on = issued + timedelta(days=25)
                line = book.bank_line(paid_on, total, f"KLANT {n % len(customers):05}", memo=number,
                                      online_id=f"bank-{n}")
                book.pay(number, total, paid_on, transaction=line)


def timed(action):
    begin = time.perf_counter()
    result = action()
    return result, time.perf_counter() - begin


def pay_some(book, follow_up, invoices):
    """Payments one after the other, as a person enters them, with turns between."""
    seconds = 0.0
    for n in range(0, min(PAYMENTS * 2, invoices), 2):
        number = f"2026-{n:05}"
        total = book.find_invoice(number).GetTotal()
        _, taken = timed(lambda: book.pay(number, total, TODAY))
        seconds += taken
        follow_up.settle()
    return seconds


def line(name, value, beside=""):
    print(f"{name:<46} {value:>14}   {beside}")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.split("\n\n")[1])
    adapter = Path(sys.argv[1]).resolve()
    invoices = int(sys.argv[2]) if len(sys.argv) > 2 else INVOICES
    folder = scratch_folder()
    try:
        path, making = timed(lambda: make_book(folder / "large.gnucash", fill=lambda b: fill(b, invoices)))
        write_settings(path, TODAY)
        opened = Opened(path)
        book, loading = timed(opened.__enter__)
        follow_up, attaching = timed(lambda: FollowUp(adapter, book, TODAY))
        _, first_plan = timed(follow_up.settle)
        line(f"GnuCash makes {invoices} invoices", f"{making:.2f} s")
        line("GnuCash opens the book (XML)", f"{loading:.2f} s")
        line("afpunt reads it at the opening", f"{attaching:.2f} s", f"{attaching / loading:.2f} of it")
        line("its first look is complete after another", f"{first_plan:.2f} s")
        paying = pay_some(book, follow_up, invoices)
        line(f"GnuCash books {PAYMENTS} payments", f"{paying:.2f} s")
        for name, value in follow_up.figures().items():
            line(name, value)
        follow_up.detach()
        opened.__exit__()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
