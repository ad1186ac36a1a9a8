#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts what packaging/check ran: each test of GoogleTest, each other test of ctest, each part.

    count_results.py LOGS
LOGS/parts.tsv has a line "name<tab>passed|FAILED" for each part; LOGS/results/<part>/ holds *.xml of
GoogleTest and ctest.junit. The last line printed is "N passed, N failed, N skipped"; the exit code
is 1 when something failed or nothing ran.
"""
import sys
import xml.etree.ElementTree as xml
from collections import Counter
from pathlib import Path


class Count:
    def __init__(self):
        self.outcomes = Counter()
        self.failed = []
        self.reasons = Counter()

    def add(self, outcome, name, reason=""):
        self.outcomes[outcome] += 1
        if outcome == "failed":
            self.failed.append(name)
        if outcome == "skipped":
            self.reasons[reason or "no reason given"] += 1

    def line(self):
        return ", ".join(f"{self.outcomes[o]} {o}" for o in ("passed", "failed", "skipped"))


def add_case(count, case, name):
    """A test case as GoogleTest and JUnit write it."""
    skipped = case.find("skipped")
    if case.find("failure") is not None or case.find("error") is not None:
        count.add("failed", name)
    elif skipped is not None or case.get("result") == "skipped" or case.get("status") == "disabled":
        message = skipped.get("message", "") if skipped is not None else ""
        # GoogleTest puts file and line before the words.
        lines = [line for line in message.splitlines() if line.strip()]
        reason = lines[-1].strip() if lines else ""
        if reason.startswith("shared/"):
            reason = "the folder shared/ is not beside this clone, nor named by AFPUNT_SHARED"
        count.add("skipped", name, reason)
    else:
        count.add("passed", name)


def count_run(folder):
    """The tests of one run of ctest."""
    count = Count()
    programs = set()
    for file in sorted(folder.glob("*.xml")):
        programs.add(file.stem.removeprefix("test_"))
        for case in xml.parse(file).getroot().iter("testcase"):
            add_case(count, case, f"{case.get('classname')}.{case.get('name')}")
    listing = folder / "ctest.junit"
    if listing.exists():
        for case in xml.parse(listing).getroot().iter("testcase"):
            failed = case.find("failure") is not None
            if case.get("name") not in programs:
                add_case(count, case, case.get("name"))
            elif failed and not count.failed:
                count.add("failed", case.get("name"))  # broke outside of its tests
    return count


def main():
    logs = Path(sys.argv[1])
    total = Count()
    ran = set()
    for folder in sorted((logs / "results").iterdir()):
        count = count_run(folder)
        print(f"{'tests-' + folder.name:<28} {count.line()}")
        for name in count.failed:
            print(f"    failed: {name}")
        for reason, number in sorted(count.reasons.items()):
            print(f"    skipped {number}: {reason}")
        total.outcomes += count.outcomes
        if count.outcomes["failed"] == 0 and sum(count.outcomes.values()) == 0:
            continue
        ran.add("tests-" + folder.name)
    for line in (logs / "parts.tsv").read_text().splitlines():
        name, outcome = line.split("\t")
        # A run of tests was counted test by test, unless it never got so far.
        if name not in ran or (outcome == "FAILED" and total.outcomes["failed"] == 0):
            total.add("passed" if outcome == "passed" else "failed", name)
    print(total.line())
    return 1 if total.outcomes["failed"] or not total.outcomes["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
