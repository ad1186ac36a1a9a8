#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A bookkeeping web application as servers run one: a process that forks workers, each with many
threads (WSGI), and one SQLite database that all of them write. Each worker makes an instance of
its own after the fork; whichever books a payment tells its own instance.

    web_books.py FOLDER WORKERS     prints its port, and runs until SIGTERM
"""
import json
import os
import signal
import socket
import sqlite3
import sys
import threading
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from socketserver import ThreadingMixIn
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import afpunt
from afpunt import Contact, DocumentState, Event, EventType, Item, Money, Party, PermitItem

IBAN = "BE68539007547034"
SCHEMA = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE invoice (number TEXT PRIMARY KEY, customer TEXT, due TEXT, total INTEGER);
    CREATE TABLE payment (id INTEGER PRIMARY KEY, number TEXT, paid_on TEXT, cents INTEGER);
    CREATE TABLE day (today TEXT);
    INSERT INTO day VALUES ('2026-10-15');
"""
OPEN_ITEMS = """
    SELECT number, customer, due, total,
           total - coalesce(
               (SELECT sum(cents) FROM payment WHERE payment.number = invoice.number), 0)
    FROM invoice
"""


def connect(path):
    return sqlite3.connect(path, timeout=30, isolation_level=None)


def state_of(open_cents):
    return DocumentState.OPEN if open_cents else DocumentState.SETTLED


class Reading(afpunt.Snapshot):
    """One read transaction: whatever is written meanwhile, this shows one moment."""

    def __init__(self, path):
        self.database = connect(path)
        self.database.execute("BEGIN")
        self.database.execute("SELECT count(*) FROM invoice").fetchone()  # the moment is now

    def creditor(self):
        return Party(id="us", name="Drukkerij De Linde", street="Lindestraat 4", city="Gent",
                     postal_code="9000", country="BE", language="nl-BE",
                     contacts=[Contact(role="general", mail="boekhouding@example.be")])

    def parties(self):
        for customer, in self.database.execute("SELECT DISTINCT customer FROM invoice"):
            yield Party(id=customer, name=customer, kind=afpunt.PartyKind.BUSINESS,
                        street="Kerkstraat 1", city="Antwerpen", postal_code="2000", country="BE",
                        language="nl-BE",
                        contacts=[Contact(role="dunning", mail=f"{customer}@example.com")])

    def accounts(self):
        yield afpunt.Account(id="bank", iban=IBAN, bic="GEBABEBB", holder="Drukkerij De Linde")

    def statements(self):
        yield afpunt.Statement(id="s1", account_id="bank", number="1", sequence=1,
                               from_on=date(2026, 9, 1), until_on=date(2026, 11, 19))

    def bank_lines(self):
        return ()

    def items(self):
        for number, customer, due, total, still_open in self.database.execute(OPEN_ITEMS):
            due_on = date.fromisoformat(due)
            yield Item(id=number, document_id=number, number=number, customer_id=customer,
                       issued_on=due_on - timedelta(30), due_on=due_on, total=Money(total),
                       open=Money(still_open), state=state_of(still_open))

    def allocations(self):
        for row in self.database.execute("SELECT id, number, paid_on, cents FROM payment"):
            yield afpunt.Allocation(id=str(row[0]), item_id=row[1], amount=Money(row[3]),
                                    booked_on=date.fromisoformat(row[2]))

    def owed(self):
        return ()

    def close(self):
        self.database.close()


