#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""GnuCash's engine with our adapter, as a host for afpunt-conformance.

    gnucash_host.py try KIT ADAPTER    makes a book and has the kit try the adapter with copies of it
    gnucash_host.py be ADAPTER FOLDER  follows up FOLDER/firm.gnucash: asks one command and ends

The adapter loads what AFPUNT_MODULE names, which the kit sets.
"""
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "gnucash"))
import needs  # noqa: E402

needs.gnucash("gnucash_host")

import story  # noqa: E402
from books import Opened, make_book  # noqa: E402
from follow_up import FollowUp, write_settings  # noqa: E402


def fill(book):
    """As in the stories, and money of a customer that is tied to nothing yet."""
    story.fill(book)
    book.bank_line(story.BANK_DAY, "121.00", "Bakkerij Janssens, V-1", online_id="payment")


def try_adapter(kit, adapter):
    folder = story.scratch_folder()
    try:
        book = make_book(folder / "firm.gnucash", fill=fill)
        write_settings(book, story.LETTER_DAY)
        environment = {**os.environ, "HOME": str(folder / "home"),
                       "XDG_STATE_HOME": str(folder / "home")}
        return subprocess.run(
            [kit, "host", "--may-book", "--before", f"cp -r {folder}/firm.* {{folder}}",
             sys.executable, __file__, "be", adapter, "{folder}"],
            env=environment).returncode
    finally:
        subprocess.run(["rm", "-rf", folder], check=True)


def be_host(adapter, folder):
    with Opened(Path(folder, "firm.gnucash")) as book:
        with FollowUp(adapter, book, story.LETTER_DAY) as follow_up:
            follow_up.settle()
            if follow_up.attached:
                try:
                    follow_up.command("plan")
                except Exception as refused:  # the kit's plugin decides nothing
                    print(refused)


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    sys.exit({"try": try_adapter, "be": be_host}[what](*arguments))
