#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A web application with forked workers and threads (web_books.py), as browsers use it: both workers
have an instance of their own for one book, and no letter goes to anybody who paid at either."""
import json
import os
import signal
import subprocess
import sys
import time
import unittest
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripted_book import PATIENCE_S, ScratchFolder

INVOICES = 20


class PreForkServer(ScratchFolder):
    def setUp(self):
        super().setUp()
        self.server = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("web_books.py"), self.folder, "2"],
            stdout=subprocess.PIPE, text=True, start_new_session=True)
        self.addCleanup(self.server.stdout.close)
        self.addCleanup(self.end)
        self.port = int(self.server.stdout.readline())
        self.workers = set()

    def end(self):
        if self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
        try:
            return self.server.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.server.pid, signal.SIGKILL)  # its workers as well
            raise

    def post(self, path, body):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body.encode())
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
            answer = json.load(response)
        self.workers.add(answer["worker"])
        return answer["answer"]

    def book(self, path, **form):
        self.assertEqual(self.post(path, urllib.parse.urlencode(form)), "booked")

    def ask(self, command, **fields):
        return self.post("/ask", json.dumps({"command": command, "who": "An", **fields}))

    def states(self):
        """The number of letters in each state, by the item that they are about."""
        letters = self.ask("letters")["letters"]
        return {letter["items"][0]["item"]: letter["state"] for letter in letters}

    def wait_for(self, done, what):
        end = time.monotonic() + PATIENCE_S
        while not done():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.02)

    def open_year(self):
        """A book that was first seen in October, and twenty letters that wait in November."""
        self.ask("run")
        for number in range(INVOICES):
            self.book("/invoice", number=f"V{number}", customer=f"c{number}", due="2026-11-02",
                      cents=121_00)
        self.book("/day", today="2026-11-20")
        self.ask("run")
        self.assertEqual(self.states(), {f"V{n}": "prepared" for n in range(INVOICES)})

    def pay(self, number):
        self.book("/payment", number=f"V{number}", on="2026-11-19", cents=121_00)

    def test_workers_share_a_book_without_a_letter_too_many(self):
        self.open_year()
        with ThreadPoolExecutor(6) as pool:
            work = [pool.submit(self.pay, number) for number in range(10)]
            work += [pool.submit(self.ask, "why", item=f"V{number}") for number in range(10)]
            for done in work:
                done.result()
        self.wait_for(lambda: self.ask("status")["ok"] and len(self.workers) == 2, "two workers")
        paid = {f"V{number}" for number in range(10)}
        self.wait_for(lambda: {i for i, s in self.states().items() if s == "withdrawn"} == paid,
                      "the letters of those who paid are withdrawn")
        with ThreadPoolExecutor(2) as pool:  # both workers approve at once
            answers = list(pool.map(lambda _: self.ask("approve", all=True), range(2)))
        self.assertEqual(sum(len(answer["delivered"]) for answer in answers), 10)
        letters = [json.loads(path.read_text(encoding="utf-8"))
                   for path in (self.folder / "out").glob("*/letter.json")]
        self.assertEqual(len(letters), 10)
        self.assertEqual({s for i, s in self.states().items() if i not in paid}, {"accepted"})
        self.assertTrue(self.ask("journal")["chain_intact"])
        self.assertEqual(self.end(), 0, "the server and its workers ended as they should")

    def test_a_worker_that_is_killed_is_replaced_and_nothing_is_forgotten(self):
        self.open_year()
        self.wait_for(lambda: self.ask("status")["ok"] and len(self.workers) == 2, "two workers")
        old = set(self.workers)
        for number, worker in enumerate(old):
            self.pay(number)
            os.kill(worker, signal.SIGKILL)
            self.workers.clear()
            self.wait_for(lambda: self.answers() and self.workers - old, "a new worker")
        self.ask("run")
        states = self.states()
        self.assertEqual({item for item, state in states.items() if state == "withdrawn"},
                         {"V0", "V1"})
        self.assertEqual(len(self.ask("approve", all=True)["delivered"]), INVOICES - 2)
        self.assertEqual(self.end(), 0)

    def answers(self):
        """A request to a worker that was just killed is lost, as browsers know it."""
        try:
            return self.ask("status")["ok"]
        except OSError:
            return False


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
