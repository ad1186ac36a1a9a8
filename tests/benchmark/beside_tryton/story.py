# SPDX-License-Identifier: MIT
"""The one story that both programs play, and how it is judged.

Each customer owes one invoice of 300.00 EUR that is overdue. Reminders are made ready. Then, before
anybody sends them, the bank file of the day comes in: some customers have paid, some have paid
250.00 of it, and one in four is in a dispute and must not be written to. Then the bookkeeper sends
the reminders that were made ready.
"""
import email
import email.policy
import html
import re
from dataclasses import dataclass, field

OWED, PART = 30000, 25000  # cents
KINDS = ("silent", "pays whole", "pays part", "dispute")
MAY_BE_WRITTEN_TO = {"silent": OWED, "pays part": OWED - PART}  # kind: cents that he still owes


@dataclass(frozen=True)
class Customer:
    number: int
    kind: str

    @property
    def mail(self):
        return f"customer{self.number}@example.org"


def customers(count):
    return [Customer(number, KINDS[number % len(KINDS)]) for number in range(count)]


@dataclass
class Outcome:
    """What one program did, as the customers' mailboxes and its clock tell."""
    program: str
    mails: list = field(default_factory=list)  # (address, bytes)
    seconds: dict = field(default_factory=dict)  # what: (seconds, how many)
    charged: int = 0  # customers with nothing to pay who were charged a fee


def text_of(message_bytes):
    message = email.message_from_bytes(message_bytes, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    text = body.get_content() if body else ""
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def asks_for(text, cents):
    whole, rest = divmod(cents, 100)
    return re.search(rf"(?<!\d){whole}[.,]{rest:02d}(?!\d)", text) is not None


def judge(outcome, everybody):
    """Counts by what happened to a customer; the words are those of the table."""
    by_mail = {customer.mail: customer for customer in everybody}
    verdicts, written_to = {}, set()
    for address, message in outcome.mails:
        customer = by_mail[address]
        written_to.add(customer)
        owes = MAY_BE_WRITTEN_TO.get(customer.kind)
        text = text_of(message)
        if owes is None:
            verdict = f"written to although: {customer.kind}"
        elif customer.kind == "pays part" and asks_for(text, OWED) and not asks_for(text, owes):
            verdict = "not told what is left after his part payment"
        else:
            verdict = "rightly reminded"
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
    missed = [c for c in everybody if c.kind in MAY_BE_WRITTEN_TO and c not in written_to]
    verdicts["owes and was not written to"] = len(missed)
    if outcome.charged:
        verdicts["charged a fee after he paid"] = outcome.charged
    return verdicts
