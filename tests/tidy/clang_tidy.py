#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy over the sources of a build, and never twice over the same bytes.

Usage: clang_tidy.py BUILD JOBS CHECKS PATTERN
BUILD is a folder that was built with Ninja; CHECKS is what clang-tidy gets as --checks; a source is
looked at when PATTERN (a regular expression) is found in its path within the project. Ninja knows
all files that a source includes: a source that passed is passed over as long as neither they, the
command, the settings nor clang-tidy change. What has passed is kept for 60 days in
$XDG_CACHE_HOME/afpunt/clang-tidy; findings are never kept.
"""
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEPT_DAYS = 60
# Options of g++ that clang does not know, and a warning of g++'s alone.
ONLY_GCC = ("-fno-gnu-unique", "-Wno-restrict", "-Wno-maybe-uninitialized")


def cache_folder():
    home = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    folder = pathlib.Path(home) / "afpunt" / "clang-tidy"
    folder.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - KEPT_DAYS * 86400
    for entry in folder.iterdir():
        if entry.stat().st_mtime < oldest:
            entry.unlink()
    return folder


class Build:
    def __init__(self, folder, checks):
        self.folder = folder
        self.checks = checks
        self.digests = {}
        version = subprocess.run(["clang-tidy", "--version"], stdout=subprocess.PIPE, check=True)
        self.common = [version.stdout.decode(), checks, (ROOT / ".clang-tidy").read_text()]
        self.included = self._included_files()

    def _included_files(self):
        """Of each object the files that it was made from, as Ninja noted them."""
        listed = subprocess.run(["ninja", "-C", str(self.folder), "-t", "deps"],
                                stdout=subprocess.PIPE, check=True).stdout.decode()
        included, current = {}, None
        for line in listed.splitlines():
            if line.startswith("    "):
                current.append((self.folder / line.strip()).resolve())
            elif ": #deps" in line:
                current = included.setdefault(line.split(": #deps")[0], [])
        return included

    def sources(self, pattern):
        commands = json.loads((self.folder / "compile_commands.json").read_text())
        for command in commands:
            path = self.name_of(pathlib.Path(command["file"]))
            if re.search(pattern, path):
                yield path, command

    def name_of(self, path):
        """Within the project, so that another clone of it finds what this one has passed."""
        return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)

    def key_of(self, command):
        words = shlex.split(command["command"])
        output = words[words.index("-o") + 1]
        if output not in self.included:
            return None
        key = hashlib.sha256()
        for text in (*self.common, command["command"].replace(str(ROOT), "")):
            key.update(text.encode() + b"\0")
        for file in sorted(set(self.included[output]), key=self.name_of):
            key.update(self.name_of(file).encode() + b"\0" + self._digest(file))
        return key.hexdigest()

    def _digest(self, file):
        if file not in self.digests:
            self.digests[file] = hashlib.sha256(file.read_bytes()).digest()
        return self.digests[file]


    def write_commands_for_clang(self):
        """The folder with the commands as clang understands them."""
        folder = self.folder / "clang-tidy"
        folder.mkdir(exist_ok=True)
        text = (self.folder / "compile_commands.json").read_text()
        for option in ONLY_GCC:
            text = text.replace(f" {option} ", " ")
        (folder / "compile_commands.json").write_text(text)
        return folder


def look_at(path, commands, checks):
    """What clang-tidy says; empty when nothing is wrong."""
    done = subprocess.run(["clang-tidy", "--quiet", f"--checks={checks}", "-p", str(commands),
                           str(ROOT / path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)
    if done.returncode == 0:
        return ""
    return done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")


def main():
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    build = Build(pathlib.Path(sys.argv[1]).resolve(), sys.argv[3])
    passed_before = cache_folder()
    sources = list(build.sources(sys.argv[4]))
    waiting = []
    for path, command in sources:
        key = build.key_of(command)
        if key is None or not (passed_before / key).exists():
            waiting.append((path, key))
        else:
            os.utime(passed_before / key)
    print(f"{len(sources)} sources, {len(sources) - len(waiting)} of them passed before", flush=True)
    commands, wrong = build.write_commands_for_clang(), 0
    with ThreadPoolExecutor(int(sys.argv[2])) as pool:
        answers = pool.map(lambda one: look_at(one[0], commands, build.checks), waiting)
        for (path, key), said in zip(waiting, answers):
            if said:
                wrong += 1
                print(f"{path}\n{said}", flush=True)
            elif key is not None:
                (passed_before / key).touch()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
