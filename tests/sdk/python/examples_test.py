#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The examples of sdk/docs run, and say what the documents promise of them; so does each piece of code
in python.md.

    examples_test.py SOURCE_FOLDER VERSION
"""
import asyncio
import importlib.util
import json
import os
import queue
import re
import subprocess
import sys
import unittest
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import afpunt
from scripted_book import PATIENCE_S, ScratchFolder, module_file

SOURCE, VERSION = Path(sys.argv[1]), sys.argv[2]
EXAMPLE = SOURCE / "sdk/docs/examples/minimal_host.py"


class Examples(ScratchFolder):
    def run_example(self, *arguments, code=0):
        run = subprocess.run([sys.executable, EXAMPLE, *arguments], capture_output=True, text=True,
                             check=False, timeout=PATIENCE_S)
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def test_the_smallest_host_asks_why(self):
        for _ in range(2):  # the second time its state is there already
            answer = json.loads(self.run_example(module_file(), self.folder).stdout)
            self.assertEqual([(one["outcome"], one["reason"]) for one in answer["items"]],
                             [("held", "old-balance")])

    def test_the_smallest_host_ends_in_words_where_something_is_missing(self):
        run = self.run_example(self.folder / "none.so", self.folder, code=1)
        self.assertIn("none.so", run.stderr)
        self.assertNotIn("Traceback", run.stderr)
        self.assertIn("Usage", self.run_example(code=2).stderr)

    def test_it_is_as_small_as_it_is_said_to_be(self):
        self.assertLess(len(EXAMPLE.read_text(encoding="utf-8").splitlines()), 100)

    def test_every_piece_of_code_in_the_page_runs(self):
        page = (SOURCE / "sdk/docs/python.md").read_text(encoding="utf-8")
        pieces = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
        self.assertGreater(len(pieces), 5)
        spec = importlib.util.spec_from_file_location("minimal_host", EXAMPLE)
        minimal_host = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(minimal_host)
        names = vars(afpunt) | {"MinimalHost": minimal_host.MinimalHost, "asyncio": asyncio,
                                "queue": queue, "Decimal": Decimal, "folder": str(self.folder)}
        with afpunt.Plugin(module_file(), minimal_host.MinimalHost(str(self.folder))) as plugin:
            for piece in pieces:
                namespace = names | {"plugin": plugin}
                exec(compile(piece, "python.md", "exec"), namespace)
                if "post_fork" in namespace:  # gunicorn would call these
                    worker = SimpleNamespace()
                    namespace["post_fork"](None, worker)
                    self.assertTrue(worker.follow_up.ask({"command": "status"}, PATIENCE_S)["ok"])
                    namespace["worker_exit"](None, worker)

    def test_the_page_says_how_long_the_smallest_host_is(self):
        lines = len(EXAMPLE.read_text(encoding="utf-8").splitlines())
        self.assertIn(f"the smallest host, {lines} lines",
                      (SOURCE / "sdk/docs/python.md").read_text(encoding="utf-8"))

    def test_the_package_says_the_version_of_the_project(self):
        self.assertEqual(afpunt.__version__, VERSION)

    def test_the_module_is_found_by_name_or_beside_the_package(self):
        self.assertEqual(afpunt.find_library(), Path(os.environ["AFPUNT_MODULE"]))
        named = os.environ.pop("AFPUNT_MODULE")
        self.addCleanup(os.environ.__setitem__, "AFPUNT_MODULE", named)
        with self.assertRaises(afpunt.NotFoundError):
            afpunt.find_library()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
