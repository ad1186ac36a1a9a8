#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mypy finds no fault with the types of the package and of the example, as strictly as it can.

    typing_test.py SOURCE_FOLDER FOLDER_FOR_ITS_CACHE
"""
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE, CACHE = Path(sys.argv[1]), Path(sys.argv[2], "mypy-cache")


def main():
    if shutil.which("mypy") is None:
        print("skipped: mypy is not installed (packaging/install-dependencies --tests)")
        return 0
    run = subprocess.run(["mypy", "--strict", f"--cache-dir={CACHE}", SOURCE / "sdk/python/afpunt",
                          SOURCE / "sdk/docs/examples/minimal_host.py"], check=False)
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
