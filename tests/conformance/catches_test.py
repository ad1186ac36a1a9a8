#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""afpunt-conformance must find what it is there to find: a plugin and a host that are bad in one way at
a time, and each of their faults is found by the case that is meant for it.

    catches_test.py KIT MODULE BAD_PLUGIN BAD_HOST
"""
import json
import os
import subprocess
import sys
import unittest

KIT, MODULE, BAD_PLUGIN, BAD_HOST = sys.argv[1:5]

# Fault of bad_plugin.cpp: the case that finds it.
PLUGIN_FAULTS = {
    "gives-any-table": "entry-names-itself",
    "reads-whole-tables": "host-table-of-any-size",
    "needs-no-permit": "host-without-a-required-part",
    "needs-a-clock": "host-without-optional-services",
    "fills-whole-errors": "error-of-any-size",
    "crashes-on-null": "null-pointers",
    "reads-whole-events": "event-of-any-size",
    "takes-any-text": "event-texts",
    "believes-events": "events-twice-in-disorder-or-never",
    "fails-when-full": "more-events-than-fit",
    "has-one-thread": "events-from-many-threads",
    "decides-during-imports": "import-that-never-finishes",
    "writes-long-cursors": "newest-cursor",
    "reads-on-when-changed": "host-changes-under-a-reading",
    "tries-for-ever": "host-that-changes-for-ever",
    "takes-failure-for-an-end": "host-that-fails",
    "believes-any-count": "counts-that-cannot-be",
    "believes-any-size": "records-of-any-size",
    "answers-from-memory": "host-that-counts-its-changes",
    "guesses-the-revision": "host-that-counts-its-changes",
    "cuts-bad-texts": "texts-of-records",
    "rounds-odd-numbers": "numbers-of-records",
    "assumes-its-own-stride": "contacts-of-another-stride",
    "mends-sums": "sums-that-disagree",
    "works-on-any-thread": "calls-from-another-thread",
    "calls-the-host-from-a-thread": "host-is-called-on-main-only",
    "works-twice": "calls-from-inside-a-call",
    "ignores-forks": "fork-with-an-instance",
    "starts-twice": "calls-out-of-order",
    "leaves-threads": "a-hundred-lives",
    "leaves-files": "a-hundred-lives",
    "has-a-thread-for-each-book": "many-books-in-one-process",
    "leaves-readings-open": "stop-in-the-middle-of-a-reading",
    "forgets-answers": "stop-in-the-middle-of-a-reading",
    "calls-after-its-end": "stop-with-events-from-other-threads",
    "stops-slowly": "stop-while-a-mail-server-hangs",
    "overlooks-flags": "permit-that-objects",
    "believes-short-permits": "permit-of-any-size",
    "keeps-permits": "event-between-figures-and-answer",
    "looks-once": "event-before-the-final-dot",
    "counts-what-did-not-leave": "events-at-any-moment-of-a-delivery",
    "takes-any-command": "commands-of-any-text",
    "reads-requests-late": "requests-are-copied",
    "answers-twice": "each-command-is-answered-once",
}
# Fault of bad_host.cpp: the case that finds it.
HOST_FAULTS = {
    "has-no-book-id": "tables-are-whole",
    "repeats-ids": "reading-is-sound",
    "writes-latin-1": "reading-is-sound",
    "names-strangers": "reading-is-sound",
    "mixes-up-its-units": "reading-is-sound",
    "sums-disagree": "reading-is-sound",
    "loses-records": "reading-in-any-portion",
    "forgets-the-stride": "reading-in-any-portion",
    "writes-whole-records": "reading-into-any-size",
    "other-ids-each-time": "reading-again-is-the-same",
    "leaves-files-open": "reading-again-is-the-same",
    "reuses-its-texts": "reading-over-many-turns",
    "does-not-tell-changes": "changed-under-a-reading",
    "answers-from-memory": "match-is-one-step",
    "answers-in-its-own-order": "permit-agrees-with-the-reading",
    "knows-every-item": "permit-of-unknown-items",
    "writes-whole-permits": "permit-into-any-size",
    "has-every-setting": "settings-that-are-absent",
    "has-no-state-folder": "settings-that-are-absent",
    "forgets-what-it-keeps": "settings-that-are-kept",
    "cuts-what-it-keeps": "settings-that-are-kept",
    "tells-another-day": "clock-is-plausible",
    "books-part-of-a-match": "match-refuses-nonsense",
    "books-half": "match-is-one-step",
    "counts-questions": "revision-tells-of-changes",
    "counts-payments": "revision-tells-of-changes",
    "overlooks-its-file": "revision-tells-of-changes",
    "blocks-in-callbacks": "callbacks-from-any-thread",
    "works-in-callbacks": "callbacks-from-any-thread",
    "logs-short-lines-only": "texts-for-people",
    "waits-to-be-asked": "more-work-follows",
    "gives-up-stopping": "stop-that-takes-long",
    "uses-what-was-refused": "create-is-refused",
    "uses-what-did-not-start": "start-is-refused",
    "takes-any-version": "another-major-version",
    "wants-exact-sizes": "a-later-minor-version",
    "waits-for-what-was-refused": "commands-are-refused",
    "dies-of-a-full-queue": "plugin-is-busy",
    "reads-short-answers-only": "answer-of-many-bytes",
    "ends-without-stop": "tables-are-whole",
    "works-on-another-thread": "tables-are-whole",
    "tells-events-of-nobody": "tables-are-whole",
}
# Found by a program that hangs: the kit waits this long for it.
HANGS = {"waits-to-be-asked", "waits-for-what-was-refused"}


def run_kit(side, subject, *options, fault=""):
    """The kit's report, as JSON, and its exit code."""
    environment = {**os.environ, "AFPUNT_BAD_FAULT": fault, "AFPUNT_BAD_INNER": MODULE}
    run = subprocess.run([KIT, side, "--json", *options, *subject], env=environment,
                         capture_output=True, text=True)
    return json.loads(run.stdout), run.returncode, run.stderr


