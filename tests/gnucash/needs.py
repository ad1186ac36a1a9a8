# SPDX-License-Identifier: MIT
"""Ends a test program, with the reason, on a computer that lacks what it needs. Called before anything
is imported that needs it.
"""
import importlib.util
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import python_results  # noqa: E402

SKIPPED = 77  # what ctest is told to take for "skipped"


def _skip(program, reason):
    print(f"skipped: {reason}")
    kind, _, folder = os.environ.get("GTEST_OUTPUT", "").partition(":")
    if kind == "xml" and folder:
        python_results.write({program: ("skipped", reason)}, program, folder)
    sys.exit(SKIPPED)


def gnucash(program):
    """GnuCash's engine in Python."""
    if importlib.util.find_spec("gnucash") is None:
        _skip(program, "python3-gnucash is not installed")


def desktop(program):
    """GnuCash itself, and a screen for it."""
    gnucash(program)
    for command, package in (("gnucash", "gnucash"), ("Xvfb", "xvfb"), ("xdotool", "xdotool"),
                             ("import", "imagemagick")):
        if shutil.which(command, path="/usr/bin:/bin") is None:
            _skip(program, f"{package} is not installed")
    if importlib.util.find_spec("gi") is None:
        _skip(program, "python3-gi is not installed")


def run(program):
    """The tests of the main program, or those that its arguments name."""
    python_results.run(program, *sys.argv[1:])
