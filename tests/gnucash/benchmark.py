#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What afpunt costs GnuCash with a large book: at its opening, at each change, and in idle moments.

    benchmark.py [--desktop] ADAPTER [INVOICES]
ADAPTER is libafpunt-gnucash.so; --desktop measures in the real program instead of its engine. Prints each figure beside what GnuCash itself needs for the same book in
the same run, because only that says something on another computer. Says nothing about right or wrong.
"""
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import needs

needs.gnucash("gnucash_benchmark")

from gnucash import GncNumeric

from books import Opened, make_book, text_of
from desktop import Desktop
from follow_up import FollowUp, write_settings
from story import scratch_folder

TODAY = date(2026, 11, 18)
INVOICES = 10_000
INVOICES_PER_CUSTOMER = 10
PAYMENTS = 100
# Each waits for the screen as well.
PAYMENTS_BY_HAND = 50


def fill(book, invoices):
    """Invoices of a year; half of them paid, most payments imported from the bank."""
    customers = [
        book.customer(f"C-{n:05}", f"Klant {n:05} BV", (f"Dorpsstraat {n}", "9000 Gent", "België"),
                      f"klant{n}@example.org")
        for n in range(max(1, invoices // INVOICES_PER_CUSTOMER))]
    bank = book.account("Bank")
    with book.in_bulk():
        for n in range(invoices):
            issued = date(2026, 1, 2) + timedelta(days=n * 310 // invoices)
            number = number_of(n)
            price = f"{20 + n % 480}.{n % 100:02}"
            document = book.invoice(number, customers[n % len(customers)], issued, price)
            total = document.GetTotal()
            if n % 2:
                paid_on = issued + timedelta(days=25)
                line = book.bank_line(paid_on, text_of(total), f"KLANT {n % len(customers):05}", memo=number,
                                      online_id=f"bank-{n}")
                document.ApplyPayment(line, bank, total, GncNumeric(1), paid_on, "", "")


def number_of(n):
    return f"2026-{n:05}"


def timed(action):
    begin = time.perf_counter()
    result = action()
    return result, time.perf_counter() - begin


def show(name, value, beside=""):
    print(f"{name:<44} {value:>12}   {beside}")


def show_figures(figures, loading, loaded_by):
    opening = figures["opening_ns"] / 1e9
    handler = figures["handler"]
    show("afpunt's reading at the opening", f"{opening:.3f} s", f"{opening / loading:.2f} of {loaded_by}")
    show("one event of the engine, half are below", f"{handler['p50_ns']} ns",
         f"{handler['count']} events")
    show("99 % are below", f"{handler['p99_ns']} ns", f"longest {handler['longest_ns']} ns")
    # On a computer that does other work as well, a slice also waits for that.
    for what, slices in (("one idle slice", figures["slices"]),
                         ("of that, work of its own", figures["slices_work"])):
        show(f"{what}, half are below", f"{slices['p50_ns'] / 1e6:.2f} ms",
             f"{slices['count']} slices")
        show("99 % are below", f"{slices['p99_ns'] / 1e6:.2f} ms",
             f"longest {slices['longest_ns'] / 1e6:.2f} ms")
    show("changes that had to be read anew", figures["events_missed"])


def unpaid(invoices):
    """Numbers of the invoices that are still open, as many as are paid here."""
    return [number_of(n) for n in range(0, min(PAYMENTS * 2, invoices), 2)]


def by_engine(adapter, path, invoices):
    """As a nightly job does it: no windows, turns are given after each payment."""
    opened = Opened(path)
    book, loading = timed(opened.__enter__)
    show("GnuCash's engine loads the book (XML)", f"{loading:.2f} s")
    follow_up, attaching = timed(lambda: FollowUp(adapter, book, TODAY))
    _, settling = timed(follow_up.settle)
    show("attached, and the first look complete", f"{attaching + settling:.2f} s")
    paying = sorting = 0.0
    for number in unpaid(invoices):
        total = book.find_invoice(number).GetTotal()
        paying += timed(lambda: book.pay(number, total, TODAY))[1]
        # GnuCash sorts an account's whole list again for the first who asks after a booking: here, as
        # in its window, a register that stands open. The next who asks gets it for nothing.
        sorting += timed(book.sort_splits)[1]
        follow_up.look_again()
    show(f"GnuCash books {PAYMENTS} payments", f"{paying:.2f} s")
    show("GnuCash sorts the accounts' splits anew", f"{sorting / PAYMENTS * 1e3:.2f} ms",
         "after each of them")
    show_figures(follow_up.figures(), loading, "that load")
    follow_up.detach()
    opened.__exit__()


def by_desktop(adapter, path, invoices, folder):
    """In the real program, whose own main loop gives the idle slices."""
    with Desktop(folder, adapter) as desktop:
        begin = time.perf_counter()
        with desktop.start(path) as gnucash:
            bare = time.perf_counter() - begin
            gnucash.quit()
        show("GnuCash shows the book without afpunt", f"{bare:.2f} s")
        desktop.enable(adapter.parent)
        begin = time.perf_counter()
        with desktop.start(path, AFPUNT_GNUCASH_DAY=str(TODAY)) as gnucash:
            show("with afpunt", f"{time.perf_counter() - begin:.2f} s")
            gnucash.command("status")
            for number in unpaid(invoices)[:PAYMENTS_BY_HAND]:
                gnucash.call("pay", number)
            gnucash.command("status")
            show_figures(gnucash.ask("figures()"), bare, "that time")


def main():
    arguments = [a for a in sys.argv[1:] if a != "--desktop"]
    if not arguments or arguments[0].startswith("-"):
        sys.exit(__doc__.split("\n\n")[1])
    adapter = Path(arguments[0]).resolve()
    invoices = int(arguments[1]) if len(arguments) > 1 else INVOICES
    folder = scratch_folder()
    try:
        path, making = timed(lambda: make_book(folder / "large.gnucash",
                                               fill=lambda book: fill(book, invoices)))
        show(f"GnuCash's engine makes {invoices} invoices", f"{making:.2f} s")
        write_settings(path, TODAY)
        if "--desktop" in sys.argv:
            by_desktop(adapter, path, invoices, folder)
        else:
            by_engine(adapter, path, invoices)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
