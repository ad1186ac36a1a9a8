# SPDX-License-Identifier: MIT
"""Runs the unittest cases of a program and writes, as GoogleTest does, what each of them did into the
folder that GTEST_OUTPUT names: so packaging/check counts them one by one, and says why one was skipped.
"""
import os
import sys
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path


class Results(unittest.TextTestResult):
    """What became of each test: name to None (passed) or (element, words)."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.outcomes = {}

    def startTest(self, test):
        super().startTest(test)
        self.outcomes[test.id()] = None

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.outcomes[test.id()] = ("skipped", reason)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.outcomes[test.id()] = ("failure", str(err[1]))

    def addError(self, test, err):
        super().addError(test, err)
        self.outcomes[test.id()] = ("failure", str(err[1]))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.outcomes[test.id()] = ("failure", f"{subtest}: {err[1]}")


def write(outcomes, program, folder):
    root = xml.Element("testsuites", name=program)
    for name, outcome in outcomes.items():
        case = xml.SubElement(root, "testcase", classname=program, name=name.rsplit(".", 1)[-1])
        if outcome:
            xml.SubElement(case, outcome[0], message=outcome[1])
    xml.ElementTree(root).write(Path(folder) / f"{program}.xml", encoding="utf-8")


def run(program, *names):
    """All tests of the main module, or those named; `program` is what ctest calls it."""
    loader = unittest.defaultTestLoader
    main = sys.modules["__main__"]
    suite = loader.loadTestsFromNames(names, main) if names else loader.loadTestsFromModule(main)
    result = unittest.TextTestRunner(resultclass=Results, verbosity=2).run(suite)
    kind, _, folder = os.environ.get("GTEST_OUTPUT", "").partition(":")
    if kind == "xml" and folder:
        write(result.outcomes, program, folder)
    sys.exit(not result.wasSuccessful())
