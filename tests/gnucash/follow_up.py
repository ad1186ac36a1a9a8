# SPDX-License-Identifier: MIT
"""libafpunt-gnucash.so in a Python process, over a book that Python's bindings opened: the follow-up
without the desktop program, as a nightly job or a test uses it.
"""
import ctypes
import json
import os
from pathlib import Path

# Friendly three working days after the due day, firm ten working days later; an invented book, so
# that any day may be today.
SETTINGS = """\
[book]
language = "en"
sample = true
sample_day = "{day}"

[policy]
calendar = "BE"
language = "en"
mode = "prepare"
least_days_between_messages = 7

[[step]]
id = "reminder-1"
after = 3
unit = "working-days"
from = "due-date"
tone = "friendly"

[[step]]
id = "reminder-2"
after = 10
unit = "working-days"
from = "previous-step"
tone = "firm"
"""
ANSWER_BYTES_MAX = 4 << 20
# More turns than any book here needs: a module that never comes to an end fails the test.
TURNS_MAX = 2000


class Refused(Exception):
    """A command that was refused; its text is the module's sentence."""


def state_folder(book):
    """Where afpunt keeps what belongs to a book: beside its file."""
    return Path(f"{book}.afpunt")


def write_settings(book, day, settings=SETTINGS):
    folder = state_folder(book)
    folder.mkdir(exist_ok=True)
    (folder / "afpunt.toml").write_text(settings.format(day=day), encoding="utf-8")


class FollowUp:
    """The module, attached to an open book on a given day (None: today's); a book is closed only after
    `detach`."""

    def __init__(self, adapter, book, day):
        if day is None:
            os.environ.pop("AFPUNT_GNUCASH_DAY", None)
        else:
            os.environ["AFPUNT_GNUCASH_DAY"] = str(day)
        self._library = ctypes.CDLL(str(adapter))
        self._library.afpunt_gnucash_attach.argtypes = [ctypes.c_void_p]
        self._library.afpunt_gnucash_command.restype = ctypes.c_long
        self._library.afpunt_gnucash_command.argtypes = [
            ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t]
        self._library.afpunt_gnucash_figures.restype = ctypes.c_long
        self._library.afpunt_gnucash_figures.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
        self.attached = self._library.afpunt_gnucash_attach(int(book.session.instance)) == 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.detach()

    def detach(self):
        if self.attached:
            self._library.afpunt_gnucash_detach()
        self.attached = False

    def settle(self):
        """Gives the module turns until nothing is left to do."""
        for _ in range(TURNS_MAX):
            if not self._library.afpunt_gnucash_turn(5):
                return
        raise AssertionError(f"still busy after {TURNS_MAX} turns")

    def look_again(self):
        """What the module does by itself some seconds after the book changed."""
        self.settle()
        self.command("run", brief=True)

    def command(self, name, **fields):
        request = json.dumps({"command": name, "language": "en", "who": "test", **fields})
        answer = ctypes.create_string_buffer(ANSWER_BYTES_MAX)
        length = self._library.afpunt_gnucash_command(request.encode(), answer, len(answer))
        if length < 0:
            raise AssertionError("no book is attached")
        result = json.loads(answer.raw[:length])
        if not result["ok"]:
            raise Refused(result["error"]["message"])
        return result

    def figures(self):
        answer = ctypes.create_string_buffer(1 << 16)
        self._library.afpunt_gnucash_figures(answer, len(answer))
        return json.loads(answer.value)

    # -- what a bookkeeper asks

    def plan(self):
        """The decision of each open item, by the invoice's number."""
        return {d["number"]: d for d in self.command("plan")["decisions"]}

    def why(self, number):
        items = self.command("why", item=number)["items"]
        if len(items) != 1:
            raise AssertionError(f"{number}: {len(items)} decisions")
        return items[0]

    def reasons(self):
        return {number: decision["reason"] for number, decision in self.plan().items()}

    def letters(self, state=None):
        return self.command("letters", **({"state": state} if state else {}))["letters"]

    def waiting_letters(self):
        """Number of invoice and amount, for each letter that waits for a person."""
        return [{i["number"]: i["open"]["amount"] for i in letter["items"]}
                for letter in self.letters("prepared")]
