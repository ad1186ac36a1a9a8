#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The interface against the one that was published, which sdk/abi/afpunt-1.abi records: abidiff
(abigail-tools) names each struct, field, function type and constant that is another.

    abi_baseline_test.py CXX_COMPILER SOURCE_FOLDER [--record]

What it compares is a small library, made from the headers, that exports a pointer to each struct and a
variable of each enumeration: the module itself hands its tables out as void pointers, behind which
no tool can look. --record writes what the headers say now into the record.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from abi_headers import AbiHeaders

COMPILER, SOURCE = sys.argv[1], Path(sys.argv[2]).resolve()
RECORD = SOURCE / "sdk/abi/afpunt-1.abi"
HEADERS = AbiHeaders(SOURCE)
# Places and names of this machine, and what every library has.
QUIET = ["--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--no-elf-needed",
         "--no-architecture", "--no-parameter-names"]

HEAD = """<!-- SPDX-License-Identifier: MIT -->
<!-- The published interface, as abidw reads it; tests/sdk/abi_baseline_test.py records and compares. -->
"""
WHAT_TO_DO = """
The interface is no longer the published one. Which of these is it?

  An addition: a field at the END of a struct that begins with struct_size, a new constant behind
  the others, a new table under a name of its own.
      Hosts and modules that were compiled before go on. Raise AFPUNT_ABI_MINOR (values.h); add the
      field's line to tests/sdk/layout_test.cpp; mirror it in sdk/python/afpunt/abi.py (and in
      records.py, enums.py); read it with AFPUNT_HAS only; then record it:
          tests/sdk/abi_baseline_test.py g++ . --record    (PYTHONPATH=tests/support)
  A table (afpunt_host_..., afpunt_plugin_command) that got, lost or changed a function.
      Tables carry no size: make a new table, "afpunt.<name>/2", beside the old one, which stays.
  Anything else: a field that moved, went or is of another type, a constant with another value.
      It breaks every host that was compiled before, without a word. Take it back. Where it cannot
      be taken back the major version rises: AFPUNT_ABI_MAJOR, afpunt_entry_2 beside afpunt_entry_1,
      a new record sdk/abi/afpunt-2.abi.
  Before the first release nobody was compiled before: say it in plugin/docs/adr, and record it.
"""


def reference_source():
    """C++, for there even an enumeration without a name is a type that debug information keeps."""
    lines = ["#include <afpunt/afpunt.h>", 'extern "C" {']
    for name in sorted(HEADERS.structs()):
        lines.append(f"extern AFPUNT_EXPORT const {name}* const record_of_{name};")
        lines.append(f"const {name}* const record_of_{name} = nullptr;")
    for constants in HEADERS.enumerations():
        lines.append(f"AFPUNT_EXPORT decltype({constants[0]}) group_of_{constants[0]}{{}};")
    return "\n".join(lines + ["}", ""])


def current_interface(folder):
    """What the headers say now, in abidw's words."""
    Path(folder, "reference.cpp").write_text(reference_source(), encoding="utf-8")
    subprocess.run([COMPILER, "-std=c++20", "-g", "-O0", "-shared", "-fPIC", "-fvisibility=hidden",
                    f"-I{HEADERS.folder}", "reference.cpp", "-o", "reference.so"],
                   check=True, cwd=folder)
    subprocess.run(["abidw", *QUIET, "--out-file", "reference.abi", "reference.so"], check=True,
                   cwd=folder)
    return Path(folder, "reference.abi")


def main():
    if shutil.which("abidw") is None or shutil.which("abidiff") is None:
        print("skipped: abigail-tools is not installed (packaging/install-dependencies --tests)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        current = current_interface(folder)
        if sys.argv[3:] == ["--record"]:
            RECORD.parent.mkdir(exist_ok=True)
            # abidiff knows its files by their first line.
            first, rest = current.read_text(encoding="utf-8").split("\n", 1)
            RECORD.write_text(f"{first}\n{HEAD}{rest}", encoding="utf-8")
            print(f"recorded in {RECORD}")
            return 0
        # --harmless: an addition to an enumeration is told as well, though it is counted as nothing.
        run = subprocess.run(["abidiff", "--harmless", RECORD, current], check=False,
                             capture_output=True, text=True)
    if run.returncode == 0 and not run.stdout:
        return 0
    failed = run.returncode & 3  # abidiff itself did not work; 4 and 8 mean changes
    print(run.stdout, run.stderr, "" if failed else WHAT_TO_DO, sep="\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