def run_on_plugin(*options, fault=""):
    return run_kit("plugin", [BAD_PLUGIN], *options, fault=fault)


def run_on_host(*options, fault="none"):
    return run_kit("host", [BAD_HOST, fault, "{plugin}", "{folder}"], "--may-book", "--change",
                   "echo 100 > {folder}/open", *options)


def names(side):
    listed = subprocess.run([KIT, side, "--list"], capture_output=True, text=True, check=True).stdout
    return {line for line in listed.splitlines() if line and not line.startswith(" ")}


class Catches(unittest.TestCase):
    def expect_found(self, fault, case, run):
        options = ["--case", case]
        if fault in HANGS:
            options += ["--limit", "2"]
        report, code, _ = run(*options, fault=fault)
        found = report["cases"][0]
        self.assertEqual(found["outcome"], "failed", f"{fault}: {found}")
        self.assertEqual(code, 1, fault)
        self.assertIn(f"--case {case}", found["replay"])

    def test_each_fault_of_a_plugin_is_found_by_the_case_that_is_meant_for_it(self):
        for fault, case in PLUGIN_FAULTS.items():
            with self.subTest(fault=fault):
                self.expect_found(fault, case, run_on_plugin)

    def test_each_fault_of_a_host_is_found_by_the_case_that_is_meant_for_it(self):
        for fault, case in HOST_FAULTS.items():
            with self.subTest(fault=fault):
                self.expect_found(fault, case, run_on_host)

    def test_every_case_has_a_fault_that_it_finds(self):
        self.assertEqual(names("plugin") - set(PLUGIN_FAULTS.values()), set())
        self.assertEqual(names("host") - set(HOST_FAULTS.values()), set())

    def test_without_a_fault_nothing_is_found(self):
        for run in (run_on_plugin, run_on_host):
            report, code, complaints = run()
            wrong = [case for case in report["cases"] if case["outcome"] != "passed"]
            self.assertEqual(wrong, [], complaints)
            self.assertEqual(code, 0)

    def test_a_file_that_is_no_plugin_cannot_be_tried(self):
        for file in (BAD_HOST, "/no/such/file.so"):
            run = subprocess.run([KIT, "plugin", file], capture_output=True, text=True)
            self.assertEqual(run.returncode, 3, run.stdout)
            self.assertIn(file, run.stderr)

    def test_a_program_that_is_not_there_cannot_be_tried(self):
        run = subprocess.run([KIT, "host", "/no/such/program"], capture_output=True, text=True)
        self.assertEqual(run.returncode, 3, run.stdout)
        self.assertIn("/no/such/program", run.stderr)

    def test_a_program_that_stays_is_asked_to_end(self):
        subject = [BAD_HOST, "stays", "{plugin}", "{folder}"]
        report, code, _ = run_kit("host", subject, "--stays", "--case", "tables-are-whole")
        self.assertEqual((code, report["passed"]), (0, 1), report)

    def test_a_program_that_loads_no_plugin_is_told_so(self):
        report, code, _ = run_kit("host", ["true"], "--case", "tables-are-whole")
        self.assertEqual(code, 1)
        self.assertIn("did it load {plugin}?", report["cases"][0]["why"])

    def test_wrong_use_is_refused_in_words(self):
        for arguments in ([], ["neither"], ["plugin"], ["plugin", "--no-such-option", MODULE],
                          ["plugin", "--seed", "x", MODULE], ["plugin", MODULE, MODULE],
                          ["plugin", "--case", "no-such-case", MODULE], ["plugin", "--seed"]):
            run = subprocess.run([KIT, *arguments], capture_output=True, text=True)
            self.assertEqual(run.returncode, 2, arguments)
            self.assertIn("afpunt-conformance", run.stderr)

    def test_the_same_seed_is_thrown_again(self):
        report, _, _ = run_on_plugin("--case", "entry-names-itself", "--seed", "18446744073709551615")
        self.assertEqual(report["seed"], "18446744073709551615")

    def test_the_report_is_tap(self):
        run = subprocess.run([KIT, "plugin", "--case", "entry-names-itself", MODULE],
                             capture_output=True, text=True, check=True)
        lines = run.stdout.splitlines()
        self.assertEqual(lines[:2], ["TAP version 14", "1..1"])
        self.assertRegex(lines[3], r"^# seed: \d+$")
        self.assertEqual(lines[4], "ok 1 - entry-names-itself")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