class WebBooks(afpunt.Host):
    name, version, book_id = "web books", "1", "main"

    def __init__(self, folder):
        self.path = folder / "books.sqlite"
        self.settings = {"state.folder": folder / "state", "delivery.folder": folder / "out"}
        self.mark = folder / "kept" / "state.mark"

    def open_snapshot(self):
        return Reading(self.path)

    def permit(self, party_id, item_ids):
        marks = ", ".join("?" * len(item_ids))
        with closing(connect(self.path)) as database:
            rows = database.execute(f"{OPEN_ITEMS} WHERE number IN ({marks})", item_ids).fetchall()
        return afpunt.Permit(items={row[0]: PermitItem(state_of(row[4]), Money(row[4]))
                                    for row in rows})

    def setting(self, key):
        if key == "state.mark":
            return self.mark.read_text(encoding="utf-8") if self.mark.exists() else None
        return str(self.settings[key]) if key in self.settings else None

    def keep(self, key, value):
        # Two workers may keep at once: each writes a file of its own, and the last one stays.
        written = self.mark.with_suffix(f".{os.getpid()}")
        with open(written, "w", encoding="utf-8") as file:
            file.write(value)
            file.flush()
            os.fsync(file.fileno())
        os.replace(written, self.mark)

    def now(self):
        with closing(connect(self.path)) as database:
            today, = database.execute("SELECT today FROM day").fetchone()
        return afpunt.Moment(datetime.fromisoformat(f"{today}T09:00").replace(tzinfo=timezone.utc))


class Application:
    """POST /invoice, /payment, /day with a form; POST /ask with a command in JSON."""

    def __init__(self, folder, follow_up):
        self.path = folder / "books.sqlite"
        self.follow_up = follow_up

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        try:
            answer = self.handle(environ["PATH_INFO"], body)
            start_response("200 OK", [("Content-Type", "application/json")])
        except afpunt.CommandError as error:
            answer = error.answer
            start_response("409 Conflict", [("Content-Type", "application/json")])
        return [json.dumps({"worker": os.getpid(), "answer": answer}).encode()]

    def handle(self, path, body):
        if path == "/ask":
            return self.follow_up.ask(json.loads(body), 60)
        form = dict(parse_qsl(body))
        with closing(connect(self.path)) as database:
            if path == "/day":
                database.execute("UPDATE day SET today = ?", (form["today"],))
            elif path == "/invoice":
                database.execute("INSERT INTO invoice VALUES (:number, :customer, :due, :cents)",
                                 form | {"cents": int(form["cents"])})
                self.tell(EventType.ITEMS_CHANGED, f"invoice {form['number']}", form["number"])
            elif path == "/payment":
                row = database.execute(
                    "INSERT INTO payment (number, paid_on, cents) VALUES (:number, :on, :cents)",
                    form | {"cents": int(form["cents"])})
                self.tell(EventType.MATCHED, f"payment {row.lastrowid}", form["number"])
        return "booked"

    def tell(self, kind, event_id, number):
        """After the commit."""
        self.follow_up.submit(Event(type=kind, source="web books", id=event_id,
                                    item_ids=[number]))


class Server(ThreadingMixIn, WSGIServer):
    """Serves a socket that was opened before the fork."""

    daemon_threads = True

    def __init__(self, listener, application):
        super().__init__(listener.getsockname(), QuietHandler, bind_and_activate=False)
        self.socket = listener
        self.server_name, self.server_port = listener.getsockname()
        self.setup_environ()
        self.set_app(application)


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


def work(folder, listener):
    """One worker: its instance is made here, in the child."""
    library = afpunt.Library(os.environ["AFPUNT_MODULE"])
    with afpunt.PluginThread(library, lambda: WebBooks(folder)) as follow_up:
        server = Server(listener, Application(folder, follow_up))
        signal.signal(signal.SIGTERM,
                      lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever(poll_interval=0.05)


def fork_worker(folder, listener):
    child = os.fork()
    if child == 0:
        try:
            work(folder, listener)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    return child


def main():
    folder, wanted = Path(sys.argv[1]), int(sys.argv[2])
    for name in ("state", "out", "kept"):
        (folder / name).mkdir(exist_ok=True)
    with closing(connect(folder / "books.sqlite")) as database:
        database.executescript(SCHEMA)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)  # another worker may have been quicker to accept
    ending = False

    def end(*_signal):
        nonlocal ending
        ending = True
        for child in children:
            os.kill(child, signal.SIGTERM)

    children = {fork_worker(folder, listener) for _ in range(wanted)}
    signal.signal(signal.SIGTERM, end)
    print(listener.getsockname()[1], flush=True)
    codes = []
    while children:
        child, status = os.wait()
        children.discard(child)
        if ending:
            codes.append(os.waitstatus_to_exitcode(status))
        else:
            children.add(fork_worker(folder, listener))
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
